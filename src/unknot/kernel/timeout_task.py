"""Tasks that are enqueued later, by a callout. One idea: the callout runs under the queue's own lock, so enqueueing is
all it does, in one step, and until then it can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.callout import (
    callout,
    callout_drain,
    callout_init_take,
    callout_reset,
    callout_runs,
    callout_stop,
    cc,
)
from unknot.kernel.lock import lock_object
from unknot.kernel.taskqueue import TASK_INIT, task, taskqueue, taskqueue_cancel, taskqueue_drain, taskqueue_enqueue
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, container, here, i32, i64, indivisible, null, store, struct, u32

DT_DRAIN_IN_PROGRESS: Final = 1


@struct
class timeout_task:
    """A task and its callout. While it is drained, it is not enqueued anew."""

    q: Ptr[taskqueue]
    t: task
    c: callout
    f: u32


def TIMEOUT_TASK_INIT(
    queue: Ptr[taskqueue],
    ttask: Ptr[timeout_task],
    priority: u32,
    func: Callable[[voidp, i32], None],
    context: voidp,
    site: u32 = here(),
) -> None:
    """Makes it, for that queue."""
    with indivisible():
        TASK_INIT(addr(ttask.t), priority, func, context)
        callout_init_take(addr(ttask.c), _enqueue, site)
        ttask.q = queue
        ttask.f = 0


def taskqueue_enqueue_timeout(queue: Ptr[taskqueue], ttask: Ptr[timeout_task], ticks: i64, site: u32 = here()) -> i32:
    """Enqueues the task later, or now if ticks is 0. What is pending already, as a number; -1, and nothing is done,
    while it is drained."""
    with indivisible():
        if ttask.f & DT_DRAIN_IN_PROGRESS:
            return -1
        pending = i32(ttask.t.ta_pending)
        if ticks == 0:
            taskqueue_enqueue(queue, addr(ttask.t), site)
        elif callout_reset(addr(ttask.c), ticks, null, null, site) > 0:
            pending += 1
    return pending


def taskqueue_cancel_timeout(
    queue: Ptr[taskqueue], ttask: Ptr[timeout_task], pendp: Ptr[u32] | None, site: u32 = here()
) -> i32:
    """Stops the callout and cancels the task. EBUSY if the task runs. `pendp` receives how much was pending."""
    with indivisible():
        stopped: u32 = 1 if callout_stop(addr(ttask.c), site) > 0 else 0
        pending: u32 = 0
        error = taskqueue_cancel(queue, addr(ttask.t), addr(pending), site)
        if pendp is not None:
            store(pendp, stopped + pending)
    return error


def taskqueue_drain_timeout(queue: Ptr[taskqueue], ttask: Ptr[timeout_task], site: u32 = here()) -> None:
    """Stops the callout and waits, also for the task, which may try to enqueue itself anew: that does nothing."""
    with indivisible():
        ttask.f |= DT_DRAIN_IN_PROGRESS
    callout_drain(addr(ttask.c), site)
    taskqueue_drain(queue, addr(ttask.t), site)
    with indivisible():
        ttask.f &= ~DT_DRAIN_IN_PROGRESS


def _enqueue(lock: Ptr[lock_object], site: u32) -> bool:
    """The callout, which has no handler beside."""
    with indivisible():
        if callout_runs():
            ttask = container(cc.cc_curr, timeout_task, "c")
            taskqueue_enqueue(ttask.q, addr(ttask.t), site)
    return False
