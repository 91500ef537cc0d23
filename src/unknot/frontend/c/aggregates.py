"""Instructions that take values apart and put them together: structs, vectors, other views of the same bits. One idea:
all of it is choosing words."""

from __future__ import annotations

from unknot.frontend.c import integers
from unknot.frontend.c.body import Body
from unknot.frontend.c.layout import fields_of
from unknot.frontend.c.llvm import (
    Aggregate,
    Array,
    ConstantInt,
    Instruction,
    Struct,
    Type,
    Undefined,
    Value,
    Vector,
    Zero,
)
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import Words, bits_of
from unknot.ir.ops import Operand, const
from unknot.ir.types import Scalar


def extract(body: Body, instruction: Instruction) -> None:
    """extractvalue."""
    (whole,) = instruction.operands
    start, length = _span(body, whole.type, instruction.attrs["indices"])
    body.define(instruction, body.words(whole)[start : start + length])


def insert(body: Body, instruction: Instruction) -> None:
    """insertvalue."""
    whole, part = instruction.operands
    start, length = _span(body, whole.type, instruction.attrs["indices"])
    words = body.words(whole)
    body.define(instruction, (*words[:start], *body.words(part), *words[start + length :]))


def _span(body: Body, kind: Type, indices: tuple[int, ...]) -> tuple[int, int]:
    """Which words a part has: the first one, and how many."""
    start = 0
    for index in indices:
        if isinstance(kind, Struct):
            fields = fields_of(kind, body.structs)
            start += sum(len(body.kinds(f)) for f in fields[:index])
            kind = fields[index]
        else:
            assert isinstance(kind, Array)  # LLVM allows nothing else
            kind = kind.of
            start += index * len(body.kinds(kind))
    return start, len(body.kinds(kind))


def select(body: Body, instruction: Instruction) -> None:
    """select, of whole values or element by element."""
    condition, then, otherwise = (body.words(o) for o in instruction.operands)
    each = max(len(then) // len(condition), 1)
    pairs = enumerate(zip(then, otherwise, strict=True))
    body.define(instruction, tuple(body.select(condition[i // each], a, b) for i, (a, b) in pairs))


# vectors --------------------------------------------------------------------------------------------------------------


def extract_element(body: Body, instruction: Instruction) -> None:
    """extractelement."""
    vector, index = instruction.operands
    parts = _elements(body, vector)
    if isinstance(index, ConstantInt):
        body.define(instruction, parts[min(index.value, len(parts) - 1)])
        return
    found = parts[0]
    for number, part in enumerate(parts[1:], 1):
        found = integers.choose(body, _is(body, index, number), part, found)
    body.define(instruction, found)


def insert_element(body: Body, instruction: Instruction) -> None:
    """insertelement."""
    vector, element, index = instruction.operands
    new, parts = body.words(element), _elements(body, vector)
    if isinstance(index, ConstantInt):
        parts[min(index.value, len(parts) - 1)] = new
    else:
        parts = [integers.choose(body, _is(body, index, i), new, part) for i, part in enumerate(parts)]
    body.define(instruction, tuple(word for part in parts for word in part))


def shuffle(body: Body, instruction: Instruction) -> None:
    """shufflevector: elements of two vectors in a row, by constant numbers."""
    left, right, mask = instruction.operands
    parts = _elements(body, left) + _elements(body, right)
    chosen = [parts[number] for number in _numbers(mask)]
    body.define(instruction, tuple(word for part in chosen for word in part))


def _elements(body: Body, vector: Value) -> list[Words]:
    assert isinstance(vector.type, Vector)
    words, count = body.words(vector), vector.type.count
    each = len(words) // count
    return [words[i * each : (i + 1) * each] for i in range(count)]


def _is(body: Body, index: Value, number: int) -> Operand:
    word = body.word(index)
    return body.compare("eq", word, const(number, word.type))


def _numbers(mask: Value) -> list[int]:
    if isinstance(mask, Aggregate):
        return [e.value if isinstance(e, ConstantInt) else 0 for e in mask.elements]
    assert isinstance(mask, Zero | Undefined)
    assert isinstance(mask.type, Vector)
    return [0] * mask.type.count


# the same bits otherwise ----------------------------------------------------------------------------------------------


def reinterpret(body: Body, instruction: Instruction) -> None:
    """bitcast."""
    words = body.words(instruction.operands[0])
    kinds = body.kinds(instruction.type)
    if [w.type for w in words] == list(kinds):
        body.define(instruction, words)
        return
    if any(_bits(t) % 8 for t in (instruction.operands[0].type, instruction.type)):
        raise refuse(body.b.loc, "a bit cast of elements that are no bytes")
    total = sum(w.type for w in words)
    if total != sum(kinds):
        raise refuse(body.b.loc, "a bit cast of odd widths")
    body.define(instruction, _packed(body, _bytes(body, words), kinds))


def _bits(kind: Type) -> int:
    return bits_of(kind.of if isinstance(kind, Vector) else kind)


def _bytes(body: Body, words: Words) -> list[Operand]:
    """The words, byte by byte."""
    found: list[Operand] = []
    for word in words:
        for at in range(0, word.type, 8):
            found.append(body.resize(body.both("lshr", word, const(at, word.type)), Scalar.I8))
    return found


def _packed(body: Body, parts: list[Operand], kinds: tuple[Scalar, ...]) -> Words:
    words: list[Operand] = []
    for kind in kinds:
        word: Operand = const(0, kind)
        for at in range(0, kind, 8):
            moved = body.both("shl", body.resize(parts.pop(0), kind), const(at, kind))
            word = body.both("or", word, moved)
        words.append(word)
    return tuple(words)
