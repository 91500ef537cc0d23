"""Signals, as far as sleepers see them. One idea: a bit for each thread; it stays until the thread has taken its
signal in user mode (`postsig`), so that a loop which goes back to sleep does not lose it."""

from __future__ import annotations

from unknot.kernel import sleepers
from unknot.lang import event, here, indivisible, require, thread_id, u32, u64

SIGNALS_MOST = 64


def tdsignal(thread: u64, sig: u32, site: u32 = here()) -> None:
    """Sends a signal to a thread: one that sleeps with PCATCH goes on, others find it when they next do."""
    require(thread < SIGNALS_MOST, "misuse", "tdsignal to thread {0:d}, which does not exist", thread)
    with indivisible():
        sleepers.signals_pending |= u64(1) << thread
        event("did", "sends a signal")
        sleepers.sleepq_abort(thread)


def kern_psignal(thread: u64, sig: u32, site: u32 = here()) -> None:
    """tdsignal: a process has one thread here."""
    tdsignal(thread, sig, site)


def signalled() -> bool:
    """True if this thread has a signal that it has not taken."""
    return sleepers.signals_pending >> thread_id() & 1 != 0


def postsig(site: u32 = here()) -> None:
    """The thread takes its signal, as it would on its way back to user mode."""
    with indivisible():
        sleepers.signals_pending &= ~(u64(1) << thread_id())
