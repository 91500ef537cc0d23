"""Files of the language stay ordinary Python: a strict type checker and ruff accept them, and unknot runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unknot.frontend.python.load import build, load_file
from unknot.interp.explore import explore
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

SAMPLE = Path(__file__).parent / "sample_typed.py"


@pytest.mark.parametrize(
    "command", (["mypy", "--strict", "--no-incremental"], ["ruff", "check", "--no-cache"]), ids=("mypy", "ruff")
)
def test_tools_accept_the_sample(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", *command, str(SAMPLE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_sample_runs() -> None:
    program = build(load_file(str(SAMPLE)).scenarios["Typed"])
    program.spawn_limit = 1
    verify(program)
    summary = explore(place_steps(program), max_states=3000)
    assert summary.first is None, summary.first
