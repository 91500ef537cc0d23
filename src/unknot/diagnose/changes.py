"""What a step did to memory, in words. One idea: what the user's program meant to do, not what the memory model made of
it.
"""

from __future__ import annotations

from unknot.diagnose.names import Names
from unknot.interp.machine import Outcome
from unknot.interp.record import Access, Note


def accesses_of(outcome: Outcome, names: Names) -> list[Access]:
    """The accesses of a step that the user's program made, as it saw them: through a store buffer if there is one."""
    seen: list[Access] = []
    for happening in outcome.record:
        if isinstance(happening, Access) and not _is_inner(happening, names):
            seen.append(happening)
        elif isinstance(happening, Note):
            seen += _noted(happening)
    return seen


def _is_inner(access: Access, names: Names) -> bool:
    """True for what the memory model does behind an operation."""
    return names.is_model(access.pointer) or access.function.startswith("tso.")


def _noted(note: Note) -> list[Access]:
    if note.kind == "load" and len(note.args) >= 2:
        pointer, value = note.args[0], note.args[1]
        return [Access("load", pointer, _size(note), value, None, "", note.function, note.loc)]
    if note.kind == "buffer" and len(note.args) >= 2:
        return [Access("buffer", note.args[0], _size(note), None, note.args[1], "", note.function, note.loc)]
    return []


def _size(note: Note) -> int:
    return note.args[2] if len(note.args) > 2 else 0


def show_access(access: Access, names: Names) -> str:
    """What an access did: `0`, `0 -> 1`, `failed: is 3`."""

    def text(value: int | None) -> str:
        return "?" if value is None else names.value(access.pointer, access.size, value)

    if access.kind == "load":
        return text(access.old)
    if access.kind == "buffer":
        return f"{text(access.new)} buffered"
    if access.kind == "cas" and not access.ok:
        return f"failed: is {text(access.old)}"
    if access.kind == "alloc":
        return names.place(access.pointer)
    if access.kind == "free":
        return f"frees {names.place(access.pointer)}"
    return text(access.new) if access.old is None else f"{text(access.old)} -> {text(access.new)}"
