"""Numbers as a reader wants them. One idea: exact while they are short, three digits and a unit when they are not."""

from __future__ import annotations

import re


def count(number: float) -> str:
    """1,234,567 below ten million, "12.3 M" or "4.56 G" above."""
    if number < 10_000_000:
        return f"{number:,.0f}"
    return f"{number / 1e9:.3g} G" if number >= 999_500_000 else f"{number / 1e6:.3g} M"


def plural(number: int, noun: str) -> str:
    """ "1 state", "2 states"."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def by_number(name: str) -> str:
    """A key that sorts t2 before t10."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), name)


def seconds(duration: float) -> str:
    """ "0.21 s", "123 s", "1 h 02 min"."""
    if duration < 100:
        return f"{duration:.2f} s"
    if duration < 3600:
        return f"{duration:.0f} s"
    return f"{int(duration // 3600)} h {int(duration % 3600 // 60):02} min"


def memory(size: float) -> str:
    """Bytes as "12 KiB", "345 MiB" or "6.7 GiB"."""
    if size < 1 << 20:
        return f"{size / (1 << 10):.0f} KiB"
    return f"{size / (1 << 20):.0f} MiB" if size < 10 << 30 else f"{size / (1 << 30):.1f} GiB"
