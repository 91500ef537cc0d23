"""Attributes of mutexes. One idea: only the kind matters here; the rest is remembered so that it can be asked for.

Robustness, priorities and sharing between processes are accepted without effect: a mutex whose owner has ended stays
locked, threads have no priorities, and there is one process.
"""

from __future__ import annotations

from typing import Final

from unknot.lang import Ptr, i32, store, struct, u32
from unknot.libc.errno import EINVAL

__all__ = [
    "pthread_mutexattr_destroy",
    "pthread_mutexattr_getprioceiling",
    "pthread_mutexattr_getprotocol",
    "pthread_mutexattr_getpshared",
    "pthread_mutexattr_getrobust",
    "pthread_mutexattr_gettype",
    "pthread_mutexattr_init",
    "pthread_mutexattr_setprioceiling",
    "pthread_mutexattr_setprotocol",
    "pthread_mutexattr_setpshared",
    "pthread_mutexattr_setrobust",
    "pthread_mutexattr_settype",
]

NORMAL: Final = 0
RECURSIVE: Final = 1
ERRORCHECK: Final = 2
ADAPTIVE: Final = 3
"""A normal one, for us."""
KIND_BITS: Final = 3

_CEILING_SHIFT: Final = 12
_CEILING: Final = 0xFFF << _CEILING_SHIFT
_PROTOCOL_SHIFT: Final = 28
_PROTOCOL: Final = 3 << _PROTOCOL_SHIFT
_ROBUST: Final = 1 << 24
_SHARED: Final = 1 << 25


@struct
class pthread_mutexattr_t:
    """All attributes in one word."""

    bits: u32


def pthread_mutexattr_init(attr: Ptr[pthread_mutexattr_t]) -> i32:
    """A normal mutex, not robust, of one process."""
    attr.bits = 0
    return 0


def pthread_mutexattr_destroy(attr: Ptr[pthread_mutexattr_t]) -> i32:
    """Nothing to do."""
    return 0


def pthread_mutexattr_settype(attr: Ptr[pthread_mutexattr_t], kind: i32) -> i32:
    """The kind of mutex; EINVAL if there is none of that number."""
    if kind < 0 or kind > KIND_BITS:
        return EINVAL
    attr.bits = attr.bits & ~KIND_BITS | u32(kind)
    return 0


def pthread_mutexattr_gettype(attr: Ptr[pthread_mutexattr_t], kind: Ptr[i32]) -> i32:
    """The kind of mutex."""
    store(kind, i32(attr.bits & KIND_BITS))
    return 0


def pthread_mutexattr_setrobust(attr: Ptr[pthread_mutexattr_t], robust: i32) -> i32:
    """Without effect."""
    if robust < 0 or robust > 1:
        return EINVAL
    attr.bits = attr.bits & ~_ROBUST | (_ROBUST if robust else 0)
    return 0


def pthread_mutexattr_getrobust(attr: Ptr[pthread_mutexattr_t], robust: Ptr[i32]) -> i32:
    """As it was set."""
    store(robust, 1 if attr.bits & _ROBUST else 0)
    return 0


def pthread_mutexattr_setpshared(attr: Ptr[pthread_mutexattr_t], shared: i32) -> i32:
    """Without effect."""
    if shared < 0 or shared > 1:
        return EINVAL
    attr.bits = attr.bits & ~_SHARED | (_SHARED if shared else 0)
    return 0


def pthread_mutexattr_getpshared(attr: Ptr[pthread_mutexattr_t], shared: Ptr[i32]) -> i32:
    """As it was set."""
    store(shared, 1 if attr.bits & _SHARED else 0)
    return 0


def pthread_mutexattr_setprotocol(attr: Ptr[pthread_mutexattr_t], protocol: i32) -> i32:
    """Without effect."""
    if protocol < 0 or protocol > 2:
        return EINVAL
    attr.bits = attr.bits & ~_PROTOCOL | u32(protocol) << _PROTOCOL_SHIFT
    return 0


def pthread_mutexattr_getprotocol(attr: Ptr[pthread_mutexattr_t], protocol: Ptr[i32]) -> i32:
    """As it was set."""
    store(protocol, i32(attr.bits >> _PROTOCOL_SHIFT & 3))
    return 0


def pthread_mutexattr_setprioceiling(attr: Ptr[pthread_mutexattr_t], ceiling: i32) -> i32:
    """Without effect."""
    if ceiling < 0 or ceiling > _CEILING >> _CEILING_SHIFT:
        return EINVAL
    attr.bits = attr.bits & ~_CEILING | u32(ceiling) << _CEILING_SHIFT
    return 0


def pthread_mutexattr_getprioceiling(attr: Ptr[pthread_mutexattr_t], ceiling: Ptr[i32]) -> i32:
    """As it was set."""
    store(ceiling, i32((attr.bits & _CEILING) >> _CEILING_SHIFT))
    return 0
