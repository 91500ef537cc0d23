"""The switch's table of addresses. One idea: whoever sends tells where he is; what nobody has told yet goes to
everybody.

Senders write the table under the *read* lock of the switch, an entry in two stores. That is FreeBSD's race; what
follows from it: scenario `Learning`.
"""

from __future__ import annotations

from typing import Final

from unknot.lang import Ptr, u32
from unknot.systems.netmap.objects import buckets, netmap_adapter, nm_bridge, ports
from unknot.systems.netmap.packets import BROADCAST, destination_of, source_of

NM_BDG_BROADCAST: Final = ports
"""Not the number of a port: all but the sender's."""


def netmap_vale_learning(b: Ptr[nm_bridge], na: Ptr[netmap_adapter], packet: u32) -> u32:
    """Notes where the source is; the port of the destination, or NM_BDG_BROADCAST."""
    source, destination = source_of(packet), destination_of(packet)
    if na.last_smac != source:
        b.ht_mac[source % buckets] = source
        na.last_smac = source
        b.ht_ports[source % buckets] = na.bdg_port
    if destination != BROADCAST and b.ht_mac[destination % buckets] == destination:
        return b.ht_ports[destination % buckets]
    return NM_BDG_BROADCAST
