"""What can go wrong in a step, as numbers that native code and the interpreter share. The texts stand in `checks/`."""

from __future__ import annotations

import enum


class Fault(enum.IntEnum):
    """Kinds of faults. Below 64: mistakes of the program. From 64: a limit was reached, the path is cut there; for
    DISCARDED the program itself asked for that, so it is no gap in what was covered. UNORDERED: what was searched is no
    picture of the program, see passes/merge_accesses.py."""

    NONE = 0
    ASSERT = 1
    NULL = 2
    BOUNDS = 3
    USE_AFTER_FREE = 4
    DOUBLE_FREE = 5
    BAD_FREE = 6
    UNINITIALISED = 7
    DIVISION = 8
    SHIFT = 9
    UNREACHABLE = 10
    MISALIGNED = 11
    BAD_CALL = 12
    BAD_JOIN = 13
    READ_ONLY = 14
    RULE = 15
    OVERFLOW = 16
    INVARIANT = 32
    FINAL = 33
    DEADLOCK = 34
    RACE = 35
    LEAK = 36
    STUCK = 37
    HISTORY = 38
    LIMIT_HEAP = 64
    LIMIT_STACK = 65
    LIMIT_THREADS = 66
    LIMIT_LOOP = 67
    LIMIT_STEP = 68
    LIMIT_HISTORY = 69
    DISCARDED = 70
    UNORDERED = 71

    @property
    def is_limit(self) -> bool:
        """True if this cuts a path instead of breaking the program."""
        return self >= Fault.LIMIT_HEAP


_ASSERTS = {
    None: Fault.ASSERT,
    "bounds": Fault.BOUNDS,
    "overflow": Fault.OVERFLOW,
    "shift": Fault.SHIFT,
    "division": Fault.DIVISION,
    "history_full": Fault.LIMIT_HISTORY,
    "assume": Fault.DISCARDED,
    "unordered": Fault.UNORDERED,
}


def fault_of(kind: str | None) -> Fault:
    """What an `assert` operation of that kind raises."""
    return _ASSERTS.get(kind, Fault.RULE)
