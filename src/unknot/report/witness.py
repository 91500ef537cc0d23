"""Reversals and broken rules in the words of a FreeBSD 13 console. One idea: scripts that read kernel logs read these;
so there is nothing here that a kernel would not print, and all that is printed is true.

Addresses are those of the program that was run: locks where they lie in its memory, operations by the function and
their number in it. Where an order is established through other locks, each link is shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from unknot.core.location import Location
from unknot.diagnose.finding import Edge, Finding, LockUse, Result, Reversal, Scene, StackFrame

SLEEPABLE_CLASSES = frozenset({"sx", "lockmgr", "sleepable rm"})

_HELD = " with the following "
"""What stands in the text of a rule before a list of locks."""


def console(result: Result) -> str:
    """All that a kernel would have printed; empty if it would not have printed anything."""
    lines: list[str] = []
    shown: set[tuple[str, str, str]] = set()
    for reversal in result.reversals:
        pair = (reversal.kind, reversal.attempted.held.type, reversal.attempted.wanted.type)
        if pair not in shown:
            lines += _duplicate(reversal) if reversal.kind == "duplicate" else _reversal(reversal)
            shown.add(pair)
    for finding in (result.finding, *result.others):
        if finding is not None and finding.scene is not None:
            lines += _broken(finding, finding.scene)
    return "".join(line + "\n" for line in lines)


def _reversal(reversal: Reversal) -> list[str]:
    edge = reversal.attempted
    why = "" if reversal.kind == "lock order" else f" ({reversal.kind})"
    lines = [f"lock order reversal:{why}"]
    uses = [edge.also, edge.held, edge.wanted] if edge.also else [edge.held, edge.wanted]
    lines += [f" {place} {_lock(use)}" for place, use in zip(("1st", "2nd", "3rd"), uses, strict=False) if use]
    for established in reversal.edges[:-1]:
        lines += [f"lock order {_pair(established)} established at:", *_stack(established.stack)]
    return [*lines, f"lock order {_pair(edge)} attempted at:", *_stack(edge.stack)]


def _duplicate(reversal: Reversal) -> list[str]:
    edge = reversal.attempted
    return [
        f'acquiring duplicate lock of same type: "{edge.wanted.type}"',
        f" 1st {edge.held.name} @ {_place(edge.held.where)}",
        f" 2nd {edge.wanted.name} @ {_place(edge.wanted.where)}",
        "stack backtrace:",
        *_stack(edge.stack),
    ]


def _broken(finding: Finding, scene: Scene) -> list[str]:
    """What is printed where a rule is broken."""
    if finding.kind == "sleepable_after_nonsleepable" and scene.about is not None:
        return _sleepable(scene, scene.about)
    if finding.kind == "sleep_with_lock" and _HELD in scene.text:
        held = [use for use in scene.held if _forbids_sleep(use) and use.address != scene.interlock]
        what = f'Sleeping on "{scene.message}"' if scene.message else f"calling {scene.call}"
        return [f"{what} with the following non-sleepable locks held:", *_held(held), *_backtrace(scene)]
    if finding.kind == "lock_leak" and _HELD in scene.text:
        what = scene.text.partition(_HELD)[0]
        first = f"{what} with the following locks held:"
        return [first, *_held(scene.held), "panic: witness_warn", "KDB: stack backtrace:", *_stack(scene.stack)]
    if finding.kind == "lock_mode" and " while " in scene.text:
        panic, _, text = scene.text.partition(": ")
        now, _, before = text.partition(" while ")
        return [now, f"while {before}", f"panic: {panic}", "KDB: stack backtrace:", *_stack(scene.stack)]
    return [f"panic: {scene.text or finding.message}", "KDB: stack backtrace:", *_stack(scene.stack)]


def _sleepable(scene: Scene, wanted: LockUse) -> list[str]:
    held = [use for use in scene.held if _forbids_sleep(use) and use.address != scene.interlock]
    return [
        "lock order reversal: (sleepable after non-sleepable)",
        *(f" 1st {_lock(use)}" for use in held[-1:]),
        f" 2nd {_lock(wanted)}",
        *(f"lock order {use.type} -> {wanted.type} attempted at:" for use in held[-1:]),
        *_stack(scene.stack),
    ]


def _forbids_sleep(use: LockUse) -> bool:
    return use.lock_class not in SLEEPABLE_CLASSES


def _held(uses: Iterable[LockUse]) -> list[str]:
    """A line for each lock held, the newest first."""
    lines = []
    for use in reversed([*uses]):
        mode = "exclusive" if use.exclusive else "shared"
        what = f"{mode} {use.lock_class} {use.name} ({use.type}) r = {use.recursed} ({use.address:#x})"
        lines.append(f"{what} locked @ {_place(use.where)}")
    return lines


def _backtrace(scene: Scene) -> list[str]:
    return ["stack backtrace:", *_stack(scene.stack)]


def _lock(use: LockUse) -> str:
    return f"{use.address:#x} {use.name} ({use.type}, {use.lock_class}) @ {_place(use.where)}"


def _pair(edge: Edge) -> str:
    return f"{edge.held.type} -> {edge.wanted.type}"


def _stack(frames: tuple[StackFrame, ...]) -> list[str]:
    return [f"#{i} {f.address:#x} at {_symbol(f.function)}+{f.offset:#x}" for i, f in enumerate(frames)]


def _symbol(function: str) -> str:
    """A function's name in one word."""
    return function.partition("$")[0].replace(" ", "_")


def _place(where: Location) -> str:
    return f"{where.file}:{where.line}"
