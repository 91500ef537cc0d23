"""malloc(9): where it is allowed, what it gives, how it can fail."""

from __future__ import annotations

import pytest
from schedules import ends, message, states, verdict

from unknot import initial, scenario, thread
from unknot.kernel.malloc import M_NOWAIT, M_TEMP, M_WAITOK, M_ZERO, free, malloc, malloc_of
from unknot.kernel.mutex import MTX_DEF, MTX_SPIN, mtx, mtx_init, mtx_lock, mtx_lock_spin, mtx_unlock
from unknot.kernel.sx import sx, sx_init, sx_xlock, sx_xunlock
from unknot.kernel.thread import critical_enter
from unknot.lang import Ptr, addr, cast, load, null, offset, size_of, struct, u8, u32, u64


@struct
class node:
    """Eleven bytes and a pointer."""

    next: Ptr[node]
    bytes: u64
    key: u32


node_malloc = malloc_of(node)


class Locks:
    """A lock of each kind."""

    m: mtx
    spin: mtx
    s: sx
    result: u32

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m", null, MTX_DEF)
        mtx_init(addr(self.spin), "spin", null, MTX_SPIN)
        sx_init(addr(self.s), "sx")


@scenario
class Waits(Locks):
    """M_WAITOK never fails; with M_ZERO all bytes are zero."""

    @thread
    def only(self):
        p = cast(Ptr[u8], malloc(13, M_TEMP, M_WAITOK | M_ZERO))
        self.result = 1
        for i in range(13):
            assert load(offset(p, i)) == 0
        free(p, M_TEMP)


@scenario
class Typed(Locks):
    @thread
    def only(self):
        n = node_malloc(M_TEMP, M_WAITOK | M_ZERO)
        assert n.next is None and n.key == 0
        free(n, M_TEMP)
        n = cast(Ptr[node], malloc(size_of(node), M_TEMP, M_WAITOK))
        n.key = 5
        free(n, M_TEMP)


@scenario
class MayFail(Locks):
    @thread
    def only(self):
        n = node_malloc(M_TEMP, M_NOWAIT)
        self.result = u32(n is not None)
        free(n, M_TEMP)


@scenario
class FailureForgotten(Locks):
    @thread
    def only(self):
        n = node_malloc(M_TEMP, M_NOWAIT)
        n.key = 1
        free(n, M_TEMP)


@scenario
class NotZeroed(Locks):
    @thread
    def only(self):
        n = node_malloc(M_TEMP, M_WAITOK)
        self.result = n.key


@scenario
class NoWaitUnderMutex(Locks):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        free(malloc(8, M_TEMP, M_NOWAIT), M_TEMP)
        mtx_unlock(addr(self.m))


@scenario
class WaitsUnderSx(Locks):
    @thread
    def only(self):
        sx_xlock(addr(self.s))
        free(malloc(8, M_TEMP, M_WAITOK), M_TEMP)
        sx_xunlock(addr(self.s))


@scenario
class WaitsUnderMutex(Locks):
    @thread
    def only(self):
        mtx_lock(addr(self.m))
        malloc(8, M_TEMP, M_WAITOK)


@scenario
class NoWaitUnderSpin(Locks):
    @thread
    def only(self):
        mtx_lock_spin(addr(self.spin))
        malloc(8, M_TEMP, M_NOWAIT)


@scenario
class FreesInCritical(Locks):
    @thread
    def only(self):
        p = malloc(8, M_TEMP, M_WAITOK)
        critical_enter()
        free(p, M_TEMP)


@scenario
class NeitherFlag(Locks):
    @thread
    def only(self):
        malloc(8, M_TEMP, M_ZERO)


@scenario
class FreedTwice(Locks):
    @thread
    def only(self):
        p = malloc(8, M_TEMP, M_WAITOK)
        free(p, M_TEMP)
        free(p, M_TEMP)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (Waits, "verified"),
        (Typed, "verified"),
        (FailureForgotten, "null pointer 1"),
        (NotZeroed, "uninitialised read 1"),
        (NoWaitUnderMutex, "verified"),
        (WaitsUnderSx, "verified"),
        (WaitsUnderMutex, "sleep_with_lock 1"),
        (NoWaitUnderSpin, "sleep_not_allowed 1"),
        (FreesInCritical, "sleep_not_allowed 1"),
        (NeitherFlag, "misuse 0"),
        (FreedTwice, "double free 3"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verdict(program: type, expected: str) -> None:
    assert verdict(program) == expected, message(program)


@pytest.mark.parametrize(("program", "results"), [(Waits, {1}), (MayFail, {0, 1})])
def test_whether_there_is_memory(program: type, results: set[int]) -> None:
    assert ends(program, "result") == results


def test_steps() -> None:
    """An allocation and a release are a step each."""
    assert states(WaitsUnderSx) == 1 + 4
