"""The examples in the pages of the kernel's primitives are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from schedules import verdict

from unknot import pipeline
from unknot.core.options import Options
from unknot.frontend.c.inputs import CInput
from unknot.frontend.python.load import load_file

PAGES = Path(__file__).parents[2] / "docs" / "kernel"
PRELUDE = "from unknot import at_end, initial, scenario, thread\nfrom unknot.lang import *\n"


LOCKS = ("mutex", "sx", "rwlock", "rmlock", "critical", "atomic", "refcount")
SERVICES = ("sleepqueue", "condvar", "callout", "taskqueue", "epoch", "malloc", "uma", "mbuf", "kthread")


@pytest.mark.parametrize("page", LOCKS + SERVICES)
def test_example(page: str, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (PAGES / f"{page}.md").read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / f"{page}_example.py"
    path.write_text(PRELUDE + example, encoding="utf-8")
    (program,) = load_file(str(path)).scenarios.values()
    assert verdict(program) == "verified"


def test_example_in_c(tmp_path: Path) -> None:
    (example,) = re.findall(r"```c\n(.*?)```", (PAGES / "c.md").read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "example.c"
    path.write_text(example, encoding="utf-8")
    assert pipeline.check(CInput((str(path),)), Options()).verdict == "verified"
