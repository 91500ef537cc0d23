"""Numbers as a reader wants them."""

from __future__ import annotations

import pytest

from unknot.report import quantities


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (1_234_567, "1,234,567"), (12_345_678, "12.3 M"), (999_600_000, "1 G"), (4_560_000_000, "4.56 G")],
)
def test_count(number: int, text: str) -> None:
    assert quantities.count(number) == text


@pytest.mark.parametrize(
    ("duration", "text"), [(0.214, "0.21 s"), (99.99, "99.99 s"), (123.4, "123 s"), (3725, "1 h 02 min")]
)
def test_seconds(duration: float, text: str) -> None:
    assert quantities.seconds(duration) == text


@pytest.mark.parametrize(("size", "text"), [(2048, "2 KiB"), (5 << 20, "5 MiB"), (12 << 30, "12.0 GiB")])
def test_memory(size: int, text: str) -> None:
    assert quantities.memory(size) == text


def test_plural() -> None:
    assert quantities.plural(1, "state") == "1 state"
    assert quantities.plural(1200, "state") == "1,200 states"


def test_names_are_sorted_by_their_numbers() -> None:
    assert sorted(["t10", "t2", "s", "t2.1"], key=quantities.by_number) == ["s", "t2", "t2.1", "t10"]
