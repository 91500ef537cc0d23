"""The table of expected outcomes is true, row by row, and each variant's scenarios are in it."""

from __future__ import annotations

import pytest

from unknot.cli.expected import Expected, expected_rows
from unknot.core.options import Options
from unknot.pipeline import check, targets

ROWS = expected_rows("buf_ring")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.target)
def test_row(row: Expected) -> None:
    result = check(row.name, row.options(Options()), row.parameters)
    assert (result.verdict, result.error) == (row.verdict, "")
    if row.verdict == "violated":
        assert result.finding is not None
        assert result.finding.kind == row.kind
        assert row.steps is not None and result.finding.length == row.steps
        assert row.preemptions is not None and result.finding.preemptions == row.preemptions


@pytest.mark.parametrize("variant", ["f0", "f1", "f2", "f4", "f4_counters"])
def test_every_scenario_has_a_row(variant: str) -> None:
    there = {t.scenario for t in targets(f"buf_ring/{variant}")}
    assert there == {row.scenario for row in ROWS if row.variant == variant}
