"""Random programs: interpreter and native road against the definition of the model, and against each other."""

from __future__ import annotations

import random

import pytest
from litmus_reference import outcomes
from litmus_run import interpreted, native_has_others

from unknot.core.options import Options

STATEMENTS = (
    *("{p} = {v}",) * 6,
    *("{r} = {p}",) * 6,
    "{p} =sc {v}",
    "{p} =rel {v}",
    "{r} =acq {p}",
    "{r} = xchg {p} {v}",
    "{r} = add {p} {v}",
    "{r} = cas {p} 0 {v}",
    "mfence",
    "fence.acq_rel",
)
PLACES = (*("x", "y") * 4, "x.0", "x.lo", "x.hi", "x.2")


def program(seed: int) -> str:
    """Two or three threads of two to four statements; no register is written twice."""
    choose = random.Random(seed)
    registers = (f"r{n}" for n in range(10))
    threads = []
    for _ in range(choose.choice((2, 2, 3))):
        statements = []
        for _ in range(choose.randint(2, 4 if len(threads) < 2 else 2)):
            form = choose.choice(STATEMENTS)
            register = next(registers) if "{r}" in form else ""
            statements.append(form.format(p=choose.choice(PLACES), v=choose.randint(1, 3), r=register))
        threads.append("; ".join(statements))
    return " | ".join(threads)


@pytest.mark.parametrize("seed", range(60))
def test_interpreter_agrees_with_the_definition(seed: int) -> None:
    text = program(seed)
    for memory in ("sc", "tso"):
        assert interpreted(text, Options(memory=memory))[0] == outcomes(text, memory), text


@pytest.mark.parametrize("seed", range(12))
def test_native_agrees_with_the_interpreter(seed: int) -> None:
    text = program(seed)
    found, states, transitions = interpreted(text, Options(memory="tso"))
    for order in ("bfs", "preemptions"):
        others = native_has_others(text, found, Options(memory="tso", order=order))
        assert others[:2] == (False, states), text
        assert order == "preemptions" or others[2] == transitions, text
    some = set(sorted(found)[1:])
    assert native_has_others(text, some, Options(memory="tso"))[0]
