"""Generated sequential C programs: what native code computes is asserted in unknot, on both of its roads.

`UNKNOT_EXAMPLES=1000 pytest tests/differential/c --hypothesis-seed=7` runs other and more programs; `python
tests/differential/c/offline.py` runs them by the thousand, csmith's too.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from c_native import output
from c_verdicts import verdicts
from generated_c import Generated, generate
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("UNKNOT_EXAMPLES", "0"))
BY_DEFAULT = 12


def programs() -> st.SearchStrategy[Generated]:
    """Programs of one to eight functions; fewer are simpler."""
    return st.builds(lambda seed, functions: generate(Random(seed), functions), st.integers(0), st.integers(1, 8))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs are written and compiled."""
    return tmp_path_factory.mktemp("c")


@settings(
    max_examples=EXAMPLES or BY_DEFAULT,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(program=programs())
def test_unknot_computes_what_native_code_computes(folder: Path, program: Generated) -> None:
    values = [int(line) for line in output(program.source(), folder).split()]
    path = folder / "checked.c"
    path.write_text(program.source(values), encoding="utf-8")
    note(path.read_text(encoding="utf-8"))
    assert verdicts(path) == ("right", "right")
