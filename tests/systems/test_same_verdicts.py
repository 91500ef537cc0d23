"""Whichever way a shipped scenario is searched, the verdict is the same, and so is the number of states."""

from __future__ import annotations

import pytest

from unknot.core.options import Options
from unknot.pipeline import Target, check, targets

MOST = 30_000
"""States up to which a scenario is compared."""


TARGETS = [target for target in targets("buf_ring/f2") if not target.scenario.startswith("Sequential")]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_orders_and_merging_agree(target: Target) -> None:
    first = check(target, Options(max_states=MOST))
    if first.verdict == "bounded":
        return
    for order in ("bfs", "dfs"):
        other = check(target, Options(order=order))
        assert other.verdict == first.verdict
        if first.verdict == "verified":
            assert other.counts.states == first.counts.states
    apart = check(target, Options(every_access=True))
    assert apart.verdict == first.verdict
    if first.finding is not None and apart.finding is not None:
        assert apart.finding.kind == first.finding.kind
        assert apart.finding.preemptions == first.finding.preemptions
