"""EVFILT_TIMER: a callout that counts its expirations. One idea: the knote is in no list, so nothing keeps the
callout's handler and a scan apart but kq_lock, and the count is kept without it.

A timer goes off at most `expirations` times, as if time stood still then."""

from __future__ import annotations

from collections.abc import Callable

from unknot import param
from unknot.kernel.callout import callout, callout_drain, callout_init, callout_reset
from unknot.kernel.errno import EINVAL
from unknot.kernel.malloc import M_WAITOK, free, malloc_of
from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, i32, null, struct, u32
from unknot.systems.kqueue.event import EV_ADD, EV_CLEAR, EV_ONESHOT, copy_kevent, kevent
from unknot.systems.kqueue.filters import ops_init, timer_filtops
from unknot.systems.kqueue.knote import EVENT_REGISTER, KN_ACTIVE, KN_DETACHED, KN_QUEUED, M_KQUEUE, knote
from unknot.systems.kqueue.queue import dequeue
from unknot.systems.kqueue.variant import Features, Queue

expirations = param("expirations", 2, "EVFILT_TIMER: how often a timer goes off at most")


@struct
class kq_timer:
    """A knote's timer; `left`: how often it may go off again."""

    c: callout
    left: u32


timer_alloc = malloc_of(kq_timer)


def filt_timerdetach(kn: Ptr[knote]) -> None:
    """Waits for the handler."""
    kc = cast(Ptr[kq_timer], kn.kn_ptr)
    callout_drain(addr(kc.c))
    free(kc, M_KQUEUE)
    kn.kn_status |= KN_DETACHED


def timer_setup(f: Features, q: Queue) -> Callable[[], None]:
    """Fills in the table of this variant."""

    def expire(arg: voidp) -> None:
        kn = cast(Ptr[knote], arg)
        if f.timer_locked:
            mtx_lock(addr(kn.kn_kq.kq_lock))
        kn.kn_kevent.data += 1
        q.activate(kn, f.timer_locked)
        if f.timer_locked:
            mtx_unlock(addr(kn.kn_kq.kq_lock))
        if kn.kn_kevent.flags & EV_ONESHOT:
            return
        kc = cast(Ptr[kq_timer], kn.kn_ptr)
        kc.left -= 1
        if kc.left > 0:
            callout_reset(addr(kc.c), 1, expire, kn)

    def start(kn: Ptr[knote]) -> None:
        kc = cast(Ptr[kq_timer], kn.kn_ptr)
        kc.left = expirations
        callout_reset(addr(kc.c), 1, expire, kn)

    def attach(kn: Ptr[knote]) -> i32:
        if f.timer_restarts and kn.kn_sdata < 0:
            return EINVAL
        kn.kn_kevent.flags |= EV_CLEAR
        kn.kn_status &= ~KN_DETACHED
        kc = timer_alloc(M_KQUEUE, M_WAITOK)
        kn.kn_ptr = kc
        callout_init(addr(kc.c), 1)
        start(kn)
        return 0

    def event(kn: Ptr[knote], hint: u32) -> bool:
        """Did it go off? Nobody calls this with kq_lock: there is no list."""
        if f.timer_locked:
            mtx_lock(addr(kn.kn_kq.kq_lock))
        happened = kn.kn_kevent.data != 0
        if f.timer_locked:
            mtx_unlock(addr(kn.kn_kq.kq_lock))
        return happened

    def touch(kn: Ptr[knote], kev: Ptr[kevent], what: u32) -> None:
        """Added once more, it starts anew, and what happened before is forgotten."""
        if what == EVENT_REGISTER:
            if kev.flags & EV_ADD:
                callout_drain(addr(cast(Ptr[kq_timer], kn.kn_ptr).c))
                forget(kn)
                kn.kn_sfflags = kev.fflags
                kn.kn_sdata = kev.data
                start(kn)
        else:
            if f.timer_locked:
                mtx_lock(addr(kn.kn_kq.kq_lock))
            copy_kevent(kev, addr(kn.kn_kevent))
            kn.kn_kevent.data = 0
            kn.kn_kevent.fflags = 0
            if f.timer_locked:
                mtx_unlock(addr(kn.kn_kq.kq_lock))

    def forget(kn: Ptr[knote]) -> None:
        kq = kn.kn_kq
        mtx_lock(addr(kq.kq_lock))
        if kn.kn_status & KN_QUEUED:
            dequeue(kn)
        kn.kn_status &= ~KN_ACTIVE
        kn.kn_kevent.data = 0
        mtx_unlock(addr(kq.kq_lock))

    def setup() -> None:
        if f.timer_restarts:
            ops_init(addr(timer_filtops), False, attach, filt_timerdetach, event, touch)
        else:
            ops_init(addr(timer_filtops), False, attach, filt_timerdetach, event, null)

    return setup
