"""The history of a finding: a line for each operation, with a bar from its begin to its end. One idea: time goes to the
right, and operations whose bars do not overlap happened one after the other.
"""

from __future__ import annotations

from unknot.diagnose.finding import Finding, Use
from unknot.report.paint import Line, width

STEP = 3
"""Cells from one row of the history to the next."""


def history_lines(finding: Finding, cells: int) -> list[Line]:
    """The lines; none if the finding has no history. Where the bars are too wide, numbers say it."""
    uses = finding.history
    if not uses:
        return []
    names = max(width(use.thread) for use in uses)
    texts = max(width(str(use)) for use in uses)
    left = 3 + names + 3 + texts + 3
    rows = max(max(use.begin, use.end or 0) for use in uses)
    fits = left + STEP * rows + 1 <= cells
    lines: list[Line] = [(("history", "label"),)]
    for use in uses:
        front = f"   {_padded(use.thread, names)}   {_padded(str(use), texts)}   "
        lines.append(((front, ""), (_bar(use, rows) if fits else _numbers(use), "light")))
    return lines


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))


def _bar(use: Use, rows: int) -> str:
    """From begin to end; open where the operation did not return."""
    end = rows + 1 if use.end is None else use.end
    start = STEP * (use.begin - 1)
    inner = "─" * (STEP * (end - use.begin) - 1)
    return " " * start + "├" + inner + ("…" if use.end is None else "┤")


def _numbers(use: Use) -> str:
    return f"{use.begin} to {'…' if use.end is None else use.end}"
