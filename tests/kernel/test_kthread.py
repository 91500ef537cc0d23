"""kthread(9): starting threads, waiting for their end."""

from __future__ import annotations

import pytest
from schedules import message, verdict

from unknot import at_end, initial, scenario, thread
from unknot.kernel.kthread import kproc_create, kproc_exit, kthread_add, kthread_channel, kthread_exit
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.sleepqueue import msleep
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, atomic, cast, join, null, struct, u32, u64


@struct
class softc:
    """A driver whose thread can be told to stop."""

    m: mtx
    td: u64
    stopping: bool
    done: atomic[u32]


def runs(arg: voidp) -> None:
    cast(Ptr[softc], arg).done.store(1)
    kthread_exit()


def runs_with_lock(arg: voidp) -> None:
    sc = cast(Ptr[softc], arg)
    mtx_lock(addr(sc.m))
    sc.done.store(1)
    mtx_unlock(addr(sc.m))
    kproc_exit(0)


def runs_under_lock(arg: voidp) -> None:
    """The lock is held when the end is told, so that nobody misses it."""
    sc = cast(Ptr[softc], arg)
    mtx_lock(addr(sc.m))
    sc.stopping = True
    kthread_exit()
    mtx_unlock(addr(sc.m))


def keeps_a_lock(arg: voidp) -> None:
    mtx_lock(addr(cast(Ptr[softc], arg).m))


class Driver:
    sc: softc

    @initial
    def setup(self):
        mtx_init(addr(self.sc.m), "softc", null, MTX_DEF)


@scenario
class Joined(Driver):
    @thread
    def only(self):
        assert kthread_add(runs, addr(self.sc), null, addr(self.sc.td), 0, 0, "runs") == 0
        join(self.sc.td)
        assert self.sc.done.load() == 1


@scenario
class NotJoined(Driver):
    @thread
    def only(self):
        kproc_create(runs, addr(self.sc), null, 0, 0, "runs")

    @at_end
    def ran(self):
        assert self.sc.done.load() == 1


@scenario
class WaitsForTheEnd(Driver):
    @thread
    def only(self):
        mtx_lock(addr(self.sc.m))
        kthread_add(runs_under_lock, addr(self.sc), null, addr(self.sc.td), 0, 0, "runs")
        while not self.sc.stopping:
            msleep(kthread_channel(self.sc.td), addr(self.sc.m), 0, "end", 0)
        mtx_unlock(addr(self.sc.m))


@scenario
class MissesTheEnd(Driver):
    """kproc_exit wakes without the lock: the end may come before the sleep."""

    @thread
    def only(self):
        kproc_create(runs_with_lock, addr(self.sc), addr(self.sc.td), 0, 0, "runs")
        mtx_lock(addr(self.sc.m))
        msleep(kthread_channel(self.sc.td), addr(self.sc.m), 0, "end", 0)
        mtx_unlock(addr(self.sc.m))


@scenario
class KeepsALock(Driver):
    @thread
    def only(self):
        kthread_add(keeps_a_lock, addr(self.sc), null, null, 0, 0, "keeps")


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (Joined, "verified"),
        (NotJoined, "verified"),
        (WaitsForTheEnd, "verified"),
        (MissesTheEnd, "deadlock 8"),
        (KeepsALock, "lock_leak 2"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verdict(program: type, expected: str) -> None:
    assert verdict(program) == expected, message(program)
