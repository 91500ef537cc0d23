"""The expected tables of the shipped systems (`systems/<system>/expected.toml`), read as rows, and chosen among.

One idea: a row is a target with the verdict it must have, so that demo, tests and readers use the same table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from unknot.core.errors import InternalError, TargetError
from unknot.core.options import OPTION_NAMES, Options, from_words
from unknot.frontend.python.mutants import Mutant, mutants

FILE = "expected.toml"
KEYS = {
    *("variant", "scenario", "parameters", "options", "verdict", "kind", "steps", "preemptions", "note"),
    *("slow", "demo"),
}


@dataclass(frozen=True)
class Expected:
    """One row: what to check, and the answer. `steps` and `preemptions` are None where the table does not pin them.
    `note`: why it is so; of a mutant, which bug it is. `slow`: too slow for the test suite; `demo`: one of the
    selection that tells the story."""

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
    slow: bool = False
    demo: bool = False

    @property
    def mutant(self) -> str:
        """The name of the mutant, if the row is about one."""
        return self.variant.partition("+")[2]

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
    return tuple(sorted(f.name for f in folder.iterdir() if f.is_dir() and (f / FILE).is_file()))


def expected_rows(*wanted: str) -> tuple[Expected, ...]:
    """The rows that any of `wanted` means (see `chosen`), or all, in the order of the tables. Raises TargetError if one
    means none.

    No rows at all are a mistake of ours: a table without rows must not pass for one in which all is well.
    """
    known = systems()
    named = [_system_of(text) for text in wanted]
    for system in named:
        if system not in known:
            raise TargetError(f"there is no system {system!r}", remedy=f"the systems are: {', '.join(known)}")
    rows = chosen([row for name in known if not named or name in named for row in _read(name)], wanted)
    if not rows:
        raise InternalError(f"{' '.join(wanted) or 'the package'} has no expected rows")
    return rows


def chosen(rows: Iterable[Expected], wanted: Sequence[str]) -> tuple[Expected, ...]:
    """The rows that any of `wanted` means: "kqueue", "kqueue/v4" with its mutants, "kqueue/v4+lost_hint", and each of
    these with "::Scenario". Raises TargetError if one means none."""
    rows = tuple(rows)
    for text in wanted:
        system = _system_of(text)
        if text != system and not any(_means(text, row) for row in rows):
            variants = dict.fromkeys(row.variant for row in rows if row.system == system and not row.mutant)
            remedy = f"the variants of {system} are: {', '.join(variants)}"
            raise TargetError(f"no row of the expected tables is of {text}", remedy=remedy)
    return tuple(row for row in rows if not wanted or any(_means(text, row) for text in wanted))


def _system_of(text: str) -> str:
    return text.partition("::")[0].partition("/")[0]


def _means(text: str, row: Expected) -> bool:
    place, _, scenario = text.partition("::")
    system, _, variant = place.partition("/")
    of_variant = variant in ("", row.variant, row.variant.partition("+")[0])
    return system == row.system and of_variant and scenario in ("", row.scenario)


def _read(system: str) -> list[Expected]:
    folder = resources.files("unknot.systems") / system
    text = (folder / FILE).read_text(encoding="utf-8")
    known = mutants(str(folder))
    return [_row(system, row, known) for row in tomllib.loads(text).get("row", [])]


def _row(system: str, row: dict[str, Any], known: Mapping[str, Mutant]) -> Expected:
    mutant = known.get(row["variant"].partition("+")[2])
    parameters = row.get("parameters", {})
    for name in OPTION_NAMES.intersection(parameters):
        raise InternalError(f"{system}/{FILE}: parameter {name} has the name of an option")
    for name in sorted(row.keys() - KEYS):
        raise InternalError(f"{system}/{FILE}: a row has a key {name!r}")
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
        note=row.get("note", mutant.bug if mutant else ""),
        slow=row.get("slow", False),
        demo=row.get("demo", False),
    )
