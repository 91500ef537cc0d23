"""The trace laid out for a width: a column per thread, or names in front where columns would be too thin.

One idea: a layout is a table of cells; both layouts differ only in where an entry's cells go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from unknot.diagnose.finding import Finding
from unknot.report.paint import Line, Span, fit, fit_name, width
from unknot.report.timeline import Change, Entry, Heading, Leaves, all_steps, arrange, columns

THINNEST = 24
"""Cells for source text below which a thread's column cannot be read; then the names go in front instead."""

BAREST = 16
"""The same where that leaves the effects whole: a source text can be looked up, an effect cannot."""

ROOMY = 85
"""Cells in all below which columns are not made that thin."""

MARGIN = 3
"""Blanks after the number."""

LONGEST_NAME, SHORTEST_NAME = 24, 12
"""Cells at most for a name in front of a line, and as many as it gets on a narrow terminal."""


CHANGE = len("  ----  is preempted ----")
"""Cells of a change of threads without the name."""


@dataclass(frozen=True)
class Spacing:
    """Blanks between a source text and its effect, and between two threads' columns."""

    effect: int
    column: int


WIDE, TIGHT = Spacing(3, 5), Spacing(2, 3)


@dataclass(frozen=True)
class Column:
    """How many cells the source texts and the effects of a column get, and what is between them."""

    source: int
    effect: int
    gap: int

    @property
    def cells(self) -> int:
        """Width of the column in all."""
        return self.source + (self.gap + self.effect if self.effect else 0)

    def narrowed(self, cells: int, roomy: bool = False) -> Column:
        """This column in at most `cells` cells: source texts come first, but leave half for the effects, or two fifths
        where half would be too thin for themselves; where it is `roomy` effects get more if that makes them whole."""
        if self.cells <= cells:
            return self
        if not self.effect:
            return Column(cells, 0, self.gap)
        share = cells // 2 if cells - cells // 2 - self.gap >= THINNEST else cells * 2 // 5
        bare = cells - self.gap - min(BAREST, self.source)
        effect = min(self.effect, max(share, cells - self.gap - self.source))
        if roomy and self.effect <= bare:
            effect = self.effect
        return Column(cells - self.gap - effect, effect, self.gap)


Lines = tuple[Entry | Change | Heading, ...]


def lay_out(finding: Finding, available: int) -> tuple[Line, ...]:
    """The trace in lines of at most `available` cells."""
    lines = arrange(finding)
    if not lines:
        return ()
    digits = max(4, len(str(all_steps(finding)[-1].number)))
    room = available - digits - MARGIN
    for spacing in (WIDE, TIGHT):
        natural = {t: _natural(_of(lines, t), finding.threads[t], spacing) for t in columns(finding)}
        if _total(natural.values(), spacing) <= room:
            return _side_by_side(finding, lines, natural, spacing, digits)
    fitted = _narrowed(natural, room, TIGHT)
    if all(_is_readable(fitted[t], natural[t], len(fitted), room >= ROOMY) for t in fitted):
        return _side_by_side(finding, lines, fitted, TIGHT, digits)
    return _names_in_front(finding, lines, room, digits)


def _is_readable(fitted: Column, natural: Column, threads: int, roomy: bool) -> bool:
    """True if a thread's column says enough: all of the effect and some of the source text; of two threads, much of
    the source text will do."""
    whole = fitted.effect >= natural.effect
    least = BAREST if whole and roomy else THINNEST
    return (whole or threads < 3) and fitted.source >= min(least, natural.source)


def _of(lines: Lines, thread: int) -> list[Entry]:
    return [line for line in lines if isinstance(line, Entry) and line.thread == thread]


def _natural(entries: Sequence[Entry], name: str, spacing: Spacing) -> Column:
    effect = max((width(e.effect) for e in entries), default=0)
    return Column(max([width(e.source) for e in entries] + [width(name)]), effect, spacing.effect)


def _total(fitted: Iterable[Column], spacing: Spacing) -> int:
    sizes = [column.cells for column in fitted]
    return sum(sizes) + spacing.column * (len(sizes) - 1)


def _narrowed(natural: dict[int, Column], room: int, spacing: Spacing) -> dict[int, Column]:
    """Divides the room: who wants less than an equal share gets it, the others share what is left."""
    left = room - spacing.column * (len(natural) - 1)
    fitted = dict(natural)
    for position, thread in enumerate(sorted(natural, key=lambda t: natural[t].cells)):
        share = max(0, left // (len(natural) - position))
        fitted[thread] = natural[thread].narrowed(share, room >= ROOMY)
        left -= fitted[thread].cells
    return fitted


def _side_by_side(
    finding: Finding, lines: Lines, fitted: dict[int, Column], spacing: Spacing, digits: int
) -> tuple[Line, ...]:
    between = " " * spacing.column
    total = digits + MARGIN + _total(fitted.values(), spacing)
    header: list[Span] = [(" " * (digits + MARGIN), "")]
    offsets: dict[int, int] = {}
    offset = MARGIN
    for thread, column in fitted.items():
        header.append((fit_name(finding.threads[thread], column.cells) + between, f"thread{thread}"))
        offsets[thread] = offset
        offset += column.cells + spacing.column
    out: list[Line] = [tuple(header)]
    for line in lines:
        if isinstance(line, Change):
            out.append(_change(finding, line, total))
        elif isinstance(line, Heading):
            out.append(_heading(line))
        else:
            out.append((_number(line, digits), (" " * offsets[line.thread], ""), *_cells(line, fitted[line.thread])))
    return tuple(out)


def _names_in_front(finding: Finding, lines: Lines, room: int, digits: int) -> tuple[Line, ...]:
    """A thread's end is not marked here: the name in the next line says enough."""
    entries = [e for e in lines if isinstance(e, Entry)]
    names = min(LONGEST_NAME, max(room // 4, SHORTEST_NAME), max(width(finding.threads[e.thread]) for e in entries))
    column = _natural(entries, "", WIDE).narrowed(room - names - MARGIN)
    total = digits + MARGIN + names + MARGIN + column.cells
    out: list[Line] = []
    for line in lines:
        if isinstance(line, Entry):
            name = finding.threads[line.thread] if line.number is not None else ""
            front = (" " * MARGIN + fit_name(name, names) + " " * MARGIN, f"thread{line.thread}")
            out.append((_number(line, digits), front, *_cells(line, column)))
        elif isinstance(line, Heading):
            out.append(_heading(line))
        elif line.why is not Leaves.ENDED:
            out.append(_change(finding, line, total))
    return tuple(out)


def _number(entry: Entry, digits: int) -> Span:
    return (f"{'' if entry.number is None else entry.number:>{digits}}", "light")


def _cells(entry: Entry, column: Column) -> tuple[Span, ...]:
    source = (fit(entry.source, column.source), f"thread{entry.thread}")
    if not entry.effect:
        return (source,)
    return (source, (" " * column.gap + fit(entry.effect, column.effect), ""))


def _heading(heading: Heading) -> Line:
    return ((f"  ---- {heading.text}", "preempted"),)


def _change(finding: Finding, change: Change, total: int) -> Line:
    room = max(LONGEST_NAME, total - CHANGE)
    text = f"  ---- {fit_name(finding.threads[change.thread], room).rstrip()} {change.why.value}"
    if change.why is not Leaves.PREEMPTED:
        return ((text, "light"),)
    return ((text + " " + "-" * max(4, total - width(text) - 1), "preempted"),)
