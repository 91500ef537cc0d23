"""What the variants differ in: how those who wait with kevent are told, and under which lock. One idea: all of it is
known when a file is loaded, so a variant has no code of another."""

from __future__ import annotations

from typing import Final, NamedTuple

OWN: Final = 0
KQUEUES: Final = 1
NETMAPS: Final = 2


class Features(NamedTuple):
    """`lock`: which mutex guards the knotes of a selinfo: its OWN; kqueue's one for objects without a lock (KQUEUES);
    one for all of netmap (NETMAPS). `asks_owner`: a notification takes the lock unless mtx_owned says that the thread
    has it. `deferred`: notifications are tasks. `counted`: only where somebody waits with kevent."""

    lock: int = OWN
    asks_owner: bool = False
    deferred: bool = False
    counted: bool = False


WATCH_TX: Final = 1
WATCH_RX: Final = 2
WATCH_PORT: Final = 4
"""Which selinfos can be watched with kevent in a scenario: those of TX rings, of RX rings, of the whole port. The
others have no list of knotes and no task queue, which costs threads; poll can wait at all of them."""
