"""A lagg does what lagg(4) says: one administrator, and the task when he has given it something to do.

One idea: what the variants leave to a task is waited for with taskqueue_drain, so that all can be asked the same.
"""

from collections.abc import Callable

from unknot import initial, scenario, thread
from unknot.kernel import taskqueue as tq
from unknot.kernel.errno import EBUSY, ENETDOWN, ENOENT
from unknot.kernel.taskqueue import taskqueue_drain
from unknot.lang import Ptr, addr, assume, choose, null, u64
from unknot.systems.netisr.frame import DATA, frame_get
from unknot.systems.netisr.ifnet import if_lladdr, if_output, ifnet
from unknot.systems.netisr.lagg import LAGG_LLADDR, Lagg
from unknot.systems.netisr.lagg_races import EM0, EM1, card
from unknot.systems.netisr.lagg_softc import RM, RW, lagg_softc
from unknot.systems.netisr.sequential import behaviour, either, nothing

Test = Callable[[], None]

sc: Ptr[lagg_softc] = null
em0: Ptr[ifnet] = null
em1: Ptr[ifnet] = null


def ports_of(v: Lagg) -> tuple[Test, ...]:
    """The behaviours."""
    tasks = v.features.lock in (RW, RM)

    def settle() -> None:
        """The task has done what it was given. Schedules in which it was not given something for want of memory are
        left where that shows."""
        if tasks:
            taskqueue_drain(tq.taskqueue_swi, addr(sc.sc_task))

    def add(ifp: Ptr[ifnet]) -> None:
        assume(v.addport(sc, ifp) == 0)
        settle()

    def send() -> bool:
        m = frame_get(DATA, 1, 2)
        assume(m is not None)
        error = if_output(sc.sc_ifp, m)
        if error != 0:
            assert error == ENETDOWN, "a wrong error"
        return error == 0

    def first_address() -> None:
        """The lagg has its own address until the first port gives it its."""
        assert if_lladdr(sc.sc_ifp) == LAGG_LLADDR, "a lagg without ports has another address"
        add(em0)
        assert if_lladdr(sc.sc_ifp) == EM0, "the first port's address is not the lagg's"

    def no_port() -> None:
        """Without ports nothing can be sent."""
        assert not send(), "a packet was sent through no port"

    def master_sends() -> None:
        """The first port sends, and only it."""
        add(em0)
        add(em1)
        assert send() and send(), "a packet was not sent"
        assert em0.if_opackets.load() == 2 and em1.if_opackets.load() == 0, "another port has sent"

    def failover() -> None:
        """When the first port is removed the next one sends."""
        add(em0)
        add(em1)
        assert v.delport(sc, em0) == 0, "a port cannot be removed"
        settle()
        assert send() and em1.if_opackets.load() == 1, "the next port does not send"

    def added_once() -> None:
        """A port cannot be added twice."""
        add(em0)
        assert v.addport(sc, em0) == EBUSY, "a port was added twice"

    def removed_once() -> None:
        """Who is no port cannot be removed."""
        assert v.delport(sc, em0) == ENOENT, "no port was removed"
        add(em0)
        assert v.delport(sc, em0) == 0 and v.delport(sc, em0) == ENOENT, "a port was removed twice"
        assert em0.if_lagg is None, "what was a port still is one"

    def departs() -> None:
        """An interface that departs is a port no more."""
        add(em0)
        add(em1)
        settle()
        v.if_detach(em0)
        assert send() and em1.if_opackets.load() == 1, "the next port does not send"

    def new_address() -> None:
        """When the first port is removed the lagg has the own address of the next one."""
        add(em0)
        add(em1)
        v.delport(sc, em0)
        assert if_lladdr(sc.sc_ifp) == EM1, "the lagg has not the address of its first port"

    return first_address, no_port, master_sends, failover, added_once, removed_once, departs, new_address


def sequential_lagg(v: Lagg) -> type:
    """All behaviours."""
    tests = ports_of(v)
    run: Callable[[u64], None] = nothing
    for test in reversed(tests):
        run = either(test, run)
    count = len(tests)

    @scenario
    class SequentialLagg:
        """One administrator, and what he sees."""

        @initial
        def setup(self) -> None:
            global sc, em0, em1
            v.lagg_init()
            sc = v.lagg_clone_create()
            em0 = card(EM0)
            em1 = card(EM1)

        @thread
        def only(self) -> None:
            run(choose(count) if behaviour < 0 else behaviour)

    return SequentialLagg
