"""taskqueue(9). One idea: a queue's thread, when it is done with a task, takes the next one in the same step, so that a
task runs only between these steps; `ta_pending` is taken with it and given to the handler.

An idle thread goes on only when enqueueing woke it. That is why taskqueue_block does not stop a task that was enqueued
before: the thread may be awake already.

Events: "task" what, task.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.errno import EBUSY, EINVAL
from unknot.kernel.thread import handler_returned, td
from unknot.kernel.voidp import voidp
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import (
    Ptr,
    addr,
    alloc,
    array,
    cast,
    cstr,
    event,
    free,
    here,
    i32,
    i64,
    idle,
    indivisible,
    join,
    load,
    null,
    require,
    spawn,
    store,
    struct,
    thread_id,
    thread_local,
    u32,
    u64,
    wait_until,
)

THREADS_MOST: Final = 4
"""Threads that a queue can have. More is reported as misuse."""
PENDING_MOST: Final = 0xFFFF

TQ_ACTIVE: Final = 1
TQ_BLOCKED: Final = 2
TQ_FAST: Final = 4
TQ_SWI: Final = 8


@struct
class task:
    """Work to be done later. `ta_pending`: how often it was enqueued since it last began to run."""

    ta_link: Ptr[task]
    ta_pending: u32
    ta_priority: u32
    ta_func: Callable[[voidp, i32], None]
    ta_context: voidp


@struct
class taskqueue:
    """Tasks that wait, of the highest priority first, and the threads that run them. `tq_idle`: threads that wait;
    `tq_woken`: how many of them were woken; `tq_running`: what each thread runs."""

    tq_queue: Ptr[task]
    tq_name: cstr
    tq_flags: u32
    tq_tcount: u32
    tq_idle: u32
    tq_woken: u32
    tq_threads: array[u32] = array(THREADS_MOST)
    tq_running: array[Ptr[task]] = array(THREADS_MOST)


@struct
class drainer:
    """A thread that sleeps in taskqueue_drain; `dr_task` is null once it was woken."""

    dr_next: Ptr[drainer]
    dr_task: Ptr[task]


drainers: Ptr[drainer] = null
"""All who sleep, in order of their addresses."""
td_drain: thread_local[drainer] = drainer()

taskqueue_thread: Ptr[taskqueue] = null
taskqueue_swi: Ptr[taskqueue] = null
"""The kernel's own queues, once a program has made them with TASKQUEUE_DEFINE_THREAD and TASKQUEUE_DEFINE_SWI."""


# -- tasks -------------------------------------------------------------------------------------------------------------


def TASK_INIT(t: Ptr[task], priority: u32, func: Callable[[voidp, i32], None], context: voidp) -> None:
    """Makes a task. The handler is called as func(context, pending)."""
    with indivisible():
        t.ta_link = null
        t.ta_pending = 0
        t.ta_priority = priority
        t.ta_func = func
        t.ta_context = context
        event("task", "initialises", t)


task_init = TASK_INIT


def taskqueue_enqueue(queue: Ptr[taskqueue], t: Ptr[task], site: u32 = here()) -> i32:
    """Puts the task into the queue, once: if it waits there already, only `ta_pending` grows. Always 0."""
    with indivisible():
        _may_lock(queue, site)
        require(t.ta_func is not None, "misuse", "enqueueing task {0} with NULL func @ {1:site}", t, site)
        if t.ta_pending:
            t.ta_pending = min(t.ta_pending + 1, u32(PENDING_MOST))
        else:
            t.ta_pending = 1
            _insert(queue, t)
            if queue.tq_flags & TQ_BLOCKED == 0:
                _wake_thread(queue)
        event("task", "enqueues" if t.ta_pending == 1 else "enqueues once more", t)
    return 0


def taskqueue_cancel(queue: Ptr[taskqueue], t: Ptr[task], pendp: Ptr[u32] | None, site: u32 = here()) -> i32:
    """Takes the task out of the queue. EBUSY if it runs: then only what was pending beside is cancelled. `pendp` may
    be null; else it receives how often the task was enqueued."""
    with indivisible():
        _may_lock(queue, site)
        pending = t.ta_pending
        if pending:
            _take_out(queue, t)
        if pendp is not None:
            store(pendp, pending)
        event("task", "cancels" if pending else "finds not pending:", t)
        return EBUSY if _runner(queue, t) >= 0 else 0


def taskqueue_poll_is_busy(queue: Ptr[taskqueue], t: Ptr[task], site: u32 = here()) -> bool:
    """True if the task waits or runs."""
    with indivisible():
        return _is_busy(queue, t)


def taskqueue_drain(queue: Ptr[taskqueue], t: Ptr[task], site: u32 = here()) -> None:
    """Waits until the task neither waits nor runs. Only a run of the task that ends makes it look again."""
    with indivisible():
        own = _place(queue, thread_id())
        itself = own >= 0 and queue.tq_running[own] == t
        require(not itself, "drain_with_lock", "taskqueue_drain of {0} from the task itself @ {1:site}", t, site)
        witness_warn_sleep(null, site, "taskqueue_drain")
        event("task", "waits for" if _is_busy(queue, t) else "drains", t)
        if not _is_busy(queue, t):
            return
        _sleep_on(t)
    while True:
        with indivisible(td_drain.dr_task is None, blocked_by=_ends_drain(queue, t)):
            if not _is_busy(queue, t):
                event("task", "drains", t)
                return
            event("task", "waits again for", t)
            _sleep_on(t)


def taskqueue_drain_all(queue: Ptr[taskqueue], site: u32 = here()) -> None:
    """Waits until the queue is empty and none of its tasks runs."""
    with indivisible():
        _not_from_task(queue, "taskqueue_drain_all", site)
        wait_until(queue.tq_queue is None and queue.tq_idle == queue.tq_tcount)
        event("task", "drains", queue)


def taskqueue_block(queue: Ptr[taskqueue]) -> None:
    """From here on enqueueing wakes no thread."""
    with indivisible():
        queue.tq_flags |= TQ_BLOCKED


def taskqueue_unblock(queue: Ptr[taskqueue]) -> None:
    """Enqueueing wakes threads again; so does this, if tasks wait."""
    with indivisible():
        queue.tq_flags &= ~TQ_BLOCKED
        if queue.tq_queue is not None:
            _wake_thread(queue)


# -- queues ------------------------------------------------------------------------------------------------------------


def taskqueue_thread_enqueue(context: voidp) -> None:
    """Names the kind of queue whose tasks run in threads, which may sleep."""


def taskqueue_swi_enqueue(context: voidp) -> None:
    """Names the kind of queue whose tasks run in a software interrupt, and may not sleep."""


def taskqueue_create(
    name: cstr, mflags: u32, enqueue: Callable[[voidp], None], context: voidp, site: u32 = here()
) -> Ptr[taskqueue]:
    """A queue without threads. `enqueue` tells its kind: taskqueue_thread_enqueue or taskqueue_swi_enqueue."""
    queue = alloc(taskqueue)
    with indivisible():
        queue.tq_queue = null
        queue.tq_name = name
        queue.tq_flags = u32(TQ_ACTIVE) | (TQ_SWI if enqueue == taskqueue_swi_enqueue else 0)
        queue.tq_tcount = 0
        queue.tq_idle = 0
        queue.tq_woken = 0
        for i in range(THREADS_MOST):
            queue.tq_threads[i] = 0
            queue.tq_running[i] = null
    return queue


def taskqueue_create_fast(
    name: cstr, mflags: u32, enqueue: Callable[[voidp], None], context: voidp, site: u32 = here()
) -> Ptr[taskqueue]:
    """A queue with a spin lock of its own: enqueueing is allowed in critical sections and with spin locks held."""
    queue = taskqueue_create(name, mflags, enqueue, context, site)
    with indivisible():
        queue.tq_flags |= TQ_FAST
    return queue


def TASKQUEUE_DEFINE_THREAD(tqp: Ptr[Ptr[taskqueue]], name: cstr, site: u32 = here()) -> None:
    """Makes a queue with one thread: for queues that are there from the beginning, such as taskqueue_thread."""
    with indivisible():
        store(tqp, taskqueue_create(name, 0, taskqueue_thread_enqueue, null, site))
        taskqueue_start_threads(tqp, 1, 0, name, site)


def TASKQUEUE_DEFINE_SWI(tqp: Ptr[Ptr[taskqueue]], name: cstr, site: u32 = here()) -> None:
    """Makes a queue whose tasks run in a software interrupt, such as taskqueue_swi."""
    with indivisible():
        store(tqp, taskqueue_create(name, 0, taskqueue_swi_enqueue, null, site))
        taskqueue_start_threads(tqp, 1, 0, name, site)


def the_taskqueue_thread(site: u32 = here()) -> Ptr[taskqueue]:
    """taskqueue_thread as C has it: there from the beginning, so made when it is first used."""
    with indivisible():
        if taskqueue_thread is None:
            TASKQUEUE_DEFINE_THREAD(addr(taskqueue_thread), "thread taskq", site)
        return taskqueue_thread


def the_taskqueue_swi(site: u32 = here()) -> Ptr[taskqueue]:
    """taskqueue_swi as C has it."""
    with indivisible():
        if taskqueue_swi is None:
            TASKQUEUE_DEFINE_SWI(addr(taskqueue_swi), "swi taskq", site)
        return taskqueue_swi


def taskqueue_start_named(
    tqp: Ptr[Ptr[taskqueue]], count: i32, pri: i32, name: cstr, names: Ptr[u64], site: u32 = here()
) -> i32:
    """taskqueue_start_threads as C calls it: the name is a format, and shown as it is."""
    return taskqueue_start_threads(tqp, count, pri, name, site)


def taskqueue_start_threads(tqp: Ptr[Ptr[taskqueue]], count: i32, pri: i32, name: cstr, site: u32 = here()) -> i32:
    """Starts `count` threads; EINVAL for none."""
    if count <= 0:
        return EINVAL
    with indivisible():
        queue = load(tqp)
        room = queue.tq_tcount + u32(count) <= THREADS_MOST
        require(room, "misuse", "a taskqueue has at most {0:d} threads @ {1:site}", THREADS_MOST, site)
        for _ in range(count):
            place = queue.tq_tcount
            queue.tq_threads[place] = u32(spawn(taskqueue_thread_loop, queue, place, name))
            queue.tq_tcount += 1
            queue.tq_idle += 1
        if queue.tq_queue is not None:
            queue.tq_woken = queue.tq_idle
    return 0


def taskqueue_free(queue: Ptr[taskqueue], site: u32 = here()) -> None:
    """Waits until all that was enqueued has run and the threads have ended; then gives back the queue's memory."""
    with indivisible():
        _not_from_task(queue, "taskqueue_free", site)
        queue.tq_flags &= ~TQ_ACTIVE
        event("task", "ends", queue)
        count = queue.tq_tcount
    for i in range(count):
        with indivisible():
            join(queue.tq_threads[i])
    free(queue)


def taskqueue_member(queue: Ptr[taskqueue], thread: u64) -> bool:
    """True if that thread belongs to the queue."""
    with indivisible():
        return _place(queue, thread) >= 0


# -- the queue's threads -----------------------------------------------------------------------------------------------


def taskqueue_thread_loop(queue: Ptr[taskqueue], place: u32, name: cstr) -> None:
    """Runs tasks until the queue is freed."""
    event("thread_name", name)
    with_tasks = True
    while with_tasks:
        with indivisible(_goes_on(queue, place), blocked_by=idle):
            following = _next(queue, place)
            if following is None:
                with_tasks = queue.tq_flags & TQ_ACTIVE != 0
                event("task", "finds no task in", queue)
                continue
            intact = following.ta_pending != 0
            require(intact, "misuse", "task {0} was initialised anew while it waited in a queue", following)
            function, context, pending = following.ta_func, following.ta_context, following.ta_pending
            following.ta_pending = 0
            in_swi = queue.tq_flags & TQ_SWI != 0
            event("task", "runs", following)
        if in_swi:
            td.td_nosleeping += 1
        function(context, i32(pending))
        handler_returned("a task", u32(in_swi))
        if in_swi:
            td.td_nosleeping -= 1


def _goes_on(queue: Ptr[taskqueue], place: u32) -> bool:
    """The thread has run a task, was woken, or is to end."""
    return queue.tq_running[place] is not None or queue.tq_woken > 0 or queue.tq_flags & TQ_ACTIVE == 0


def _next(queue: Ptr[taskqueue], place: u32) -> Ptr[task]:
    """The next task; null if there is none, and then the thread is idle."""
    if queue.tq_running[place] is not None:
        event("task", "is done with", queue.tq_running[place])
        _wake_drainers(queue.tq_running[place])
        queue.tq_running[place] = null
    else:
        queue.tq_idle -= 1
        if queue.tq_woken > 0:
            queue.tq_woken -= 1
    following = queue.tq_queue
    if following is not None:
        queue.tq_queue = following.ta_link
        following.ta_link = null
        queue.tq_running[place] = following
    else:
        queue.tq_idle += 1
    return following


def _sleep_on(t: Ptr[task]) -> None:
    place = addr(drainers)
    while load(place) is not None and cast(u64, load(place)) < cast(u64, addr(td_drain)):
        place = addr(load(place).dr_next)
    td_drain.dr_task = t
    td_drain.dr_next = load(place)
    store(place, addr(td_drain))


def _wake_drainers(t: Ptr[task]) -> None:
    """The task itself may be freed by now."""
    place = addr(drainers)
    while load(place) is not None:
        sleeping = load(place)
        if sleeping.dr_task == t:
            store(place, sleeping.dr_next)
            sleeping.dr_next = null
            sleeping.dr_task = null
        else:
            place = addr(sleeping.dr_next)


def _wake_thread(queue: Ptr[taskqueue]) -> None:
    if queue.tq_woken < queue.tq_idle:
        queue.tq_woken += 1


# -- the list ----------------------------------------------------------------------------------------------------------


def _insert(queue: Ptr[taskqueue], t: Ptr[task]) -> None:
    link = addr(queue.tq_queue)
    while load(link) is not None and load(link).ta_priority >= t.ta_priority:
        link = addr(load(link).ta_link)
    t.ta_link = load(link)
    store(link, t)


def _take_out(queue: Ptr[taskqueue], t: Ptr[task]) -> None:
    link = addr(queue.tq_queue)
    while load(link) is not None and load(link) != t:
        link = addr(load(link).ta_link)
    require(load(link) is not None, "misuse", "task {0} waits in another queue", t)
    store(link, t.ta_link)
    t.ta_link = null
    t.ta_pending = 0


# -- rules -------------------------------------------------------------------------------------------------------------


def _is_busy(queue: Ptr[taskqueue], t: Ptr[task]) -> bool:
    return t.ta_pending != 0 or _runner(queue, t) >= 0


def _runner(queue: Ptr[taskqueue], t: Ptr[task]) -> i64:
    """The thread that runs a task, -1 if none does."""
    for i in range(THREADS_MOST):
        if queue.tq_running[i] == t:
            return i64(queue.tq_threads[i])
    return -1


def _ends_drain(queue: Ptr[taskqueue], t: Ptr[task]) -> i64:
    """The thread without which the task cannot come to its end, -1 if there are several."""
    running = _runner(queue, t)
    if running >= 0 or t.ta_pending == 0 or queue.tq_tcount != 1:
        return running
    return i64(queue.tq_threads[0])


def _place(queue: Ptr[taskqueue], thread: u64) -> i64:
    """Which of the queue's threads it is, -1 if none."""
    for i in range(THREADS_MOST):
        if u32(i) < queue.tq_tcount and queue.tq_threads[i] == thread:
            return i64(i)
    return -1


def _not_from_task(queue: Ptr[taskqueue], what: cstr, site: u32) -> None:
    """This thread may wait for all tasks of the queue."""
    own = _place(queue, thread_id())
    require(own < 0, "drain_with_lock", "{0:text} from a task of its own queue @ {1:site}", what, site)
    witness_warn_sleep(null, site, what)


def _may_lock(queue: Ptr[taskqueue], site: u32) -> None:
    """The queue's own lock may be taken: a mutex, or a spin mutex if it was made by taskqueue_create_fast."""
    may = queue.tq_flags & TQ_FAST != 0 or td.td_critnest == 0
    require(
        may,
        "lock_in_critical",
        "acquiring blockable sleep lock with spinlock or critical section held (sleep mutex) {0:text} @ {1:site}",
        queue.tq_name,
        site,
    )
