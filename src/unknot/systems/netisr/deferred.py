"""The proposed queue for deferred sending, on top of netisr: a packet is put on it under any locks, and a handler gets
it later, without any.

One idea: what the handler will need (who it is, the interface, a word of the caller's) travels with the packet in a
tag. What makes that hard is that the interface, or the handler, may go while the packet waits.
"""

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mbuf import mbuf
from unknot.lang import i32, u64
from unknot.systems.netisr.ifnet import ifnet


class Deferred(NamedTuple):
    """The queue of one variant.

    `deferred_init()`: once, after netisr_init.
    `deferred_register(handler)`: its id, from 0; -1 if there is no room. handler(m, ifp, state) consumes m.
    `deferred_unregister(id)`: afterwards the handler may be unloaded and what `state` means be freed.
    `deferred_dispatch(id, ifp, m, state)`: 0, or ENOMEM (no tag), ENOBUFS (queue full), ENOENT (no such handler),
    ENXIO (the interface departs); m is consumed in any case.
    """

    deferred_init: Callable[[], None]
    deferred_register: Callable[[Callable[[mbuf, ifnet, u64], None]], i32]
    deferred_unregister: Callable[[i32], None]
    deferred_dispatch: Callable[[i32, ifnet, mbuf, u64], i32]
