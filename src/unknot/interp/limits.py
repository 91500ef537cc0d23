"""How far the interpreter goes. One idea: reaching a limit is an outcome (a `LIMIT_...` fault), no error."""

from __future__ import annotations

from dataclasses import dataclass

from unknot.ir.faults import Fault


@dataclass(frozen=True)
class Limits:
    """`heap_bytes`: size of the heap. `max_frames`: calls open in a thread. `private_ops`: operations in a step."""

    heap_bytes: int = 65536
    max_frames: int = 64
    private_ops: int = 1_000_000


def cuts(fault: Fault) -> bool:
    """True for limits that only cut a path. A step that computes for ever is a mistake of the program."""
    return fault.is_limit and fault is not Fault.LIMIT_LOOP
