"""What happened in a step, in order, for traces. One idea: plain values; what to show of them is decided later.

Nothing here knows source text. Addresses and values are the machine's unsigned numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.core.location import Location


@dataclass(frozen=True, slots=True)
class Runs:
    """From here on it is this thread that runs (`Program.max_threads`: code between the threads)."""

    thread: int


@dataclass(frozen=True, slots=True)
class Line:
    """Operations of one place in the source were executed."""

    function: str
    loc: Location


@dataclass(frozen=True, slots=True)
class Access:
    """An access of memory: `kind` is load, store, rmw, cas, alloc or free. `old` is None if nothing was there, `new` if
    nothing was written. `ok` is false for a compare-and-set that failed."""

    kind: str
    pointer: int
    size: int
    old: int | None
    new: int | None
    order: str
    function: str
    loc: Location
    ok: bool = True


@dataclass(frozen=True, slots=True)
class Assign:
    """A register got a value."""

    function: str
    register: str
    value: int
    loc: Location


@dataclass(frozen=True, slots=True)
class Call:
    """A function was entered."""

    function: str
    args: tuple[int, ...]
    loc: Location


@dataclass(frozen=True, slots=True)
class Return:
    """A function returned."""

    function: str
    value: int | None
    loc: Location


@dataclass(frozen=True, slots=True)
class Note:
    """An `event` operation."""

    kind: str
    text: object
    args: tuple[int, ...]
    function: str
    loc: Location


Happening = Runs | Line | Access | Assign | Call | Return | Note
