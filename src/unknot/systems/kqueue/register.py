"""kqueue_register: one change. One idea: the knote is looked up under kq_lock, put in flux, and dealt with after
kq_lock is given back, so that the filter can take what locks it needs. Who finds the knote in flux drops all he has,
waits, and starts again from the descriptor."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EBADF, EINVAL, ENOENT, ENOMEM
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_FIRST, SLIST_INSERT_HEAD, SLIST_NEXT
from unknot.kernel.sleepqueue import PDROP, PSOCK, msleep
from unknot.kernel.sx import sx_xlock, sx_xunlock
from unknot.lang import Ptr, addr, container, i32, null, u32
from unknot.systems.kqueue.drop import Drop, table
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_DELETE,
    EV_DISABLE,
    EV_ENABLE,
    EV_FLAG1,
    EV_FLAG2,
    EVFILT_PROC,
    copy_kevent,
    kevent,
)
from unknot.systems.kqueue.file import DTYPE_KQUEUE, fdrop, fget
from unknot.systems.kqueue.knlist import kn_list_lock, kn_list_unlock
from unknot.systems.kqueue.knote import (
    EVENT_REGISTER,
    KN_ACTIVE,
    KN_DETACHED,
    KN_DISABLED,
    KN_QUEUED,
    KN_SCAN,
    KQ_CLOSING,
    KQ_FLUXWAIT,
    file,
    filedesc,
    filterops,
    knlist,
    knote,
    kqueue,
)
from unknot.systems.kqueue.queue import knote_free, kq_global, make_knote, unlock_flux
from unknot.systems.kqueue.variant import Features, Queue

Register = Callable[[kqueue, kevent, filedesc, bool], i32]
"""Of a kqueue, a change, whose descriptors they are (null: the kernel's own change), whether it may sleep; an error."""


def lookup(kq: Ptr[kqueue], fops: Ptr[filterops], kev: Ptr[kevent], own: bool) -> Ptr[knote]:
    """The knote for this change, or null. With `own`, what a fork makes is never one that is there."""
    found: Ptr[knote] = null
    if own and kev.filter == EVFILT_PROC and kev.flags & (EV_FLAG1 | EV_FLAG2):
        return found
    entry = SLIST_FIRST(table(kq, fops.f_isfd))
    while entry is not None and found is None:
        kn = container(entry, knote, "kn_link")
        if kn.kn_kevent.ident == kev.ident and kn.kn_kevent.filter == kev.filter:
            found = kn
        entry = SLIST_NEXT(entry)
    return found


def registering(f: Features, q: Queue, drop: Drop, find: Callable[[i32], filterops]) -> Register:
    """The operation of this variant."""
    nested = "kqueue" in f.filters
    touches = "user" in f.filters or "timer" in f.filters

    def lock_nested(fdp: Ptr[filedesc]) -> None:
        sx_xlock(addr(fdp.fd_sx))
        mtx_lock(addr(kq_global))

    def unlock_nested(fdp: Ptr[filedesc]) -> None:
        mtx_unlock(addr(kq_global))
        sx_xunlock(addr(fdp.fd_sx))

    def register(kq: Ptr[kqueue], kev: Ptr[kevent], fdp: Ptr[filedesc], waits: bool) -> i32:
        fops = find(kev.filter)
        both = kev.flags & (EV_ENABLE | EV_DISABLE) == EV_ENABLE | EV_DISABLE
        if fops is None or (f.refuses_both and both):
            return EINVAL
        spare: Ptr[knote] = null
        if kev.flags & EV_ADD:
            spare = make_knote(waits)
        fp: Ptr[file] = null
        while True:
            watches = False
            if fops.f_isfd:
                fp = fget(fdp, kev.ident)
                if fp is None:
                    knote_free(spare)
                    return EBADF
                watches = nested and fp.f_type == DTYPE_KQUEUE
                if watches and fp.f_data == kq:
                    fdrop(fp)
                    knote_free(spare)
                    return EINVAL
            if watches:
                lock_nested(fdp)
            mtx_lock(addr(kq.kq_lock))
            kn = lookup(kq, fops, kev, f.two_notes)
            if kn is None or not q.in_flux(kn):
                break
            if watches:
                unlock_nested(fdp)
            kq.kq_state |= KQ_FLUXWAIT
            msleep(kq, addr(kq.kq_lock), PSOCK | PDROP, "kqflxwt", 0)
            if fp is not None:
                fdrop(fp)
        error: i32 = 0
        if kn is None and kev.flags & EV_ADD:
            error = add(kq, kev, fdp, fops, fp, spare)
            fp, spare = null, null
        elif kn is None:
            mtx_unlock(addr(kq.kq_lock))
            error = ENOENT
        else:
            change(kq, kn, kev)
        if watches:
            unlock_nested(fdp)
        if fp is not None:
            fdrop(fp)
        knote_free(spare)
        return error

    def add(
        kq: Ptr[kqueue],
        kev: Ptr[kevent],
        fdp: Ptr[filedesc],
        fops: Ptr[filterops],
        fp: Ptr[file],
        kn: Ptr[knote],
    ) -> i32:
        """A new knote, for which there is memory or not. The kqueue is locked, and is not afterwards."""
        error: i32 = ENOMEM if kn is None else EBADF if refused(kq, kev, fdp, fp) else 0
        if error:
            mtx_unlock(addr(kq.kq_lock))
            if fp is not None:
                fdrop(fp)
            knote_free(kn)
            return error
        kn.kn_fp = fp
        kn.kn_kq = kq
        kn.kn_fop = fops
        kn.kn_sfflags = kev.fflags
        kn.kn_sdata = kev.data
        kev.fflags = 0
        kev.data = 0
        copy_kevent(addr(kn.kn_kevent), kev)
        kn.kn_kevent.flags &= ~(EV_ADD | EV_DELETE | EV_ENABLE | EV_DISABLE)
        kn.kn_status = KN_DETACHED | KN_SCAN if f.sees_hints else KN_DETACHED
        if f.disables_first and kev.flags & EV_DISABLE:
            kn.kn_status |= KN_DISABLED
        q.enter_flux(kn)
        SLIST_INSERT_HEAD(table(kq, fops.f_isfd), addr(kn.kn_link))
        mtx_unlock(addr(kq.kq_lock))
        error = fops.f_attach(kn)
        if error:
            drop.detached(kn)
            return error
        finish(kq, kn, kn_list_lock(kn), kev.flags, kev.flags & EV_DISABLE != 0)
        return 0

    def refused(kq: Ptr[kqueue], kev: Ptr[kevent], fdp: Ptr[filedesc], fp: Ptr[file]) -> bool:
        """The kqueue is being closed; or the descriptor means another file by now."""
        if f.close_refuses and kq.kq_state & KQ_CLOSING:
            return True
        if f.rechecks and fp is not None:
            again = fget(fdp, kev.ident)
            if again is not None:
                fdrop(again)
            return again != fp
        return False

    def change(kq: Ptr[kqueue], kn: Ptr[knote], kev: Ptr[kevent]) -> None:
        """The knote is there, and not in flux. The kqueue is locked, and is not afterwards."""
        if kev.flags & EV_DELETE and (f.later or kev.flags & EV_ADD == 0):
            q.enter_flux(kn)
            mtx_unlock(addr(kq.kq_lock))
            drop.knote(kn)
            return
        if not f.later and kev.flags & EV_ADD == 0:
            disable(kn, kev.flags)
            unlock_flux(kq)
            return
        if f.disables_first:
            if kev.flags & EV_ENABLE:
                kn.kn_status &= ~KN_DISABLED
            elif kev.flags & EV_DISABLE:
                kn.kn_status |= KN_DISABLED
        disabled = kn.kn_status & KN_DISABLED != 0
        if f.scan_flag:
            kn.kn_status |= KN_SCAN
        q.enter_flux(kn)
        mtx_unlock(addr(kq.kq_lock))
        knl = kn_list_lock(kn)
        kn.kn_kevent.udata = kev.udata
        if touches and f.later and not kn.kn_fop.f_isfd and kn.kn_fop.f_touch is not None:
            kn.kn_fop.f_touch(kn, kev, EVENT_REGISTER)
        else:
            kn.kn_sfflags = kev.fflags
            kn.kn_sdata = kev.data
        finish(kq, kn, knl, kev.flags, disabled)

    def finish(kq: Ptr[kqueue], kn: Ptr[knote], knl: Ptr[knlist], flags: u32, disabled: bool) -> None:
        """Is there something to report now? The knote is in flux and its list locked; neither is so afterwards."""
        happened = not (f.disables_first and disabled) and kn.kn_fop.f_event(kn, 0)
        mtx_lock(addr(kq.kq_lock))
        if f.disables_first:
            if happened:
                kn.kn_status |= KN_ACTIVE
            if kn.kn_status & (KN_ACTIVE | KN_DISABLED | KN_QUEUED) == KN_ACTIVE:
                q.enqueue(kn)
        elif happened:
            q.activate(kn, True)
        if f.scan_flag:
            kn.kn_status &= ~KN_SCAN
        q.leave_flux(kn)
        kn_list_unlock(knl if f.remembers_list else kn.kn_knlist)
        if not f.disables_first:
            disable(kn, flags)
        unlock_flux(kq)

    def disable(kn: Ptr[knote], flags: u32) -> None:
        """EV_DISABLE and EV_ENABLE, done last. The kqueue is locked."""
        if flags & EV_DISABLE:
            kn.kn_status |= KN_DISABLED
        if flags & EV_ENABLE and kn.kn_status & KN_DISABLED:
            kn.kn_status &= ~KN_DISABLED
            if kn.kn_status & (KN_ACTIVE | KN_QUEUED) == KN_ACTIVE:
                q.enqueue(kn)

    return register
