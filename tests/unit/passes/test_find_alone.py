"""Which functions only one thread can run: calls, threads that are started, pointers to functions, observers."""

from __future__ import annotations

import pytest

from unknot.ir.builder import Builder
from unknot.ir.ops import Scalar
from unknot.ir.program import Function, Program, Thread
from unknot.passes.find_alone import of_one_thread

CALLS = {"main": ["helper", "shared"], "other": ["shared"], "helper": [], "shared": [], "started": ["deep"], "deep": []}


def program(*takes: str) -> Program:
    """Two threads, `main` and `other`; `main` takes the addresses of `takes`."""
    made = Program("p", threads=[Thread("main", "main"), Thread("other", "other")])
    for name, called in CALLS.items():
        builder = Builder(Function(name))
        for symbol in called:
            builder.emit("call", symbol=symbol)
        for symbol in takes if name == "main" else ():
            builder.value("func_addr", Scalar.I64, symbol=symbol)
        builder.ret()
        made.add(builder.function)
    return made


@pytest.mark.parametrize(
    ("users", "takes", "alone"),
    [
        (("main", "helper"), (), True),
        (("other",), (), True),
        (("shared",), (), False),
        (("main", "other"), (), False),
        (("main", "helper"), ("started",), True),
        (("deep",), ("started",), False),
        (("helper", "deep"), ("started",), False),
        (("helper",), ("main",), False),
        ((), (), False),
    ],
)
def test_used_by_one_thread(users: tuple[str, ...], takes: tuple[str, ...], alone: bool) -> None:
    assert of_one_thread(program(*takes), {"x": users}) == ({"x"} if alone else set())


def test_what_observers_read_is_nobodys_own() -> None:
    made = program()
    made.finals.append(("at end", "helper"))
    assert of_one_thread(made, {"x": ("main", "helper"), "y": ("main",)}) == {"y"}


def test_what_runs_before_the_threads_does_not_count() -> None:
    made = program()
    made.init = "deep"
    assert of_one_thread(made, {"x": ("main", "deep")}) == {"x"}
