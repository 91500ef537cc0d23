"""What is measured. One idea: a case names a model file and its parameters; its SPIN twin is the .pml beside it with
the same parameters in capitals, and both must visit exactly `states` states."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

MODELS = Path(__file__).resolve().parent / "models"


@dataclass(frozen=True)
class Case:
    """One comparison. `states` is None where a violation ends the search: the two look in different orders."""

    name: str
    model: str
    scenario: str
    parameters: dict[str, int] = field(default_factory=dict)
    states: int | None = None
    transitions: int | None = None
    depth: int = 1_000_000
    long: bool = False

    @property
    def target(self) -> str:
        """What unknot is asked to check."""
        return f"{MODELS / self.model}.py::{self.scenario}"

    @property
    def promela(self) -> Path:
        """The twin, if there is one."""
        return MODELS / f"{self.model}.pml"

    @property
    def hash_bits(self) -> int:
        """SPIN's -w: the smallest hash table with a slot for each state, as good for its speed and memory as can be."""
        return max(16, (self.states or 1).bit_length())


def _peterson(n: int, states: int, depth: int, long: bool = False) -> Case:
    return Case(f"peterson {n}", "peterson", "Peterson", {"n": n}, states, n * states, depth, long)


def _fib(n: int, limit: int, states: int, transitions: int) -> Case:
    return Case(f"fib_bench {n}", "fib_bench", "FibBench", {"n": n, "limit": limit}, states, transitions)


def _philosophers(n: int, states: int, transitions: int) -> Case:
    parameters = {"n": n, "ordered": 1}
    return Case(f"philosophers {n}", "philosophers", "Philosophers", parameters, states, transitions)


def _deadlock(n: int) -> Case:
    return Case(f"philosophers {n} deadlock", "philosophers", "Philosophers", {"n": n, "ordered": 0})


def _buffer(size: int, states: int, transitions: int) -> Case:
    parameters = {"size": size, "producers": 3, "consumers": 3}
    return Case(f"buffer {size}", "buffer", "Buffer", parameters, states, transitions)


def _mtx_buffer(rounds: int, size: int, states: int, transitions: int) -> Case:
    parameters = {"rounds": rounds, "size": size}
    return Case(f"mtx_buffer {rounds}", "mtx_buffer", "MtxBuffer", parameters, states, transitions)


CASES = (
    _peterson(3, 2_540, 1_000_000),
    _peterson(4, 207_831, 1_000_000),
    _peterson(5, 24_146_355, 10_000_000, long=True),
    _fib(5, 144, 40_123, 59_730),
    _fib(6, 377, 229_365, 348_732),
    _fib(7, 987, 1_248_835, 1_931_544),
    _fib(8, 2584, 6_549_910, 10_262_504),
    _philosophers(4, 207, 504),
    _philosophers(5, 783, 2_385),
    _philosophers(6, 2_970, 10_854),
    _philosophers(7, 11_259, 48_006),
    _philosophers(8, 42_687, 208_008),
    *(_deadlock(n) for n in (4, 5, 6, 7, 8)),
    _buffer(4, 8_644, 10_080),
    _buffer(6, 117_942, 137_592),
    _buffer(8, 1_416_968, 1_653_120),
    _mtx_buffer(4, 2, 155_783, 282_238),
    _mtx_buffer(6, 3, 676_847, 1_255_750),
)
