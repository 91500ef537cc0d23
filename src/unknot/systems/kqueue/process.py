"""Processes, as far as kqueue knows them: EVFILT_PROC and EVFILT_SIGNAL. One idea: fork, exec, exit and a signal are
told as hints, and a hint is told once; a knote that was passed over has missed it.

Locking key: (p) `p_mtx`, (c) constant.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot import param
from unknot.kernel.errno import ESRCH
from unknot.kernel.malloc import M_WAITOK, M_ZERO
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.systm import KASSERT
from unknot.lang import Ptr, addr, array, cast, i32, i64, null, struct, u32, u64
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_CLEAR,
    EV_DROP,
    EV_ENABLE,
    EV_EOF,
    EV_FLAG1,
    EV_FLAG2,
    EV_ONESHOT,
    EV_SET,
    NOTE_CHILD,
    NOTE_EXEC,
    NOTE_EXIT,
    NOTE_FORK,
    NOTE_PCTRLMASK,
    NOTE_PDATAMASK,
    NOTE_SIGNAL,
    NOTE_TRACK,
    NOTE_TRACKERR,
    kevent,
)
from unknot.systems.kqueue.filters import ops_init, proc_filtops, sig_filtops
from unknot.systems.kqueue.knlist import Knlists, first_knote, knlist_detach, knlist_init_mtx, next_knote
from unknot.systems.kqueue.knote import (
    KN_DETACHED,
    KN_SCAN,
    KNF_LISTLOCKED,
    M_KQUEUE,
    knlist,
    knlist_malloc,
    knote,
)
from unknot.systems.kqueue.queue import unlock_flux
from unknot.systems.kqueue.register import Register
from unknot.systems.kqueue.variant import Features, Processes, Queue

nprocs = param("processes", 2, "processes that there may be")

PRS_FREE = 0
PRS_NORMAL = 1
PRS_WEXIT = 2
PRS_ZOMBIE = 3


@struct
class proc:
    """A process. `p_klist` is `p_embedded`, or memory that outlives it."""

    p_mtx: mtx
    p_state: u32  # (p)
    p_xexit: u32  # (p)
    p_klist: Ptr[knlist]  # (p)
    p_embedded: knlist  # (p)


procs: array[proc] = array(nprocs)
"""Process number 1 is the first."""


def proc_of(pid: u64) -> Ptr[proc]:
    """The process of that number."""
    return addr(procs[pid - 1])


def pfind(pid: u64, zombies: bool) -> Ptr[proc]:
    """The process, locked; or null."""
    p: Ptr[proc] = null
    if 1 <= pid <= nprocs:
        p = proc_of(pid)
        mtx_lock(addr(p.p_mtx))
        if p.p_state == PRS_FREE or (p.p_state == PRS_ZOMBIE and not zombies):
            mtx_unlock(addr(p.p_mtx))
            p = null
    return p


def exiting(kn: Ptr[knote], p: Ptr[proc]) -> bool:
    """NOTE_EXIT: the last event there is. True, so that it is reported or dropped."""
    kn.kn_kevent.flags |= EV_EOF | EV_ONESHOT
    kn.kn_ptr = null
    if kn.kn_kevent.fflags & NOTE_EXIT:
        kn.kn_kevent.data = i64(p.p_xexit)
    return True


def proc_filter(f: Features, lists: Knlists, q: Queue, track: Track) -> Callable[[], None]:
    """Fills in the table of EVFILT_PROC."""

    def event(kn: Ptr[knote], hint: u32) -> bool:
        p = cast(Ptr[proc], kn.kn_ptr)
        if f.own_proc_list and p is None:
            return False
        what = hint & NOTE_PCTRLMASK
        if kn.kn_sfflags & what:
            kn.kn_kevent.fflags |= what
        if what == NOTE_EXIT:
            if not f.own_proc_list and kn.kn_status & KN_DETACHED == 0:
                remove_in_event(kn, p)
            exiting(kn, p)
            if f.later and kn.kn_kevent.fflags == 0:
                kn.kn_kevent.flags |= EV_DROP
            return True
        tracks = not f.forks and what == NOTE_FORK and kn.kn_sfflags & NOTE_TRACK != 0
        if tracks and track(kn, u64(hint & NOTE_PDATAMASK), EV_FLAG1):
            kn.kn_kevent.fflags |= NOTE_TRACKERR
        return kn.kn_kevent.fflags != 0

    def remove_in_event(kn: Ptr[knote], p: Ptr[proc]) -> None:
        """Takes the knote from the list under the eyes of who goes through it: knote(), which has kq_lock."""
        lists.remove_kq(p.p_klist, kn, True, True)

    def attach(kn: Ptr[knote]) -> i32:
        p = pfind(kn.kn_kevent.ident, kn.kn_sfflags & NOTE_EXIT != 0)
        if p is None:
            return ESRCH
        gone = p.p_state != PRS_NORMAL
        kn.kn_ptr = p
        kn.kn_kevent.flags |= EV_CLEAR
        child = kn.kn_kevent.flags & (EV_FLAG2 if f.two_notes else EV_FLAG1) != 0
        kn.kn_kevent.flags &= ~(EV_FLAG1 | EV_FLAG2)
        if child:
            kn.kn_kevent.data = kn.kn_sdata
            kn.kn_kevent.fflags = NOTE_CHILD
            if f.two_notes:
                kn.kn_sfflags &= NOTE_PDATAMASK
        if f.own_proc_list or not gone:
            lists.add(p.p_klist, kn, True)
        if (child and f.two_notes) or (gone and event(kn, NOTE_EXIT)):
            q.activate(kn, False)
        mtx_unlock(addr(p.p_mtx))
        return 0

    def detach(kn: Ptr[knote]) -> None:
        if f.own_proc_list:
            lists.remove(kn.kn_knlist, kn, False)
        else:
            lists.remove(cast(Ptr[proc], kn.kn_ptr).p_klist, kn, False)
        kn.kn_ptr = null

    def setup() -> None:
        ops_init(addr(proc_filtops), False, attach, detach, event, null)

    return setup


def signal_filter(lists: Knlists) -> Callable[[], None]:
    """Fills in the table of EVFILT_SIGNAL."""

    def event(kn: Ptr[knote], hint: u32) -> bool:
        if hint & NOTE_SIGNAL and kn.kn_kevent.ident == hint & NOTE_PDATAMASK:
            kn.kn_kevent.data += 1
        return kn.kn_kevent.data != 0

    def attach(kn: Ptr[knote]) -> i32:
        p = cast(Ptr[proc], kn.kn_kq.kq_fdp.fd_proc)
        kn.kn_ptr = p
        kn.kn_kevent.flags |= EV_CLEAR
        lists.add(p.p_klist, kn, False)
        return 0

    def detach(kn: Ptr[knote]) -> None:
        lists.remove(cast(Ptr[proc], kn.kn_ptr).p_klist, kn, False)

    def setup() -> None:
        ops_init(addr(sig_filtops), False, attach, detach, event, null)

    return setup


Track = Callable[[knote, u64, u32], bool]
"""Of a parent's knote, the child's number, and flags: whether it went wrong."""


def tracking(register: Register) -> Track:
    """NOTE_TRACK: the same for the child. There may be no memory, and one must not wait for it."""

    def track(kn: Ptr[knote], pid: u64, flags: u32) -> bool:
        asked, parent = addr(kn.kn_kevent), i64(kn.kn_kevent.ident)
        kev = kevent()
        more = asked.flags | EV_ADD | EV_ENABLE | flags
        EV_SET(addr(kev), pid, asked.filter, more, kn.kn_sfflags, parent, asked.udata)
        return register(kn.kn_kq, addr(kev), null, False) != 0

    return track


def forking(f: Features, q: Queue, track: Track) -> Callable[[knlist, u64], None]:
    """knote_fork: tells of a fork. To register for the child all locks are given back, and the knote is in flux."""

    def knote_fork(knl: Ptr[knlist], pid: u64) -> None:
        knl.kl_lock(knl.kl_lockarg)
        kn = first_knote(knl)
        while kn is not None:
            if not f.fork_looks_first or not q.in_flux(kn):
                tell(knl, kn, pid)
            kn = next_knote(kn)
        knl.kl_unlock(knl.kl_lockarg)

    def tell(knl: Ptr[knlist], kn: Ptr[knote], pid: u64) -> None:
        kq = kn.kn_kq
        mtx_lock(addr(kq.kq_lock))
        if q.in_flux(kn) and kn.kn_status & KN_SCAN == 0:
            mtx_unlock(addr(kq.kq_lock))
            return
        if kn.kn_sfflags & NOTE_TRACK == 0:
            if kn.kn_fop.f_event(kn, NOTE_FORK):
                q.activate(kn, True)
            mtx_unlock(addr(kq.kq_lock))
            return
        q.enter_flux(kn)
        mtx_unlock(addr(kq.kq_lock))
        knl.kl_unlock(knl.kl_lockarg)
        failed = f.two_notes and track(kn, pid, EV_ONESHOT | EV_FLAG2)
        failed = track(kn, pid, EV_FLAG1) or failed
        finish(knl, kn, failed)

    def finish(knl: Ptr[knlist], kn: Ptr[knote], failed: bool) -> None:
        """Tells the parent's knote, and ends its flux."""
        kq = kn.kn_kq
        if f.fork_event_locked:
            knl.kl_lock(knl.kl_lockarg)
        if failed:
            kn.kn_kevent.fflags |= NOTE_TRACKERR
        if kn.kn_fop.f_event(kn, NOTE_FORK):
            q.activate(kn, False)
        if f.fork_locks and not f.fork_event_locked:
            knl.kl_lock(knl.kl_lockarg)
        mtx_lock(addr(kq.kq_lock))
        q.leave_flux(kn)
        unlock_flux(kq)
        if not f.fork_locks:
            knl.kl_lock(knl.kl_lockarg)

    return knote_fork


def processes(f: Features, lists: Knlists, fork: Callable[[knlist, u64], None]) -> Processes:
    """The processes of this variant."""

    def setup() -> None:
        for i in range(nprocs):
            mtx_init(addr(procs[i].p_mtx), "process lock", null, MTX_DEF)

    def start(pid: u64) -> None:
        p = proc_of(pid)
        knl: Ptr[knlist] = addr(p.p_embedded)
        if f.own_proc_list:
            knl = knlist_malloc(M_KQUEUE, M_WAITOK | M_ZERO)
        mtx_lock(addr(p.p_mtx))
        KASSERT(p.p_state == PRS_FREE, "the process is there already")
        knlist_init_mtx(knl, addr(p.p_mtx))
        p.p_klist = knl
        p.p_state = PRS_NORMAL
        mtx_unlock(addr(p.p_mtx))

    def fork_to(parent: u64, pid: u64) -> None:
        start(pid)
        announce(parent, pid)

    def announce(parent: u64, pid: u64) -> None:
        if f.forks:
            fork(proc_of(parent).p_klist, pid)
        else:
            lists.knote(proc_of(parent).p_klist, NOTE_FORK | u32(pid), 0)

    def tell(pid: u64, hint: u32) -> None:
        p = proc_of(pid)
        mtx_lock(addr(p.p_mtx))
        lists.knote(p.p_klist, hint, KNF_LISTLOCKED)
        mtx_unlock(addr(p.p_mtx))

    def execute(pid: u64) -> None:
        tell(pid, NOTE_EXEC)

    def signal(pid: u64, number: u32) -> None:
        tell(pid, NOTE_SIGNAL | number)

    def leave(pid: u64, code: u32) -> None:
        """It exits. Formerly all its knotes were then taken from the list."""
        p = proc_of(pid)
        mtx_lock(addr(p.p_mtx))
        p.p_state = PRS_WEXIT
        p.p_xexit = code
        lists.knote(p.p_klist, NOTE_EXIT, KNF_LISTLOCKED)
        if not f.own_proc_list:
            lists.cleardel(p.p_klist, True, False)
        p.p_state = PRS_ZOMBIE
        mtx_unlock(addr(p.p_mtx))

    def reap(pid: u64) -> None:
        """Its parent has waited for it: the process is no more, but its memory will be one again."""
        p = proc_of(pid)
        if f.own_proc_list:
            knlist_detach(p.p_klist)
        mtx_lock(addr(p.p_mtx))
        p.p_klist = null
        p.p_state = PRS_FREE
        mtx_unlock(addr(p.p_mtx))

    return Processes(start, fork_to, announce, execute, leave, reap, signal, setup)
