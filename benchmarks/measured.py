"""One measurement as a value, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Measured:
    """A search. `bytes_per_state` is None where nothing sensible can be said.

    `seconds` is the search alone, `compile_seconds` what was needed to make it (0 if it came from a cache),
    `total_seconds` all of it as the user waits for it, start of the program included.
    """

    verdict: str
    states: int
    transitions: int
    seconds: float
    compile_seconds: float
    total_seconds: float
    bytes_per_state: float | None

    @property
    def rate(self) -> float:
        """Transitions per second of search."""
        return self.transitions / max(self.seconds, 1e-6)

    def after(self, cold: Measured) -> Measured:
        """This search as it would have been with `cold`'s compilation before it."""
        rest = cold.total_seconds - cold.seconds
        return replace(self, compile_seconds=cold.compile_seconds, total_seconds=rest + self.seconds)


class MeasurementError(Exception):
    """A tool failed, or its output was not understood. The message has the output."""
