"""The tutorial's regression tests: scenarios under pytest, like any other test."""

import counter

import unknot


def test_no_addition_is_lost() -> None:
    result = unknot.check(counter.Counted)
    assert result.verdict == "verified", result


def test_the_old_code_still_shows_the_bug() -> None:
    result = unknot.check(counter.Lost)
    assert result.verdict == "violated" and result.finding is not None
    assert result.finding.kind == "check at the end failed"
    assert (len(result.finding.steps), result.finding.preemptions) == (4, 1)
