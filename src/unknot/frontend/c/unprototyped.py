"""Functions without a prototype that threads begin with: `void *work() { ... }`. One idea: whoever starts a thread
gives its function an argument, so such a function has one that it does not look at.
"""

from __future__ import annotations

from collections.abc import Iterator

from unknot.frontend.c.llvm import FunctionBody, Instruction, Symbol
from unknot.frontend.c.modules import Namespace, Unit

_STARTERS = ("pthread_create", "thrd_create")
_PROTOTYPED = "DIFlagPrototyped"


def started_without_prototype(names: Namespace) -> frozenset[str]:
    """The final names of those functions."""
    found = {name for unit in names.units for name in _started(unit)}
    return frozenset(name for name in found if name in names.functions and _takes_anything(names, name))


def _started(unit: Unit) -> Iterator[str]:
    for function in unit.module.functions.values():
        for block in function.blocks.values():
            for instruction in block:
                if instruction.opcode == "call" and _is_starter(instruction):
                    given = (o for o in instruction.operands[1:] if isinstance(o, Symbol))
                    yield from (unit.resolve(symbol.name)[0] for symbol in given)


def _is_starter(call: Instruction) -> bool:
    callee = call.operands[0]
    return isinstance(callee, Symbol) and callee.name.endswith(_STARTERS)


def _takes_anything(names: Namespace, name: str) -> bool:
    """True for a function without parameters that is not declared to have none."""
    defined = names.functions[name]
    function: FunctionBody = defined.value
    if function.params or function.debug < 0:
        return False
    flags = str(defined.unit.module.metadata[function.debug].fields.get("flags", ""))
    return _PROTOTYPED not in flags
