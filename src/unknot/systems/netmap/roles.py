"""Traffic: the roles of netmap's generator, pkt-gen, on top of kevent. One idea: a process has a descriptor, a kqueue
with one knote, and a loop: wait until there is space, or a packet; fill, or empty; again.
"""

from __future__ import annotations

from unknot.lang import Ptr, addr, i32, struct, u32, u64
from unknot.systems.kqueue.event import EV_ADD, EV_SET, FOREVER, kevent
from unknot.systems.kqueue.file import falloc
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.netmap.knotes import netmap_fileops
from unknot.systems.netmap.kqueues import kq
from unknot.systems.netmap.objects import netmap_priv_d
from unknot.systems.netmap.users import put, rx_ring, take, tx_ring
from unknot.systems.netmap.watching import DTYPE_DEV


@struct
class User:
    """A process of the generator: its descriptor and its kqueue."""

    priv: Ptr[netmap_priv_d]
    files: Ptr[filedesc]
    port: i32
    queue: i32


def user_open(u: Ptr[User], files: Ptr[filedesc], priv: Ptr[netmap_priv_d]) -> None:
    """Opens both."""
    u.priv = priv
    u.files = files
    u.port = falloc(files, DTYPE_DEV, addr(netmap_fileops), priv)
    u.queue = kq.kqueue(files)
    assert u.port >= 0 and u.queue >= 0, "no descriptor is left: raise -p fds"


def wait(u: Ptr[User], filter: i32, flags: u32) -> bool:
    """Sleeps until the event comes. `flags`: EV_ADD the first time, then 0."""
    kev = kevent()
    EV_SET(addr(kev), u64(u.port), filter, flags)
    return kq.kevent(u.files, u.queue, addr(kev), 1 if flags & EV_ADD else 0, addr(kev), 1, FOREVER) == 1


def queue_one(u: Ptr[User], packet: u32) -> bool:
    """Puts a packet into the TX ring, if there is space."""
    return put(tx_ring(u.priv), packet)


def take_one(u: Ptr[User]) -> u32:
    """Takes a packet out of the RX ring; 0 if there is none."""
    return take(rx_ring(u.priv))
