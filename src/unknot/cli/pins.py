"""Steps and preemptions, written back into the expected tables; for `unknot demo --update`.

One idea: a table is for people, so its text stays as it is but for the numbers of rows whose verdict and kind are as
expected. What is not as expected is for a person to judge.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from unknot.cli.demo_table import Row
from unknot.cli.expected import FILE, expected_rows
from unknot.diagnose.finding import Finding

ROW = re.compile(r"^\[\[row\]\]", re.MULTILINE)


def update_tables(rows: list[Row]) -> None:
    """Pins the findings of these rows in the tables of their systems, and says on standard error what it wrote."""
    for system in dict.fromkeys(row.expected.system for row in rows):
        path = Path(str(resources.files("unknot.systems"))) / system / FILE
        known = [row.target for row in expected_rows(system)]
        findings = {
            known.index(row.expected.target): row.result.finding
            for row in rows
            if row.expected.system == system and row.result.finding and _agrees(row)
        }
        text = path.read_text(encoding="utf-8")
        changed = pinned(text, findings)
        path.write_text(changed, encoding="utf-8")
        lines = sum(a != b for a, b in zip(ROW.split(text), ROW.split(changed), strict=True))
        sys.stderr.write(f"{system}: {lines} rows of {path} changed\n")


def _agrees(row: Row) -> bool:
    finding, wanted = row.result.finding, row.expected
    return row.result.verdict == wanted.verdict and finding is not None and wanted.kind in ("", finding.kind)


def pinned(text: str, findings: Mapping[int, Finding]) -> str:
    """The table with the numbers of the rows that have a finding; rows count from 0."""
    head, *blocks = ROW.split(text)
    for number, finding in findings.items():
        numbers = {"steps": finding.length, "preemptions": finding.preemptions}
        blocks[number] = _with_numbers(blocks[number], {"kind": f'"{finding.kind}"', **numbers})
    return "[[row]]".join([head, *blocks])


def _with_numbers(block: str, values: Mapping[str, object]) -> str:
    """The row with these values; one that it lacks comes after the one before it."""
    lines = block.split("\n")
    last = _line(lines, "verdict")
    for key, value in values.items():
        found = _line(lines, key)
        if found is None and last is not None:
            lines.insert(last + 1, "")
            found = last + 1
        if found is not None:
            lines[found] = f"{key} = {value}"
            last = found
    return "\n".join(lines)


def _line(lines: list[str], key: str) -> int | None:
    """Where a key has its value."""
    return next((i for i, line in enumerate(lines) if line.startswith(f"{key} = ")), None)
