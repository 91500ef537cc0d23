"""A kqueue as a file: what closes it, and what another kqueue sees of it. One idea: the list of those who watch a
kqueue has kq_lock as its lock, so two locks of one type are held while they look; kq_global, taken before both, keeps
two such looks apart. Those who watch are told by a task, which can take kq_global first."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EINVAL
from unknot.kernel.malloc import free
from unknot.kernel.mutex import mtx_destroy, mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_EMPTY, SLIST_REMOVE
from unknot.kernel.sleepqueue import PSOCK, msleep, wakeup
from unknot.kernel.sx import sx_xlock, sx_xlocked, sx_xunlock
from unknot.kernel.systm import KASSERT
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, i32, i64, null, u32
from unknot.systems.kqueue.drop import Drop
from unknot.systems.kqueue.event import EVFILT_READ
from unknot.systems.kqueue.filters import ops_init
from unknot.systems.kqueue.knlist import Knlists, knlist_destroy
from unknot.systems.kqueue.knote import (
    KN_KQUEUE,
    KNOTE_LOCKED,
    KQ_CLOSING,
    KQ_TASKDRAIN,
    KQ_TASKSCHED,
    M_KQUEUE,
    file,
    fileops,
    filterops,
    knote,
    kqueue,
)
from unknot.systems.kqueue.queue import kq_global
from unknot.systems.kqueue.variant import Features

POLLIN = 1

kqueueops: fileops = fileops()
kqread_filtops: filterops = filterops()


def filt_kqattach(kn: Ptr[knote]) -> i32:
    """Never called: kqueue_kqfilter has attached the knote."""
    return EINVAL


def filt_kqueue(kn: Ptr[knote], hint: u32) -> bool:
    """Is anything queued there?"""
    watched = cast(Ptr[kqueue], kn.kn_fp.f_data)
    kn.kn_kevent.data = i64(watched.kq_count)
    return kn.kn_kevent.data > 0


def kqueue_poll(fp: Ptr[file], events: u32) -> u32:
    """What poll(2) would see now."""
    kq = cast(Ptr[kqueue], fp.f_data)
    mtx_lock(addr(kq.kq_lock))
    ready = events & POLLIN if kq.kq_count else 0
    mtx_unlock(addr(kq.kq_lock))
    return ready


def task_of(lists: Knlists) -> Callable[[voidp, i32], None]:
    """The task that tells those who watch a kqueue."""

    def kqueue_task(arg: voidp, pending: i32) -> None:
        kq = cast(Ptr[kqueue], arg)
        mtx_lock(addr(kq_global))
        mtx_lock(addr(kq.kq_lock))
        lists.knote(addr(kq.kq_note), 0, KNOTE_LOCKED)
        kq.kq_state &= ~KQ_TASKSCHED
        if kq.kq_state & KQ_TASKDRAIN:
            wakeup(addr(kq.kq_state))
        mtx_unlock(addr(kq.kq_lock))
        mtx_unlock(addr(kq_global))

    return kqueue_task


def kqueue_files(f: Features, drop: Drop, lists: Knlists) -> Callable[[], None]:
    """Fills in the tables of kqueues as files."""
    nested = "kqueue" in f.filters

    def detach(kn: Ptr[knote]) -> None:
        watched = cast(Ptr[kqueue], kn.kn_fp.f_data)
        lists.remove(addr(watched.kq_note), kn, False)

    def kqfilter(fp: Ptr[file], kn: Ptr[knote]) -> i32:
        if not nested or kn.kn_kevent.filter != EVFILT_READ:
            return EINVAL
        watched = cast(Ptr[kqueue], fp.f_data)
        kn.kn_status |= KN_KQUEUE
        kn.kn_fop = addr(kqread_filtops)
        lists.add(addr(watched.kq_note), kn, False)
        return 0

    def close(fp: Ptr[file]) -> None:
        """Nobody has a reference to the file any more, but knote_fork may be at one of the knotes."""
        kq = cast(Ptr[kqueue], fp.f_data)
        mtx_lock(addr(kq.kq_lock))
        KASSERT(kq.kq_state & KQ_CLOSING == 0, "kqueue already closing")
        kq.kq_state |= KQ_CLOSING
        kq.kq_refcnt += 1
        if kq.kq_refcnt > 1:
            msleep(addr(kq.kq_refcnt), addr(kq.kq_lock), PSOCK, "kqclose", 0)
        KASSERT(kq.kq_refcnt == 1, "other refs are out there!")
        KASSERT(SLIST_EMPTY(addr(kq.kq_note.kl_list)), "kqueue's knlist not empty")
        drop.all(kq, addr(kq.kq_knlist))
        drop.all(kq, addr(kq.kq_knhash))
        if nested and kq.kq_state & KQ_TASKSCHED:
            kq.kq_state |= KQ_TASKDRAIN
            msleep(addr(kq.kq_state), addr(kq.kq_lock), PSOCK, "kqtqdr", 0)
        mtx_unlock(addr(kq.kq_lock))
        unlist(kq)
        knlist_destroy(addr(kq.kq_note))
        mtx_destroy(addr(kq.kq_lock))
        free(kq, M_KQUEUE)

    def unlist(kq: Ptr[kqueue]) -> None:
        """Takes it from its process's list. Who drops a reference while he registers has the sx lock already."""
        fdp = kq.kq_fdp
        locks = not f.later or not sx_xlocked(addr(fdp.fd_sx))
        if locks:
            sx_xlock(addr(fdp.fd_sx))
        SLIST_REMOVE(addr(fdp.fd_kqlist), addr(kq.kq_list))
        if locks:
            sx_xunlock(addr(fdp.fd_sx))

    def setup() -> None:
        kqueueops.fo_close = close
        kqueueops.fo_kqfilter = kqfilter
        kqueueops.fo_poll = kqueue_poll
        if nested:
            ops_init(addr(kqread_filtops), True, filt_kqattach, detach, filt_kqueue, null)

    return setup
