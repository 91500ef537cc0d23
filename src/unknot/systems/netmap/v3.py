"""V3: the patch as it was first proposed, D18952. One mutex for all knotes of netmap, and mtx_owned as in V2.

Two ports no longer wait for each other; a port and the switch still do."""

from unknot.systems.netmap.features import NETMAPS, Features
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.scenarios import scenarios

globals().update(scenarios(variant(Features(lock=NETMAPS, asks_owner=True))))
