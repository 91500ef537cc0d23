"""Reversals in a report for people. One idea: the locks and the verdict in one line, then who takes them in which
order, a line each."""

from __future__ import annotations

from unknot.diagnose.finding import Edge, LockUse, Result, Reversal
from unknot.report.command import command_of

MOST = 5
"""Reversals that are written out; `unknot order` shows all."""

Paragraph = tuple[str, str]


def reversal_paragraphs(result: Result) -> list[Paragraph]:
    """A label and text for each line, an empty label where the one above goes on."""
    paragraphs: list[Paragraph] = []
    for reversal in result.reversals[:MOST]:
        paragraphs.append(("reversal", f"{locks_of(reversal)}: {verdict_of(reversal, result)}"))
        paragraphs += [("", taken(edge)) for edge in reversal.edges]
    left = len(result.reversals) - MOST
    if left > 0:
        paragraphs.append(("", f"and {left} more: {command_of(result, 'order')}"))
    return paragraphs


def locks_of(reversal: Reversal) -> str:
    """Which locks, by their types."""
    if reversal.kind == "duplicate":
        return f'two locks of type "{reversal.attempted.wanted.type}"'
    names = [f'"{edge.held.type}"' for edge in reversal.edges]
    text = ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
    if reversal.kind != "lock order":
        return f'"{reversal.attempted.wanted.type}" after {text} ({reversal.kind})'
    return text


def verdict_of(reversal: Reversal, result: Result) -> str:
    """The verdict with its reason, or the schedule that shows it."""
    if reversal.verdict != "deadlocks":
        return reversal.verdict + (f"; {reversal.reason}" if reversal.reason else "")
    if result.finding is not None and result.finding.schedule == reversal.schedule:
        return "deadlocks, as shown"
    return f"deadlocks in schedule {reversal.schedule}"


def taken(edge: Edge) -> str:
    """Who takes what after what, and where."""
    held, wanted = edge.held, edge.wanted
    return f"{edge.thread} takes {_lock(held)} at {_at(held)}, then {_lock(wanted)} at {_at(wanted)}"


def _lock(use: LockUse) -> str:
    mode = "" if use.exclusive else " (shared)"
    return f'"{use.name}"{mode}'


def _at(use: LockUse) -> str:
    return f"{use.where.file}:{use.where.line}"
