"""Formats in the messages of rules: what of printf they know."""

from __future__ import annotations

from typing import cast

import pytest

from unknot.diagnose.names import Names
from unknot.diagnose.printf import filled


class Stub:
    """Addresses with names: 8 is a lock, 16 a text."""

    def place(self, pointer: int, size: int = 0) -> str:
        return {8: "sc.lock"}.get(pointer, hex(pointer))

    def text(self, pointer: int) -> str:
        return {16: "em0"}[pointer]


@pytest.mark.parametrize(
    ("form", "words", "text"),
    [
        ("no arguments, 100%%", [], "no arguments, 100%"),
        ("%d of %u", [0xFFFF_FFFF, 0xFFFF_FFFF], "-1 of 4294967295"),
        ("%ld %lu", [2**64 - 1, 2**64 - 1], f"-1 {2**64 - 1}"),
        ("%s: %p, %p", [16, 8, 0], "em0: sc.lock, NULL"),
        ("%.2s|%5s|%-5s|", [16, 16, 16], "em|  em0|em0  |"),
        ("%#x %08x %o %X", [255, 255, 8, 255], "0xff 000000ff 10 FF"),
        ("%*d|%-*d|", [4, 7, 3, 7], "   7|7  |"),
        ("%c%zu", [65, 3], "A3"),
        ("%s", [0], "(null)"),
        ("%6D", [5], "%6D"),
        ("one missing %d", [], "one missing 0"),
    ],
)
def test_filled(form: str, words: list[int], text: str) -> None:
    assert filled(form, words, cast(Names, Stub())) == text
