"""What the threads of a path are called. One idea: a thread that was started on the way is called what the library says
it is for, else by the function it runs; a number where that would be said twice.

Schedules keep `spawned1`, ...: they are read before anything has run (`names.thread_names`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from unknot.diagnose.events import Event
from unknot.diagnose.names import Names, thread_names
from unknot.diagnose.stacks import Moment, moments, plain
from unknot.diagnose.walk import Walk


def names_on(walked: Walk, events: tuple[Event, ...]) -> tuple[str, ...]:
    """The names of all threads that can exist, as this path knows them."""
    program = walked.machine.program
    declared = len(program.threads)
    names = list(thread_names(program))
    text = Names(program).text
    said = _said(events, text, declared)
    found: dict[int, list[str]] = {}
    for moment in _all_moments(walked):
        if declared <= moment.thread < program.max_threads and moment.stack and moment.stack[0].function:
            name = plain(moment.stack[0].function)
            if name not in found.setdefault(moment.thread, []):
                found[moment.thread].append(name)
    wanted = {t: said.get(t, calls[0]) for t, calls in found.items() if t in said or len(calls) == 1}
    taken = Counter([*names[:declared], *wanted.values()])
    used = set(names)
    for thread, name in sorted(wanted.items()):
        number = 1
        unique = name
        while unique in used or (taken[name] > 1 and unique == name):
            unique, number = f"{name}{number}", number + 1
        used.add(unique)
        names[thread] = unique
    return tuple(names)


def _said(events: tuple[Event, ...], text: Callable[[int], str], declared: int) -> dict[int, str]:
    """What started threads say they are called, where all that had one number say the same."""
    said: dict[int, set[str]] = {}
    for event in events:
        if event.kind == "thread_name" and event.thread >= declared and event.word(0):
            said.setdefault(event.thread, set()).add(plain(text(event.word(0))))
    return {thread: names.pop() for thread, names in said.items() if len(names) == 1}


def _all_moments(walked: Walk) -> Iterator[Moment]:
    program = walked.machine.program
    yield from moments(program, None, walked.start)
    for taken in walked.steps:
        yield from moments(program, taken.before, taken.outcome)
