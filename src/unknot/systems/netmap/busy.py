"""Who may sync a ring: nr_busy. One idea: it is no lock on which one waits. A second syncer goes on without this ring,
since the first does the work; only a ring that is locked for a moment (NKR_LOCKED) is waited for, by those who may
sleep."""

from __future__ import annotations

from typing import Final

from unknot.kernel.mutex import mtx_lock, mtx_unlock
from unknot.kernel.sleepqueue import tsleep
from unknot.lang import Ptr, addr, u32
from unknot.systems.netmap.objects import NKR_STOPPED, netmap_adapter, netmap_kring, rings

NM_KR_BUSY: Final = 3


def nm_kr_tryget(kr: Ptr[netmap_kring], can_sleep: bool) -> u32:
    """0: the ring is the caller's, until nm_kr_put. Else NM_KR_BUSY, NKR_STOPPED or NKR_LOCKED."""
    while True:
        stopped = kr.nkr_stopped
        if stopped == 0:
            busy = kr.nr_busy.exchange(1)
            # A ring that was stopped meanwhile is not merely busy.
            stopped = kr.nkr_stopped
            if stopped == 0:
                return NM_KR_BUSY if busy != 0 else 0
            if busy == 0:
                nm_kr_put(kr)
        if stopped == NKR_STOPPED or not can_sleep:
            return stopped
        tsleep(kr, 0, "NM_KR_TRYGET", 4)


def nm_kr_put(kr: Ptr[netmap_kring]) -> None:
    """Gives the ring back."""
    kr.nr_busy.store(0)


def nm_kr_get(kr: Ptr[netmap_kring]) -> None:
    """Waits until the ring is the caller's."""
    while kr.nr_busy.exchange(1) != 0:
        tsleep(kr, 0, "NM_KR_GET", 4)


def netmap_disable_ring(kr: Ptr[netmap_kring], stopped: u32) -> None:
    """Afterwards no sync is under way, and none begins; whoever was at the lease of a slot has it."""
    kr.nkr_stopped = stopped
    nm_kr_get(kr)
    mtx_lock(addr(kr.q_lock))
    mtx_unlock(addr(kr.q_lock))
    nm_kr_put(kr)


def netmap_set_all_rings(na: Ptr[netmap_adapter], stopped: u32) -> None:
    """Stops or locks all rings of a port; 0 lets them go on."""
    for i in range(rings):
        _set_ring(addr(na.tx_rings[i]), stopped)
        _set_ring(addr(na.rx_rings[i]), stopped)


def _set_ring(kr: Ptr[netmap_kring], stopped: u32) -> None:
    if stopped != 0:
        netmap_disable_ring(kr, stopped)
    else:
        kr.nkr_stopped = 0
