"""How far the interpreter goes. One idea: reaching a limit is an outcome (a `LIMIT_...` fault), no error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """`heap_bytes`: size of the heap. `max_frames`: calls open in a thread. `private_ops`: operations in a step."""

    heap_bytes: int = 65536
    max_frames: int = 64
    private_ops: int = 1_000_000
