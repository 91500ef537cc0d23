"""What is wrong, in one sentence. One idea: the check gives the kind; the interpreter's outcome gives the facts."""

from __future__ import annotations

import string
from collections.abc import Sequence

from unknot.checks.registry import check_of
from unknot.diagnose.blocked import Wait, in_file, reasons_of
from unknot.diagnose.names import LOCK, Names
from unknot.diagnose.printf import filled
from unknot.interp.machine import Outcome
from unknot.interp.state import signed
from unknot.ir.faults import Fault
from unknot.ir.types import Scalar


def message_of(
    fault: Fault, wrong: Outcome | None, names: Names, threads: tuple[str, ...], waits: tuple[Wait, ...]
) -> str:
    """The sentence for a fault."""
    title = check_of(fault, kind_of(wrong)).title
    if fault is Fault.LEAK:
        return f"{title}: memory is still allocated when all threads have ended"
    if wrong is None:
        return title
    if fault is Fault.DEADLOCK:
        return _deadlock(threads, waits)
    if fault is Fault.RULE:
        return f"{title}: {fill(wrong.message, wrong.details['operands'], names)}"
    if fault is Fault.RACE:
        return _race(wrong, names, threads, waits)
    if fault in (Fault.OVERFLOW, Fault.SHIFT):
        return f"{title}: {fill(wrong.message, wrong.details.get('operands', ()), names)}"
    if fault in (Fault.ASSERT, Fault.UNREACHABLE, Fault.DIVISION, Fault.BAD_JOIN):
        return f"{title}: {wrong.message}"
    if fault is Fault.LIMIT_LOOP:
        return f"{title}: a thread computes for ever without a visible operation"
    if fault in (Fault.INVARIANT, Fault.FINAL):
        name, inner = wrong.details.get("name", ""), wrong.details.get("inner")
        text = fill(wrong.message, wrong.details["operands"], names) if inner is Fault.RULE else wrong.message
        return f"{title}: {name}" + ("" if text in ("", name) else f": {text}")
    if "pointer" in wrong.details:
        return f"{title}: {_access(fault, wrong, names)}"
    return f"{title}: {wrong.message}" if wrong.message else title


def kind_of(wrong: Outcome | None) -> str:
    """The kind of a rule that is broken, else empty."""
    return str(wrong.details["kind"]) if wrong is not None and wrong.fault is Fault.RULE else ""


def _access(fault: Fault, wrong: Outcome, names: Names) -> str:
    pointer, size = wrong.details["pointer"], wrong.details.get("size", 0)
    place = names.place(pointer, 0).partition(f".{LOCK}")[0]
    if fault in (Fault.DOUBLE_FREE, Fault.BAD_FREE):
        return place
    text = f"{size} byte{'s' * (size != 1)} at {place}" if size else place
    if "object_size" in wrong.details:
        text += f", an object of {wrong.details['object_size']} bytes"
    return text


def _race(wrong: Outcome, names: Names, threads: tuple[str, ...], waits: tuple[Wait, ...]) -> str:
    at = {w.blocked.thread: in_file(w.blocked.row.where) for w in waits}
    places = [f"{threads[t]} at {at[t]}" for t in wrong.details["threads"]]
    return f"data race on {names.place(wrong.details['pointer'], 1)}: {places[0]} and {places[1]}"


def _deadlock(threads: tuple[str, ...], waits: tuple[Wait, ...]) -> str:
    waiting = reasons_of(waits)
    known = [f"{threads[w.blocked.thread]} {w.short}" for w in waiting if w.short]
    if known:
        return "deadlock: " + ", ".join(known)
    return (
        "deadlock: " + (", ".join(threads[w.blocked.thread] for w in waiting) or "the beginning") + " can never go on"
    )


def fill(message: str, words: Sequence[int], names: Names) -> str:
    """The message of a rule with its places filled in."""
    parts = []
    for literal, place, form, _ in string.Formatter().parse(message):
        parts.append(literal)
        if place is not None:
            known = place.isdecimal() and int(place) < len(words)
            parts.append(_shown(form or "", words[int(place) :], names) if known else f"{{{place}}}")
    return "".join(parts)


def _shown(form: str, words: Sequence[int], names: Names) -> str:
    word = words[0]
    if form == "printf":
        return filled(names.text(word), words[1:], names)
    if form == "text":
        return names.text(word)
    if form[:1] == "i":  # a signed integer of so many bits
        bits = int(form[1:])
        return str(word - (1 << bits) if word >> (bits - 1) else word)
    if form == "d":
        return str(signed(word, Scalar.I64))
    if form == "site":
        places = names.program.places
        return in_file(places[word]) if word < len(places) else "an unknown place"
    return names.lock(word)
