"""Invariants only look. One idea: what one reaches by calls is searched for operations that change shared memory.

A write through a pointer is not judged here: it may well go to the invariant's own locals.
"""

from __future__ import annotations

from collections.abc import Iterator

from unknot.core.errors import LanguageError
from unknot.ir.ops import Op, Reg
from unknot.ir.program import Function, Program

_ALWAYS = {"rmw": "changes shared memory", "cas": "changes shared memory", "spawn": "starts a thread"}


def check_invariants(program: Program) -> None:
    """Raises LanguageError at the first operation of an invariant that changes what the threads see."""
    for name, symbol in program.invariants:
        for function in reached(program, symbol):
            for op in function.ops():
                what = _ALWAYS.get(op.code, "") or _written(function, op)
                if what:
                    call = _call_of_library(program, symbol, function.name)
                    who = f"{name} calls {call.attrs['symbol']}, which" if call is not None else name
                    remedy = "an invariant only looks: let a thread do it, or check in a method marked @at_end"
                    raise LanguageError(f"invariant {who} {what}", op.loc if call is None else call.loc, remedy)


def reached(program: Program, symbol: str) -> Iterator[Function]:
    """The function and all that it calls by name."""
    seen, left = {symbol}, [symbol]
    while left:
        function = program.functions.get(left.pop())
        if function is None:  # of a program that is linked later
            continue
        yield function
        for block in function.blocks.values():
            called = {str(op.attrs["symbol"]) for op in block if op.code == "call"} - seen
            seen |= called
            left += sorted(called)


def _call_of_library(program: Program, symbol: str, name: str) -> Op | None:
    """The call in the user's own code by which a function of a library is reached; None if it is the user's own."""
    if not program.functions[name].library:
        return None
    own = (f for f in reached(program, symbol) if not f.library)
    calls = (op for f in own for op in f.ops() if op.code == "call")
    known = (c for c in calls if str(c.attrs["symbol"]) in program.functions)
    outer = (c for c in known if program.functions[str(c.attrs["symbol"])].library)
    return next((c for c in outer if any(f.name == name for f in reached(program, str(c.attrs["symbol"])))), None)


def _written(function: Function, op: Op) -> str:
    """What a store to a shared variable does; empty for other operations and other places."""
    if op.code != "store":
        return ""
    made = {d: o for block in function.blocks.values() for o in block for d in o.dsts}
    place = op.args[0]
    while isinstance(place, Reg) and place in made and made[place].code in ("add", "mov"):
        place = made[place].args[0]
    source = made.get(place) if isinstance(place, Reg) else None
    return f"writes {source.attrs['symbol']}" if source is not None and source.code == "global_addr" else ""
