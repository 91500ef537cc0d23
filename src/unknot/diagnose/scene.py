"""What a kernel would print where a rule is broken: the calls under way, the locks held, what the call is about. One
idea: locks are read from memory as they stand, calls and their arguments from what happened in the failing step.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.checks.lock_order.facts import CLASS_MASK, CLASS_NAMES, CLASS_SHIFT, EXCLUSIVE
from unknot.core.location import NOWHERE, Location
from unknot.diagnose.events import Event
from unknot.diagnose.finding import LockUse, Scene, StackFrame
from unknot.diagnose.ledger import ledger_of
from unknot.diagnose.messages import fill
from unknot.diagnose.names import Names
from unknot.diagnose.stacks import Open, Stack, is_library, plain, stack_of
from unknot.diagnose.walk import Walk
from unknot.interp.machine import Outcome
from unknot.interp.record import Call, Return, Runs
from unknot.interp.state import State
from unknot.ir.address import OFFSET_BITS, function_addresses
from unknot.ir.faults import Fault
from unknot.ir.program import Program

_NAME, _TYPE, _FLAGS, _END = 0, 8, 16, 20
"""Where the fields of a kernel's `struct lock_object` stand, which every lock begins with."""


@dataclass(frozen=True)
class _Entered:
    """A call, with its arguments if it was made in the failing step."""

    opened: Open
    args: tuple[int, ...] = ()


def scene_of(walked: Walk, events: tuple[Event, ...], names: Names) -> Scene | None:
    """The scene at the end of a path whose last step fails; None where it is no step that does."""
    if walked.wrong is None or walked.end is not None:
        return None
    before, outcome = (walked.steps[-1].before, walked.steps[-1].outcome) if walked.steps else (None, walked.start)
    thread, calls = _calls(walked.machine.program, before, outcome)
    reader = _Reader(walked.machine.program, walked.last_state, names)
    held = [(lock, [e for e in taken if e.thread == thread]) for lock, taken in ledger_of(events).held.items()]
    uses = {taken[0]: reader.held(lock, taken) for lock, taken in held if taken}
    library = [c.opened.function for c in calls if is_library(walked.machine.program, c.opened.function)]
    return Scene(
        text=_text(walked.wrong, names),
        held=tuple(uses[event] for event in sorted(uses, key=lambda event: (event.step, event.place))),
        stack=frames_of(walked.machine.program, tuple(c.opened for c in calls), outcome.loc),
        call=plain(library[0]) if library else "",
        about=reader.about(calls, _argument(walked.machine.program, calls, "site")),
        interlock=_argument(walked.machine.program, calls, "interlock") or 0,
        message=names.text(_argument(walked.machine.program, calls, "wmesg") or 0).removeprefix("null"),
    )


def lock_place(names: Names, address: int) -> str:
    """What a lock is called: the object whose first field is the lock's head."""
    inside, head, _ = names.place(address, 1).partition(".lock_object")
    return inside if head else names.lock(address)


def _text(wrong: Outcome, names: Names) -> str:
    return fill(wrong.message, wrong.details["operands"], names) if wrong.fault is Fault.RULE else wrong.message


class _Reader:
    """Reads locks from the memory of a state."""

    def __init__(self, program: Program, state: State | None, names: Names) -> None:
        self.program, self.names = program, names
        self.memory = dict(state.memory) if state is not None else {}

    def held(self, address: int, taken: list[Event]) -> LockUse:
        """A lock with its acquisitions by one thread."""
        exclusive = bool(taken[-1].word(1) & EXCLUSIVE)
        hosted = taken[-1].word(1) >> CLASS_SHIFT & CLASS_MASK
        if hosted:
            name, where = self.names.lock(address), self._place(taken[0].word(2))
            return LockUse(name, name, CLASS_NAMES[hosted], name, address, exclusive, where, len(taken) - 1)
        return self.lock(address, exclusive, self._place(taken[0].word(2)), len(taken) - 1)

    def about(self, calls: list[_Entered], site: int | None) -> LockUse | None:
        """The lock that the innermost call with a lock's head as its argument is about."""
        address = _argument(self.program, calls, "lo")
        return self.lock(address, True, self._place(site or 0)) if address else None

    def lock(self, address: int, exclusive: bool, where: Location, recursed: int = 0) -> LockUse:
        """The lock at an address."""
        name, kind, flags = self._words(address)
        number = flags >> CLASS_SHIFT & CLASS_MASK
        place = lock_place(self.names, address)
        return LockUse(
            name=self.names.text(name) if name else place,
            type=self.names.text(kind) if kind else place,
            lock_class=CLASS_NAMES[number] if number < len(CLASS_NAMES) else CLASS_NAMES[0],
            object=place,
            address=address,
            exclusive=exclusive,
            where=where,
            recursed=recursed,
        )

    def _words(self, address: int) -> tuple[int, int, int]:
        block = self.memory.get(address >> OFFSET_BITS)
        start = address & ((1 << OFFSET_BITS) - 1)
        data = block.data[start : start + _END] if block is not None else b""
        if len(data) < _END:
            return 0, 0, 0
        words = (data[_NAME:_TYPE], data[_TYPE:_FLAGS], data[_FLAGS:_END])
        name, kind, flags = (int.from_bytes(word, "little") for word in words)
        return name, kind, flags

    def _place(self, site: int) -> Location:
        return self.program.places[site] if site < len(self.program.places) else NOWHERE


def _calls(program: Program, before: State | None, outcome: Outcome) -> tuple[int, list[_Entered]]:
    """The thread that a step ended in, and its calls, the outermost first."""
    thread, calls = program.max_threads, [_Entered(Open(""))]
    first = before
    for happening in outcome.record:
        if isinstance(happening, Runs):
            thread = happening.thread
            frames = first.threads[thread] if first is not None and thread < program.max_threads else None
            calls = [_Entered(opened) for opened in stack_of(program, frames)] or [_Entered(Open(""))]
            first = None
            continue
        if len(calls) == 1 and not calls[0].opened.function and not isinstance(happening, Call):
            calls = [_Entered(Open(happening.function))]
        if isinstance(happening, Call):
            calls.append(_Entered(Open(happening.function, happening.loc), happening.args))
        elif isinstance(happening, Return):
            calls = calls[:-1]
    return thread, calls


def _argument(program: Program, calls: list[_Entered], name: str) -> int | None:
    """The argument of that name of the innermost call that has one."""
    for entered in reversed(calls):
        function = program.functions.get(entered.opened.function)
        if function is not None and entered.args:
            found = [a for p, a in zip(function.params, entered.args, strict=True) if p.name == name]
            if found:
                return found[0]
    return None


def frames_of(program: Program, stack: Stack, loc: Location) -> tuple[StackFrame, ...]:
    """Open calls, the innermost first, which stands at `loc`; without the library's own helpers."""
    addresses = function_addresses(program)
    places = [*(opened.at for opened in stack[1:]), loc]
    callees = [*(opened.function for opened in stack[1:]), ""]
    frames = []
    for opened, at, callee in zip(stack, places, callees, strict=True):
        offset = _offset(program, opened.function, at, callee)
        if not _is_helper(program, opened.function):
            frames.append(StackFrame(opened.function, offset, addresses.get(opened.function, 0) + offset, at))
    return tuple(reversed(frames))


def _is_helper(program: Program, function: str) -> bool:
    return is_library(program, function) and plain(function).startswith("_")


def _offset(program: Program, function: str, at: Location, callee: str) -> int:
    """The number of the operation at a place: the call of `callee`, or the first one."""
    if function not in program.functions:
        return 0
    here = [(i, op) for i, op in enumerate(program.functions[function].ops()) if op.loc == at]
    calls = [i for i, op in here if callee and op.attrs.get("symbol") == callee]
    return calls[0] if calls else next((i for i, _ in here), 0)
