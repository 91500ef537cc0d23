"""Every Python example of the language's reference compiles, and its scenarios run without a fault unless they are
about a bug."""

from __future__ import annotations

import re
from pathlib import Path
from types import FunctionType

import pytest

from unknot.frontend.python.load import build, build_functions, load_file
from unknot.interp.explore import explore
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "language.md"
BLOCKS = re.findall(r"^## (.*?)$|```python\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.M | re.S)
HEAD = BLOCKS[0][1]
BROKEN = {"PlainCounts"}


def examples() -> list[tuple[str, str]]:
    """(section, code) of every example after the imports."""
    found, section = [], ""
    for title, text in BLOCKS[1:]:
        section = title or section
        if text:
            found.append((section, text))
    return found


@pytest.mark.parametrize(("section", "text"), examples(), ids=[s.replace(" ", "_") for s, _ in examples()])
def test_example(section: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(HEAD + text)
    loaded = load_file(str(path))
    functions = [
        f
        for f in vars(loaded.module).values()
        if isinstance(f, FunctionType) and f.__module__ == loaded.module.__name__
    ]
    verify(build_functions([f for f in functions if f.__name__ != "scenarios"]))
    for name, scenario in loaded.scenarios.items():
        program = build(scenario)
        program.spawn_limit = 1
        verify(program)
        summary = explore(place_steps(program))
        assert (summary.first is not None) == (name in BROKEN), summary.first
