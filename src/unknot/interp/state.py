"""A state between two steps. One idea: immutable and canonical, so equal situations are equal and states are keys.

Canonical means: of a frame only the registers that may still be read are kept, an undefined one as 0; bytes that were
never written are 0; freed objects and popped frames are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from unknot.ir.types import Scalar


class Block(NamedTuple):
    """An object in memory. `written` has a bit per byte that has been written (all in globals); `stack` marks one that
    goes with its function's frame, `constant` one that must not be written. `owner` is the only thread that can reach
    it, -1 if there may be others."""

    size: int
    data: bytes
    written: int
    stack: bool = False
    constant: bool = False
    owner: int = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """A call that is under way: where it goes on (a caller: just after its call), what it may still read, and the
    objects that go when it returns."""

    function: str
    label: str
    index: int
    registers: tuple[tuple[str, int], ...]
    stack: tuple[int, ...] = ()


Thread = tuple[Frame, ...]
"""A thread's frames, the outermost first; none if it has ended."""


@dataclass(frozen=True)
class State:
    """`memory`: live objects by number, in order. `threads`: a place per thread that can exist, None if it is free."""

    memory: tuple[tuple[int, Block], ...]
    threads: tuple[Thread | None, ...]

    @property
    def key(self) -> tuple[object, object]:
        """Equal for equal situations, hashable."""
        return (self.memory, self.threads)

    @property
    def ended(self) -> bool:
        """True if no thread is left to run."""
        return not any(self.threads)


def signed(value: int, width: Scalar) -> int:
    """The value of a register read as two's complement."""
    return value - width.mask - 1 if value > width.mask >> 1 else value
