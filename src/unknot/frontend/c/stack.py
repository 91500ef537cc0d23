"""Local variables in memory. One idea: objects of constant size are made when the function begins; those of variable
size where they stand, each in a register of its own, and they are given back in the reverse order.
"""

from __future__ import annotations

from unknot.frontend.c import integers
from unknot.frontend.c.body import Body
from unknot.frontend.c.debug import Variable
from unknot.frontend.c.layout import size_of
from unknot.frontend.c.llvm import ConstantInt, Instruction, Local
from unknot.frontend.c.promote import successors
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import bits_of
from unknot.ir.ops import Operand, const
from unknot.ir.types import DataType, PointerType, Scalar, StructRef, StructType


def is_fixed(alloca: Instruction) -> bool:
    """True if the object's size is known."""
    return isinstance(alloca.operands[0], ConstantInt)


def make_fixed(body: Body, alloca: Instruction, variable: Variable | None) -> None:
    """An object that lives as long as the function does."""
    count = alloca.operands[0]
    assert isinstance(count, ConstantInt)  # asked before
    name = variable.name if variable else alloca.result
    shown = pointer_to(variable.type) if variable else None
    register = body.register(f"{name}.addr", Scalar.I64, shown, name)
    size = count.value * size_of(alloca.attrs["type"], body.structs)
    kind, where = (variable.type, variable.loc) if variable else (None, body.function.loc)
    body.object(register, size, kind, where)
    body.values[alloca.result] = (register,)


def pointer_to(kind: DataType) -> PointerType:
    """The type of its address."""
    return PointerType(StructRef(kind.name) if isinstance(kind, StructType) else kind)


def prepare_dynamic(body: Body, order: list[str]) -> None:
    """Registers for the objects of variable size, and for objects that are made later than at the beginning."""
    blocks = body.source.blocks
    saves = any(_is_restore(i) for label in order for i in blocks[label])
    for label in order:
        for instruction in blocks[label]:
            if instruction.opcode != "alloca" or (label == order[0] and is_fixed(instruction)):
                continue
            if not saves and _comes_back(body, label):
                where = body.unit.debug.location(instruction.debug)
                raise refuse(where, "alloca in a loop", "allocate before the loop, or with malloc")
            body.dynamic[instruction.result] = body.cleared("object"), body.cleared("before")


def _is_restore(instruction: Instruction) -> bool:
    callee = instruction.operands[0] if instruction.operands else None
    return instruction.opcode == "call" and getattr(callee, "name", "").startswith("llvm.stackrestore")


def _comes_back(body: Body, label: str) -> bool:
    """True if the block is part of a loop."""
    blocks = body.source.blocks
    seen: set[str] = set()
    work = successors(blocks[label])
    while work:
        target = work.pop()
        if target not in seen:
            seen.add(target)
            work += successors(blocks[target])
    return label in seen


def make_dynamic(body: Body, alloca: Instruction, variable: Variable | None) -> None:
    """alloca, of variable size or not at the beginning."""
    address, before = body.dynamic[alloca.result]
    bits = bits_of(alloca.operands[0].type)
    (count,) = integers.zero_extend(body, bits, 64, body.words(alloca.operands[0]))
    size: Operand = body.both("mul", count, const(size_of(alloca.attrs["type"], body.structs)))
    depth = body.depth()
    body.b.emit("alloc", (address,), (size,), kind="stack", type=variable.type if variable else None)
    body.b.emit("mov", (before,), (depth,))
    body.b.emit("add", (depth,), (depth, const(1)))
    body.define(alloca, (address,))


def save(body: Body, instruction: Instruction) -> None:
    """stacksave: how many objects there are."""
    body.define(instruction, (body.b.value("mov", Scalar.I64, body.depth()),))


def restore(body: Body, instruction: Instruction) -> None:
    """stackrestore: gives back the objects that were made since."""
    b, level = body.b, body.word(instruction.operands[1])
    for address, before in reversed(body.dynamic.values()):
        there, gone, free = b.block("there"), b.block("gone"), b.block("free")
        b.branch(b.value("ne", Scalar.I8, address, const(0)), there, gone)
        b.start(there)
        b.branch(b.value("ule", Scalar.I8, level, before), free, gone)
        b.start(free)
        b.emit("free", (), (address,), kind="stack")
        b.emit("mov", (address,), (const(0),))
        b.jump(gone)
        b.start(gone)
    b.emit("mov", (body.depth(),), (level,))


def variables(body: Body, order: list[str]) -> dict[str, Variable]:
    """What the source calls its allocas."""
    found: dict[str, Variable] = {}
    for label in order:
        for note in body.source.blocks[label]:
            place = note.operands[0] if note.opcode == "dbg_declare" else None
            if isinstance(place, Local) and place.name not in found:
                found[place.name] = body.unit.debug.variable(note.attrs["variable"])
    return found
