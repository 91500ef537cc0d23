"""Scenarios of ports that go away, and of ports that never were. One idea: who deletes a ring must be sure that no
notification is under way, and that what he deletes was made."""

from unknot import at_end, initial, scenario, thread
from unknot.lang import addr
from unknot.systems.netmap.features import WATCH_RX, WATCH_TX
from unknot.systems.netmap.kqueues import kq
from unknot.systems.netmap.lab import Lab, learn, mac, port_name, queue_packet
from unknot.systems.netmap.netmap import Variant
from unknot.systems.netmap.objects import netmap_priv_d
from unknot.systems.netmap.register import ALL_RINGS
from unknot.systems.netmap.watching import Process, ask, make_open


def port_closed(v: Variant) -> type:
    """close(2) against a sender."""
    nm = v(WATCH_RX)
    open_all = make_open(nm, 1)

    @scenario
    class PortClosed:
        """The owner of a watched port closes it while another port sends to it."""

        p: Process

        @initial
        def setup(self) -> None:
            open_all(addr(self.p))
            learn(addr(self.p.lab), 0)
            ask(addr(self.p), 0, 0)
            queue_packet(addr(self.p.lab), 1, mac(0), 5)

        @thread
        def owner(self) -> None:
            kq.close(addr(self.p.files), self.p.port[0])

        @thread
        def sender(self) -> None:
            nm.txsync(addr(self.p.lab.priv[1]))

        @at_end
        def gone(self) -> None:
            assert self.p.lab.bridge.bdg_ports[0] is None, "the port is still there"
            assert self.p.lab.na[0].rx_rings[0].si.kqueue_users == 0, "counted as watched"

    return PortClosed


def half_created(v: Variant) -> type:
    """Of V4 and V5: memory is short when a port is opened."""
    nm = v(WATCH_RX | WATCH_TX)

    @scenario
    class HalfCreated:
        """A port is opened and closed; with -p no_memory=1 any of its selinfos may fail. What was made by then is
        given back, and a second attempt finds all as it was."""

        lab: Lab
        second: netmap_priv_d

        @initial
        def setup(self) -> None:
            nm.setup(addr(self.lab.bridge))
            nm.port_init(addr(self.lab.na[0]), port_name(0), addr(self.lab.bridge), 0)

        @thread
        def owner(self) -> None:
            error = nm.regif(addr(self.lab.priv[0]), addr(self.lab.na[0]), ALL_RINGS)
            if error != 0:
                nm.regif(addr(self.second), addr(self.lab.na[0]), ALL_RINGS)
            nm.close(addr(self.lab.priv[0]))

    return HalfCreated
