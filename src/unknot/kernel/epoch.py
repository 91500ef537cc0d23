"""epoch(9). One idea: an epoch is the set of threads that are inside, a bit each; who waits keeps a copy of that set,
and a thread that leaves is taken out of all copies. So a wait ends when those have left who were inside when it began,
whoever has come since.

Callbacks of epoch_call keep such a copy too; a service thread runs any whose set is empty, in any order.

Events: "epoch" what, epoch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot.kernel.thread import handler_returned, td
from unknot.kernel.voidp import voidp
from unknot.kernel.witness import witness_warn_sleep
from unknot.lang import (
    Ptr,
    addr,
    alloc,
    array,
    cast,
    choose,
    cstr,
    event,
    free,
    here,
    i64,
    idle,
    indivisible,
    load,
    null,
    require,
    spawn,
    store,
    struct,
    thread_exit,
    thread_id,
    thread_local,
    u32,
    u64,
    wait_until,
)

NEST_MOST: Final = 4
"""Epoch sections that a thread can be in at once. More is reported as misuse."""

EPOCH_PREEMPT: Final = 1
EPOCH_LOCKED: Final = 2


@struct
class epoch_record:
    """What waits for an epoch: `er_left` are the threads that have yet to leave."""

    er_next: Ptr[epoch_record]
    er_epoch: voidp
    er_left: u64


@struct
class epoch_context:
    """For epoch_call, a field of the object that the callback frees."""

    ec_record: epoch_record
    ec_callback: Callable[[Ptr[epoch_context]], None]


@struct
class epoch:
    """`e_inside`: the threads in a section. `e_calls`: callbacks that have not returned."""

    e_name: cstr = "Net"
    e_flags: u32 = EPOCH_PREEMPT
    e_calls: u32
    e_inside: u64


@struct
class epoch_tracker:
    """A preemptible section; on the stack of who enters it."""

    et_epoch: Ptr[epoch]


@struct
class epoch_sections:
    """The sections that this thread is in, the oldest first."""

    in_epoch: array[Ptr[epoch]] = array(NEST_MOST)


epoch_waits: Ptr[epoch_record] = null
"""Threads that wait, in order of their addresses."""
epoch_calls: Ptr[epoch_record] = null
"""Callbacks that have not begun, likewise."""
calls_served: bool = False
td_epochs: thread_local[epoch_sections] = epoch_sections()
td_epochwait: thread_local[epoch_record] = epoch_record()


# -- epochs ------------------------------------------------------------------------------------------------------------


def epoch_alloc(name: cstr, flags: u32, site: u32 = here()) -> Ptr[epoch]:
    """A new epoch; with EPOCH_PREEMPT its sections may be preempted."""
    e = alloc(epoch)
    with indivisible():
        epoch_init(e, name, flags)
    return e


def epoch_init(e: Ptr[epoch], name: cstr, flags: u32) -> None:
    """Makes an epoch of memory that there is."""
    e.e_name = name
    e.e_flags = flags
    e.e_calls = 0
    e.e_inside = 0


def epoch_free(e: Ptr[epoch], site: u32 = here()) -> None:
    """Gives it back. Nobody may be inside, and no callback pending."""
    with indivisible():
        require(e.e_inside == 0, "epoch", "epoch_free of {0:text} with threads inside @ {1:site}", e.e_name, site)
        require(e.e_calls == 0, "epoch", "epoch_free of {0:text} with callbacks pending @ {1:site}", e.e_name, site)
    free(e)


# -- sections ----------------------------------------------------------------------------------------------------------


def epoch_enter(e: Ptr[epoch], site: u32 = here()) -> None:
    """Begins a section, which is a critical section too."""
    td.td_critnest += 1
    _enter(e, site)


def epoch_exit(e: Ptr[epoch], site: u32 = here()) -> None:
    """Ends it."""
    _exit(e, site)
    td.td_critnest -= 1


def epoch_enter_preempt(e: Ptr[epoch], et: Ptr[epoch_tracker], site: u32 = here()) -> None:
    """Begins a section in which mutexes may be taken."""
    with indivisible():
        preempt = e.e_flags & EPOCH_PREEMPT != 0
        require(preempt, "misuse", "epoch_enter_preempt of {0:text}, made without EPOCH_PREEMPT", e.e_name)
        et.et_epoch = e
        _enter(e, site)


def epoch_exit_preempt(e: Ptr[epoch], et: Ptr[epoch_tracker], site: u32 = here()) -> None:
    """Ends the section that was begun with this tracker."""
    with indivisible():
        require(et.et_epoch == e, "epoch", "epoch_exit_preempt with a tracker that did not enter @ {0:site}", site)
        et.et_epoch = null
        _exit(e, site)


def in_epoch(e: Ptr[epoch]) -> bool:
    """True if this thread is in a section of the epoch."""
    return _newest(e) >= 0


@thread_exit
def epoch_exits() -> None:
    """Every thread ends outside of sections."""
    require(td.td_epochnest == 0, "epoch", "thread exits in an epoch section")


def _enter(e: Ptr[epoch], site: u32) -> None:
    nested = in_epoch(e)
    at = td.td_epochnest
    require(at < NEST_MOST, "misuse", "more than {0:d} nested epoch sections @ {1:site}", NEST_MOST, site)
    td_epochs.in_epoch[at] = e
    td.td_epochnest = at + 1
    with indivisible():
        if not nested:
            e.e_inside |= _bit()
        event("epoch", "enters", e)


def _exit(e: Ptr[epoch], site: u32) -> None:
    at = _newest(e)
    require(at >= 0, "epoch", "epoch_exit: not in a section of {0} @ {1:site}", e, site)
    last = i64(td.td_epochnest) - 1
    for i in range(at, last):
        td_epochs.in_epoch[i] = td_epochs.in_epoch[i + 1]
    td_epochs.in_epoch[last] = null
    td.td_epochnest -= 1
    with indivisible():
        if not in_epoch(e):
            e.e_inside &= ~_bit()
            _leave(epoch_waits, e)
            _leave(epoch_calls, e)
        event("epoch", "leaves", e)


def _newest(e: Ptr[epoch]) -> i64:
    """Where the newest section of an epoch stands, -1 if there is none."""
    found: i64 = -1
    for i in range(NEST_MOST):
        if td_epochs.in_epoch[i] == e and e is not None:
            found = i64(i)
    return found


def _bit() -> u64:
    return u64(1) << thread_id()


def _leave(record: Ptr[epoch_record], e: Ptr[epoch]) -> None:
    """This thread is no longer waited for."""
    while record is not None:
        if record.er_epoch == e:
            record.er_left &= ~_bit()
        record = record.er_next


# -- waiting -----------------------------------------------------------------------------------------------------------


def epoch_wait_preempt(e: Ptr[epoch], site: u32 = here()) -> None:
    """Waits until those have left who are inside now."""
    with indivisible():
        _may_wait(e, "epoch_wait", site)
        td_epochwait.er_epoch = e
        td_epochwait.er_left = e.e_inside
        _link(addr(epoch_waits), addr(td_epochwait))
        event("epoch", "waits for", e)
    with indivisible(td_epochwait.er_left == 0, blocked_by=_lowest(td_epochwait.er_left)):
        _unlink(addr(epoch_waits), addr(td_epochwait))
        td_epochwait.er_epoch = null
        event("epoch", "has waited for", e)


def epoch_wait(e: Ptr[epoch], site: u32 = here()) -> None:
    """epoch_wait_preempt for an epoch whose sections are not preempted."""
    epoch_wait_preempt(e, site)


def _may_wait(e: Ptr[epoch], what: cstr, site: u32) -> None:
    require(not in_epoch(e), "epoch", "{0:text}: in a section of {1} @ {2:site}", what, e, site)
    witness_warn_sleep(null, site, what)


def _lowest(threads: u64) -> i64:
    """One of the threads: none of them may stay."""
    for i in range(64):
        if threads >> i & 1:
            return i64(i)
    return -1


def _place_of(head: Ptr[Ptr[epoch_record]], record: Ptr[epoch_record]) -> Ptr[Ptr[epoch_record]]:
    """The link to it, or to where it would stand."""
    place = head
    while load(place) is not None and cast(u64, load(place)) < cast(u64, record):
        place = addr(load(place).er_next)
    return place


def _link(head: Ptr[Ptr[epoch_record]], record: Ptr[epoch_record]) -> None:
    place = _place_of(head, record)
    record.er_next = load(place)
    store(place, record)


def _unlink(head: Ptr[Ptr[epoch_record]], record: Ptr[epoch_record]) -> None:
    place = head
    while load(place) != record:
        place = addr(load(place).er_next)
    store(place, record.er_next)
    record.er_next = null


# -- callbacks ---------------------------------------------------------------------------------------------------------


def epoch_call(
    e: Ptr[epoch], callback: Callable[[Ptr[epoch_context]], None], ctx: Ptr[epoch_context], site: u32 = here()
) -> None:
    """Has callback(ctx) called by another thread when those have left who are inside now."""
    global calls_served
    with indivisible():
        known = _place_of(addr(epoch_calls), addr(ctx.ec_record))
        once = load(known) != addr(ctx.ec_record)
        require(once, "misuse", "epoch_call of {0}, which waits for its callback already @ {1:site}", ctx, site)
        ctx.ec_callback = callback
        ctx.ec_record.er_epoch = e
        ctx.ec_record.er_left = e.e_inside
        _link(addr(epoch_calls), addr(ctx.ec_record))
        e.e_calls += 1
        event("epoch", "defers a callback of", e)
        if not calls_served:
            calls_served = True
            spawn(epoch_call_task)


def epoch_drain_callbacks(e: Ptr[epoch], site: u32 = here()) -> None:
    """Waits until no callback is pending or running."""
    with indivisible():
        _may_wait(e, "epoch_drain_callbacks", site)
        wait_until(e.e_calls == 0)
        event("epoch", "has drained the callbacks of", e)


def epoch_call_task() -> None:
    """The service thread."""
    while True:
        with indivisible(_ready() > 0, blocked_by=idle):
            record = _take_ready(choose(_ready()))
            ctx = cast(Ptr[epoch_context], record)
            e, callback = cast(Ptr[epoch], record.er_epoch), ctx.ec_callback
            event("epoch", "calls back for", e)
        callback(ctx)
        handler_returned("a callback of an epoch", 0)
        with indivisible():
            e.e_calls -= 1
            event("epoch", "is done with a callback of", e)


def _ready() -> u64:
    """How many callbacks wait for nobody."""
    count: u64 = 0
    record = epoch_calls
    while record is not None:
        if record.er_left == 0:
            count += 1
        record = record.er_next
    return count


def _take_ready(which: u64) -> Ptr[epoch_record]:
    record = epoch_calls
    while record.er_left != 0 or which > 0:
        if record.er_left == 0:
            which -= 1
        record = record.er_next
    _unlink(addr(epoch_calls), record)
    return record


# -- the network's -----------------------------------------------------------------------------------------------------

net_epoch: epoch = epoch()
"""The network stack's. Its sections are preemptible."""


def the_net_epoch() -> Ptr[epoch]:
    """Its address, for C."""
    return addr(net_epoch)


def NET_EPOCH_ENTER(et: Ptr[epoch_tracker], site: u32 = here()) -> None:
    """Begins a section of the network stack."""
    epoch_enter_preempt(addr(net_epoch), et, site)


def NET_EPOCH_EXIT(et: Ptr[epoch_tracker], site: u32 = here()) -> None:
    """Ends it."""
    epoch_exit_preempt(addr(net_epoch), et, site)


def NET_EPOCH_WAIT(site: u32 = here()) -> None:
    """epoch_wait_preempt of the network's epoch."""
    epoch_wait_preempt(addr(net_epoch), site)


def NET_EPOCH_CALL(callback: Callable[[Ptr[epoch_context]], None], ctx: Ptr[epoch_context], site: u32 = here()) -> None:
    """epoch_call of the network's epoch."""
    epoch_call(addr(net_epoch), callback, ctx, site)


def NET_EPOCH_DRAIN_CALLBACKS(site: u32 = here()) -> None:
    """epoch_drain_callbacks of the network's epoch."""
    epoch_drain_callbacks(addr(net_epoch), site)


def NET_EPOCH_ASSERT(site: u32 = here()) -> None:
    """This thread is in a section of the network stack."""
    inside = in_epoch(addr(net_epoch))
    require(inside, "assertion", "NET_EPOCH_ASSERT: not in a section of the network epoch @ {0:site}", site)
