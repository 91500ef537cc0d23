"""The README of each system has its parts, and what it says of scenarios is what the table says.

A scenario is named in code type as `v4::Fork`, `kqueue/v4::Fork` or `v4+lost_hint::Fork -p threads=3`. What comes right
after it (a comma, a colon, a bracket may stand between) is compared with the table: a verdict or a number of steps, as
in `v0::Fork`: violated; `v0::Fork` (12 steps). The sessions are run by tests/repo/test_documents.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import unknot
from unknot.cli.arguments import split_target
from unknot.cli.expected import Expected, expected_rows, systems
from unknot.core.options import OPTION_NAMES, Options

FOLDER = Path(unknot.__file__).parent / "systems"
PARTS = ("left out", "key", "lock order", "story", "claim", "expected.toml", "mutants.toml", "unknot order")
"""What a README must speak of."""
LONGEST = 260
"""Lines: about two screens, and the tables."""
CLAIM = re.compile(
    r"`(?:unknot check )?(?:(?P<system>\w+)/)?(?P<variant>\w+(?:\+\w+)?)::(?P<scenario>[A-Z]\w*)(?P<rest>[^`\n]*)`"
    r"(?:[^`\w]{1,3}(?:(?P<verdict>violated|verified|bounded)|(?P<steps>\d+) steps?)\b)?"
)


def text_of(system: str) -> str:
    return (FOLDER / system / "README.md").read_text(encoding="utf-8")


def claims(system: str) -> list[re.Match[str]]:
    """Every scenario of the system that its README names."""
    return [m for m in CLAIM.finditer(text_of(system)) if m["system"] in (None, system)]


def settings(rest: str) -> dict[str, str]:
    """The parameters and options behind a scenario: " -p size=2 --memory tso" or "@size=2,memory=tso"."""
    words = [w for pair in re.findall(r"-p (\w+)=(\w+)|--(\S+) (\w+)|[@,](\w+)=(\w+)", rest) for w in pair if w]
    return {name.replace("-", "_"): value for name, value in zip(words[::2], words[1::2], strict=True)}


def row_of(system: str, claim: re.Match[str]) -> Expected | None:
    """The row a claim is about, if the table has it."""
    wanted = settings(claim["rest"])
    for row in expected_rows(system):
        own = {name: str(value).lower() for name, value in [*row.parameters.items(), *row.settings.items()]}
        if (row.variant, row.scenario, own) == (claim["variant"], claim["scenario"], wanted):
            return row
    return None


@pytest.mark.parametrize("system", systems())
def test_it_has_its_parts(system: str) -> None:
    text = text_of(system)
    assert re.search(r"^```console\n\$ unknot check \S+\nVIOLATED", text, re.M), "no trace"
    assert [part for part in PARTS if part.lower() not in text.lower()] == []
    assert text.startswith("# ") and text.count("\n") <= LONGEST
    variants = {row.variant for row in expected_rows(system) if not row.mutant}
    assert [variant for variant in sorted(variants) if f"{variant}.py" not in text] == []


@pytest.mark.parametrize("system", systems())
def test_scenarios_it_names_are_there(system: str) -> None:
    known = {(row.variant.partition("+")[0], row.scenario) for row in expected_rows(system)}
    known |= {(row.variant, row.scenario) for row in expected_rows(system)}
    named = {(claim["variant"], claim["scenario"]) for claim in claims(system)}
    assert named and named <= known


@pytest.mark.parametrize("system", systems())
def test_verdicts_and_steps_are_those_of_the_table(system: str) -> None:
    for claim in claims(system):
        row = row_of(system, claim)
        if claim["verdict"] or claim["steps"]:
            assert row is not None, f"no row is of {claim[0]}"
            assert claim["verdict"] in (None, row.verdict), claim[0]
            assert claim["steps"] in (None, str(row.steps)), claim[0]


def test_settings_are_read_as_the_command_line_does() -> None:
    assert settings(" -p size=2 --memory tso") == {"size": "2", "memory": "tso"} == settings("@size=2,memory=tso")
    _, options, parameters = split_target("a/b::C@size=2,memory=tso", Options(), {})
    assert (options.memory, parameters) == ("tso", {"size": 2}) and "memory" in OPTION_NAMES
