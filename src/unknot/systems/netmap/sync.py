"""NIOCTXSYNC and NIOCRXSYNC: user space asks for a sync of its rings. One idea: prologue, sync, finalize, all with the
ring busy; nobody is notified, since who asks looks at the ring himself."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import EIO
from unknot.lang import Ptr, addr, i32, u32
from unknot.systems.netmap.busy import nm_kr_put, nm_kr_tryget
from unknot.systems.netmap.objects import NKR_STOPPED, NR_RX, NR_TX, netmap_kring, netmap_priv_d
from unknot.systems.netmap.rings import netmap_ring_reinit, nm_rxsync_prologue, nm_sync_finalize, nm_txsync_prologue
from unknot.systems.netmap.vale import Notify, make_txsync, netmap_vp_rxsync


class Sync(NamedTuple):
    """`sync_tx`, `sync_rx`: a ring that is the caller's; False after nonsense in the ring. `txsync`, `rxsync`: the
    ioctls; 0, or EIO."""

    sync_tx: Callable[[netmap_kring], bool]
    sync_rx: Callable[[netmap_kring], bool]
    txsync: Callable[[netmap_priv_d], i32]
    rxsync: Callable[[netmap_priv_d], i32]


def sync_rx(kring: Ptr[netmap_kring]) -> bool:
    """An RX ring is synced also after nonsense: packets are still there."""
    right = nm_rxsync_prologue(kring)
    if not right:
        netmap_ring_reinit(kring)
    netmap_vp_rxsync(kring)
    nm_sync_finalize(kring)
    return right


def niocrxsync(priv: Ptr[netmap_priv_d]) -> i32:
    """Takes slots back and shows new packets."""
    error: i32 = 0
    na = priv.np_na
    for i in range(priv.np_qfirst[NR_RX], priv.np_qlast[NR_RX]):
        kring = addr(na.rx_rings[i])
        result = nm_kr_tryget(kring, True)
        if result == NKR_STOPPED:
            error = EIO
        if result == 0:
            sync_rx(kring)
            nm_kr_put(kring)
    return error


def make_sync(notify: Notify) -> Sync:
    """The syncs of VALE ports."""
    vale_txsync = make_txsync(notify)

    def sync_tx(kring: Ptr[netmap_kring]) -> bool:
        if not nm_txsync_prologue(kring):
            netmap_ring_reinit(kring)
            return False
        vale_txsync(kring)
        nm_sync_finalize(kring)
        return True

    def nioctxsync(priv: Ptr[netmap_priv_d]) -> i32:
        """Sends what user space has put into its TX rings."""
        error: i32 = 0
        na = priv.np_na
        for i in range(priv.np_qfirst[NR_TX], priv.np_qlast[NR_TX]):
            kring = addr(na.tx_rings[i])
            result = nm_kr_tryget(kring, True)
            if result == NKR_STOPPED:
                error = EIO
            if result == 0:
                sync_tx(kring)
                nm_kr_put(kring)
        return error

    return Sync(sync_tx, sync_rx, nioctxsync, niocrxsync)


def bound(priv: Ptr[netmap_priv_d], t: u32) -> u32:
    """How many rings of one direction a descriptor is bound to."""
    return priv.np_qlast[t] - priv.np_qfirst[t]
