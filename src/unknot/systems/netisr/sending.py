"""Scenarios about the queue for deferred sending: the points that its proposal leaves to be checked."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.errno import ENOBUFS
from unknot.kernel.mbuf import mbuf
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.lang import Ptr, addr, alloc, array, atomic, cast, free, indivisible, load, store, u32, u64
from unknot.systems.netisr import books
from unknot.systems.netisr.books import note_answer, note_handled, packet
from unknot.systems.netisr.ifnet import if_lladdr, if_ref, if_rele, ifnet
from unknot.systems.netisr.protocol import netisr_getqdrops
from unknot.systems.netisr.stack import Stack
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.wire import LLADDR, attached, departed, network, send
from unknot.systems.netisr.workstream import NETISR_DEFERRED, nws

caller: mtx = mtx()
"""A lock of the caller's that its handler takes too."""
entered: atomic[bool] = atomic(False)
"""A handler has begun."""


def send_locked(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """Sends with the caller's lock held meanwhile, which is why sending was put off."""
    mtx_lock(addr(caller))
    assert state == 7, "the caller's word did not arrive"
    send(m, ifp, state)
    mtx_unlock(addr(caller))


def send_noted(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """Sends, and says first that it has begun."""
    entered.store(True)
    send(m, ifp, state)


def drop_unless_gone(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """Only looks whether it should have been called."""
    assert not departed.load(), "a handler is called for an interface that is gone"
    m_freem(m)


def use_state(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """Uses what the caller's word means."""
    assert load(cast(Ptr[u32], state)) == 5, "the caller's word means something else"
    note_handled()
    m_freem(m)


def send_own(m: Ptr[mbuf], ifp: Ptr[ifnet], state: u64) -> None:
    """Sends, if that is the interface that the packet is for."""
    assert if_lladdr(ifp) == LLADDR, "a packet goes out where it was not meant to"
    send(m, ifp, state)


def sends_deferred(v: Stack) -> type:
    """What the queue is for."""

    @scenario
    class SendsDeferred:
        """A packet is put off under a lock and sent later under the same lock; or the caller learns that it is lost."""

        ifp: Ptr[ifnet]
        m: Ptr[mbuf]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            self.m = packet(0, 1)
            mtx_init(addr(caller), "caller", None, MTX_DEF)
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(send_locked)

        @thread
        def sender(self) -> None:
            mtx_lock(addr(caller))
            note_answer(v.deferred.deferred_dispatch(0, self.ifp, self.m, 7))
            mtx_unlock(addr(caller))

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

        @at_end
        def sent(self) -> None:
            assert self.ifp.if_opackets.load() == books.accepted, "a packet was lost"
            if not v.features.epoch:
                v.interfaces.if_detach(self.ifp)  # so that nothing is left: `--leaks`

    return SendsDeferred


def queue_full(v: Stack) -> type:
    """More packets than fit."""

    @scenario
    class QueueFull:
        """Each packet is sent, or the caller is told; what was refused for want of room is counted."""

        ifp: Ptr[ifnet]
        m: array[Ptr[mbuf]] = array(2)
        full: atomic[u64]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            for i in range(u32(2)):
                self.m[i] = packet(0, i)
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(send)

        @thread(count=2)
        def sender(self, me: u32) -> None:
            error = v.deferred.deferred_dispatch(0, self.ifp, self.m[me], 0)
            note_answer(error)
            if error == ENOBUFS:
                self.full.fetch_add(1)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

        @at_end
        def sent(self) -> None:
            assert self.ifp.if_opackets.load() == books.accepted, "a packet was lost"
            assert netisr_getqdrops(NETISR_DEFERRED) == self.full.load(), "a drop was not counted"

    return QueueFull


def depart_local_list(v: Stack) -> type:
    """A packet waits, or is on the worker's list, when its interface goes."""

    @scenario
    class DepartLocalList:
        """No handler is called for an interface when if_detach has returned."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(drop_unless_gone)
            v.deferred.deferred_dispatch(0, self.ifp, packet(0, 1), 0)

        @thread
        def detacher(self) -> None:
            v.interfaces.if_detach(self.ifp)
            departed.store(True)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return DepartLocalList


def depart_handler_runs(v: Stack) -> type:
    """A handler has begun when its interface goes."""

    @scenario
    class DepartHandlerRuns:
        """The handler can use the interface until it returns."""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(send_noted)
            note_answer(v.deferred.deferred_dispatch(0, self.ifp, packet(0, 1), 0))
            if books.accepted == 0:
                entered.store(True)

        @thread
        def detacher(self) -> None:
            with indivisible(entered.load()):
                pass
            v.interfaces.if_detach(self.ifp)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return DepartHandlerRuns


def dispatch_after_purge(v: Stack) -> type:
    """Somebody with a reference puts off a packet while the interface goes."""

    @scenario
    class DispatchAfterPurge:
        """The packet is sent while the interface is there, or dropped: it does not come too late for the purge."""

        ifp: Ptr[ifnet]
        m: Ptr[mbuf]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            self.m = packet(0, 1)
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(send)
            if_ref(self.ifp)

        @thread
        def sender(self) -> None:
            v.deferred.deferred_dispatch(0, self.ifp, self.m, 0)
            if_rele(self.ifp)

        @thread
        def detacher(self) -> None:
            v.interfaces.if_detach(self.ifp)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return DispatchAfterPurge


def dispatch_after_reuse(v: Stack) -> type:
    """Somebody with a reference puts off a packet while the interface goes and another comes to its index."""

    @scenario
    class DispatchAfterReuse:
        """The packet is not sent through the other interface."""

        ifp: Ptr[ifnet]
        m: Ptr[mbuf]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            self.m = packet(0, 1)
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(send_own)
            if_ref(self.ifp)

        @thread
        def sender(self) -> None:
            v.deferred.deferred_dispatch(0, self.ifp, self.m, 0)
            if_rele(self.ifp)
            v.netisr.swi_run(0)

        @thread
        def replacer(self) -> None:
            v.interfaces.if_detach(self.ifp)
            attached("em1", LLADDR + 1)

    return DispatchAfterReuse


def unregister_while_queued(v: Stack) -> type:
    """A packet waits, or is being handled, when its handler is withdrawn."""

    @scenario
    class UnregisterWhileQueued:
        """When deferred_unregister has returned, nobody uses what the caller's word means."""

        ifp: Ptr[ifnet]
        state: Ptr[u32]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            self.state = alloc(u32)
            store(self.state, 5)
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(use_state)
            v.deferred.deferred_dispatch(0, self.ifp, packet(0, 1), cast(u64, self.state))

        @thread
        def owner(self) -> None:
            v.deferred.deferred_unregister(0)
            free(self.state)

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

        @at_end
        def empty(self) -> None:
            assert nws[0].nws_work[NETISR_DEFERRED].nw_len == 0, "a packet still waits"

    return UnregisterWhileQueued


def detach_under_lock(v: Stack) -> type:
    """Whoever detaches holds the lock that the handler takes."""

    @scenario
    class DetachUnderLock:
        """if_detach is called with a lock, as it must not be: what does it do about it?"""

        ifp: Ptr[ifnet]

        @initial
        def setup(self) -> None:
            self.ifp = network()
            mtx_init(addr(caller), "caller", None, MTX_DEF)
            v.deferred.deferred_init(1)
            v.deferred.deferred_register(send_locked)
            v.deferred.deferred_dispatch(0, self.ifp, packet(0, 1), 7)

        @thread
        def detacher(self) -> None:
            mtx_lock(addr(caller))
            v.interfaces.if_detach(self.ifp)
            mtx_unlock(addr(caller))

        @thread
        def swi(self) -> None:
            v.netisr.swi_worker(0)

    return DetachUnderLock
