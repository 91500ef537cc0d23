"""Link-level addresses that change, and a vlan that hears of it.

One idea: who changes an address tells everybody who has registered for it, and whoever has an IP address says the
new link-level address aloud. For a vlan that is a packet through its parent. So changing an address is output.
"""

from unknot.kernel.mbuf import mbuf
from unknot.kernel.sleepqueue import pause
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, alloc, atomic, cast, i32, null, racy, struct, u32
from unknot.systems.netisr.frame import EVERYBODY, NA, frame_get, frame_of
from unknot.systems.netisr.ifnet import (
    event_invoke,
    event_register,
    if_alloc,
    if_attach,
    if_lladdr,
    if_output,
    iflladdr_event,
    ifnet,
)

announced: atomic[u32] = atomic(0)
"""The link-level address that was said aloud last."""
driver_sleeps: racy[bool] = False
"""The drivers sleep when they are told something."""


@struct
class vlan_softc:
    """A vlan."""

    ifv_ifp: Ptr[ifnet]
    ifv_parent: Ptr[ifnet]


vlan: Ptr[vlan_softc] = null
"""The only one, or null."""


def driver_ioctl(ifp: Ptr[ifnet]) -> None:
    """Tells the driver that something has changed. It may have to wait for its hardware."""
    if driver_sleeps:
        pause("ioctl", 1)


def sleepy_drivers() -> None:
    """From now on drivers sleep."""
    global driver_sleeps
    driver_sleeps = True


def if_announce(ifp: Ptr[ifnet]) -> None:
    """Says the interface's address aloud: a gratuitous ARP, or an unsolicited advertisement."""
    m = frame_get(NA, ifp.if_index, EVERYBODY)
    if m is not None:
        lladdr = if_lladdr(ifp)
        frame_of(m).f_smac = lladdr
        announced.store(lladdr)
        if_output(ifp, m)


def if_setlladdr(ifp: Ptr[ifnet], lladdr: u32) -> None:
    """Changes the link-level address of an interface."""
    ifp.if_addr.ifa_lladdr = lladdr
    driver_ioctl(ifp)
    event_invoke(addr(iflladdr_event), ifp)


def vlan_transmit(ifp: Ptr[ifnet], m: Ptr[mbuf]) -> i32:
    """A vlan sends through its parent."""
    return if_output(vlan.ifv_parent, m)


def vlan_iflladdr(ifp: Ptr[ifnet]) -> None:
    """The vlan of an interface has the interface's address. The vlan is the one who has an IP address here."""
    if vlan is not None and vlan.ifv_parent == ifp:
        vlan.ifv_ifp.if_addr.ifa_lladdr = if_lladdr(ifp)
        if_announce(vlan.ifv_ifp)


def vlan_create(parent: Ptr[ifnet]) -> None:
    """A vlan on top of an interface. Before anything runs."""
    global vlan
    vlan = alloc(vlan_softc)
    vlan.ifv_parent = parent
    vlan.ifv_ifp = if_alloc("vlan0", vlan_transmit, cast(voidp, vlan))
    if_attach(vlan.ifv_ifp, if_lladdr(parent))
    event_register(addr(iflladdr_event), vlan_iflladdr)
