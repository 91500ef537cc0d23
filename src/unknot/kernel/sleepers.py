"""Who sleeps, on which channel. One idea: one list of all sleepers, ordered by channel, then by priority, then by who
came first; so equal situations are equal bytes, whoever went to sleep before whom on another channel.

Each thread has one entry, which is zero while it is awake. `sleepq_add` belongs in the indivisible block that gives
back the interlock: a wakeup comes before both or after both. This is what msleep, condition variables and the signals
are made of.

Events: "sleep" channel, interlock, site, whether a time is set; "awake" channel, result; "wakeup" channel, how many,
1 if only one was to be woken, site, and with `more` the number of each thread woken.
"""

from __future__ import annotations

from typing import Final

from unknot.kernel.errno import EINTR, ERESTART, EWOULDBLOCK
from unknot.kernel.voidp import voidp
from unknot.lang import (
    Ptr,
    addr,
    cast,
    choose,
    event,
    i32,
    indivisible,
    load,
    more,
    null,
    pause,
    store,
    struct,
    thread_id,
    thread_local,
    u32,
    u64,
)

ASLEEP: Final = 1
WOKEN: Final = 2
SIGNALLED: Final = 3

TIMED: Final = 1
CATCHES: Final = 2

LEAST_PRIORITY: Final = 255
"""Of sleepers that gave none."""


@struct
class sleeper:
    """A thread's place among the sleepers."""

    sl_next: Ptr[sleeper]
    sl_chan: voidp
    sl_thread: u32
    sl_priority: u32
    sl_how: u32
    sl_state: u32


sleepers: Ptr[sleeper] = null
td_sleeper: thread_local[sleeper] = sleeper()
signals_pending: u64 = 0
"""A bit for each thread that has a signal."""


# -- going to sleep ----------------------------------------------------------------------------------------------------


def sleepq_add(chan: voidp, lock: voidp, priority: u32, how: u32, site: u32) -> None:
    """Puts the thread on the channel; one that catches signals and has one does not get so far."""
    td_sleeper.sl_chan = chan
    td_sleeper.sl_thread = u32(thread_id())
    td_sleeper.sl_priority = priority if priority else u32(LEAST_PRIORITY)
    td_sleeper.sl_how = how
    if how & CATCHES and signals_pending >> thread_id() & 1:
        td_sleeper.sl_state = SIGNALLED
    else:
        td_sleeper.sl_state = ASLEEP
        _insert(addr(td_sleeper))
    event("sleep", chan, lock, site, how & TIMED)


def _insert(entry: Ptr[sleeper]) -> None:
    link = sleepq_lookup(entry.sl_chan)
    there = load(link)
    while there is not None and there.sl_chan == entry.sl_chan and there.sl_priority <= entry.sl_priority:
        link = addr(there.sl_next)
        there = load(link)
    entry.sl_next = there
    store(link, entry)


def sleepq_lookup(chan: voidp) -> Ptr[Ptr[sleeper]]:
    """The link to the first sleeper on a channel, or to where it would stand."""
    link = addr(sleepers)
    there = load(link)
    while there is not None and cast(u64, there.sl_chan) < cast(u64, chan):
        link = addr(there.sl_next)
        there = load(link)
    return link


def sleepq_wait() -> i32:
    """Waits until woken, for the time to pass, or for a signal: 0, EWOULDBLOCK, EINTR or ERESTART. Who was woken looks
    at the clock when it runs, and then says EWOULDBLOCK too."""
    with indivisible(td_sleeper.sl_state != ASLEEP or td_sleeper.sl_how & TIMED):
        result: i32 = 0
        if td_sleeper.sl_state == ASLEEP:
            pause()
            _remove(addr(td_sleeper))
            result = EWOULDBLOCK
        elif td_sleeper.sl_state == WOKEN:
            if td_sleeper.sl_how & TIMED and choose(2) != 0:
                event("did", "is woken too late")
                result = EWOULDBLOCK
        else:
            result = EINTR if choose(2) == 0 else ERESTART
        event("awake", td_sleeper.sl_chan, result)
        _forget()
    return result


def _remove(entry: Ptr[sleeper]) -> None:
    link = sleepq_lookup(entry.sl_chan)
    while load(link) != entry:
        link = addr(load(link).sl_next)
    store(link, entry.sl_next)
    entry.sl_next = null


def _forget() -> None:
    td_sleeper.sl_chan = null
    td_sleeper.sl_thread = 0
    td_sleeper.sl_priority = 0
    td_sleeper.sl_how = 0
    td_sleeper.sl_state = 0


# -- waking ------------------------------------------------------------------------------------------------------------


def sleepq_count(chan: voidp) -> u32:
    """How many sleep on a channel."""
    count: u32 = 0
    there = load(sleepq_lookup(chan))
    while there is not None and there.sl_chan == chan:
        count += 1
        there = there.sl_next
    return count


def sleepq_broadcast(chan: voidp, site: u32) -> None:
    """Wakes all on a channel."""
    with indivisible():
        event("wakeup", chan, sleepq_count(chan), 0, site)
        link = sleepq_lookup(chan)
        while load(link) is not None and load(link).sl_chan == chan:
            _wake(link, WOKEN)


def sleepq_signal(chan: voidp, site: u32) -> None:
    """Wakes the one of the highest priority that has slept longest."""
    with indivisible():
        _wake_one(chan, 0, site)


def sleepq_signal_any(chan: voidp, site: u32) -> None:
    """Wakes one, nobody knows which."""
    with indivisible():
        count = sleepq_count(chan)
        _wake_one(chan, choose(count) if count else 0, site)


def _wake_one(chan: voidp, position: u64, site: u32) -> None:
    link = sleepq_lookup(chan)
    for _ in range(position):
        link = addr(load(link).sl_next)
    found = load(link) is not None and load(link).sl_chan == chan
    event("wakeup", chan, u32(found), 1, site)
    if found:
        _wake(link, WOKEN)


def _wake(link: Ptr[Ptr[sleeper]], state: u32) -> None:
    """Takes the sleeper behind a link from the list, and it may go on."""
    entry = load(link)
    store(link, entry.sl_next)
    entry.sl_next = null
    entry.sl_state = state
    more(entry.sl_thread)


def sleepq_abort(thread: u64) -> None:
    """Breaks off the sleep of a thread if it catches signals."""
    link = addr(sleepers)
    while load(link) is not None and load(link).sl_thread != thread:
        link = addr(load(link).sl_next)
    entry = load(link)
    if entry is not None and entry.sl_how & CATCHES:
        event("signal", thread, entry.sl_chan)
        _wake(link, SIGNALLED)
