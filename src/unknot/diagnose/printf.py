"""Formats of printf in the messages of rules. One idea: the arguments are words, and the names of a report say more
than numbers: %p shows what a pointer points at, %s a constant text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from unknot.diagnose.names import Names
from unknot.interp.state import signed
from unknot.ir.types import Scalar

_DIRECTIVE = re.compile(
    r"%(?P<flags>[-+ #0]*)(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?(?P<size>[hlqjzt]*)(?P<letter>.)"
)
_LONG = ("l", "ll", "q", "j", "z", "t")


def filled(form: str, words: Sequence[int], names: Names) -> str:
    """The text of a format whose arguments are `words`; a directive that is not known stands as it is."""
    given = iter(words)
    return _DIRECTIVE.sub(lambda match: _converted(match, given, names), form)


def _converted(match: re.Match[str], given: Iterator[int], names: Names) -> str:
    letter = match["letter"]
    if letter == "%":
        return "%"
    width = _number(match["width"], given)
    precision = _number(match["precision"], given)
    word = next(given, 0)
    if letter == "p":
        text = names.place(word) if word else "NULL"
    elif letter == "s":
        text = names.text(word)[: precision or None] if word else "(null)"
    elif letter == "c":
        text = chr(word & 0xFF)
    elif letter in "di":
        text = str(signed(word, Scalar.I64 if match["size"] in _LONG else Scalar.I32))
    elif letter in "uxXo":
        number = word if match["size"] in _LONG else word & 0xFFFF_FFFF
        prefix = "0x" if "#" in match["flags"] and letter in "xX" and number else ""
        text = prefix + format(number, {"u": "d"}.get(letter, letter))
    else:
        return match[0]
    fill = "0" if "0" in match["flags"] and "-" not in match["flags"] and letter not in "psc" else " "
    return text.ljust(width) if "-" in match["flags"] else text.rjust(width, fill)


def _number(text: str | None, given: Iterator[int]) -> int:
    if text == "*":
        return signed(next(given, 0), Scalar.I32)
    return int(text or 0)
