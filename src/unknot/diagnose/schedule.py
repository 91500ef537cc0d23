"""Schedules as short text. One idea: runs of one thread: `a1.b13.a2` is one step of a, thirteen of b, two of a.

A name that ends in a digit is followed by x: `p0x3`. A step of a thread's store buffer is `flush-a1`. A step with
several outcomes (choose) names the one taken, from 0: `a1/2`. `init/2` at the front is the outcome of the beginning.
`a3.stuck.b1.again.a1.b1` comes to a state that is stuck after three steps, to a cycle after one more, and goes round it
once; with `pausing` for `stuck` no schedule ends, but only from there on do all cycles pause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from unknot.core.errors import TargetError
from unknot.explore.outcome import Action

STUCK, PAUSING, AGAIN = "stuck", "pausing", "again"
LONGEST = 8
"""Digits of a number of steps; more than that many steps were never kept in a path."""


def write_schedule(threads: Sequence[str], start: int, path: Sequence[Action]) -> str:
    """The text of a path; `threads` are the names by number."""
    parts = [f"init/{start}"] if start else []
    index = 0
    while index < len(path):
        action = path[index]
        count = 1
        if not action.ordinal:
            while index + count < len(path) and path[index + count] == action:
                count += 1
        parts.append(_segment(threads, action, count))
        index += count
    return ".".join(parts) or "init"


def _segment(threads: Sequence[str], action: Action, count: int) -> str:
    buffer = action.actor >= len(threads)
    name = threads[action.actor - len(threads) if buffer else action.actor]
    times = f"x{count}" if name[-1].isdigit() else str(count)
    return ("flush-" if buffer else "") + name + times + (f"/{action.ordinal}" if action.ordinal else "")


def write_rounds(threads: Sequence[str], endless: bool, onward: Sequence[Action], cycle: Sequence[Action]) -> str:
    """What follows the text of a path whose end is stuck."""
    parts = [PAUSING if endless else STUCK, *([write_schedule(threads, 0, onward)] if onward else [])]
    return ".".join(["", *parts, *([AGAIN, write_schedule(threads, 0, cycle)] if cycle else [])])


def split_rounds(text: str) -> tuple[str, str, str, str]:
    """The text of a path; if its end is stuck, the word for that and the texts of what follows, else empty ones."""
    parts = text.strip().split(".")
    at = next((i for i, part in enumerate(parts) if part in (STUCK, PAUSING)), len(parts))
    again = parts.index(AGAIN) if AGAIN in parts[at:] else len(parts)
    before, onward, cycle = parts[:at], parts[at + 1 : again], parts[again + 1 :]
    return ".".join(before), "".join(parts[at : at + 1]), ".".join(onward), ".".join(cycle)


def read_schedule(threads: Sequence[str], text: str) -> tuple[int, list[Action]]:
    """The outcome of the beginning and the path that `text` means. Raises TargetError that names the part it cannot
    read."""
    start = 0
    path: list[Action] = []
    for number, part in enumerate(text.strip().split(".")):
        begun = re.fullmatch(r"init(?:/(\d+))?", part)
        if number == 0 and begun:
            start = int(begun[1] or 0)
            continue
        path += _read_segment(threads, part)
    return start, path


def _read_segment(threads: Sequence[str], part: str) -> list[Action]:
    buffer = part.startswith("flush-")
    word = part.removeprefix("flush-")
    for number, name in enumerate(threads):
        pattern = re.escape(name) + (r"x(\d+)" if name[-1].isdigit() else r"(\d+)") + r"(?:/(\d+))?"
        match = re.fullmatch(pattern, word)
        if match:
            actor = number + len(threads) if buffer else number
            if len(match[1]) > LONGEST:
                raise TargetError(f"{part!r} in the schedule is longer than any that was found")
            return [Action(actor, int(match[2] or 0))] * int(match[1])
    known = ", ".join(threads)
    raise TargetError(
        f"cannot read {part!r} in the schedule",
        remedy=f"a part is a thread's name and a number of steps, as in a1.b13.a2; the threads are {known}",
    )
