"""The language against Python itself: generated functions must compute the same in both, where numbers stay in range.

One idea: every assignment is masked to 16 bits, so that i64 never wraps around and `//` and `%` see nothing negative.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from unknot.frontend.python.load import build, load_file
from unknot.interp.explore import explore
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

FUNCTIONS = 40
NAMES = ("a", "b", "c", "d")
BINARY = ("+", "-", "*", "&", "|", "^")
COMPARE = ("==", "!=", "<", "<=", ">", ">=")


class Generator:
    """Random functions of a, b, c, d: i64 with loops, branches and short-circuit conditions."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = []
        self.loops = 0
        self.counters: list[str] = []

    def function(self, name: str) -> str:
        """The source of one function."""
        self.lines = [f"def {name}(a: i64, b: i64) -> i64:", "    c: i64 = 3", "    d: i64 = 5"]
        for _ in range(4):
            self.statement(1, 3)
        self.lines.append("    return a ^ (b * 3) ^ (c * 5) ^ (d * 7)")
        return "\n".join(self.lines) + "\n"

    def emit(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def number(self, depth: int) -> str:
        kind = self.random.randrange(8 if depth else 3)
        if kind == 0:
            return str(self.random.randrange(20))
        if kind < 3:
            return self.random.choice((*NAMES, *self.counters))
        if kind == 3:
            return f"({self.number(depth - 1)} if {self.condition(depth - 1)} else {self.number(depth - 1)})"
        if kind == 4:
            name, divisor = self.random.choice(NAMES), self.random.randrange(1, 9)
            return f"({name} {self.random.choice(('//', '%'))} {divisor})"
        if kind == 5:
            return f"helper({self.number(depth - 1)}, {self.number(depth - 1)})"
        return f"({self.number(depth - 1)} {self.random.choice(BINARY)} {self.number(depth - 1)})"

    def condition(self, depth: int) -> str:
        kind = self.random.randrange(6 if depth else 2)
        left, right = self.number(max(depth - 1, 0)), self.number(max(depth - 1, 0))
        if kind < 2:
            return f"({left} {self.random.choice(COMPARE)} {right})"
        if kind == 2:
            return f"({left} {self.random.choice(COMPARE)} {right} {self.random.choice(COMPARE)} {self.number(0)})"
        if kind == 3:
            return f"(not {self.condition(depth - 1)})"
        word = self.random.choice(("and", "or"))
        return f"({self.condition(depth - 1)} {word} {self.condition(depth - 1)})"

    def statement(self, depth: int, budget: int) -> None:
        kind = self.random.randrange(8 if budget else 4)
        name = self.random.choice(NAMES)
        if kind < 2:
            self.emit(depth, f"{name} = ({self.number(2)}) & 0xFFFF")
        elif kind == 2:
            self.emit(depth, f"{name} {self.random.choice(('&', '|', '^'))}= {self.number(1)} & 0xFFFF")
        elif kind == 3:
            other = self.random.choice([n for n in NAMES if n != name])
            self.emit(depth, f"{name}, {other} = {other}, ({self.number(1)}) & 0xFFFF")
        elif kind < 6:
            self.branch(depth, budget)
        else:
            self.loop(depth, budget, counted=kind == 6)

    def branch(self, depth: int, budget: int) -> None:
        self.emit(depth, f"if {self.condition(2)}:")
        self.body(depth + 1, budget - 1)
        if self.random.randrange(2):
            self.emit(depth, "else:")
            self.body(depth + 1, budget - 1)

    def loop(self, depth: int, budget: int, counted: bool) -> None:
        self.loops += 1
        counter = f"i{self.loops}"
        if counted:
            step = self.random.choice((1, 2, 3))
            self.emit(depth, f"for {counter} in range(0, ({self.random.choice(NAMES)} & 7) - 1, {step}):")
            self.counters.append(counter)
        else:
            self.emit(depth, f"{counter} = 0")
            self.emit(depth, f"while {counter} < 4 and {self.condition(1)}:")
            self.emit(depth + 1, f"{counter} += 1")
        self.body(depth + 1, budget - 1)
        if self.random.randrange(2):
            self.emit(depth + 1, f"if {self.condition(1)}:")
            self.emit(depth + 2, self.random.choice(("break", "continue")))
        if counted:
            self.counters.pop()
        if self.random.randrange(3) == 0:
            self.emit(depth, "else:")
            self.body(depth + 1, 0)

    def body(self, depth: int, budget: int) -> None:
        for _ in range(self.random.randrange(1, 3)):
            self.statement(depth, budget)


@pytest.mark.parametrize("seed", range(3))
def test_same_as_python(seed: int, tmp_path: Path) -> None:
    generator = Generator(seed)
    source = "from unknot import scenario, thread\nfrom unknot.lang import i64\n\n"
    source += "def helper(x: i64, y: i64) -> i64:\n    return (x * 3 + y) & 0xFF\n\n"
    source += "\n".join(generator.function(f"f{n}") for n in range(FUNCTIONS))
    python: dict[str, Any] = {}
    exec(source.replace("from unknot import scenario, thread", ""), python)
    checks = []
    for n in range(FUNCTIONS):
        a, b = generator.random.randrange(100), generator.random.randrange(100)
        expected = python[f"f{n}"](a, b)
        checks.append(f"        assert f{n}({a}, {b}) == {expected}\n")
    source += "\n@scenario\nclass Same:\n    @thread\n    def run(self):\n" + "".join(checks)
    path = tmp_path / "generated.py"
    path.write_text(source)
    program = build(load_file(str(path)).scenarios["Same"])
    verify(program)
    summary = explore(place_steps(program))
    assert summary.first is None, f"{summary.first}\n{source}"
