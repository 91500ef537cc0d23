"""Neighbours do what RFC 4861 and nd6(4) say: one thread, and timers that run out when they are told to."""

from collections.abc import Callable

from unknot import initial, scenario, thread
from unknot.kernel.callout import callout, callout_init, callout_reset, cc
from unknot.kernel.epoch import NET_EPOCH_DRAIN_CALLBACKS
from unknot.kernel.rwlock import rw_wunlock
from unknot.kernel.voidp import voidp
from unknot.lang import addr, assume, choose, idle, indivisible, null, u32, u64
from unknot.systems.netisr import link as net
from unknot.systems.netisr.frame import EVERYBODY, NA, NA_OVERRIDE, NA_SOLICITED, NS, frame_get, frame_of
from unknot.systems.netisr.ifnet import if_output
from unknot.systems.netisr.link import MAC_A, MAC_B, A, B, Link, first, link_of, on_link
from unknot.systems.netisr.lle import (
    LLE_DELETED,
    LLE_STATIC,
    ND6_DELAY,
    ND6_INCOMPLETE,
    ND6_PROBE,
    ND6_REACHABLE,
    ND6_STALE,
    lle_count,
)
from unknot.systems.netisr.nd6 import icmp6_unreachable
from unknot.systems.netisr.neighbours import Neighbours, delivered
from unknot.systems.netisr.sequential import behaviour, either, nothing

Test = Callable[[], None]

OTHER_MAC = 99


clock_holder: callout = callout()


def keeps_the_clock(arg: voidp) -> None:
    """A handler that never returns: no other timer fires then."""
    with indivisible(False, blocked_by=idle):
        pass


def hold_the_clock() -> None:
    """From now on timers run out only when they are told to."""
    callout_init(addr(clock_holder), 1)
    callout_reset(addr(clock_holder), 1, keeps_the_clock, null)
    with indivisible(cc.cc_curr is not None, blocked_by=idle):
        pass


def counting(v: Neighbours) -> Callable[[], u32]:
    """How many entries there are. In the epoch one that was given up is there until the callbacks have run."""
    epoch = v.features.epoch

    def entries_left() -> u32:
        if epoch:
            NET_EPOCH_DRAIN_CALLBACKS()
        return lle_count.load()

    return entries_left


def resolution(v: Neighbours, lk: Link) -> tuple[Test, ...]:
    """How an address becomes known."""
    entries_left = counting(v)

    def resolves() -> None:
        """A packet to an unknown neighbour waits; everybody is asked; the answer lets it go, to the right address."""
        lk.send()
        assert on_link() == 1, "not one packet is on the link: the question"
        question = frame_of(first())
        assert question.f_kind == NS and question.f_target == B, "not asked for the neighbour"
        assert question.f_dst == EVERYBODY and question.f_smac == MAC_A, "not asked as it should be"
        assert lk.state() == ND6_INCOMPLETE, "the entry does not wait for an answer"
        lk.deliver()
        assert frame_of(first()).f_kind == NA and frame_of(first()).f_dmac == MAC_A, "not answered to who asked"
        lk.deliver()
        assert on_link() == 1 and frame_of(first()).f_dmac == MAC_B, "the packet does not go to who answered"
        lk.deliver()
        assert delivered.load() == 1, "the packet did not arrive"

    def reachable() -> None:
        """After an answer the neighbour is reachable, and packets go at once, without a question."""
        lk.send()
        lk.deliver()
        lk.deliver()
        lk.deliver()
        assert lk.state() == ND6_REACHABLE and lk.lladdr() == MAC_B, "the neighbour is not known"
        lk.send()
        assert on_link() == 1 and frame_of(first()).f_dmac == MAC_B, "a packet to a known neighbour does not go at once"

    def newest_waits() -> None:
        """One packet may wait: a further one takes its place, and is no reason for a second question."""
        lk.send()
        lk.send()
        assert on_link() == 1, "asked twice"
        lk.deliver()
        lk.deliver()
        assert on_link() == 1, "not one packet has waited"

    def unreachable_neighbour() -> None:
        """Nobody answers: asked again, then the sender is told, and the entry goes."""
        lk.send()
        while lk.known():
            lk.expire()
        assert icmp6_unreachable.load() == 1, "the sender was not told"
        assert entries_left() == 0, "an entry is left"
        assume(on_link() > 0)

    return resolves, reachable, newest_waits, unreachable_neighbour


def detection(v: Neighbours, lk: Link) -> tuple[Test, ...]:
    """Whether a neighbour that was reachable still is."""
    entries_left = counting(v)

    def learned() -> None:
        lk.send()
        lk.deliver()
        lk.deliver()
        lk.deliver()

    def stale_then_delay() -> None:
        """After a while a neighbour is stale; it is still used, and that starts the delay."""
        learned()
        lk.expire()
        assert lk.state() == ND6_STALE, "not stale"
        lk.send()
        assert lk.state() == ND6_DELAY and on_link() == 1, "a packet to a stale neighbour does not go at once"
        assert frame_of(first()).f_dmac == MAC_B, "a packet to a stale neighbour goes elsewhere"

    def probes() -> None:
        """After the delay the neighbour itself is asked, and its answer makes it reachable."""
        learned()
        lk.expire()
        lk.send()
        lk.deliver()
        lk.expire()
        assert lk.state() == ND6_PROBE, "not probed"
        assert on_link() == 1 and frame_of(first()).f_kind == NS, "not asked"
        assert frame_of(first()).f_dst == B, "not the neighbour itself is asked"
        lk.deliver()
        lk.deliver()
        assert lk.state() == ND6_REACHABLE, "the answer does not count"

    def probes_in_vain() -> None:
        """A neighbour that does not answer to probes is forgotten."""
        learned()
        lk.expire()
        lk.send()
        while lk.known():
            lk.expire()
        assert entries_left() == 1, "an entry is left, beside that of the neighbour"

    def collected() -> None:
        """A stale neighbour that nobody uses is forgotten."""
        learned()
        lk.expire()
        lk.expire()
        assert not lk.known(), "garbage is not collected"

    return stale_then_delay, probes, probes_in_vain, collected


def messages(v: Neighbours, lk: Link) -> tuple[Test, ...]:
    """What comes from the link without having been asked for."""

    def advertise(flags: u32, lladdr: u32) -> None:
        m = frame_get(NA, B, A)
        assume(m is not None)
        f = frame_of(m)
        f.f_flags, f.f_target, f.f_smac = flags, u32(B), lladdr
        v.nd6_input(net.em, m)

    def learned() -> None:
        lk.send()
        lk.deliver()
        lk.deliver()
        lk.deliver()

    def unknown_ignored() -> None:
        """An advertisement of somebody for whom there is no entry makes none."""
        advertise(NA_SOLICITED | NA_OVERRIDE, MAC_B)
        assert not lk.known(), "an entry was made"

    def not_overridden() -> None:
        """Another address without the override flag: not believed, but neither is the old one any more."""
        learned()
        advertise(NA_SOLICITED, OTHER_MAC)
        assert lk.lladdr() == MAC_B and lk.state() == ND6_STALE, "wrong about an address that must not override"

    def overridden() -> None:
        """Another address with the override flag is taken; unsolicited, it is to be checked."""
        learned()
        advertise(NA_OVERRIDE, OTHER_MAC)
        assert lk.lladdr() == OTHER_MAC and lk.state() == ND6_STALE, "an override was not taken"

    def confirmed() -> None:
        """A solicited advertisement of the same address makes a stale neighbour reachable."""
        learned()
        lk.expire()
        advertise(NA_SOLICITED, MAC_B)
        assert lk.state() == ND6_REACHABLE, "a confirmation does not count"

    def asked_by() -> None:
        """Who asks is known from then on, as stale; who is not meant does not answer."""
        m = frame_get(NS, A, EVERYBODY)
        assume(m is not None)
        f = frame_of(m)
        f.f_target, f.f_smac = u32(choose(2) + 2), u32(MAC_A)
        meant = f.f_target == B
        if_output(net.em, m)
        lk.deliver()
        assert (on_link() == 1) == meant, "wrong about whom a question was for"
        ln = v.nd6_lookup(net.peer, A)
        assert (ln is not None) == meant, "wrong about what a question tells"
        if ln is not None:
            assert ln.ln_state == ND6_STALE and ln.ll_addr == MAC_A, "what a question tells is noted wrongly"
            rw_wunlock(addr(ln.lle_lock))

    return unknown_ignored, not_overridden, overridden, confirmed, asked_by


def life(v: Neighbours, lk: Link) -> tuple[Test, ...]:
    """Flags, references, the end."""

    def mark(flag: u32) -> None:
        ln = v.nd6_lookup(net.em, B)
        ln.la_flags |= flag
        rw_wunlock(addr(ln.lle_lock))

    def static_stays() -> None:
        """An entry that was set by hand is not changed by advertisements, nor by time."""
        lk.send()
        mark(LLE_STATIC)
        lk.deliver()
        lk.deliver()
        assert lk.state() == ND6_INCOMPLETE, "an advertisement has changed a static entry"
        lk.expire()
        assert lk.known(), "a static entry is forgotten"
        v.if_purgeaddrs(net.em)
        assert not lk.known(), "a static entry is left when its interface has no addresses"

    def deleted_goes() -> None:
        """An entry that is marked as deleted goes when its timer runs out, in any state."""
        lk.send()
        lk.deliver()
        lk.deliver()
        mark(LLE_DELETED)
        lk.expire()
        assert not lk.known(), "a deleted entry is still there"

    def references() -> None:
        """The table has a reference, and the timer while it is set."""
        lk.send()
        ln = v.nd6_lookup(net.em, B)
        assert ln.lle_refcnt == 2, "not one reference of the table and one of the timer"
        v.timers.nd6_llinfo_settimer_locked(ln)
        assert ln.lle_refcnt == 2, "to set a timer anew takes a reference"
        ln.la_flags |= LLE_STATIC
        rw_wunlock(addr(ln.lle_lock))
        lk.expire()
        ln = v.nd6_lookup(net.em, B)
        assert ln.lle_refcnt == 1, "the timer keeps its reference"
        rw_wunlock(addr(ln.lle_lock))

    def purged() -> None:
        """With the interface's addresses its neighbours go, and what waits for them."""
        lk.send()
        v.if_purgeaddrs(net.em)
        assert not lk.known(), "a neighbour is left"

    return static_stays, deleted_goes, references, purged


def sequential_neighbours(v: Neighbours) -> type:
    """All behaviours. `v` has timers that do not fire by themselves."""
    lk = link_of(v)
    tests = resolution(v, lk) + detection(v, lk) + messages(v, lk) + life(v, lk)
    run: Callable[[u64], None] = nothing
    for test in reversed(tests):
        run = either(test, run)
    count = len(tests)

    @scenario
    class SequentialNeighbours:
        """Nobody disturbs it, and what happens is what RFC 4861 says."""

        @initial
        def setup(self) -> None:
            lk.begin()

        @thread
        def only(self) -> None:
            hold_the_clock()
            run(choose(count) if behaviour < 0 else behaviour)

    return SequentialNeighbours
