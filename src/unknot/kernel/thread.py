"""What the kernel knows about the running thread: which locks it holds, what it must not do. One idea: `td` is the
thread's own and nobody else looks at it, so the books cost no steps.

The list of held locks is complete: locks hidden from WITNESS stand in it too, marked.
"""

from __future__ import annotations

from unknot.kernel.lock import lock_class_name, lock_object
from unknot.lang import (
    Ptr,
    array,
    cstr,
    event,
    here,
    i64,
    null,
    require,
    struct,
    thread_exit,
    thread_id,
    thread_local,
    u16,
    u32,
)

HELD_MOST = 8
"""How many locks a thread can hold at once. More is reported as misuse."""
RECURSION = 1 << 16
"""One recursion in the `how` of a held lock."""
RECURSIONS = 0xFF << 16


@struct
class held_lock:
    """A lock this thread has. `how`: LOP_ flags | recursions << 16 | class << 24. `site`: where it was first taken."""

    lock: Ptr[lock_object]
    type: cstr
    how: u32
    site: u32


@struct
class kthread_state:
    """The fields of FreeBSD's `struct thread` that rules need. `td_nosleeping` counts the contexts that must not sleep
    (callouts, software interrupts, f_event), `td_locks` has the newest lock last; empty places are zero."""

    td_critnest: u16
    td_spinlocks: u16
    td_nosleeping: u16
    td_epochnest: u16
    td_rw_rlocks: u16
    td_sx_slocks: u16
    td_held: u16
    td_locks: array[held_lock] = array(HELD_MOST)


td: thread_local[kthread_state] = kthread_state()
"""This thread. Use its fields directly; never take its address."""


def curthread() -> u32:
    """This thread's number plus 1, as it stands in the word of a lock it owns."""
    return u32(thread_id()) + 1


# -- held locks --------------------------------------------------------------------------------------------------------


def held_index(lock: Ptr[lock_object]) -> i64:
    """Where the lock stands in `td_locks`, -1 if this thread does not hold it."""
    for i in range(td.td_held):
        if td.td_locks[i].lock == lock:
            return i64(i)
    return -1


def held_how(lock: Ptr[lock_object]) -> u32:
    """The `how` of a lock, 0 if this thread does not hold it."""
    at = held_index(lock)
    return td.td_locks[at].how if at >= 0 else 0


def held_add(lock: Ptr[lock_object], type: cstr, how: u32, site: u32) -> None:
    """Puts it last."""
    require(td.td_held < HELD_MOST, "misuse", "a thread holds more than {0:d} locks @ {1:site}", HELD_MOST, site)
    at = td.td_held
    td.td_locks[at].lock = lock
    td.td_locks[at].type = type
    td.td_locks[at].how = how
    td.td_locks[at].site = site
    td.td_held = at + 1


def held_remove(at: i64) -> None:
    """Takes that one out; those behind it move up."""
    last = i64(td.td_held) - 1
    for i in range(at, last):
        td.td_locks[i].lock = td.td_locks[i + 1].lock
        td.td_locks[i].type = td.td_locks[i + 1].type
        td.td_locks[i].how = td.td_locks[i + 1].how
        td.td_locks[i].site = td.td_locks[i + 1].site
    td.td_locks[last].lock = null
    td.td_locks[last].type = null
    td.td_locks[last].how = 0
    td.td_locks[last].site = 0
    td.td_held = u16(last)


# -- what a thread must not do -----------------------------------------------------------------------------------------


def critical_enter() -> None:
    """No preemption from here on, so no sleep and no blocking lock. Nests."""
    td.td_critnest += 1
    event("did", "enters a critical section")


def critical_exit(site: u32 = here()) -> None:
    """Ends the innermost critical section."""
    require(td.td_critnest > 0, "critical", "critical_exit: td_critnest == 0 @ {0:site}", site)
    td.td_critnest -= 1
    event("did", "leaves a critical section")


def THREAD_NO_SLEEPING() -> None:
    """This thread must not sleep from here on. Nests."""
    td.td_nosleeping += 1
    event("did", "must not sleep from here on")


def THREAD_SLEEPING_OK(site: u32 = here()) -> None:
    """Ends the innermost THREAD_NO_SLEEPING."""
    require(td.td_nosleeping > 0, "misuse", "THREAD_SLEEPING_OK without THREAD_NO_SLEEPING @ {0:site}", site)
    td.td_nosleeping -= 1
    event("did", "may sleep again")


def THREAD_CAN_SLEEP() -> bool:
    """False where sleeping is prohibited: in callouts, software interrupts, f_event, epoch sections."""
    return td.td_nosleeping == 0 and td.td_epochnest == 0


def no_locks_held(what: cstr) -> None:
    """A thread that leaves the kernel holds nothing. `what` it is doing."""
    if td.td_held > 0:
        at = td.td_held - 1
        how = td.td_locks[at].how
        mode: cstr = "exclusive" if how & 1 else "shared"
        kind = lock_class_name(how)
        lock, type, site = td.td_locks[at].lock, td.td_locks[at].type, td.td_locks[at].site
        count = (how & RECURSIONS) // RECURSION
        require(
            False,
            "lock_leak",
            "{0:text} with the following locks held: {1:text} {2:text} {3:text} r = {4:d} ({5}) locked @ {6:site}",
            what,
            mode,
            kind,
            type,
            count,
            lock,
            site,
        )
    require(td.td_critnest == 0, "critical", "{0:text} in a critical section", what)
    require(td.td_epochnest == 0, "epoch", "{0:text} in an epoch section", what)
    require(td.td_nosleeping == 0, "misuse", "{0:text} with sleep disabled", what)


def handler_returned(what: cstr, nosleeping: u32) -> None:
    """A service thread goes on to the next handler: the last one, `what`, left nothing behind."""
    require(td.td_held == 0, "lock_leak", "{0:text} returned with locks held", what)
    require(td.td_critnest == 0, "critical", "{0:text} returned in a critical section", what)
    require(td.td_epochnest == 0, "epoch", "{0:text} returned in an epoch section", what)
    require(td.td_nosleeping == nosleeping, "misuse", "{0:text} returned with sleep disabled", what)


@thread_exit
def thread_exits() -> None:
    """Every thread ends with this check."""
    no_locks_held("thread exits")
