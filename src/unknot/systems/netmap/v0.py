"""V0: netmap of FreeBSD 9 and 10. The knotes of all ports hang under the one mutex that kqueue has for objects without
a lock of their own.

No two ports can wait for each other. But whoever sends or finds a packet while kevent asks him, wants that mutex a
second time."""

from unknot.systems.netmap.features import KQUEUES, Features
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.scenarios import scenarios

globals().update(scenarios(variant(Features(lock=KQUEUES))))
