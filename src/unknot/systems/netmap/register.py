"""Ports and descriptors: created, bound (NIOCREGIF), closed. One idea: NMG_LOCK, one sx for all of netmap, covers who
is bound to what; the first descriptor of a port brings its rings to life, the last one ends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from unknot.kernel.errno import EBUSY
from unknot.kernel.mutex import MTX_DEF, mtx_destroy, mtx_init, mtx_initialized
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.lang import Ptr, addr, cstr, i32, null, u32
from unknot.systems.netmap.busy import netmap_set_all_rings
from unknot.systems.netmap.features import WATCH_PORT
from unknot.systems.netmap.notify import Notifier, ring_kind
from unknot.systems.netmap.objects import (
    NKR_LOCKED,
    NR_RX,
    NR_TX,
    netmap_adapter,
    netmap_kring,
    netmap_priv_d,
    nm_bridge,
    rings,
)
from unknot.systems.netmap.rings import ring_clear
from unknot.systems.netmap.selinfo import nm_selinfo, select_init
from unknot.systems.netmap.sync import bound
from unknot.systems.netmap.vale import bdg_attach, bdg_detach, bridge_init

ALL_RINGS: Final = 0xFFFF
"""To be bound to all rings of a port."""

nmg_lock: sx = sx()


class Registration(NamedTuple):
    """`port_init(na, name, bridge, number)`; `regif(priv, na, ring)`: 0 or an error; `close(priv)`."""

    port_init: Callable[[netmap_adapter, cstr, nm_bridge, u32], None]
    regif: Callable[[netmap_priv_d, netmap_adapter, u32], i32]
    close: Callable[[netmap_priv_d], None]


def netmap_init(b: Ptr[nm_bridge]) -> None:
    """The module is loaded: NMG_LOCK and a switch."""
    sx_init(addr(nmg_lock), "netmap global")
    select_init()
    bridge_init(b)


def NMG_LOCK() -> None:
    """Takes netmap's one lock; may sleep."""
    sx_xlock(addr(nmg_lock))


def NMG_UNLOCK() -> None:
    """Gives it back."""
    sx_xunlock(addr(nmg_lock))


def port_init(na: Ptr[netmap_adapter], name: cstr, b: Ptr[nm_bridge], number: u32) -> None:
    """A port that will be number `number` of the switch; it takes part once somebody is bound to it."""
    na.name = name
    na.na_bdg = b
    na.bdg_port = number
    for i in range(rings):
        _kring_init(addr(na.tx_rings[i]), na, NR_TX, u32(i))
        _kring_init(addr(na.rx_rings[i]), na, NR_RX, u32(i))


def _kring_init(kring: Ptr[netmap_kring], na: Ptr[netmap_adapter], t: u32, number: u32) -> None:
    kring.na = na
    kring.tx = t
    kring.ring_id = number


def choose_selinfo(priv: Ptr[netmap_priv_d], t: u32) -> Ptr[nm_selinfo]:
    """Where a descriptor waits: at its ring, or at the port if it is bound to several."""
    na = priv.np_na
    if bound(priv, t) > 1:
        return addr(na.si[t])
    if t == NR_TX:
        return addr(na.tx_rings[priv.np_qfirst[t]].si)
    return addr(na.rx_rings[priv.np_qfirst[t]].si)


def make_registration(notifier: Notifier) -> Registration:
    """Registration, with selinfos of this kind."""
    krings_create, krings_delete = _krings(notifier)

    def regif(priv: Ptr[netmap_priv_d], na: Ptr[netmap_adapter], ring: u32) -> i32:
        """NIOCREGIF: binds a descriptor to a ring, or to ALL_RINGS."""
        NMG_LOCK()
        error: i32 = EBUSY
        if priv.np_na is None:
            error = 0
            if na.active_fds == 0:
                error = krings_create(na)
            if error == 0:
                _bind(priv, na, ring)
        NMG_UNLOCK()
        return error

    def close(priv: Ptr[netmap_priv_d]) -> None:
        """The descriptor is closed: nobody else is at it any more, and its knotes are gone."""
        NMG_LOCK()
        na = priv.np_na
        if na is not None:
            _unbind(priv, na)
            if na.active_fds == 0:
                krings_delete(na)
        NMG_UNLOCK()

    return Registration(port_init, regif, close)


def _bind(priv: Ptr[netmap_priv_d], na: Ptr[netmap_adapter], ring: u32) -> None:
    priv.np_na = na
    for t in range(2):
        priv.np_qfirst[t] = 0 if ring == ALL_RINGS else ring
        priv.np_qlast[t] = rings if ring == ALL_RINGS else ring + 1
        priv.np_si[t] = choose_selinfo(priv, u32(t))
        if bound(priv, u32(t)) > 1:
            na.si_users[t] += 1
    na.active_fds += 1
    # The rings of others stand still while the port is switched.
    netmap_set_all_rings(na, NKR_LOCKED)
    bdg_attach(na.na_bdg, na)
    netmap_set_all_rings(na, 0)
    priv.np_nifp = True


def _unbind(priv: Ptr[netmap_priv_d], na: Ptr[netmap_adapter]) -> None:
    priv.np_nifp = False
    na.active_fds -= 1
    for t in range(2):
        if bound(priv, u32(t)) > 1:
            na.si_users[t] -= 1
    if na.active_fds == 0:
        netmap_set_all_rings(na, NKR_LOCKED)
        bdg_detach(na.na_bdg, na)
        netmap_set_all_rings(na, 0)
    priv.np_na = null


class Krings(NamedTuple):
    """`create`: 0 or ENOMEM. `delete` also after half a creation."""

    create: Callable[[netmap_adapter], i32]
    delete: Callable[[netmap_adapter], None]


def _krings(notifier: Notifier) -> Krings:
    def ring_create(kring: Ptr[netmap_kring]) -> i32:
        ring_clear(kring)
        mtx_init(addr(kring.q_lock), "nm_txq_lock" if kring.tx == NR_TX else "nm_rxq_lock", None, MTX_DEF)
        kring.nkr_stopped = 0
        return notifier.selinfo_init(addr(kring.si), ring_kind(kring.tx))

    def ring_delete(kring: Ptr[netmap_kring]) -> None:
        if mtx_initialized(addr(kring.q_lock)):
            mtx_destroy(addr(kring.q_lock))
        notifier.selinfo_uninit(addr(kring.si), ring_kind(kring.tx))

    def krings_create(na: Ptr[netmap_adapter]) -> i32:
        """All rings, then the selinfos of the port; what was made is given back if one cannot be."""
        error: i32 = 0
        for i in range(rings):
            error = ring_create(addr(na.tx_rings[i])) if error == 0 else error
        for i in range(rings):
            error = ring_create(addr(na.rx_rings[i])) if error == 0 else error
        for t in range(2):
            error = notifier.selinfo_init(addr(na.si[t]), WATCH_PORT) if error == 0 else error
        if error != 0:
            krings_delete(na)
        return error

    def krings_delete(na: Ptr[netmap_adapter]) -> None:
        for i in range(rings):
            ring_delete(addr(na.tx_rings[i]))
            ring_delete(addr(na.rx_rings[i]))
        for t in range(2):
            notifier.selinfo_uninit(addr(na.si[t]), WATCH_PORT)

    return Krings(krings_create, krings_delete)
