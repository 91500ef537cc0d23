"""Places in the user's source. One idea: every IR operation carries one, so that every message can point."""

from __future__ import annotations

import functools
import linecache
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """A span of source text. Lines count from 1, columns from 1; the end column is exclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Location("", 0, 0)
"""The place of what no user wrote (code made by a pass)."""


@functools.lru_cache(maxsize=4096)
def source_line(file: str, line: int) -> str:
    """The text of a source line without its indentation and newline; empty if the file cannot be read."""
    return _line(file, line).strip()


def source_text(where: Location) -> str:
    """The text a location spans if it stands on one line, else its first line, stripped."""
    text = _line(where.file, where.line)
    if where.end_line == where.line and where.end_column > where.column:
        return text.encode()[where.column - 1 : where.end_column - 1].decode(errors="replace").strip()
    return text.strip()


def _line(file: str, line: int) -> str:
    """A line as it stands. Python reads UTF-8 alone; C may have other bytes in texts and comments."""
    known = linecache.getline(file, line)
    if known:
        return known
    lines = _lines_of_any_bytes(file)
    return lines[line - 1] if 1 <= line <= len(lines) else ""


@functools.lru_cache(maxsize=8)
def _lines_of_any_bytes(file: str) -> tuple[str, ...]:
    try:
        with open(file, encoding="utf-8", errors="replace") as source:
            return tuple(source)
    except (OSError, ValueError):
        return ()
