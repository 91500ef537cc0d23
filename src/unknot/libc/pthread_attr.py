"""Attributes of threads. One idea: whether the thread is detached matters; the rest is remembered so that it can be
asked for."""

from __future__ import annotations

from typing import Final

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, i32, null, store, struct, u64
from unknot.libc.errno import EINVAL

__all__ = [
    "pthread_attr_destroy",
    "pthread_attr_getdetachstate",
    "pthread_attr_getguardsize",
    "pthread_attr_getinheritsched",
    "pthread_attr_getschedparam",
    "pthread_attr_getschedpolicy",
    "pthread_attr_getscope",
    "pthread_attr_getstack",
    "pthread_attr_getstacksize",
    "pthread_attr_init",
    "pthread_attr_setdetachstate",
    "pthread_attr_setguardsize",
    "pthread_attr_setinheritsched",
    "pthread_attr_setschedparam",
    "pthread_attr_setschedpolicy",
    "pthread_attr_setscope",
    "pthread_attr_setstack",
    "pthread_attr_setstacksize",
]

DETACHED: Final = 1
_GUARD: Final = 4096
_STACK: Final = 8 << 20
_LEAST_STACK: Final = 16384


@struct
class sched_param:
    """A priority."""

    sched_priority: i32


@struct
class pthread_attr_t:
    """All attributes, with glibc's size."""

    detachstate: i32
    scope: i32
    inherit: i32
    policy: i32
    priority: i32
    unused: i32
    guardsize: u64
    stacksize: u64
    stack: voidp
    unused_too: u64


def pthread_attr_init(attr: Ptr[pthread_attr_t]) -> i32:
    """A thread that can be joined."""
    attr.detachstate = 0
    attr.scope = 0
    attr.inherit = 0
    attr.policy = 0
    attr.priority = 0
    attr.guardsize = _GUARD
    attr.stacksize = _STACK
    attr.stack = null
    return 0


def pthread_attr_destroy(attr: Ptr[pthread_attr_t]) -> i32:
    """Nothing to do."""
    return 0


def pthread_attr_setdetachstate(attr: Ptr[pthread_attr_t], state: i32) -> i32:
    """Whether the thread can be joined."""
    if state < 0 or state > DETACHED:
        return EINVAL
    attr.detachstate = state
    return 0


def pthread_attr_getdetachstate(attr: Ptr[pthread_attr_t], state: Ptr[i32]) -> i32:
    """Whether the thread can be joined."""
    store(state, attr.detachstate)
    return 0


# -- without effect ----------------------------------------------------------------------------------------------------


def pthread_attr_setscope(attr: Ptr[pthread_attr_t], scope: i32) -> i32:
    """Remembered."""
    attr.scope = scope
    return 0


def pthread_attr_getscope(attr: Ptr[pthread_attr_t], scope: Ptr[i32]) -> i32:
    """As it was set."""
    store(scope, attr.scope)
    return 0


def pthread_attr_setinheritsched(attr: Ptr[pthread_attr_t], inherit: i32) -> i32:
    """Remembered."""
    attr.inherit = inherit
    return 0


def pthread_attr_getinheritsched(attr: Ptr[pthread_attr_t], inherit: Ptr[i32]) -> i32:
    """As it was set."""
    store(inherit, attr.inherit)
    return 0


def pthread_attr_setschedpolicy(attr: Ptr[pthread_attr_t], policy: i32) -> i32:
    """Remembered."""
    attr.policy = policy
    return 0


def pthread_attr_getschedpolicy(attr: Ptr[pthread_attr_t], policy: Ptr[i32]) -> i32:
    """As it was set."""
    store(policy, attr.policy)
    return 0


def pthread_attr_setschedparam(attr: Ptr[pthread_attr_t], param: Ptr[sched_param]) -> i32:
    """Remembered."""
    attr.priority = param.sched_priority
    return 0


def pthread_attr_getschedparam(attr: Ptr[pthread_attr_t], param: Ptr[sched_param]) -> i32:
    """As it was set."""
    param.sched_priority = attr.priority
    return 0


def pthread_attr_setguardsize(attr: Ptr[pthread_attr_t], size: u64) -> i32:
    """Remembered."""
    attr.guardsize = size
    return 0


def pthread_attr_getguardsize(attr: Ptr[pthread_attr_t], size: Ptr[u64]) -> i32:
    """As it was set."""
    store(size, attr.guardsize)
    return 0


def pthread_attr_setstacksize(attr: Ptr[pthread_attr_t], size: u64) -> i32:
    """Remembered; EINVAL if it is less than PTHREAD_STACK_MIN."""
    if size < _LEAST_STACK:
        return EINVAL
    attr.stacksize = size
    return 0


def pthread_attr_getstacksize(attr: Ptr[pthread_attr_t], size: Ptr[u64]) -> i32:
    """As it was set."""
    store(size, attr.stacksize)
    return 0


def pthread_attr_setstack(attr: Ptr[pthread_attr_t], stack: voidp, size: u64) -> i32:
    """Remembered: the thread has a stack of its own all the same."""
    if size < _LEAST_STACK:
        return EINVAL
    attr.stack = stack
    attr.stacksize = size
    return 0


def pthread_attr_getstack(attr: Ptr[pthread_attr_t], stack: Ptr[voidp], size: Ptr[u64]) -> i32:
    """As it was set."""
    store(stack, attr.stack)
    store(size, attr.stacksize)
    return 0
