"""What the language means, by running programs that assert it in the interpreter."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.frontend.python.load import build, load_file
from unknot.interp.explore import explore
from unknot.ir.text import parse_program, print_program
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

PROGRAMS = Path(__file__).parent / "programs"
MEANING = load_file(str(PROGRAMS / "meaning.py"))


@pytest.mark.parametrize("name", MEANING.scenarios)
def test_meaning(name: str) -> None:
    program = build(MEANING.scenarios[name])
    program.spawn_limit = 1
    verify(program)
    summary = explore(place_steps(program))
    assert summary.first is None, summary.first
    assert summary.finals


@pytest.mark.parametrize("name", MEANING.scenarios)
def test_text_round_trip(name: str) -> None:
    text = print_program(build(MEANING.scenarios[name]))
    assert print_program(parse_program(text)) == text
