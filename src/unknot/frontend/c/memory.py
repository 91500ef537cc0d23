"""Loads, stores and addresses. One idea: a value is accessed leaf by leaf and each leaf in the largest pieces that its
alignment allows; an access that C calls misaligned is several, as on a machine that splits it.
"""

from __future__ import annotations

from typing import Any

from unknot.frontend.c import integers
from unknot.frontend.c.body import Body
from unknot.frontend.c.folding import signed
from unknot.frontend.c.layout import inner, leaves, size_of
from unknot.frontend.c.llvm import (
    Array,
    ConstantInt,
    Instruction,
    Int,
    Local,
    Struct,
    Type,
    Value,
    Vector,
    Zero,
)
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import Words, bits_of
from unknot.ir.ops import Const, Operand, Reg, const
from unknot.ir.types import Scalar

_ORDERS = {"": "plain", "unordered": "relaxed", "monotonic": "relaxed"}
_WORD = 8


def order_of(ordering: str) -> str:
    """unknot's name of one of LLVM's memory orders."""
    return _ORDERS.get(ordering, ordering)


def access_attrs(attrs: Any, unset: bool = False) -> dict[str, Any]:
    """The attributes of the accesses that an instruction stands for."""
    found: dict[str, Any] = {"order": order_of(attrs.get("ordering", ""))}
    if attrs.get("volatile") and found["order"] == "plain":
        found["racy"] = True
    return found | ({"unset": True} if unset else {})


def pieces(size: int, align: int) -> list[tuple[int, Scalar]]:
    """How `size` bytes at an address of that alignment are accessed: offsets and widths."""
    found, at = [], 0
    while at < size:
        largest = min(align, at & -at or align, _WORD)
        while largest > size - at:
            largest //= 2
        found.append((at, Scalar(largest * 8)))
        at += largest
    return found


def aligned_at(align: int, offset: int) -> int:
    """The alignment `offset` bytes behind an address."""
    return min(align, offset & -offset) if offset else align


# loads and stores -----------------------------------------------------------------------------------------------------


def load(body: Body, instruction: Instruction) -> None:
    """load: of a variable in a register, or of memory."""
    pointer = instruction.operands[0]
    if isinstance(pointer, Local) and pointer.name in body.variables:
        body.define(instruction, (body.variables[pointer.name],))
        return
    attrs = access_attrs(instruction.attrs, is_copy(body, instruction))
    words = read(body, instruction.type, body.word(pointer), instruction.attrs["align"], attrs)
    body.define(instruction, words)


def store(body: Body, instruction: Instruction) -> None:
    """store, to a variable in a register or to memory."""
    value, pointer = instruction.operands
    if isinstance(pointer, Local) and pointer.name in body.variables:
        body.assign(body.variables[pointer.name], value)
        return
    words = body.words(value)
    write(body, value.type, body.word(pointer), words, instruction.attrs["align"], access_attrs(instruction.attrs))


def read(body: Body, kind: Type, pointer: Operand, align: int, attrs: dict[str, Any]) -> Words:
    """The value of a type at an address."""
    parts = leaves(kind, body.structs)
    whole = _begin(body, attrs, parts, align)
    words: list[Operand] = []
    for offset, leaf in parts:
        bits = bits_of(leaf)
        sizes = [s.bytes for s in body.leaf_kinds(leaf)]
        sizes[-1] = (bits + 7) // 8 - sum(sizes[:-1])
        at = offset
        found: list[Operand] = []
        for size, word in zip(sizes, body.leaf_kinds(leaf), strict=True):
            found.append(_read_word(body, word, body.behind(pointer, at), pieces(size, aligned_at(align, at)), attrs))
            at += size
        words += integers.wrap(body, bits, tuple(found)) if isinstance(leaf, Int) and bits % 8 else found
    _end(body, whole)
    return tuple(words)


def _read_word(
    body: Body, kind: Scalar, pointer: Operand, parts: list[tuple[int, Scalar]], attrs: dict[str, Any]
) -> Operand:
    result: Operand = const(0, kind)
    for offset, width in parts:
        part: Operand = body.b.value("load", width, body.behind(pointer, offset), **attrs)
        part = body.both("shl", body.resize(part, kind), const(8 * offset, kind))
        result = body.both("or", result, part)
    return result


def write(body: Body, kind: Type, pointer: Operand, words: Words, align: int, attrs: dict[str, Any]) -> None:
    """Puts a value of a type at an address."""
    parts = leaves(kind, body.structs)
    whole = _begin(body, attrs, parts, align)
    rest = list(words)
    for offset, leaf in parts:
        at, left = offset, (bits_of(leaf) + 7) // 8
        for word in body.leaf_kinds(leaf):
            size = min(word.bytes, left)
            _write_word(body, rest.pop(0), body.behind(pointer, at), pieces(size, aligned_at(align, at)), attrs)
            at, left = at + size, left - size
    _end(body, whole)


def _write_word(
    body: Body, word: Operand, pointer: Operand, parts: list[tuple[int, Scalar]], attrs: dict[str, Any]
) -> None:
    if word.type == Scalar.I64 and len(parts) > 1:
        publish(body, word)
    for offset, width in parts:
        part = body.both("lshr", word, const(8 * offset, word.type))
        body.b.emit("store", (), (body.behind(pointer, offset), body.resize(part, width)), **attrs)


def publish(body: Body, word: Operand) -> None:
    """Says that a pointer may be hidden in the word."""
    if isinstance(word, Reg):
        body.b.emit("publish", (), (word,))


def _begin(body: Body, attrs: dict[str, Any], parts: list[tuple[int, Type]], align: int) -> bool:
    """Begins an indivisible block if an atomic access needs several operations."""
    whole = attrs["order"] != "plain" and any(
        len(pieces((bits_of(leaf) + 7) // 8, aligned_at(align, offset))) > 1 for offset, leaf in parts
    )
    if whole:
        body.b.emit("atomic_begin")
    return whole


def _end(body: Body, whole: bool) -> None:
    if whole:
        body.b.emit("atomic_end")


# copies ---------------------------------------------------------------------------------------------------------------


_TAKERS = ("call", "ret", "insertvalue", "cmpxchg", "atomicrmw")


def is_copy(body: Body, instruction: Instruction) -> bool:
    """True for loads with which clang copies memory: what was never written may be copied.

    That is a struct read as numbers to be passed, returned or exchanged at once, and the bits around a bit field that
    is written.
    """
    if instruction.attrs.get("volatile") or instruction.attrs.get("ordering"):
        return False
    users = body.uses.of(instruction.result)
    if users and all(u.opcode in _TAKERS or (u.opcode == "store" and u.attrs.get("ordering")) for u in users):
        return isinstance(instruction.type, Struct | Array) or _is_coerced(body, instruction.operands[0])
    return len(users) == 1 and users[0].opcode == "and" and _sets_bits(body, users[0])


def _is_coerced(body: Body, pointer: Value) -> bool:
    if not isinstance(pointer, Local):
        return False
    made = body.uses.maker(pointer.name)
    if made is None:
        return False
    if made.opcode == "alloca":
        return isinstance(made.attrs["type"], Struct | Array)
    literal = made.opcode == "getelementptr" and made.attrs["source"]
    return pointer.name.startswith("coerce.dive") or (isinstance(literal, Struct) and not literal.name)


def _sets_bits(body: Body, masked: Instruction) -> bool:
    """True if what is masked becomes part of what is stored: clang writes a bit field so."""
    users = body.uses.of(masked.result)
    if len(users) != 1 or users[0].opcode != "or":
        return False
    return any(u.opcode == "store" for u in body.uses.of(users[0].result))


# addresses ------------------------------------------------------------------------------------------------------------


def element_pointer(body: Body, instruction: Instruction) -> None:
    """getelementptr: constants are added up while reading."""
    if isinstance(instruction.type, Vector):
        raise refuse(body.b.loc, "a vector of addresses")
    base, first, *rest = instruction.operands
    kind: Type = instruction.attrs["source"]
    offset, terms = _step(body, first, size_of(kind, body.structs))
    for index in rest:
        if isinstance(kind, Struct):
            more, kind = inner(kind, _number(index), body.structs)
            offset += more
            continue
        kind = inner(kind, 0, body.structs)[1]
        more, added = _step(body, index, size_of(kind, body.structs))
        offset, terms = offset + more, terms + added
    address = body.word(base)
    for term in terms:
        address = body.both("add", address, term)
    body.define(instruction, (body.behind(address, offset),))


def _number(index: Value) -> int:
    if isinstance(index, Zero):
        return 0
    assert isinstance(index, ConstantInt)  # LLVM allows nothing else in a struct
    return index.value


def _step(body: Body, index: Value, size: int) -> tuple[int, list[Operand]]:
    """What an index adds: a constant, or a term to be computed."""
    bits = bits_of(index.type)
    words = body.words(index)
    if bits > Scalar.I64:
        words = integers.truncate(body, bits, 64, words)
    elif bits < Scalar.I64:
        words = integers.sign_extend(body, bits, 64, words)
    word = words[0]
    if isinstance(word, Const):
        return signed(word.value, 64) * size, []
    return 0, [body.both("mul", word, const(size))]
