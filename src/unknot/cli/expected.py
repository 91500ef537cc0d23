"""The expected tables of the shipped systems (`systems/<system>/expected.toml`), read as rows.

One idea: a row is a target with the verdict it must have, so that demo, tests and readers use the same table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from unknot.core.errors import InternalError, TargetError
from unknot.core.options import OPTION_NAMES, Options, from_words


@dataclass(frozen=True)
class Expected:
    """One row: what to check, and the answer. `steps` and `preemptions` are None where the table does not pin them."""

    system: str
    variant: str
    scenario: str
    parameters: Mapping[str, int]
    settings: Mapping[str, Any]
    verdict: str
    kind: str
    steps: int | None
    preemptions: int | None
    note: str

    @property
    def name(self) -> str:
        """The target without parameters and options."""
        return f"{self.system}/{self.variant}::{self.scenario}"

    @property
    def target(self) -> str:
        """The target as one word for `unknot check`, parameters and options included."""
        words = [f"{name}={_word(value)}" for name, value in [*self.parameters.items(), *self.settings.items()]]
        return self.name + ("@" + ",".join(words) if words else "")

    def options(self, base: Options) -> Options:
        """`base` with the options of this row."""
        return from_words({name: _word(value) for name, value in self.settings.items()}, base)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def systems() -> tuple[str, ...]:
    """Names of the shipped systems that have an expected table."""
    folder = resources.files("unknot.systems")
    return tuple(sorted(f.name for f in folder.iterdir() if f.is_dir() and (f / "expected.toml").is_file()))


def expected_rows(system: str | None) -> tuple[Expected, ...]:
    """The rows of one system, or of all. Raises TargetError if there is no such system.

    No rows at all are a mistake of ours: a table without rows must not pass for one in which all is well.
    """
    known = systems()
    if system is not None and system not in known:
        raise TargetError(f"there is no system {system!r}", remedy=f"the systems are: {', '.join(known)}")
    rows = tuple(row for name in known if system in (None, name) for row in _read(name))
    if not rows:
        raise InternalError(f"{system or 'the package'} has no expected rows")
    return rows


def _read(system: str) -> list[Expected]:
    text = (resources.files("unknot.systems") / system / "expected.toml").read_text(encoding="utf-8")
    return [_row(system, row) for row in tomllib.loads(text).get("row", [])]


def _row(system: str, row: dict[str, Any]) -> Expected:
    parameters = row.get("parameters", {})
    for name in OPTION_NAMES.intersection(parameters):
        raise InternalError(f"{system}/expected.toml: parameter {name} has the name of an option")
    return Expected(
        system=system,
        variant=row["variant"],
        scenario=row["scenario"],
        parameters=parameters,
        settings=row.get("options", {}),
        verdict=row["verdict"],
        kind=row.get("kind", ""),
        steps=row.get("steps"),
        preemptions=row.get("preemptions"),
        note=row.get("note", ""),
    )
