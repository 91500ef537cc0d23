"""Puts a variant together. One idea: the parts need each other in a fixed order, and the filters, which need them all,
come last: their tables are filled in by `setup`.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.systems.kqueue.calls import calls
from unknot.systems.kqueue.drop import dropping
from unknot.systems.kqueue.filt_timer import timer_setup
from unknot.systems.kqueue.filt_user import user_setup
from unknot.systems.kqueue.filters import file_setup, finding
from unknot.systems.kqueue.knlist import knlist_destroy, knlist_init, knlist_init_mtx, knlist_setup, knlists
from unknot.systems.kqueue.nested import kqueue_files, task_of
from unknot.systems.kqueue.process import forking, proc_filter, processes, signal_filter, tracking
from unknot.systems.kqueue.queue import nesting_setup, queueing
from unknot.systems.kqueue.register import registering
from unknot.systems.kqueue.scan import scanning
from unknot.systems.kqueue.variant import Features, Variant

FILTERS = frozenset({"file", "user", "timer", "proc", "signal", "kqueue"})


def build(features: Features, *filters: str) -> Variant:
    """The variant with these filters."""
    if not set(filters) <= FILTERS:
        raise ValueError(f"filters are {', '.join(sorted(FILTERS))}")
    f = features._replace(filters=frozenset(filters))
    q = queueing(f)
    drop = dropping(f, q)
    lists = knlists(f, q, drop.detached)
    scan = scanning(f, q, drop)
    register = registering(f, q, drop, finding(f))
    track = tracking(register)
    fork = forking(f, q, track)
    procs = processes(f, lists, fork)
    setups: list[Callable[[], None]] = [knlist_setup, kqueue_files(f, drop, lists)]
    if {"file", "kqueue"} & f.filters:
        setups.append(file_setup)
    if "kqueue" in filters:
        setups.append(nesting_setup)
    if "user" in filters and f.later:
        setups.append(user_setup)
    if "timer" in filters:
        setups.append(timer_setup(f, q))
    if "proc" in filters:
        setups.append(proc_filter(f, lists, q, track))
    if "signal" in filters:
        setups.append(signal_filter(lists))
    if {"proc", "signal"} & f.filters:
        setups.append(procs.setup)
    call = calls(f, register, scan, drop, task_of(lists))
    return Variant(
        features=f,
        setup=in_a_row(setups),
        kqueue=call.kqueue,
        kevent=call.kevent,
        close=call.close,
        register=register,
        knlist_init=knlist_init,
        knlist_init_mtx=knlist_init_mtx,
        knlist_add=lists.add,
        knlist_remove=lists.remove,
        knlist_cleardel=lists.cleardel,
        knlist_destroy=knlist_destroy,
        knote=lists.knote,
        procs=procs,
        queue=q,
    )


def nothing() -> None:
    """Does nothing."""


def in_a_row(steps: list[Callable[[], None]]) -> Callable[[], None]:
    """One function that calls all of these."""
    if not steps:
        return nothing
    first, others = steps[0], in_a_row(steps[1:])

    def both() -> None:
        first()
        others()

    return both
