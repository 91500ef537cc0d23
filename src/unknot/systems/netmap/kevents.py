"""netmap under kevent does its job: one thread, each behaviour of the contract a function. One idea: kevent is called
through a pointer, so that its code is there once."""

from collections.abc import Callable

from unknot import initial, scenario, thread
from unknot.lang import Ptr, addr, choose, i32, i64, u32, u64
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_CLEAR,
    EV_DELETE,
    EV_ONESHOT,
    EV_SET,
    EVFILT_READ,
    EVFILT_WRITE,
    FOREVER,
    kevent,
)
from unknot.systems.netmap.features import WATCH_RX, WATCH_TX
from unknot.systems.netmap.kqueues import kq
from unknot.systems.netmap.lab import is_packet, mac, queue_packet, take_packet
from unknot.systems.netmap.netmap import Netmap, Variant
from unknot.systems.netmap.objects import slots
from unknot.systems.netmap.watching import Process, make_open

Ask = Callable[[Ptr[Process], i32, u32, i64], i32]
"""One kevent on port 0's kqueue: filter, flags (0: no change), timeout. How many events, or an error."""


def ask_port(p: Ptr[Process], filter: i32, flags: u32, timeout: i64) -> i32:
    """One kevent about port 0; with flags, which it also registers."""
    kev = kevent()
    EV_SET(addr(kev), u64(p.port[0]), filter, flags)
    return kq.kevent(addr(p.files), p.queue[0], addr(kev), 1 if flags != 0 else 0, addr(kev), 1, timeout)


Behaviours = Callable[[Process, Ask, u32], None]
"""Some behaviours, by number from 0."""


def make_send(nm: Netmap) -> Callable[[Process, u32], None]:
    """Port 1 sends a packet to port 0."""

    def send(p: Ptr[Process], number: u32) -> None:
        assert queue_packet(addr(p.lab), 1, mac(0), number), "no space"
        nm.txsync(addr(p.lab.priv[1]))

    return send


def make_reports(nm: Netmap) -> Behaviours:
    """What is reported, and what happens by the way."""
    send = make_send(nm)

    def reports_a_packet(p: Ptr[Process], ask: Ask) -> None:
        """Nothing before it is there; then each time that it is asked for; nothing once it was taken."""
        assert ask(p, EVFILT_READ, EV_ADD, 0) == 0, "ready without a packet"
        send(p, 5)
        assert ask(p, EVFILT_READ, 0, FOREVER) == 1, "not ready"
        assert ask(p, EVFILT_READ, 0, 0) == 1, "not ready a second time"
        assert is_packet(take_packet(addr(p.lab), 0), 1, 5), "ready, but there is nothing"
        assert ask(p, EVFILT_READ, 0, 0) == 0, "still ready"

    def sends_what_is_queued(p: Ptr[Process], ask: Ask) -> None:
        """EV_ADD of EVFILT_READ syncs the TX ring."""
        queue_packet(addr(p.lab), 0, mac(1), 5)
        assert ask(p, EVFILT_READ, EV_ADD, 0) == 0, "ready without a packet"
        nm.rxsync(addr(p.lab.priv[1]))
        assert is_packet(take_packet(addr(p.lab), 1), 0, 5), "not sent"

    def space_is_reported(p: Ptr[Process], ask: Ask) -> None:
        """EVFILT_WRITE: of an empty ring, and of a full one that could be sent."""
        if choose(2) == 1:
            for i in range(u32(slots) - 1):
                queue_packet(addr(p.lab), 0, mac(1), i)
        assert ask(p, EVFILT_WRITE, EV_ADD, 0) == 1, "no space"

    def run(p: Ptr[Process], ask: Ask, way: u32) -> None:
        if way == 0:
            reports_a_packet(p, ask)
        elif way == 1:
            sends_what_is_queued(p, ask)
        else:
            space_is_reported(p, ask)

    return run


def make_ends(nm: Netmap) -> Behaviours:
    """How a registration ends."""
    send = make_send(nm)

    def deleted_is_silent(p: Ptr[Process], ask: Ask) -> None:
        """After EV_DELETE a packet is reported no more, and the port is not watched."""
        ask(p, EVFILT_READ, EV_ADD, 0)
        assert ask(p, EVFILT_READ, EV_DELETE, 0) == 0, "EV_DELETE fails"
        assert p.lab.na[0].rx_rings[0].si.kqueue_users == 0, "counted as watched"
        send(p, 5)
        assert ask(p, EVFILT_READ, 0, 0) == 0, "reported after EV_DELETE"

    def once_is_once(p: Ptr[Process], ask: Ask) -> None:
        """EV_ONESHOT: the first report deletes it."""
        send(p, 5)
        assert ask(p, EVFILT_READ, EV_ADD | EV_ONESHOT, 0) == 1, "not reported"
        assert ask(p, EVFILT_READ, 0, 0) == 0, "reported twice"

    def closed_port_is_silent(p: Ptr[Process], ask: Ask) -> None:
        """To close the descriptor deletes its knotes."""
        ask(p, EVFILT_READ, EV_ADD | EV_CLEAR, 0)
        assert kq.close(addr(p.files), p.port[0]) == 0, "close fails"
        assert p.lab.na[0].active_fds == 0, "the port is still open"
        send(p, 5)
        assert ask(p, EVFILT_READ, 0, 0) == 0, "a closed descriptor is reported"

    def run(p: Ptr[Process], ask: Ask, way: u32) -> None:
        if way == 0:
            deleted_is_silent(p, ask)
        elif way == 1:
            once_is_once(p, ask)
        else:
            closed_port_is_silent(p, ask)

    return run


def kevents(v: Variant) -> type:
    """Both filters can be watched."""
    nm = v(WATCH_RX | WATCH_TX)
    open_all, reports, ends = make_open(nm, 1), make_reports(nm), make_ends(nm)

    @scenario
    class Kevents:
        """One thread, and one of the behaviours above."""

        p: Process
        ask: Callable[[Ptr[Process], i32, u32, i64], i32]

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            self.ask = ask_port

        @thread
        def only(self) -> None:
            way = u32(choose(6))
            if way < 3:
                reports(addr(self.p), self.ask, way)
            else:
                ends(addr(self.p), self.ask, way - 3)

    return Kevents
