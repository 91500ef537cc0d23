"""What locks what, as text for people: first a locking key as the kernel's headers have it, a letter per lock and the
letters of each field; then each field with its lines and the locks held there.

One idea: who breaks a rule is marked in both, and has the command that shows how.
"""

from __future__ import annotations

import string
import textwrap
from collections.abc import Iterable, Sequence

from unknot.core.location import source_line
from unknot.diagnose.accesses import Held, Touch
from unknot.diagnose.locked_fields import Locks
from unknot.diagnose.locking import FieldLocks, Guard, Relation, Rule, Site
from unknot.report.columns import NARROWEST
from unknot.report.command import command_for
from unknot.report.paint import Line, Span, coloured, fit, fit_name, plain, width
from unknot.report.quantities import by_number, plural, seconds

LETTERS = {
    Rule.ATOMIC: ("a", "atomic"),
    Rule.READ_ONLY: ("c", "constant: no thread writes it"),
    Rule.ONE_THREAD: ("o", "only one thread touches it"),
    Rule.UNPROTECTED: ("*", "no lock is held at all writes"),
}
"""Letters of rules without a lock."""

SHORTEST_SOURCE = 16
"""Cells for source text for which the names of functions make room."""

NOTHING = "no thread touches memory that others can see, but for locks and what is the library's own"

BROKEN = "!"
"""In front of a line that breaks its field's rule."""

Key = dict[str, str]
"""The letter of each lock, by its name as a field."""


def render(locks: Locks, cells: int = 100, colour: bool = False, settings: Sequence[str] = ()) -> str:
    """The report in `cells` cells of width (60 at least). `settings`: words of the command line that a replay needs."""
    lines = report(locks, max(cells, NARROWEST), settings)
    return coloured(lines) if colour else plain(lines)


def report(locks: Locks, cells: int, settings: Sequence[str] = ()) -> tuple[Line, ...]:
    """The lines of the report. Commands may be wider than `cells`: they are there to be copied."""
    key = letters(locks.fields)
    lines = [*_title(locks), *_covered(locks, cells)]
    if not locks.fields:
        return (*lines, *(((part, ""),) for part in _wrapped(NOTHING, cells)))
    lines += [(), *_key(locks, key), (), *_summary(locks, key)]
    for found in locks.fields:
        lines += [(), *_field(found, key)]
        room = min(cells // 2, max(width(_where(site)) for site in found.sites))
        for site in found.sites:
            lines += _site(locks, site, room, cells, settings)
    return tuple(lines)


# -- the key -----------------------------------------------------------------------------------------------------------


def letters(fields: Iterable[FieldLocks]) -> Key:
    """A letter for each lock: the first of its own that is free, else any that is."""
    key: Key = {}
    taken = {letter for letter, _ in LETTERS.values()}
    for guard in (guard for found in fields for guard in found.guards):
        if guard.lock in key:
            continue
        own = [c for c in _path(guard).rpartition(".")[2].lower() if c in string.ascii_lowercase]
        free = (c for c in [*own, *string.ascii_letters] if c not in taken)
        letter = next(free, str(len(key)))
        taken.add(letter)
        key[guard.lock] = letter
    return key


def _described(guard: Guard) -> str:
    """Which lock it is, from the object whose field it protects."""
    struct = guard.lock.partition(".")[0] if "." in guard.lock else ""
    if guard.relation is not Relation.EACH:
        return guard.name
    return f"{_path(guard)}{f' of a {struct}' if struct else ''}, one for each object"


def _path(guard: Guard) -> str:
    """The lock's name without the struct that it lies in."""
    return guard.lock.partition(".")[2] or guard.lock


def _key(locks: Locks, key: Key) -> list[Line]:
    kinds = {g.lock: f'{g.kind} "{g.type}"' if g.type else g.kind for found in locks.fields for g in found.guards}
    rules = {found.rule for found in locks.fields}
    room = max(map(width, key), default=0)
    rows = [(letter, f"{fit(lock, room)}   {kinds[lock]}") for lock, letter in key.items()]
    rows += [(letter, text) for rule, (letter, text) in LETTERS.items() if rule in rules]
    return [(("    ", ""), (f"({letter})", "label"), (f" {text}", "")) for letter, text in rows]


def _letters_of(found: FieldLocks, key: Key) -> str:
    if found.rule in LETTERS:
        return f"({LETTERS[found.rule][0]})"
    return f"({'+'.join(dict.fromkeys(key[guard.lock] for guard in found.guards))})"


# -- the summary -------------------------------------------------------------------------------------------------------


def _title(locks: Locks) -> list[Line]:
    broken = len(locks.broken)
    text = plural(len(locks.fields), "field") + (f", {plural(broken, 'rule')} broken" if broken else "")
    return [(("LOCKS     ", "label"), (locks.search.target, "label"), (f"   {text}", "violated" if broken else ""))]


def _covered(locks: Locks, cells: int) -> list[Line]:
    search = locks.search
    parts = [search.memory, plural(len(search.threads), "thread"), plural(search.counts.states, "state")]
    lines: list[Line] = [((" · ".join([*parts, seconds(search.seconds)]), "light"),)]
    texts = []
    if search.finding is not None:
        texts.append(f"what follows a violation is not covered: {search.finding.message}")
    if not locks.complete:
        reasons = "; ".join(filter(None, [*search.bounds[:1], search.coverage]))
        texts.append(f"not every schedule was run{': ' if reasons else ''}{reasons}")
    return lines + [((part, "warning"),) for text in texts for part in _wrapped(text, cells)]


def _wrapped(text: str, cells: int, indent: str = "") -> list[str]:
    """The text in lines of at most `cells` cells, but for words that are longer."""
    return textwrap.wrap(
        text, cells, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )


def _summary(locks: Locks, key: Key) -> list[Line]:
    rows = [(f.struct, f.name.removeprefix(f.struct + ".") if f.struct else f.name, f) for f in locks.fields]
    room = max((width(name) for _, name, _ in rows), default=0)
    lines: list[Line] = []
    struct = ""
    for of, name, found in rows:
        if of != struct:
            lines.append(((f"    {of}", "label"),))
            struct = of
        front = ("    " if not of else "      ") + fit(name, room + (0 if of else 2))
        letters = _letters_of(found, key)
        lines.append(((front + "   ", ""), (fit(letters, 6), "violated" if found.breaking else ""), _remark(found)))
    return lines


def _remark(found: FieldLocks) -> Span:
    """What the letters do not say."""
    if found.rule is Rule.ONE_THREAD:
        return found.threads[0], "light"
    if found.rule is Rule.UNPROTECTED:
        writing = [t for site in found.sites for t in site.touches if t.kind.writes]
        if any(t.held for t in writing):
            return "different locks" if all(t.held for t in writing) else "a lock at some writes only", ""
        writers = {t.thread for t in writing}
        return ("no lock" + (f"; only {writers.pop()} writes" if len(writers) == 1 else "")), ""
    writes = sum(any(t.kind.writes for t in site.breaks) for site in found.breaking)
    counts = (("write", writes), ("read", len(found.breaking) - writes))
    parts = [f"{verb}{'s' * (count == 1)} without it" for verb, count in counts if count]
    numbers = [count for _, count in counts if count]
    of = [f"{numbers[0]} of {plural(len(found.sites), 'line')}", *map(str, numbers[1:])] if numbers else []
    return ", ".join(f"{number} {part}" for number, part in zip(of, parts, strict=True)), ""


# -- the details -------------------------------------------------------------------------------------------------------


def _field(found: FieldLocks, key: Key) -> list[Line]:
    locks = ", ".join(map(_described, found.guards))
    text = LETTERS[found.rule][1] if found.rule in LETTERS else locks
    return [((found.name, "label"), (f"   {_letters_of(found, key)} {text}", ""))]


def _where(site: Site) -> str:
    return f"{site.where.file}:{site.where.line}"


def _site(locks: Locks, site: Site, places: int, cells: int, settings: Sequence[str]) -> list[Line]:
    mark = BROKEN if site.breaks else " "
    role = "violated" if site.breaks else ""
    source = source_line(site.where.file, site.where.line)
    front = f"  {mark} {fit_name(_where(site), places)}  {_does(site)}  "
    inside = f"   in {', '.join(map(_bare, site.functions))}"
    if cells - width(front) - width(inside) < SHORTEST_SOURCE:
        inside = ""
    room = max(1, cells - width(front) - width(inside))
    text = source if width(source) <= room else fit(source, room)
    lines: list[Line] = [((front, role), (text, ""), (inside, "light"))]
    for holding, touches in _by_holding(site).items():
        threads = ", ".join(sorted({t.thread for t in touches}, key=by_number))
        breaks = any(t in site.breaks for t in touches)
        said = _wrapped(f"        holds {holding}: {threads}", cells, " " * 14)
        lines += [((part, role if breaks else "light"),) for part in said]
    lines += [
        (("        again  ", "label"), (command_for(locks.search, schedule, settings), ""))
        for touch, schedule in locks.schedules.items()
        if touch in site.breaks
    ]
    return lines


def _does(site: Site) -> str:
    reads = any(t.kind.reads for t in site.touches)
    words = [word for word, said in (("read", reads), ("write", site.writes)) if said]
    return fit(", ".join(words), len("read, write"))


def _bare(function: str) -> str:
    """A function's name as its file has it."""
    return function.partition("$")[0].rpartition(".")[2]


def _by_holding(site: Site) -> dict[str, list[Touch]]:
    """The accesses of a line by the locks that they hold."""
    found: dict[str, list[Touch]] = {}
    for touch in site.touches:
        found.setdefault(", ".join(_held(touch, held) for held in touch.held) or "no lock", []).append(touch)
    return found


def _held(touch: Touch, held: Held) -> str:
    name = f"its own {held.spot.path}" if touch.spot.is_beside(held.spot) else held.spot.instance
    return name if held.exclusive else f"{name} (shared)"
