"""What locks what: a queue of knotes in which one path forgets the lock."""

from unknot import initial, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.queue import TAILQ_FIRST, TAILQ_INIT, TAILQ_INSERT_TAIL, TAILQ_REMOVE, tailq_entry, tailq_head
from unknot.lang import Ptr, addr, alloc, atomic, container, null, struct, u32

KN_ACTIVE = 1
KN_QUEUED = 2


@struct
class knote:
    kn_tqe: tailq_entry
    kn_status: u32
    kn_filter: u32


@struct
class kqueue:
    kq_lock: mtx
    kq_head: tailq_head
    kq_count: u32
    kq_refcnt: atomic[u32]


def knote_activate(kq: Ptr[kqueue], kn: Ptr[knote]) -> None:
    mtx_lock(addr(kq.kq_lock))
    kn.kn_status |= KN_ACTIVE
    if not kn.kn_status & KN_QUEUED:
        kn.kn_status |= KN_QUEUED
        TAILQ_INSERT_TAIL(addr(kq.kq_head), addr(kn.kn_tqe))
        kq.kq_count += 1
    mtx_unlock(addr(kq.kq_lock))


def kqueue_scan(kq: Ptr[kqueue]) -> u32:
    mtx_lock(addr(kq.kq_lock))
    first = TAILQ_FIRST(addr(kq.kq_head))
    if first is None:
        mtx_unlock(addr(kq.kq_lock))
        return 0
    TAILQ_REMOVE(addr(kq.kq_head), first)
    kq.kq_count -= 1
    mtx_unlock(addr(kq.kq_lock))
    kn = container(first, knote, "kn_tqe")
    kn.kn_status &= ~(KN_ACTIVE | KN_QUEUED)
    return kn.kn_filter


# unknot check knotes.py::WhatLocksKn: violated, data race
@scenario
class WhatLocksKn:
    kq: kqueue
    kn: Ptr[knote]

    @initial
    def setup(self) -> None:
        mtx_init(addr(self.kq.kq_lock), "kqueue", null, MTX_DEF)
        TAILQ_INIT(addr(self.kq.kq_head))
        self.kn = alloc(knote)
        self.kn.kn_status = 0
        self.kn.kn_filter = 1

    @thread(count=2)
    def producer(self) -> None:
        self.kq.kq_refcnt.fetch_add(1)
        knote_activate(addr(self.kq), self.kn)

    @thread
    def scanner(self) -> None:
        self.kq.kq_refcnt.fetch_add(1)
        kqueue_scan(addr(self.kq))
