"""Text with roles, and what it becomes: plain, or coloured for a terminal.

One idea: a report is lines of spans (text, role); colour comes last, so both ways have the same characters.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable

Span = tuple[str, str]
"""A piece of text and its role: a key of `STYLES`, or "thread" and a number, or "" for nothing special."""

Line = tuple[Span, ...]

STYLES = {
    "": "",
    "violated": "bold red",
    "verified": "bold green",
    "bounded": "bold yellow",
    "error": "bold red",
    "preempted": "bold",
    "light": "dim",
    "label": "bold",
    "warning": "yellow",
}
THREADS = ("cyan", "yellow", "magenta", "green", "blue")


def plain(lines: Iterable[Line]) -> str:
    """The characters alone, without blanks at the ends of lines."""
    return "".join("".join(text for text, _ in line).rstrip() + "\n" for line in lines)


def coloured(lines: Iterable[Line]) -> str:
    """The same characters with colour codes of a terminal."""
    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", no_color=False, highlight=False)
    for line in lines:
        text = Text.assemble(*((piece, _style(role)) for piece, role in line))
        text.rstrip()
        console.print(text, soft_wrap=True)
    return out.getvalue()


def _style(role: str) -> str:
    if role.startswith("thread"):
        return THREADS[int(role.removeprefix("thread")) % len(THREADS)]
    return STYLES[role]


def width(text: str) -> int:
    """How many cells of a terminal the text takes: two for a wide character, none for one that combines."""
    if text.isascii():
        return len(text)
    return sum(_cells(c) for c in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, cells: int) -> str:
    """The text in exactly `cells` cells: filled up with blanks, or cut with an ellipsis."""
    taken = width(text)
    if taken <= cells:
        return text + " " * (cells - taken)
    kept, room = "", cells - 1
    for character in text:
        room -= _cells(character)
        if room < 0:
            break
        kept += character
    kept += "…"
    return kept + " " * (cells - width(kept))


def fit_name(name: str, cells: int) -> str:
    """The name in exactly `cells` cells; cut in the middle, for names of a kind differ at their ends."""
    if width(name) <= cells:
        return fit(name, cells)
    end, room = "", cells // 2 - 1
    for character in reversed(name):
        room -= _cells(character)
        if room < 0:
            break
        end = character + end
    return fit(fit(name, cells - width(end)).rstrip() + end, cells)
