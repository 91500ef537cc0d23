"""The structs of kqueue as it was in 2003, and its queue. One idea: whether there is a mutex, and what it covers, is a
`Locking` that is known when the file is loaded; without it the same lines are the code of 5.x, where splhigh() once
kept everybody else out and on several processors keeps out nobody.

Locking key: (n) nothing, (q) `kq_mtx` in V1 and its descendants, (s) as (q), but only where `status` says so, (o) the
object's own lock, (c) constant once the knote is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot import param
from unknot.kernel.malloc import malloc_of
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.queue import (
    TAILQ_INIT,
    TAILQ_INSERT_TAIL,
    TAILQ_REMOVE,
    slist_entry,
    tailq_entry,
    tailq_head,
)
from unknot.kernel.sleepqueue import wakeup
from unknot.kernel.systm import KASSERT
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, array, null, struct, u32
from unknot.systems.kqueue.event import kevent

KQ_NEVENTS = param("kq_nevents", 8, "V0, V1: events in the array that a kqueue's callers share")

KN_ACTIVE = 0x01
KN_QUEUED = 0x02
KN_DISABLED = 0x04

KQ_SLEEP = 0x02

M_KQUEUE = 11


@struct
class kqueue:
    """A kqueue. All its callers share `kq_kev`: for the changes they hand in and for the events they get."""

    kq_mtx: mtx
    kq_head: tailq_head  # (q) knotes that may have something to report, and the markers of scans
    kq_count: u32  # (q)
    kq_state: u32  # (q)
    kq_kev: array[kevent] = array(KQ_NEVENTS)  # (n)


@struct
class knote:
    """One registration. A scan's marker is one too, on the scanner's stack, with nothing in it but `kn_tqe`."""

    kn_link: slist_entry  # (n) in the table of the file descriptor, or in that of all others
    kn_selnext: slist_entry  # (o) in the object's list
    kn_tqe: tailq_entry  # (q) in the queue
    kn_kq: Ptr[kqueue]  # (c)
    kn_kevent: kevent  # (n) what was asked for, and what there is to report
    kn_status: u32  # (s)
    kn_sfflags: u32  # (n) EVFILT_USER: the flags that were asked for
    kn_hookid: u32  # (n) EVFILT_USER: it was triggered
    kn_ptr: voidp  # (c) what is watched: a file, with a reference, or the process
    kn_event: Callable[[Ptr[knote], u32], bool]  # (c) is there something to report? with a hint: something happened
    kn_detach: Callable[[Ptr[knote]], None]  # (c) takes it from the object's list


kqueue_malloc = malloc_of(kqueue)
knote_malloc = malloc_of(knote)


class Locking(NamedTuple):
    """What the variants differ in. `queue`: kq_mtx covers the queue; `status`: it covers kn_status too, so a scan keeps
    it while it looks at KN_DISABLED; `event`: a scan keeps it while it asks the filter."""

    queue: bool = False
    status: bool = False
    event: bool = False


class Queue(NamedTuple):
    """The queue's operations."""

    lock: Callable[[kqueue], None]
    unlock: Callable[[kqueue], None]
    activate: Callable[[knote], None]
    set_disabled: Callable[[knote, bool], None]
    dequeue: Callable[[knote], None]


def kqueue_init(kq: Ptr[kqueue]) -> None:
    """Makes it an empty kqueue."""
    mtx_init(addr(kq.kq_mtx), "kqueue", null, MTX_DEF)
    TAILQ_INIT(addr(kq.kq_head))


def kqueue_wakeup(kq: Ptr[kqueue]) -> None:
    """Wakes who waits for events, if anybody says that he does."""
    if kq.kq_state & KQ_SLEEP:
        kq.kq_state &= ~KQ_SLEEP
        wakeup(kq)


def insert(kn: Ptr[knote]) -> None:
    """Puts the knote into its queue."""
    kq = kn.kn_kq
    KASSERT(kn.kn_status & KN_QUEUED == 0, "knote already queued")
    TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))
    kn.kn_status |= KN_QUEUED
    kq.kq_count += 1
    kqueue_wakeup(kq)


def queue(locking: Locking) -> Queue:
    """The operations with this locking."""

    def lock(kq: Ptr[kqueue]) -> None:
        if locking.queue:
            mtx_lock(addr(kq.kq_mtx))

    def unlock(kq: Ptr[kqueue]) -> None:
        if locking.queue:
            mtx_unlock(addr(kq.kq_mtx))

    def enqueue(kn: Ptr[knote]) -> None:
        """Locks for the insertion only; with `status` the caller has the lock."""
        if locking.status:
            insert(kn)
        else:
            lock(kn.kn_kq)
            insert(kn)
            unlock(kn.kn_kq)

    def activate(kn: Ptr[knote]) -> None:
        """Something happened: marks the knote, and queues it unless it is queued or disabled."""
        if locking.status:
            lock(kn.kn_kq)
        kn.kn_status |= KN_ACTIVE
        if kn.kn_status & (KN_QUEUED | KN_DISABLED) == 0:
            enqueue(kn)
        if locking.status:
            unlock(kn.kn_kq)

    def set_disabled(kn: Ptr[knote], disabled: bool) -> None:
        """EV_DISABLE and EV_ENABLE. A knote that became active while it was disabled is queued now."""
        if locking.status:
            lock(kn.kn_kq)
        if disabled:
            kn.kn_status |= KN_DISABLED
        elif kn.kn_status & KN_DISABLED:
            kn.kn_status &= ~KN_DISABLED
            if kn.kn_status & (KN_ACTIVE | KN_QUEUED) == KN_ACTIVE:
                enqueue(kn)
        if locking.status:
            unlock(kn.kn_kq)

    def dequeue(kn: Ptr[knote]) -> None:
        """Takes the knote out of its queue, where it is."""
        kq = kn.kn_kq
        lock(kq)
        if kn.kn_status & KN_QUEUED:
            TAILQ_REMOVE(addr(kq.kq_head), addr(kn.kn_tqe))
            kn.kn_status &= ~KN_QUEUED
            kq.kq_count -= 1
        unlock(kq)

    return Queue(lock, unlock, activate, set_disabled, dequeue)
