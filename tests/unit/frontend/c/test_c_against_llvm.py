"""Our reading of LLVM's text against LLVM's own, which llvmlite has: every block, instruction, name, type, operand."""

from __future__ import annotations

from pathlib import Path

import llvmlite.binding as llvm

from unknot.frontend.c.llvm import (
    Array,
    BlockRef,
    ConstantInt,
    Float,
    FunctionBody,
    Instruction,
    Int,
    Local,
    Other,
    Pointer,
    Struct,
    Symbol,
    Type,
    Value,
    Vector,
)
from unknot.frontend.c.parsing import parse_module

OLDEST = Path(__file__).parent / "texts" / "shapes.clang15.ll"
"""What the oldest clang writes, every LLVM reads."""


def spell(kind: Type) -> str:
    """The type in LLVM's words."""
    match kind:
        case Int(bits):
            return f"i{bits}"
        case Float(name) | Other(name):
            return name
        case Pointer():
            return "ptr"
        case Array(of, count):
            return f"[{count} x {spell(of)}]"
        case Vector(of, count):
            return f"<{count} x {spell(of)}>"
        case Struct(name, fields):
            return f"%{name}" if name else f"{{ {', '.join(map(spell, fields))} }}"
    return "void"


def operands(instruction: llvm.ValueRef) -> list[llvm.ValueRef]:
    """The operands in the order of the text."""
    found = list(instruction.operands)
    if instruction.opcode == "call":
        return [*found[-1:], *found[:-1]]
    if instruction.opcode == "br" and len(found) == 3:
        return [found[0], found[2], found[1]]
    return found


def same_operand(theirs: llvm.ValueRef, ours: Value) -> bool:
    unnamed = not theirs.name
    match ours:
        case Local(kind, name):
            return str(theirs.type) == spell(kind) and (unnamed or theirs.name == name)
        case Symbol(name=name) if name.startswith("llvm."):  # newer versions add types to the names of intrinsics
            return theirs.name.startswith(name)
        case Symbol(name=name) | BlockRef(name=name):
            return unnamed or theirs.name == name
        case ConstantInt(Int(bits), value):
            word = str(theirs).split()[-1]
            number = {"true": 1, "false": 0}.get(word)
            return (int(word) if number is None else number) % (1 << bits) == value
    return True


def same_instruction(theirs: llvm.ValueRef, ours: Instruction) -> bool:
    given = operands(theirs)
    return (
        theirs.opcode == ours.opcode
        and (not theirs.name or theirs.name == ours.result)
        and str(theirs.type) == spell(ours.type)
        and len(given) == len(ours.operands)
        and all(map(same_operand, given, ours.operands))
    )


def compare(theirs: llvm.ValueRef, ours: FunctionBody) -> int:
    """How many instructions agree; a difference fails."""
    blocks = list(theirs.blocks)
    assert [b.name for b in blocks] == list(ours.blocks)
    count = 0
    for block, ins in zip(blocks, ours.blocks.values(), strict=True):
        left = [i for i in block.instructions if "@llvm.dbg." not in str(i)]
        right = [i for i in ins if not i.opcode.startswith("dbg_")]
        assert len(left) == len(right)
        for a, b in zip(left, right, strict=True):
            assert same_instruction(a, b), f"{a} is read as {b}"
            count += 1
    return count


def test_a_whole_file_is_read_as_llvm_reads_it() -> None:
    text = OLDEST.read_text()
    ours = parse_module(text, "shapes.c")
    theirs = llvm.parse_assembly(text)
    defined = [f for f in theirs.functions if not f.is_declaration]
    assert [f.name for f in defined] == [name for name, f in ours.functions.items() if f.blocks]
    assert sum(compare(f, ours.functions[f.name]) for f in defined) > 50
    structs = {t.name for t in theirs.struct_types if t.name}
    assert structs == set(ours.structs)
