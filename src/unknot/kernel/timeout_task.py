"""Tasks that are enqueued later, by a callout. One idea: the callout's handler is nothing but taskqueue_enqueue."""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.callout import callout, callout_drain, callout_init, callout_reset, callout_stop
from unknot.kernel.errno import EBUSY
from unknot.kernel.taskqueue import TASK_INIT, task, taskqueue, taskqueue_cancel, taskqueue_drain, taskqueue_enqueue
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, here, i32, i64, indivisible, struct, u32


@struct
class timeout_task:
    """A task and its callout."""

    q: Ptr[taskqueue]
    t: task
    c: callout


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
        callout_init(addr(ttask.c), 1, site)
        ttask.q = queue


def taskqueue_enqueue_timeout(queue: Ptr[taskqueue], ttask: Ptr[timeout_task], ticks: i64, site: u32 = here()) -> i32:
    """Enqueues the task later, or now if ticks is 0. What is pending already, as a number."""
    with indivisible():
        pending = i32(ttask.t.ta_pending)
        if ticks == 0:
            taskqueue_enqueue(queue, addr(ttask.t), site)
        elif callout_reset(addr(ttask.c), ticks, _enqueue, ttask, site) > 0:
            pending += 1
    return pending


def taskqueue_cancel_timeout(
    queue: Ptr[taskqueue], ttask: Ptr[timeout_task], pendp: Ptr[u32] | None, site: u32 = here()
) -> i32:
    """Stops the callout and cancels the task. EBUSY if either runs."""
    with indivisible():
        stopped = callout_stop(addr(ttask.c), site)
        error = taskqueue_cancel(queue, addr(ttask.t), pendp, site)
    return EBUSY if stopped == 0 else error


def taskqueue_drain_timeout(queue: Ptr[taskqueue], ttask: Ptr[timeout_task], site: u32 = here()) -> None:
    """Stops the callout and waits, also for the task."""
    callout_drain(addr(ttask.c), site)
    taskqueue_drain(queue, addr(ttask.t), site)


def _enqueue(arg: voidp) -> None:
    ttask = cast(Ptr[timeout_task], arg)
    with indivisible():
        taskqueue_enqueue(ttask.q, addr(ttask.t))
