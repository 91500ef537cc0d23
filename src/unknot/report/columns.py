"""A result as text for people: verdict, counts, the trace in columns, what explains it, the command that replays it.

One idea: the same order for every verdict: what, how much, the evidence, then labelled paragraphs.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from unknot.diagnose.finding import Blocked, Finding, Result
from unknot.report.command import command_for, replay_command
from unknot.report.history import history_lines
from unknot.report.paint import Line, coloured, plain, width
from unknot.report.quantities import count, plural, seconds
from unknot.report.reversals import reversal_paragraphs
from unknot.report.table import lay_out
from unknot.report.timeline import columns

NARROWEST = 60
ENOUGH_STATES = 100_000
"""States from which on the bytes per state mean something: below, they are the table's first size."""

WIDEST_PARAGRAPH = 110

Paragraph = tuple[str, str]
"""A label and its text; an empty label continues the one above."""


def render(result: Result, cells: int = 100, colour: bool = False, settings: Sequence[str] = ()) -> str:
    """The report in `cells` cells of width (60 at least).

    `settings` are the command line words, beside parameters and memory model, that a replay needs.
    """
    lines = report(result, max(cells, NARROWEST), settings)
    return coloured(lines) if colour else plain(lines)


def report(result: Result, cells: int, settings: Sequence[str] = ()) -> tuple[Line, ...]:
    """The lines of the report. Only the replaying command may be wider than `cells`: it is there to be copied."""
    lines = [*_title(result, cells)]
    if result.verdict != "error":
        lines += [((line, "light"),) for line in _packed(_counts(result), cells)]
    paragraphs: list[Paragraph] = []
    again = ""
    if result.finding is not None:
        trace = lay_out(result.finding, cells)
        lines += [(), *trace] if trace else []
        history = history_lines(result.finding, cells)
        lines += [(), *history] if history else []
        paragraphs += _explanation(result.finding)
        again = replay_command(result, settings)
    paragraphs += reversal_paragraphs(result)
    paragraphs += _limits(result)
    paragraphs += _repeat("warning", result.warnings)
    if paragraphs or again:
        lines.append(())
    lines += labelled(paragraphs, again, cells)
    for number, other in enumerate(result.others, 2):
        lines += _another(result, other, number, cells, settings)
    return tuple(lines)


def _another(result: Result, other: Finding, number: int, cells: int, settings: Sequence[str]) -> list[Line]:
    """A further violation, of a search that went on."""
    steps = f"{plural(other.length, 'step')} · {plural(other.preemptions, 'preemption')}"
    title = _wrapped(f"{number}. {other.message}", cells)
    lines: list[Line] = [(), *(((piece, "violated"),) for piece in title), ((steps, "light"),), ()]
    trace = lay_out(other, cells)
    lines += [*trace, ()] if trace else []
    return lines + labelled(_explanation(other), command_for(result, other.schedule, settings), cells)


def _title(result: Result, cells: int) -> list[Line]:
    verdict = f"{result.verdict.upper():<10}"
    first = [(verdict, result.verdict), (result.target, "label")]
    text = _summary(result)
    if "\n" not in text and width(verdict + result.target + text) + 3 <= cells:
        return [(*first, ("   " + text, ""))]
    message = [_wrapped(part, cells - 10) or [""] for part in text.split("\n")]
    return [tuple(first), *(((" " * 10 + line, ""),) for part in message for line in part)]


def _summary(result: Result) -> str:
    if result.finding is not None:
        return result.finding.message
    if result.verdict == "error":
        return result.error
    return "no violation" if result.verdict == "verified" else "no violation in what was covered"


def _counts(result: Result) -> list[str]:
    counts = result.counts
    started = " and what it starts" if result.starts and result.finding is None else ""
    parts = [result.memory, *(["reduced"] if result.reduced else []), plural(_threads(result), "thread") + started]
    if result.order != "preemptions":
        parts.append(result.order)
    if result.finding is not None:
        parts.append(plural(result.finding.length, "step"))
        parts.append(plural(result.finding.preemptions, "preemption"))
    if counts.schedules:
        parts.append(plural(counts.schedules, "schedule"))
    if counts.states:
        parts.append(plural(counts.states, "state"))
    if result.finding is None and counts.transitions:
        parts.append(plural(counts.transitions, "transition"))
    if result.clang_seconds:
        of_it = [f"clang {seconds(result.clang_seconds)}"]
        of_it += [f"compile {seconds(result.compile_seconds)}"] if result.compile_seconds else []
        return [*parts, f"{seconds(result.seconds)} ({', '.join(of_it)})"]
    return [*parts, seconds(result.seconds)]


def _threads(result: Result) -> int:
    """The threads that are declared, or if more ran on the schedule that is shown, these."""
    finding = result.finding
    ran = {*columns(finding), *(b.thread for b in finding.blocked)} if finding is not None else set()
    return max(len(result.threads), len(ran))


def _packed(parts: list[str], cells: int) -> list[str]:
    """The parts in as few lines as hold them whole."""
    lines: list[str] = []
    for part in parts:
        if lines and width(f"{lines[-1]} · {part}") <= cells:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return lines


def _explanation(finding: Finding) -> list[Paragraph]:
    stuck = any(not b.idle for b in finding.blocked)
    paragraphs = [_blocked(finding, b) for b in finding.blocked if stuck]
    paragraphs = [("" if i else "threads", text) for i, (_, text) in enumerate(paragraphs)]
    if finding.where.line:
        paragraphs.append(("where", str(finding.where)))
    return paragraphs + _repeat("why", finding.why)


def _blocked(finding: Finding, blocked: Blocked) -> Paragraph:
    place = blocked.row.where
    at = f", at {place.file}:{place.line}" if place.line else ""
    holds = f"; holds {', '.join(blocked.holds)}" if blocked.holds else ""
    return "threads", f"{finding.threads[blocked.thread]} {blocked.reason}{at}{holds}"


def _limits(result: Result) -> list[Paragraph]:
    label = {"verified": "holds for", "bounded": "stopped"}.get(result.verdict, "bounds")
    paragraphs = _repeat(label, result.bounds)
    if result.coverage:
        paragraphs.append(("covered", result.coverage))
    if result.collision_odds > 0 and result.verdict == "verified":
        odds = f"{result.collision_odds:.0e}"
        paragraphs.append(("odds", f"{odds} that two different states were taken for one (equal fingerprints)"))
    if result.verdict in ("verified", "bounded") and result.counts.states >= ENOUGH_STATES:
        cost = f"{result.counts.bytes_per_state:.1f} bytes per state, longest path {count(result.counts.depth)} steps"
        paragraphs.append(("cost", cost))
    return paragraphs


def _repeat(label: str, texts: Sequence[str]) -> list[Paragraph]:
    return [("" if i else label, text) for i, text in enumerate(texts)]


def labelled(paragraphs: list[Paragraph], again: str, cells: int) -> list[Line]:
    """The paragraphs beside their labels, and the command that shows it again, if any."""
    indent = max([8, *(len(label) + 2 for label, _ in paragraphs)])
    lines: list[Line] = []
    for label, text in paragraphs:
        role = "warning" if label == "warning" else "label"
        for number, piece in enumerate(_wrapped(text, cells - indent)):
            lines.append((((label if number == 0 else "").ljust(indent), role), (piece, "")))
    if again:
        lines.append((("again".ljust(indent), "label"), (again, "")))
    return lines


def _wrapped(text: str, cells: int) -> list[str]:
    room = min(cells, WIDEST_PARAGRAPH)
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
