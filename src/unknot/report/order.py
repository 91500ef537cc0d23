"""The order of locks as text: types of locks, the outermost first, each with what is taken while it is held, by whom
and where; then the reversals with their verdicts.

One idea: what goes down the list is the order, what points up is a reversal and marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from unknot.diagnose.finding import Edge, RankedLock, Result
from unknot.report.columns import NARROWEST, Paragraph, labelled
from unknot.report.command import command_for, command_of
from unknot.report.paint import Line, Span, coloured, plain, width
from unknot.report.quantities import plural, seconds
from unknot.report.reversals import locks_of, taken

MARK = "!"
"""In front of an edge that is against the order."""

ROLES = {
    "deadlocks": "violated",
    "forbidden": "violated",
    "undecided": "bounded",
    "cannot deadlock here": "verified",
    "accepted": "light",
}
"""How verdicts are painted; an edge against the order that is no reversal was accepted (--blessed, DUPOK)."""


def render(result: Result, cells: int = 100, colour: bool = False, settings: Sequence[str] = ()) -> str:
    """The report in `cells` cells of width (60 at least). `settings`: words of the command line that a replay needs."""
    lines = report(result, max(cells, NARROWEST), settings)
    return coloured(lines) if colour else plain(lines)


def report(result: Result, cells: int, settings: Sequence[str] = ()) -> tuple[Line, ...]:
    """The lines of the report."""
    lines: list[Line] = [_title(result), ((_counts(result), "light"),)]
    for row in result.lock_ranks:
        lines += [(), *_type(result, row)]
    for reversal in result.reversals:
        reason = f"; {reversal.reason}" if reversal.reason else ""
        paragraphs = [("reversal", f"{locks_of(reversal)}: {reversal.verdict}{reason}")]
        paragraphs += [("", taken(edge)) for edge in reversal.edges]
        command = command_for(result, reversal.schedule, settings) if reversal.schedule else ""
        lines += [(), *labelled(paragraphs, command, cells)]
    notes = _notes(result)
    return (*lines, (), *labelled(notes, "", cells)) if notes else tuple(lines)


def _notes(result: Result) -> list[Paragraph]:
    """What bounds the answer: nothing to order, other violations on the way, a limit."""
    notes = [] if result.lock_ranks else [("note", "no lock is taken that the libraries know")]
    shown = any(reversal.verdict == "deadlocks" for reversal in result.reversals)
    kinds = dict.fromkeys(f.kind.replace("_", " ") for f in (result.finding, *result.others) if f is not None)
    other = [kind for kind in kinds if not (shown and kind == "deadlock")]
    if other:
        notes.append(("besides", f"{', '.join(other)}: {command_of(result, 'check', '--all')}"))
    if result.verdict == "bounded":
        notes += [("stopped" if i == 0 else "", text) for i, text in enumerate(result.bounds)]
    return notes + [("warning", text) for text in result.warnings if text.startswith("--blessed")]


def verdict_on(result: Result, edge: Edge) -> str:
    """What is said of an edge against the order: the verdict of the reversal that it closes. Empty for others."""
    if not edge.reverses:
        return ""
    types = _types(edge)
    closed = [r.verdict for r in result.reversals if _types(r.attempted) == types]
    part = [r.verdict for r in result.reversals if any(_types(e) == types for e in r.edges)]
    return next((verdict for verdict in ROLES if verdict in (closed or part)), "accepted")


def _types(edge: Edge) -> tuple[str, str, str, str]:
    return edge.held.type, edge.held.lock_class, edge.wanted.type, edge.wanted.lock_class


def _title(result: Result) -> Line:
    count = len(result.lock_ranks)
    kinds = f"{count} type{'s' * (count != 1)} of locks"
    text = f"{kinds} · {plural(len(result.lock_order), 'edge')} · {plural(len(result.reversals), 'reversal')}"
    return (("LOCK ORDER  ", "label"), (result.target, "label"), ("   " + text, ""))


def _counts(result: Result) -> str:
    threads, states = plural(len(result.threads), "thread"), plural(result.counts.states, "state")
    return f"{result.memory} · {threads} · {states} · {seconds(result.seconds)}"


def _type(result: Result, row: RankedLock) -> list[Line]:
    """A type of locks, and what is taken while one is held."""
    hidden = "   hidden from WITNESS" if row.hidden else ""
    lines: list[Line] = [
        ((f"{row.rank:>3}  ", "light"), (row.type, "label"), (f"   {row.lock_class}{hidden}", "light"))
    ]
    after = [e for e in result.lock_order if (e.held.type, e.held.lock_class) == (row.type, row.lock_class)]
    longest = max((width(edge.wanted.type) for edge in after), default=0)
    for edge in after:
        lines += _edge(result, edge, longest)
    return lines


def _edge(result: Result, edge: Edge, longest: int) -> list[Line]:
    verdict = verdict_on(result, edge)
    role = ROLES.get(verdict, "light" if edge.implied else "")
    name = edge.wanted.type.ljust(longest)
    first: list[Span] = [(f"   {MARK if verdict else ' '} ", role), ("-> ", role), (name, role)]
    lines: list[Line] = []
    for site in edge.sites:
        at = f"   {site.held.file}:{site.held.line}, then {site.wanted.file}:{site.wanted.line}"
        who = ", ".join(site.threads)
        lines.append(
            (*(first or [(" " * (8 + longest), "")]), (at, "light" if edge.implied else ""), (f"   {who}", "light"))
        )
        first = []
    if verdict:
        lines.append(((" " * (8 + longest) + "   ", ""), (verdict, role)))
    return lines
