"""What a kqueue of the 2004 family is made of. One idea: a variant is its `Features`, known when the file is loaded;
code that a variant has not got is not compiled, and neither are filters that a scenario does not take.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, i32, i64, u32
from unknot.systems.kqueue.event import kevent
from unknot.systems.kqueue.knote import file, filedesc, filterops, knlist, knote, kqueue


@dataclass(frozen=True)
class Features:
    """What variants differ in; the filters, a frozenset of "file", "user", "timer", "proc", "signal", "kqueue".

    `counted`: flux is a count and no flag. `scan_flag`: KN_SCAN. `looks_first`: knote() looks at the flag without the
    lock before it takes it. `forks`: knote_fork registers for NOTE_TRACK; else filt_proc does, with all locks held.
    `fork_looks_first`: so does knote_fork. `fork_locks`: it takes the list's lock before it ends the flux.
    `pending_wakeup`: a scan wakes those who wait for flux before it waits for flux itself. `disables_first`:
    EV_DISABLE and EV_ENABLE take effect before the event is asked for. `own_proc_list`: a process's knlist lives as
    long as its knotes. `close_waits`: a kqueue that is closed waits for flux. `close_refuses`: and nothing more is
    registered there. `later`: EVFILT_USER, EV_DISPATCH, EV_RECEIPT, EV_DROP, KNF_NOKQLOCK. `rechecks`: a descriptor
    that was looked up is looked up again under the lock."""

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
    filters: frozenset[str] = frozenset()


class Variant(NamedTuple):
    """A complete kqueue. `setup` comes first, once. `kqueue` gives a descriptor; `kevent` the number of events, or an
    error number with a minus sign; its timeout is FOREVER, 0, or any other number. `close` closes any descriptor."""

    setup: Callable[[], None]
    kqueue: Callable[[filedesc], i32]
    kevent: Callable[[filedesc, i32, kevent, i32, kevent, i32, i64], i32]
    close: Callable[[filedesc, i32], i32]
    register: Callable[[kqueue, kevent, filedesc, u32], i32]
    knlist_init: Callable[[knlist, voidp, Callable[[voidp], None], Callable[[voidp], None]], None]
    knlist_init_mtx: Callable[[knlist, voidp], None]
    knlist_add: Callable[[knlist, knote, bool], None]
    knlist_remove: Callable[[knlist, knote, bool], None]
    knlist_cleardel: Callable[[knlist, bool, bool], None]
    knlist_destroy: Callable[[knlist], None]
    knote: Callable[[knlist, u32, u32], None]
    knote_fork: Callable[[knlist, u32], None]
    activate: Callable[[knote, bool], None]
