"""netmap_poll: what poll(2), and an event filter of kevent, ask a descriptor. One idea: asking does the work. Where
nothing is ready, the rings are synced, and packets go out and come in before the answer is given.

A poller leaves a record and looks again, so that no event comes between; kevent has its knote for that and passes no
poller. Who found something tells others who wait for the same ring: that notification goes out while the caller of
netmap_poll still holds what it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.lang import Ptr, addr, u32
from unknot.systems.netmap.busy import nm_kr_put, nm_kr_tryget
from unknot.systems.netmap.objects import NKR_STOPPED, NR_RX, NR_TX, netmap_priv_d
from unknot.systems.netmap.selinfo import selrecord, seltd
from unknot.systems.netmap.sync import Sync
from unknot.systems.netmap.vale import Notify

POLLIN: Final = 0x01
POLLOUT: Final = 0x04
POLLERR: Final = 0x08

Poll = Callable[[netmap_priv_d, u32, seltd | None], u32]


def has_space(priv: Ptr[netmap_priv_d]) -> bool:
    """Without a lock: some TX ring has slots that user space has not looked at."""
    na = priv.np_na
    for i in range(priv.np_qfirst[NR_TX], priv.np_qlast[NR_TX]):
        ring = addr(na.tx_rings[i].ring)
        if ring.cur != ring.tail:
            return True
    return False


def needs_rxsync(priv: Ptr[netmap_priv_d]) -> bool:
    """Without a lock: some RX ring has nothing to look at, or slots to give back."""
    na = priv.np_na
    for i in range(priv.np_qfirst[NR_RX], priv.np_qlast[NR_RX]):
        kring = addr(na.rx_rings[i])
        if kring.ring.cur == kring.ring.tail or kring.rhead != kring.ring.head:
            return True
    return False


def make_send(sync: Sync, notify: Notify) -> Poll:
    """The part of netmap_poll that is about TX rings."""

    def send(priv: Ptr[netmap_priv_d], want: u32, td: Ptr[seltd] | None) -> u32:
        """Syncs the TX rings that have work; all of them while space is wanted (`want` is POLLOUT, or 0) and not found.
        The events: `want` if there is space, POLLERR."""
        revents: u32 = 0
        na = priv.np_na
        recorded = False
        while True:
            for i in range(priv.np_qfirst[NR_TX], priv.np_qlast[NR_TX]):
                kring = addr(na.tx_rings[i])
                if revents & want == want and kring.ring.head == kring.nr_hwcur:
                    continue
                result = nm_kr_tryget(kring, True)
                if result != 0:
                    revents |= POLLERR if result == NKR_STOPPED else 0
                    continue
                if not sync.sync_tx(kring):
                    revents |= POLLERR
                found = kring.rcur != kring.rtail
                nm_kr_put(kring)
                if found:
                    revents |= want
                    notify(kring)
            if revents & want == want or td is None or recorded:
                return revents
            selrecord(td, addr(priv.np_si[NR_TX].si), NR_TX)
            recorded = True

    return send


def make_receive(sync: Sync, notify: Notify) -> Callable[[netmap_priv_d, seltd | None], u32]:
    """The part of netmap_poll that is about RX rings."""

    def receive(priv: Ptr[netmap_priv_d], td: Ptr[seltd] | None) -> u32:
        """Syncs all RX rings, and a second time if there was nothing. The events: POLLIN if there are packets,
        POLLERR."""
        revents: u32 = 0
        na = priv.np_na
        last = False
        while True:
            for i in range(priv.np_qfirst[NR_RX], priv.np_qlast[NR_RX]):
                kring = addr(na.rx_rings[i])
                result = nm_kr_tryget(kring, True)
                if result != 0:
                    revents |= POLLERR if result == NKR_STOPPED else 0
                    continue
                if not sync.sync_rx(kring):
                    revents |= POLLERR
                found = kring.rcur != kring.rtail
                nm_kr_put(kring)
                if found:
                    revents |= POLLIN
                    notify(kring)
            if revents & POLLIN != 0 or last:
                return revents
            if td is not None:
                selrecord(td, addr(priv.np_si[NR_RX].si), NR_RX)
            last = True

    return receive


def make_poll(sync: Sync, notify: Notify) -> Poll:
    """netmap_poll with these syncs and this notification."""
    send, receive = make_send(sync, notify), make_receive(sync, notify)

    def netmap_poll(priv: Ptr[netmap_priv_d], events: u32, td: Ptr[seltd] | None) -> u32:
        """The events among `events` that are there, after the syncs. With `td`, its records are left where nothing
        was found at first."""
        if not priv.np_nifp or not priv.np_na.na_on:
            return POLLERR
        want_tx, want_rx = events & POLLOUT, events & POLLIN
        revents: u32 = 0
        if want_tx != 0 and has_space(priv):
            revents |= POLLOUT
            want_tx = 0
        if want_rx != 0 and not needs_rxsync(priv):
            revents |= POLLIN
            want_rx = 0
        if priv.np_txpoll or want_tx != 0:
            revents |= send(priv, want_tx, td)
        if want_rx != 0:
            revents |= receive(priv, td)
        return revents

    return netmap_poll
