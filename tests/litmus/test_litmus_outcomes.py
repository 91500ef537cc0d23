"""All outcomes of a few programs, worked out by hand."""

from __future__ import annotations

from itertools import product

import pytest
from litmus_notation import Outcome, names, parse
from litmus_run import interpreted, native_can_end, native_has_others

from unknot.core.options import Options

SB = "x = 1; r0 = y | y = 1; r1 = x"
AMD3 = "x = 1; x = 2; r0 = y | y = 1; y = 2; r1 = x"
N6 = "x = 1; r0 = x; r1 = y | y = 2; x = 2"
SB_AND_MORE = "x = 1; z = 1; r0 = y | y = 1; w = 1; r1 = x"


def rows(text: str, shown: str, values: str) -> set[Outcome]:
    """Outcomes from digits: `values` has a word for each, a digit for each name in `shown`; what is not shown is 1."""
    found = set()
    for word in values.split():
        known = dict(zip(shown.split(), map(int, word), strict=True))
        found.add(tuple((name, known.get(name, 1)) for name in names(parse(text))))
    return found


ALL_OF_AMD3 = " ".join(f"{a}{b}22" for a, b in product(range(3), repeat=2))

CASES = {
    # sc: one of the loads comes after both stores
    "SB-sc": (SB, Options(), "r0 r1", "01 10 11"),
    "SB-tso": (SB, Options(memory="tso"), "r0 r1", "00 01 10 11"),
    "MP-tso": ("x = 1; y = 1 | r0 = y; r1 = x", Options(memory="tso"), "r0 r1", "00 01 11"),
    "LB-tso": ("r0 = x; y = 1 | r1 = y; x = 1", Options(memory="tso"), "r0 r1", "00 01 10"),
    "2+2W-tso": ("x = 2; y = 1 | y = 2; x = 1", Options(memory="tso"), "x y", "11 12 21"),
    # sc: whoever loads last sees the other's last store; tso: both buffers may be anywhere on their way
    "amd3-sc": (AMD3, Options(), "r0 r1 x y", "0222 1222 2022 2122 2222"),
    "amd3-tso": (AMD3, Options(memory="tso"), "r0 r1 x y", ALL_OF_AMD3),
    # x ends as 1 only if `x = 1` comes after `x = 2`, so after `y = 2`: sc reads y as 2 then, tso may read it early
    "n6-sc": (N6, Options(), "r0 r1 x y", "1022 1222 2222 1212"),
    "n6-tso": (N6, Options(memory="tso"), "r0 r1 x y", "1022 1222 2222 1212 1012"),
    # buffers of one entry are full when z and w are stored, so x and y are in memory before the other is read
    "SB+full-1": (SB_AND_MORE, Options(memory="tso", store_buffer=1), "r0 r1", "01 10 11"),
    "SB+full-2": (SB_AND_MORE, Options(memory="tso", store_buffer=2), "r0 r1", "00 01 10 11"),
}


@pytest.mark.parametrize("case", CASES)
def test_outcomes(case: str) -> None:
    text, options, shown, values = CASES[case]
    expected = rows(text, shown, values)
    assert interpreted(text, options)[0] == expected
    assert not native_has_others(text, expected, options)[0]
    for outcome in sorted(expected):
        assert native_can_end(text, dict(outcome), options), outcome
