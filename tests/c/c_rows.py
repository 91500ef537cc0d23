"""The table `expected.toml` as values. One idea: a row says how a C program is checked, and what must come of it.

`[group.name]` stands for `group/name.c`, or for all C files of the folder `group/name/`; `file` names another. What a
row may say besides:

    options      fields of Options: { leaks = true, nondet = ["int=0:3"] }
    flags        -I, -D, -U and -include, as clang takes them; paths from the root of the repository
    arguments    what stands after "--" on the command line
    entry        the function that is run
    harness      FILE.py::Scenario, from the root of the repository
    verdict      "verified", "violated", "bounded"
    kind         of the violation
    message      a part of its message
    steps        of the simplest trace, with its preemptions; pinned for every violation
    preemptions
    trace        words of the report, each on a line below the one before; blanks count as one
    golden       true: the whole report is in tests/golden/c/
    interpreted  false: the interpreter does not run it (it would take too long)
    rare         true: a few hundred random schedules need not find it
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from unknot.core.options import Options
from unknot.frontend.c.inputs import CInput

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Row:
    """One program and what is expected of it."""

    name: str
    verdict: str
    file: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    entry: str = "main"
    harness: str = ""
    kind: str = ""
    message: str = ""
    steps: int = 0
    preemptions: int = 0
    trace: tuple[str, ...] = ()
    golden: bool = False
    interpreted: bool = True
    rare: bool = False

    @property
    def program(self) -> CInput:
        """The files, as seen from the root of the repository."""
        place = HERE / (self.file or self.name.replace(".", "/", 1))
        found = sorted(place.glob("*.c")) if place.is_dir() else [place.with_suffix(".c")]
        files = tuple(str(path.relative_to(ROOT)) for path in found)
        return CInput(files, self.flags, self.arguments, self.entry, harness=self.harness)

    @property
    def checked_with(self) -> Options:
        """The options of the check."""
        return Options(**{k: tuple(v) if isinstance(v, list) else v for k, v in self.options.items()})


def _rows() -> Iterator[Row]:
    table = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
    for group, rows in table.items():
        for name, row in rows.items():
            values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
            yield Row(f"{group}.{name}", **values)


ROWS = {row.name: row for row in _rows()}


def programs() -> set[str]:
    """Every program there is, as a row names it."""
    found = {p for p in HERE.glob("*/*.c") if p.parent.parent == HERE}
    found |= {p for p in HERE.glob("*/*") if p.is_dir() and any(p.glob("*.c"))}
    return {f"{p.parent.name}.{p.stem}" for p in found}
