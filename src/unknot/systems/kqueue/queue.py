"""Flux, and the queue of a kqueue. One idea: who puts a knote in flux may then let go of kq_lock and still own it;
everybody else who needs the knote says so by KQ_FLUXWAIT, sleeps, and afterwards looks it up anew.
"""

from __future__ import annotations

from unknot.kernel.malloc import M_NOWAIT, M_WAITOK, M_ZERO, free
from unknot.kernel.mutex import MA_OWNED, MTX_DEF, MTX_DUPOK, mtx, mtx_assert, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_EMPTY, TAILQ_INSERT_TAIL, TAILQ_REMOVE
from unknot.kernel.sleepqueue import wakeup
from unknot.kernel.systm import KASSERT
from unknot.kernel.taskqueue import TASKQUEUE_DEFINE_THREAD, taskqueue, taskqueue_enqueue
from unknot.lang import Ptr, addr, here, null, u32
from unknot.systems.kqueue.knote import (
    KN_ACTIVE,
    KN_DISABLED,
    KN_INFLUX,
    KN_MARKER,
    KN_QUEUED,
    KQ_FLUXWAIT,
    KQ_SLEEP,
    KQ_TASKDRAIN,
    KQ_TASKSCHED,
    M_KQUEUE,
    knote,
    knote_alloc,
    kqueue,
)
from unknot.systems.kqueue.variant import Features, Queue

kq_global: mtx = mtx()
"""Held while two kqueues are looked at, one of which watches the other."""
taskqueue_kqueue: Ptr[taskqueue] = null


def flux_wakeup(kq: Ptr[kqueue], site: u32 = here()) -> None:
    """Wakes those who wait for a knote to be out of flux."""
    mtx_assert(addr(kq.kq_lock), MA_OWNED, site)
    if kq.kq_state & KQ_FLUXWAIT:
        kq.kq_state &= ~KQ_FLUXWAIT
        wakeup(kq, site)


def unlock_flux(kq: Ptr[kqueue], site: u32 = here()) -> None:
    """Unlocks after a knote has left flux."""
    flux_wakeup(kq, site)
    mtx_unlock(addr(kq.kq_lock), site)


def dequeue(kn: Ptr[knote]) -> None:
    """Takes the knote out of the queue."""
    kq = kn.kn_kq
    KASSERT(kn.kn_status & KN_QUEUED != 0, "knote not queued")
    TAILQ_REMOVE(addr(kq.kq_head), addr(kn.kn_tqe))
    kn.kn_status &= ~KN_QUEUED
    kq.kq_count -= 1


def make_marker() -> Ptr[knote]:
    """A knote that is none."""
    marker = knote_alloc(M_KQUEUE, M_WAITOK | M_ZERO)
    marker.kn_status = KN_MARKER
    return marker


def make_knote(waits: bool) -> Ptr[knote]:
    """Memory for a knote; maybe null if the caller may not sleep."""
    if waits:
        return knote_alloc(M_KQUEUE, M_WAITOK | M_ZERO)
    return knote_alloc(M_KQUEUE, M_NOWAIT | M_ZERO)


def knote_free(kn: Ptr[knote]) -> None:
    """Gives it back; nothing for null."""
    free(kn, M_KQUEUE)


def schedule_task(kq: Ptr[kqueue]) -> None:
    """Those who watch this kqueue are told by a task, since their locks come before this kqueue's."""
    KASSERT(kq.kq_state & KQ_TASKDRAIN == 0, "scheduling kqueue task while draining")
    if kq.kq_state & KQ_TASKSCHED == 0:
        kq.kq_state |= KQ_TASKSCHED
        taskqueue_enqueue(taskqueue_kqueue, addr(kq.kq_task))


def nesting_setup() -> None:
    """What kqueues that watch kqueues need."""
    mtx_init(addr(kq_global), "kqueue order", null, MTX_DEF)
    TASKQUEUE_DEFINE_THREAD(addr(taskqueue_kqueue), "kqueue taskq")


def lock_init(kq: Ptr[kqueue]) -> None:
    """Kqueues nest, so several locks of this type may be held."""
    mtx_init(addr(kq.kq_lock), "kqueue", null, MTX_DEF | MTX_DUPOK)


def queueing(f: Features) -> Queue:
    """The operations of this variant."""
    nested = "kqueue" in f.filters

    def in_flux(kn: Ptr[knote]) -> bool:
        if f.counted:
            return kn.kn_influx > 0
        return kn.kn_status & KN_INFLUX != 0

    def enter_flux(kn: Ptr[knote]) -> None:
        if f.counted:
            kn.kn_influx += 1
        else:
            kn.kn_status |= KN_INFLUX

    def leave_flux(kn: Ptr[knote]) -> None:
        if f.counted:
            KASSERT(kn.kn_influx > 0, "knote not in flux")
            kn.kn_influx -= 1
        else:
            kn.kn_status &= ~KN_INFLUX

    def kqueue_wakeup(kq: Ptr[kqueue]) -> None:
        """Somebody may wait for events, or watch this kqueue."""
        if kq.kq_state & KQ_SLEEP:
            kq.kq_state &= ~KQ_SLEEP
            wakeup(kq)
        if nested and not SLIST_EMPTY(addr(kq.kq_note.kl_list)):
            schedule_task(kq)

    def enqueue(kn: Ptr[knote]) -> None:
        """Puts the knote into the queue."""
        kq = kn.kn_kq
        mtx_assert(addr(kq.kq_lock), MA_OWNED)
        KASSERT(kn.kn_status & KN_QUEUED == 0, "knote already queued")
        TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))
        kn.kn_status |= KN_QUEUED
        kq.kq_count += 1
        kqueue_wakeup(kq)

    def activate(kn: Ptr[knote], locked: bool) -> None:
        """Something happened: the knote is active, and queued unless it is disabled."""
        kq = kn.kn_kq
        if not locked:
            mtx_lock(addr(kq.kq_lock))
        kn.kn_status |= KN_ACTIVE
        if kn.kn_status & (KN_QUEUED | KN_DISABLED) == 0:
            enqueue(kn)
        if not locked:
            mtx_unlock(addr(kq.kq_lock))

    return Queue(in_flux, enter_flux, leave_flux, enqueue, activate)
