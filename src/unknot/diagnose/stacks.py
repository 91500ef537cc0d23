"""Which calls are open while a step runs, and where a user sees what happens in them. One idea: what a library function
does is seen where it was called, by the innermost call outside the library.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unknot.core.location import NOWHERE, Location
from unknot.interp.machine import Outcome
from unknot.interp.record import Call, Happening, Return, Runs
from unknot.interp.state import State, Thread
from unknot.ir.program import Program


@dataclass(frozen=True, slots=True)
class Open:
    """A call under way: the function (empty if not known yet), and where it was called."""

    function: str
    at: Location = NOWHERE


Stack = tuple[Open, ...]
"""The outermost call first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a user sees something: the place, and the library function called there (empty outside the library).
    `service`: no call of the user's is open, the thread serves the library; then it is that thread's function."""

    where: Location
    call: str = ""
    service: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: in which thread (`Program.max_threads`: between the threads), with which calls open."""

    thread: int
    stack: Stack
    happening: Happening


def stack_of(program: Program, frames: Thread | None) -> Stack:
    """The calls that are open in a suspended thread."""
    if not frames:
        return ()
    calls = [program.functions[f.function].blocks[f.label][max(f.index - 1, 0)].loc for f in frames]
    return tuple(Open(f.function, at) for f, at in zip(frames, [NOWHERE, *calls], strict=False))


def moments(program: Program, before: State | None, outcome: Outcome) -> Iterator[Moment]:
    """What happened in a step, with the calls open at each moment. `before`: the state it began in, None at a start."""
    thread = program.max_threads
    stack: Stack = ()
    first = before is not None
    for happening in outcome.record:
        if isinstance(happening, Runs):
            thread = happening.thread
            known = first and before is not None and thread < program.max_threads
            stack = stack_of(program, before.threads[thread]) if known and before is not None else (Open(""),)
            first = False
            continue
        stack = _named(stack, happening)
        yield Moment(thread, stack, happening)
        if isinstance(happening, Call):
            stack = (*stack, Open(happening.function, happening.loc))
        elif isinstance(happening, Return):
            stack = stack[:-1]


def stack_at_end(program: Program, before: State | None, outcome: Outcome) -> Stack:
    """The calls that were open when a step ended early."""
    stack: Stack = ()
    for moment in moments(program, before, outcome):
        stack = moment.stack
        if isinstance(moment.happening, Call):
            stack = (*stack, Open(moment.happening.function, moment.happening.loc))
        elif isinstance(moment.happening, Return):
            stack = stack[:-1]
    if not stack and before is not None:
        runs = [h.thread for h in outcome.record if isinstance(h, Runs)]
        stack = stack_of(program, before.threads[runs[0]]) if runs and runs[0] < program.max_threads else ()
    return stack


def seen(program: Program, stack: Stack, loc: Location) -> Seen:
    """Where a user sees what happens at `loc` in the innermost call."""
    if is_service(program, stack):
        return Seen(program.functions[stack[0].function].loc, plain(stack[0].function), True)
    where, call = loc, ""
    for opened in reversed(stack):
        if not is_library(program, opened.function):
            break
        where, call = opened.at, plain(opened.function)
    return Seen(where, call)


def is_library(program: Program, function: str) -> bool:
    """True for functions whose steps are shown where they were called."""
    found = program.functions.get(function)
    return found is not None and (found.library or function.startswith("tso."))


def is_service(program: Program, stack: Stack) -> bool:
    """True if no call of the user's is open: the thread serves the library."""
    return bool(stack) and all(is_library(program, opened.function) for opened in stack)


def plain(function: str) -> str:
    """A function's name as its file has it."""
    return function.partition("$")[0].rpartition(".")[2]


def _named(stack: Stack, happening: Happening) -> Stack:
    """The outermost call gets its name from the first thing that happens in it."""
    if len(stack) == 1 and not stack[0].function and not isinstance(happening, Runs | Call):
        return (Open(happening.function),)
    return stack
