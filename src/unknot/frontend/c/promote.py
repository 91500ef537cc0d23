"""Which local variables become registers. One idea: those whose address nobody takes, and which are written before they
are read on every path.

All others stay objects in memory, where reading what was never written is seen when the program runs.
"""

from __future__ import annotations

from unknot.frontend.c.llvm import BlockRef, ConstantInt, FunctionBody, Instruction, Local, Type
from unknot.frontend.c.uses import Uses
from unknot.frontend.c.values import bits_of, single_word

RETURNED = "retval"
"""clang's variable for what a function returns. A function may run off its end if nobody looks at the result."""


def promoted(source: FunctionBody, order: list[str], uses: Uses) -> tuple[dict[str, Type], set[str]]:
    """The allocas that become registers, with their types; and those of them that have to be cleared first. `order`:
    the blocks that can be reached."""
    entry = source.blocks[order[0]]
    found = {i.result: i.attrs["type"] for i in entry if i.opcode == "alloca" and _is_simple(i, uses)}
    early = _read_early(source, order, found)
    taken = {name: kind for name, kind in found.items() if name == RETURNED or name not in early}
    return taken, early & set(taken)


def _is_simple(alloca: Instruction, uses: Uses) -> bool:
    count, kind = alloca.operands[0], alloca.attrs["type"]
    if not isinstance(count, ConstantInt) or count.value != 1 or single_word(kind) is None:
        return False
    return all(_is_whole(use, alloca.result, kind) for use in uses.of(alloca.result))


def _is_whole(use: Instruction, name: str, kind: Type) -> bool:
    """True if the instruction reads or writes the variable as a whole and nothing else."""
    if use.opcode == "load":
        accessed = use.type
    elif use.opcode == "store" and not (isinstance(use.operands[0], Local) and use.operands[0].name == name):
        accessed = use.operands[0].type
    else:
        return False
    same = single_word(accessed) == single_word(kind) and bits_of(accessed) == bits_of(kind)
    return same and not use.attrs.get("volatile") and not use.attrs.get("ordering")


def _read_early(source: FunctionBody, order: list[str], allocas: dict[str, Type]) -> set[str]:
    """Those that may be read before they were written."""
    everything = set(allocas)
    writes = {label: _written(source.blocks[label]) for label in order}
    before: dict[str, set[str]] = {label: set(everything) for label in order}
    before[order[0]] = set()
    changed = True
    while changed:
        changed = False
        for label in order:
            after = before[label] | writes[label]
            for target in successors(source.blocks[label]):
                if not before[target] <= after:
                    before[target] &= after
                    changed = True
    early: set[str] = set()
    for label in order:
        written = set(before[label])
        for instruction in source.blocks[label]:
            pointer = instruction.operands[0] if instruction.opcode == "load" else None
            if isinstance(pointer, Local) and pointer.name in everything and pointer.name not in written:
                early.add(pointer.name)
            written |= _written([instruction])
    return early


def _written(instructions: list[Instruction]) -> set[str]:
    stores = (i.operands[1] for i in instructions if i.opcode == "store")
    return {pointer.name for pointer in stores if isinstance(pointer, Local)}


def successors(block: list[Instruction]) -> list[str]:
    """The blocks that may follow, each once."""
    targets = [operand.name for operand in block[-1].operands if isinstance(operand, BlockRef)]
    return list(dict.fromkeys(targets))


def reachable(source: FunctionBody) -> list[str]:
    """The blocks that can be reached, each after all that dominate it (reverse postorder)."""
    entry = next(iter(source.blocks))
    seen, order = {entry}, []
    stack = [(entry, iter(successors(source.blocks[entry])))]
    while stack:
        label, rest = stack[-1]
        following = next((t for t in rest if t not in seen), None)
        if following is None:
            order.append(label)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(successors(source.blocks[following]))))
    return order[::-1]
