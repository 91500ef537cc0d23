"""A kqueue does its job first: one thread, and what kqueue(2) promises, rule by rule. One idea: each rule is a short
function; `choose` picks one, so that those with the same filters are one program.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot import initial, scenario, thread
from unknot.lang import Ptr, addr, choose, u64
from unknot.systems.kqueue import rules_changes, rules_filters, rules_reports
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import Set, acting
from unknot.systems.kqueue.variant import Make

Rule = Callable[[filedesc], None]


def one_of(rules: tuple[Rule, ...], place: int = 0) -> Callable[[filedesc, u64], None]:
    """A function that checks the rule of a number."""
    rule = rules[place]
    others = one_of(rules, place + 1) if place + 1 < len(rules) else None

    def last(fdp: Ptr[filedesc], number: u64) -> None:
        rule(fdp)

    if others is None:
        return last

    def check(fdp: Ptr[filedesc], number: u64) -> None:
        if number == place:
            rule(fdp)
        else:
            others(fdp, number)

    return check


def checking(name: str, s: Set, rules: tuple[Rule, ...]) -> type:
    """The scenario of that name: a process whose thread checks one of these rules, any of them."""
    count = len(rules)
    check = one_of(rules)

    @scenario
    class Checking:
        """One thread at a process with a kqueue."""

        process: filedesc

        @initial
        def setup(self) -> None:
            s.start(addr(self.process))

        @thread
        def only(self) -> None:
            check(addr(self.process), choose(count))

    Checking.__name__ = name
    return Checking


def sequential(make: Make) -> type:
    """Changes and their errors, pipes, events that the user triggers."""
    s = acting(make, "file", "user")
    user = rules_filters.user(s) if s.v.features.later else ()
    return checking("Sequential", s, (*rules_changes.rules(s), *rules_filters.pipes(s), *user))


def sequential_reports(make: Make) -> type:
    """When and how often events are reported, how long kevent waits, what closing does; signals."""
    s = acting(make, "file", "signal")
    return checking("SequentialReports", s, (*rules_reports.rules(s), *rules_filters.signals(s)))


def sequential_processes(make: Make) -> type:
    """Fork, exec, exit, and children."""
    s = acting(make, "proc")
    f = s.v.features
    more = (*(rules_filters.tracking(s) if f.forks else ()), *(rules_filters.exits(s) if f.later else ()))
    return checking("SequentialProcesses", s, (*rules_filters.processes(s), *more))


def sequential_timers(make: Make) -> type:
    """Timers that go off once, and twice."""
    s = acting(make, "timer")
    more = rules_filters.timers_again(s) if s.v.features.timer_restarts else ()
    return checking("SequentialTimers", s, (*rules_filters.timers(s), *more))


def sequential_nested(make: Make) -> type:
    """A kqueue that watches another, and poll(2)."""
    s = acting(make, "file", "kqueue")
    return checking("SequentialNested", s, rules_filters.nested(s))
