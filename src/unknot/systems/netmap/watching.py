"""What scenarios with kevent have in common: a process with a kqueue for each port that is watched. One idea: port i's
owner has its own kqueue, and one knote in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.lang import Ptr, addr, array, i32, i64, null, struct, u32, u64
from unknot.systems.kqueue.event import EV_ADD, EV_SET, EVFILT_READ, kevent
from unknot.systems.kqueue.file import falloc, fdinit
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.netmap.knotes import netmap_fileops
from unknot.systems.netmap.kqueues import kq
from unknot.systems.netmap.lab import Lab, make_build
from unknot.systems.netmap.netmap import Netmap
from unknot.systems.netmap.objects import ports

DTYPE_DEV: Final = 11


@struct
class Process:
    """The laboratory, and what one process has open: for each watched port its descriptor and a kqueue."""

    lab: Lab
    files: filedesc
    port: array[i32] = array(ports)
    queue: array[i32] = array(ports)


def make_open(nm: Netmap, watched: int) -> Callable[[Process], None]:
    """Builds the laboratory, with kqueues for the first `watched` ports; nothing is registered yet."""
    build = make_build(nm)

    def open_all(p: Ptr[Process]) -> None:
        build(addr(p.lab))
        fdinit(addr(p.files), null)
        for i in range(u32(watched)):
            p.port[i] = falloc(addr(p.files), DTYPE_DEV, addr(netmap_fileops), addr(p.lab.priv[i]))
            p.queue[i] = kq.kqueue(addr(p.files))

    return open_all


def ask(p: Ptr[Process], port: u32, timeout: i64, flags: u32 = EV_ADD) -> i32:
    """kevent with a change of EVFILT_READ (none if `flags` is 0) and room for one event: how many there were, or an
    error with a minus sign."""
    kev = kevent()
    EV_SET(addr(kev), u64(p.port[port]), EVFILT_READ, flags)
    return kq.kevent(addr(p.files), p.queue[port], addr(kev), 1 if flags != 0 else 0, addr(kev), 1, timeout)
