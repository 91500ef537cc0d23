"""What a kqueue of the 2004 family is made of. One idea: a variant is its `Features`, known when the file is loaded;
code that a variant has not got is not compiled, and neither are filters that a scenario does not take.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.mutex import mtx
from unknot.kernel.voidp import voidp
from unknot.lang import i32, i64, u32, u64
from unknot.systems.kqueue import event
from unknot.systems.kqueue import knote as structs
from unknot.systems.kqueue.knote import filedesc, knlist


class Features(NamedTuple):
    """What variants differ in; the filters, a frozenset of "file", "user", "timer", "proc", "signal", "kqueue".

    `counted`: flux is a count and no flag. `scan_flag`: KN_SCAN. `looks_first`: knote() looks at the flag without the
    lock before it takes it. `forks`: knote_fork registers for NOTE_TRACK; else filt_proc does, with all locks held.
    `fork_looks_first`: so does knote_fork. `fork_locks`: it takes the list's lock before it ends the flux.
    `pending_wakeup`: a scan wakes those who wait for flux before it waits for flux itself. `disables_first`: EV_DISABLE
    and EV_ENABLE take effect before the event is asked for. `own_proc_list`: a process's knlist lives as long as its
    knotes. `close_waits`: a kqueue that is closed waits for flux. `close_refuses`: and nothing more is registered
    there. `two_notes`: NOTE_CHILD is a knote of its own. `timer_restarts`: a timer that is added once more starts anew.
    `later`: EVFILT_USER, EV_DISPATCH, EV_RECEIPT, EV_DROP, KNF_NOKQLOCK. `rechecks`: a descriptor that was looked up is
    looked up again under the lock. `fork_event_locked`: knote_fork asks the filter under the list's lock.
    `refuses_both`: EV_ENABLE with EV_DISABLE. `sees_hints`: what knote() says of a knote that is scanned or added is
    not overruled by a filter that has nothing more to say. `timer_locked`: the count of a timer is kept under
    kq_lock."""

    counted: bool = False
    scan_flag: bool = False
    looks_first: bool = False
    forks: bool = False
    fork_looks_first: bool = False
    fork_locks: bool = False
    pending_wakeup: bool = False
    disables_first: bool = False
    own_proc_list: bool = False
    close_waits: bool = False
    close_refuses: bool = False
    later: bool = False
    rechecks: bool = False
    two_notes: bool = False
    timer_restarts: bool = False
    fork_event_locked: bool = False
    refuses_both: bool = False
    sees_hints: bool = False
    timer_locked: bool = False
    remembers_list: bool = False
    filters: frozenset[str] = frozenset()


class Queue(NamedTuple):
    """Flux and queue of a variant."""

    in_flux: Callable[[structs.knote], bool]
    enter_flux: Callable[[structs.knote], None]
    leave_flux: Callable[[structs.knote], None]
    enqueue: Callable[[structs.knote], None]
    activate: Callable[[structs.knote, bool], None]


class Processes(NamedTuple):
    """What processes do, by their numbers. `start` makes one, `announce` tells of a fork, `fork` does both."""

    start: Callable[[u64], None]
    fork: Callable[[u64, u64], None]
    announce: Callable[[u64, u64], None]
    execute: Callable[[u64], None]
    exit: Callable[[u64, u32], None]
    reap: Callable[[u64], None]
    signal: Callable[[u64, u32], None]
    setup: Callable[[], None]


class Variant(NamedTuple):
    """A complete kqueue. `setup` comes first, once. `kqueue` gives a descriptor; `kevent` the number of events, or an
    error number with a minus sign; its timeout is FOREVER, 0, or any other number. `close` closes any descriptor."""

    features: Features
    setup: Callable[[], None]
    kqueue: Callable[[filedesc], i32]
    kevent: Callable[[filedesc, i32, event.kevent, i32, event.kevent, i32, i64], i32]
    close: Callable[[filedesc, i32], i32]
    register: Callable[[structs.kqueue, event.kevent, filedesc, bool], i32]
    knlist_init: Callable[[knlist, voidp, Callable[[voidp], None], Callable[[voidp], None]], None]
    knlist_init_mtx: Callable[[knlist, mtx | None], None]
    knlist_add: Callable[[knlist, structs.knote, bool], None]
    knlist_remove: Callable[[knlist, structs.knote, bool], None]
    knlist_cleardel: Callable[[knlist, bool, bool], None]
    knlist_destroy: Callable[[knlist], None]
    knote: Callable[[knlist, u32, u32], None]
    procs: Processes
    queue: Queue


Make = Callable[..., Variant]
"""Makes the variant with the filters that are named."""
