"""Neighbours against interfaces that go: the mail's story, and what its fixes leave open.

One idea: an entry has just been asked for; its timer is pending, a packet waits. Then whatever can be detached is.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot import at_end, initial, scenario, thread
from unknot.kernel.rwlock import rw_wunlock
from unknot.lang import Ptr, addr, assume, null
from unknot.systems.netisr.frame import DATA, frame_get
from unknot.systems.netisr.ifnet import event_invoke, if_alloc, if_attach, if_transmit_wire, ifnet, purge_event
from unknot.systems.netisr.lle import ND6_INCOMPLETE, hold_add, lle_count
from unknot.systems.netisr.neighbours import Neighbours

OTHER = 7
"""The address of a neighbour."""


class Setup(NamedTuple):
    """`attached`: an interface that does IPv6. `asked`: of it a neighbour that has been asked for; a packet waits, the
    timer is pending."""

    attached: Callable[[], ifnet]
    asked: Callable[[ifnet], None]


def setups(v: Neighbours) -> Setup:
    """Where the scenarios begin."""

    def attached() -> Ptr[ifnet]:
        v.nd6_init()
        ifp = if_alloc("em0", if_transmit_wire, null)
        if_attach(ifp, 1)
        v.nd6_ifattach(ifp)
        return ifp

    def asked(ifp: Ptr[ifnet]) -> None:
        ln = v.nd6_create(ifp, OTHER)
        m = frame_get(DATA, ifp.if_index, OTHER)
        assume(ln is not None and m is not None)
        ln.ln_state = ND6_INCOMPLETE
        hold_add(ln, m)
        v.timers.nd6_llinfo_settimer_locked(ln)
        rw_wunlock(addr(ln.lle_lock))

    return Setup(attached, asked)


def timer_against_addresses(v: Neighbours) -> type:
    """The mail's story, in any order."""
    begin = setups(v)

    @scenario
    class TimerAgainstAddresses:
        """The timer fires while the interface loses its addresses. Nothing is freed yet but the entry."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = begin.attached()
            begin.asked(self.ifp)

        @thread
        def detacher(self) -> None:
            v.if_purgeaddrs(self.ifp)

    return TimerAgainstAddresses


def timer_has_asked(v: Neighbours) -> type:
    """The mail's story, in its order."""
    begin = setups(v)

    @scenario
    class TimerHasAsked:
        """The interface loses its addresses when the timer has already found that it must ask."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = begin.attached()
            begin.asked(self.ifp)

        @thread
        def detacher(self) -> None:
            ln = v.nd6_lookup(self.ifp, OTHER)
            assume(ln is not None and ln.la_asked == 1)
            rw_wunlock(addr(ln.lle_lock))
            v.if_purgeaddrs(self.ifp)

    return TimerHasAsked


def purged_while_asking(v: Neighbours) -> type:
    """Who counts the references of a timer that has set itself anew and still runs."""
    begin = setups(v)

    @scenario
    class PurgedWhileAsking:
        """The neighbours of an interface go when the timer has already found that it must ask. The addresses stay."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = begin.attached()
            begin.asked(self.ifp)

        @thread
        def detacher(self) -> None:
            ln = v.nd6_lookup(self.ifp, OTHER)
            assume(ln is not None and ln.la_asked == 1)
            rw_wunlock(addr(ln.lle_lock))
            event_invoke(addr(purge_event), self.ifp)

        @at_end
        def freed(self) -> None:
            assert lle_count.load() == 0, "an entry is left when all timers have run out"

    return PurgedWhileAsking


def timer_against_detach(v: Neighbours) -> type:
    """The same to the end."""
    begin = setups(v)

    @scenario
    class TimerAgainstDetach:
        """The timer fires while the interface is detached, and freed with its table."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = begin.attached()
            begin.asked(self.ifp)

        @thread
        def detacher(self) -> None:
            v.if_detach(self.ifp)

    return TimerAgainstDetach
