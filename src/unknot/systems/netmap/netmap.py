"""netmap put together. One idea: a variant is a function from what can be watched with kevent to a `Netmap`, so that a
scenario in which nobody uses kevent has no kqueue in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.lang import Ptr, cstr, i32, u32
from unknot.systems.netmap.features import Features
from unknot.systems.netmap.knotes import make_kevents
from unknot.systems.netmap.kqueues import kq
from unknot.systems.netmap.notify import make_notifier, notify_init
from unknot.systems.netmap.objects import netmap_adapter, netmap_kring, netmap_priv_d, nm_bridge
from unknot.systems.netmap.poll import Poll, make_poll
from unknot.systems.netmap.register import make_registration, netmap_init
from unknot.systems.netmap.selinfo import seltd, seltdclear, seltdwait
from unknot.systems.netmap.sync import make_sync


class Netmap(NamedTuple):
    """All that user space can ask for. `setup` comes first. `poll(priv, events, td)` waits."""

    setup: Callable[[nm_bridge], None]
    port_init: Callable[[netmap_adapter, cstr, nm_bridge, u32], None]
    regif: Callable[[netmap_priv_d, netmap_adapter, u32], i32]
    close: Callable[[netmap_priv_d], None]
    txsync: Callable[[netmap_priv_d], i32]
    rxsync: Callable[[netmap_priv_d], i32]
    netmap_poll: Poll
    poll: Callable[[netmap_priv_d, u32, seltd], u32]
    notify: Callable[[netmap_kring], None]


Variant = Callable[[int], Netmap]


def variant(features: Features) -> Variant:
    """The variant with these features."""

    def netmap(watch: int) -> Netmap:
        notifier = make_notifier(features, watch)
        sync = make_sync(notifier.notify)
        netmap_poll = make_poll(sync, notifier.notify)
        registration = make_registration(notifier)
        kevents = make_kevents(features, watch, netmap_poll, registration.close)
        return Netmap(
            make_setup(watch, kevents),
            *registration,
            sync.txsync,
            sync.rxsync,
            netmap_poll,
            make_wait(netmap_poll),
            notifier.notify,
        )

    return netmap


def make_setup(watch: int, kevents: Callable[[], None]) -> Callable[[nm_bridge], None]:
    """What happens when the module is loaded."""

    def setup(b: Ptr[nm_bridge]) -> None:
        netmap_init(b)
        if watch != 0:
            kq.setup()
            kevents()
            notify_init()

    return setup


def make_wait(netmap_poll: Poll) -> Callable[[netmap_priv_d, u32, seltd], u32]:
    """poll(2) of one descriptor, without a time."""

    def poll(priv: Ptr[netmap_priv_d], events: u32, td: Ptr[seltd]) -> u32:
        revents = netmap_poll(priv, events, td)
        while revents == 0:
            seltdwait(td)
            seltdclear(td)
            revents = netmap_poll(priv, events, td)
        seltdclear(td)
        return revents

    return poll
