"""nm_notify: who waits for a ring is told. One idea: pollers are told at once; what the variants differ in is how the
knotes are told, and the trouble is what the caller holds at that moment: the switch's lock, and, if kevent asked, the
lock of the very list of knotes that is to be gone through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot import param
from unknot.kernel.errno import ENOMEM
from unknot.kernel.malloc import M_NOWAIT
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_destroy, mtx_init, mtx_owned
from unknot.kernel.taskqueue import (
    TASK_INIT,
    taskqueue_create,
    taskqueue_drain,
    taskqueue_enqueue,
    taskqueue_free,
    taskqueue_start_threads,
    taskqueue_thread_enqueue,
)
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, choose, i32, null, u32
from unknot.systems.kqueue.knote import KNF_LISTLOCKED
from unknot.systems.netmap.features import KQUEUES, NETMAPS, OWN, WATCH_PORT, WATCH_RX, WATCH_TX, Features
from unknot.systems.netmap.kqueues import kq
from unknot.systems.netmap.objects import NR_TX, netmap_kring, rings
from unknot.systems.netmap.selinfo import nm_selinfo, selwakeup

no_memory = param("no_memory", 0, "1: to create a task queue may fail")
HINT = 0x100
"""A notification. 0 would be kevent's own question."""

netmap_knlist_lock: mtx = mtx()
"""V3: of all of netmap's knotes."""


class Notifier(NamedTuple):
    """Of a selinfo and which kind it is, WATCH_TX to WATCH_PORT. `selinfo_init`: 0 or ENOMEM; `notify`: nm_notify of a
    kring."""

    selinfo_init: Callable[[nm_selinfo, u32], i32]
    selinfo_uninit: Callable[[nm_selinfo, u32], None]
    notify: Callable[[netmap_kring], None]


class Wakeups(NamedTuple):
    """What a variant does at a selinfo that can be watched with kevent."""

    init: Callable[[nm_selinfo], i32]
    uninit: Callable[[nm_selinfo], None]
    wakeup: Callable[[nm_selinfo], None]


def notify_init() -> None:
    """The module is loaded."""
    mtx_init(addr(netmap_knlist_lock), "nm_knlist_lock", None, MTX_DEF)


def knlist_begin(features: Features) -> Callable[[nm_selinfo], None]:
    """How a selinfo's list of knotes comes to its lock."""

    def begin(si: Ptr[nm_selinfo]) -> None:
        if features.lock == KQUEUES:
            kq.knlist_init_mtx(addr(si.si.si_note), null)
        elif features.lock == NETMAPS:
            kq.knlist_init_mtx(addr(si.si.si_note), addr(netmap_knlist_lock))
        else:
            mtx_init(addr(si.m), "nm_kn_lock", None, MTX_DEF)
            kq.knlist_init_mtx(addr(si.si.si_note), addr(si.m))

    return begin


def direct(features: Features) -> Wakeups:
    """V0 to V3: the notifier goes through the knotes himself."""
    begin = knlist_begin(features)

    def init(si: Ptr[nm_selinfo]) -> i32:
        begin(si)
        return 0

    def uninit(si: Ptr[nm_selinfo]) -> None:
        kq.knlist_cleardel(addr(si.si.si_note), False, True)
        kq.knlist_destroy(addr(si.si.si_note))
        if features.lock == OWN:
            mtx_destroy(addr(si.m))

    def has_lock(si: Ptr[nm_selinfo]) -> bool:
        """What mtx_owned must not be used for."""
        if features.lock == NETMAPS:
            return mtx_owned(addr(netmap_knlist_lock))
        return mtx_owned(addr(si.m))

    def wakeup(si: Ptr[nm_selinfo]) -> None:
        flags: u32 = 0
        if features.asks_owner and has_lock(si):
            flags = KNF_LISTLOCKED
        kq.knote(addr(si.si.si_note), HINT, flags)

    return Wakeups(init, uninit, wakeup)


def nm_kqueue_notify(arg: voidp, pending: i32) -> None:
    """V4, V5: the task. However often it was enqueued, the knotes are told once; no other lock is held."""
    si = cast(Ptr[nm_selinfo], arg)
    kq.knote(addr(si.si.si_note), HINT, 0)


def deferred(features: Features) -> Wakeups:
    """V4, V5: each selinfo has a task queue with a thread, and a notification enqueues its task."""
    begin = knlist_begin(features)

    def init(si: Ptr[nm_selinfo]) -> i32:
        TASK_INIT(addr(si.ntfytask), 0, nm_kqueue_notify, si)
        if no_memory and choose(2) == 1:
            return ENOMEM
        si.ntfytq = taskqueue_create("nm", M_NOWAIT, taskqueue_thread_enqueue, addr(si.ntfytq))
        taskqueue_start_threads(addr(si.ntfytq), 1, 0, "nm")
        begin(si)
        si.kqueue_users = 0
        return 0

    def uninit(si: Ptr[nm_selinfo]) -> None:
        if si.ntfytq is None:
            return
        taskqueue_drain(si.ntfytq, addr(si.ntfytask))
        taskqueue_free(si.ntfytq)
        si.ntfytq = null
        kq.knlist_cleardel(addr(si.si.si_note), False, True)
        kq.knlist_destroy(addr(si.si.si_note))
        mtx_destroy(addr(si.m))

    def wakeup(si: Ptr[nm_selinfo]) -> None:
        if not features.counted or si.kqueue_users > 0:
            taskqueue_enqueue(si.ntfytq, addr(si.ntfytask))

    return Wakeups(init, uninit, wakeup)


def make_notifier(features: Features, watch: int) -> Notifier:
    """The notifications of a variant, where the selinfos of `watch` can be watched with kevent."""
    wakeups = deferred(features) if features.deferred else direct(features)

    def selinfo_init(si: Ptr[nm_selinfo], kind: u32) -> i32:
        if watch != 0 and watch & kind != 0:
            return wakeups.init(si)
        return 0

    def selinfo_uninit(si: Ptr[nm_selinfo], kind: u32) -> None:
        if watch != 0 and watch & kind != 0:
            wakeups.uninit(si)

    def nm_os_selwakeup(si: Ptr[nm_selinfo], kind: u32) -> None:
        selwakeup(addr(si.si))
        if watch != 0 and watch & kind != 0:
            wakeups.wakeup(si)

    def netmap_notify(kring: Ptr[netmap_kring]) -> None:
        """Those who wait for this ring, and those who wait for any ring of the port."""
        t, na = kring.tx, kring.na
        nm_os_selwakeup(addr(kring.si), ring_kind(t))
        if rings > 1 and na.si_users[t] > 0:
            nm_os_selwakeup(addr(na.si[t]), WATCH_PORT)

    return Notifier(selinfo_init, selinfo_uninit, netmap_notify)


def ring_kind(t: u32) -> u32:
    """WATCH_TX or WATCH_RX."""
    return WATCH_TX if t == NR_TX else WATCH_RX
