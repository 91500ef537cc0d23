"""The table against both executors and against the definition of the models."""

from __future__ import annotations

import pytest
from litmus_notation import condition
from litmus_programs import TABLE, Litmus
from litmus_reference import outcomes
from litmus_run import interpreted, native_can_end

from unknot.core.options import Options

MODELS = ("sc", "tso")


def allows(litmus: Litmus, found: set[tuple[tuple[str, int], ...]]) -> bool:
    wanted = condition(litmus.condition).items()
    return any(wanted <= dict(outcome).items() for outcome in found)


def test_names_are_unique() -> None:
    assert len({litmus.name for litmus in TABLE}) == len(TABLE)


@pytest.mark.parametrize("memory", MODELS)
@pytest.mark.parametrize("litmus", TABLE, ids=lambda litmus: litmus.name)
def test_verdict(litmus: Litmus, memory: str) -> None:
    options = Options(memory=memory)
    expected = memory in litmus.allowed
    defined = outcomes(litmus.program, memory)
    assert allows(litmus, defined) == expected, "the table and the definition of the model disagree"
    found, _, _ = interpreted(litmus.program, options)
    assert found == defined
    assert native_can_end(litmus.program, condition(litmus.condition), options) == expected
