"""Indices of rings. One idea: a sync believes nothing that user space wrote before a prologue has found it between
what the kernel knows; if it is nonsense, the ring begins anew."""

from __future__ import annotations

from unknot.lang import Ptr, u32
from unknot.systems.netmap.objects import NR_TX, netmap_kring, slots


def nm_next(index: u32) -> u32:
    """The slot after this one."""
    return 0 if index == slots - 1 else index + 1


def nm_prev(index: u32) -> u32:
    """The slot before this one."""
    return slots - 1 if index == 0 else index - 1


def distance(start: u32, end: u32) -> u32:
    """Slots from `start` on to `end`."""
    return end - start if end >= start else end + slots - start


def between(start: u32, index: u32, end: u32) -> bool:
    """`index` is a slot that one passes on the way from `start` to `end`, or one of these two."""
    return index < slots and distance(start, index) <= distance(start, end)


def nm_txsync_prologue(kring: Ptr[netmap_kring]) -> bool:
    """Takes over head and cur of a TX ring; False if they are nonsense. A tail that user space wrote is put right."""
    head, cur = kring.ring.head, kring.ring.cur
    if not between(kring.rhead, head, kring.rtail) or not between(head, cur, kring.rtail):
        return False
    kring.ring.tail = kring.rtail
    kring.rhead = head
    kring.rcur = cur
    return True


def nm_rxsync_prologue(kring: Ptr[netmap_kring]) -> bool:
    """The same of an RX ring, where head may lie anywhere between what was given back and what has come in."""
    head, cur = kring.ring.head, kring.ring.cur
    kring.rhead = head
    kring.rcur = cur
    hwtail = kring.nr_hwtail
    if not between(kring.nr_hwcur, head, hwtail) or not between(head, cur, hwtail):
        return False
    kring.ring.tail = kring.rtail
    return True


def netmap_ring_reinit(kring: Ptr[netmap_kring]) -> None:
    """Begins anew at the position of the kernel."""
    head, tail = kring.nr_hwcur, kring.nr_hwtail
    kring.rhead = head
    kring.rcur = head
    kring.rtail = tail
    kring.ring.head = head
    kring.ring.cur = head
    kring.ring.tail = tail


def nm_sync_finalize(kring: Ptr[netmap_kring]) -> None:
    """Tells user space how far the kernel is. Of RX rings nr_hwtail is read without q_lock: whatever a sender has
    published by now."""
    tail = kring.nr_hwtail
    kring.rtail = tail
    kring.ring.tail = tail


def ring_clear(kring: Ptr[netmap_kring]) -> None:
    """A new ring: all slots of a TX ring are user space's, but for the one that stays empty; of an RX ring none."""
    tail: u32 = slots - 1 if kring.tx == NR_TX else 0
    kring.nr_hwcur = 0
    kring.nr_hwtail = tail
    kring.nkr_hwlease = 0
    kring.nkr_lease_idx = 0
    netmap_ring_reinit(kring)
