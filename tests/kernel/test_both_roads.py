"""Native code agrees with the interpreter on programs that sleep, wait and work later, some of each primitive."""

from __future__ import annotations

from dataclasses import replace

import pytest
import test_callout
import test_condvar
import test_epoch
import test_malloc
import test_sleepqueue
import test_taskqueue
from schedules import verdict

from unknot.core.options import Options
from unknot.pipeline import check

PROGRAMS = [
    test_sleepqueue.AllWays,
    test_sleepqueue.TwoMutexes,
    test_condvar.WithRw,
    test_condvar.SignalledOnce,
    test_callout.StopsLocked,
    test_callout.FreedAfterStop,
    test_taskqueue.DrainsTwoThreads,
    test_taskqueue.DrainsItself,
    test_epoch.FreedByCallback,
    test_epoch.WaitsTooEarly,
    test_malloc.Typed,
]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_verdict(program: type) -> None:
    result = check(program, replace(Options(), order="bfs"))
    finding = result.finding
    told = result.verdict if finding is None else f"{finding.kind} {finding.length}"
    assert told.replace("lost wakeup", "deadlock") == verdict(program)
