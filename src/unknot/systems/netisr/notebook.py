"""What sequential behaviours note: the packets that were handled, by number, in order."""

from collections.abc import Callable

from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, addr, array, null, u32
from unknot.systems.netisr.netisr import Netisr
from unknot.systems.netisr.protocol import netisr_register
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.workstream import NETISR_IP, NETISR_POLICY_SOURCE, cpus, netisr_handler

MOST = 8

spare: Ptr[mbuf] = null
"""A packet for a handler that needs one: handlers cannot wait for memory."""
noted: array[u32] = array(MOST)
count: u32 = 0


def note(number: u32) -> None:
    """One more."""
    global count
    noted[count] = number
    count += 1


def note_input(m: Ptr[mbuf]) -> None:
    """A handler that notes the packet's number."""
    note(u32(m.m_pkthdr.ether_vtag))
    m_freem(m)


def keep_spare(m: Ptr[mbuf]) -> None:
    """Has a packet ready."""
    global spare
    spare = m


def software_interrupts(isr: Netisr) -> Callable[[], None]:
    """The function that has every processor do what it was asked for."""

    def run_all() -> None:
        for cpu in range(u32(cpus)):
            isr.swi_run(cpu)

    return run_all


def protocol(handler: Callable[[Ptr[mbuf]], None], dispatch: u32, limit: u32) -> None:
    """Registers NETISR_IP with this handler, way and limit."""
    nh = netisr_handler()
    nh.nh_proto = NETISR_IP
    nh.nh_qlimit = limit
    nh.nh_policy = NETISR_POLICY_SOURCE
    nh.nh_dispatch = dispatch
    nh.nh_handler = handler
    netisr_register(addr(nh))
