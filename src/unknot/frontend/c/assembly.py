"""Inline assembly: barriers, pauses, fences, and the atomic idioms of x86. One idea: a very small interpreter of AT&T
syntax knows memory operands, register operands and the flags of the last operation; what it does not know is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from unknot.core.errors import LanguageError
from unknot.frontend.c import refusals
from unknot.frontend.c.assembly_text import Operation, is_nothing, operations
from unknot.frontend.c.body import Body
from unknot.frontend.c.llvm import Assembly, Instruction, Int, Struct, Type, Void
from unknot.frontend.c.memory import read, write
from unknot.frontend.c.values import bits_of, single_word
from unknot.ir.ops import Operand, const
from unknot.ir.types import Scalar

_FENCES = {"mfence": "seq_cst", "dmb": "seq_cst", "dsb": "seq_cst", "lfence": "acquire", "sfence": "release"}
_PAUSES = ("pause", "yield", "isb")
_CONDITIONS = {"z": "z", "e": "z", "c": "c", "b": "c", "nae": "c", "s": "s"}
_NEGATED = {"nz": "z", "ne": "z", "nc": "c", "ae": "c", "nb": "c", "ns": "s"}
_SIZES = {"b": 8, "w": 16, "l": 32, "q": 64}
_RMW = {"add": "add", "sub": "sub", "and": "and", "or": "or", "xor": "xor", "inc": "add", "dec": "sub"}
_NAMED = re.compile(r"\{?(@cc)?(\w+)\}?")
_ONE = const(1)


def lower(body: Body, instruction: Instruction, callee: Assembly) -> None:
    """Reads a call of inline assembly."""
    machine = _Machine(body, instruction, callee)
    if not is_nothing(callee.text):
        for operation in operations(callee.text) or [Operation("?", (), False)]:
            machine.run(operation)
    machine.finish()


@dataclass
class _Place:
    """One operand: in memory at `pointer`, or a register with a `value`. `fixed` is the register named by the
    constraint, `flag` the condition."""

    type: Type
    pointer: Operand | None = None
    value: Operand | None = None
    fixed: str = ""
    flag: str = ""
    output: bool = False


class _Machine:
    """The operands, and the flags of the last operation that sets them."""

    def __init__(self, body: Body, instruction: Instruction, callee: Assembly) -> None:
        self.body = body
        self.instruction = instruction
        self.callee = callee
        self.flags: dict[str, Operand] = {}
        self.places: list[_Place] = []
        self._bind()

    def refuse(self) -> LanguageError:
        """The error for what is not known."""
        return refusals.assembly(self.callee.text, self.body.b.loc)

    def _bind(self) -> None:
        kind = self.instruction.type
        results = list(kind.fields) if isinstance(kind, Struct) else [kind]
        given = list(zip(self.instruction.operands[1:], self.instruction.attrs["arguments"], strict=True))
        for constraint in filter(None, self.callee.constraints.split(",")):
            if constraint.startswith("~"):
                continue
            output, rest = constraint.startswith("="), constraint.lstrip("=&%+")
            if output and "*" not in rest:
                self._bind_result(rest, results.pop(0))
                continue
            operand, attrs = given.pop(0)
            word = self.body.words(operand)[0]
            if "*" in rest:
                self.places.append(_Place(attrs.get("elementtype", Int(64)), pointer=word))
            elif rest.isdigit():
                self.places[int(rest)].value = word
                self.places.append(_Place(operand.type, value=word))
            else:
                named = _NAMED.fullmatch(rest) if rest.startswith("{") else None
                self.places.append(_Place(operand.type, value=word, fixed=named[2] if named else ""))

    def _bind_result(self, constraint: str, kind: Type) -> None:
        named = _NAMED.fullmatch(constraint) if constraint.startswith("{") else None
        place = _Place(kind, output=True)
        if named and named[1]:
            place.flag = named[2]
        elif named:
            place.fixed = named[2]
        self.places.append(place)

    def finish(self) -> None:
        """Gives the results."""
        words: list[Operand] = []
        for place in self.places:
            if not place.output:
                continue
            kinds = self.body.kinds(place.type)
            value = self._condition(place.flag) if place.flag else place.value
            words += [self.body.resize(value, kinds[0])] if value is not None else [const(0, k) for k in kinds]
        self.body.define(self.instruction, tuple(words))

    # operations ------------------------------------------------------------------------------------------------------

    def run(self, operation: Operation) -> None:
        """One operation."""
        name = operation.name
        if name in _FENCES:
            self.body.b.emit("fence", order=_FENCES[name])
        elif name in _PAUSES:
            self.body.b.emit("pause")
        elif operation.on_stack and operation.locked:
            self.body.b.emit("fence", order="seq_cst")
        elif name.startswith("set"):
            self._put(self._place(operation.operands[-1]), self._condition(name[3:]))
        else:
            self._access(operation)

    def _access(self, operation: Operation) -> None:
        name, suffix = operation.name, ""
        known = (*_RMW, "xchg", "xadd", "cmpxchg", "not", "neg")
        if name not in known and name[:-1] in known and name[-1] in _SIZES:
            name, suffix = name[:-1], name[-1]
        if name not in known or not operation.operands:
            raise self.refuse()
        operands = list(operation.operands)
        if name == "xchg" and self._is_memory(operands[0]):
            operands.reverse()
        target = operands[-1]
        if not self._is_memory(target):
            raise self.refuse()
        pointer, kind = self._memory(target)
        width = Scalar(_SIZES[suffix]) if suffix else self._width(operands[0], kind)
        locked = operation.locked or name == "xchg"
        source = operands[0] if len(operands) > 1 else None
        self._update(name, pointer, width, source, locked)

    def _width(self, source: str, kind: Type) -> Scalar:
        """How much is accessed where the instruction's name does not say it."""
        if not isinstance(kind, Int) and not source.startswith("#"):
            kind = self._place(source).type
        word = single_word(kind)
        if word is None or bits_of(kind) != word:
            raise self.refuse()
        return word

    def _update(self, name: str, pointer: Operand, width: Scalar, source: str | None, locked: bool) -> None:
        body = self.body
        if name == "cmpxchg":
            if source is None:
                raise self.refuse()
            self._compare_exchange(pointer, width, source, locked)
            return
        if name in ("not", "neg"):
            raise self.refuse()
        value = body.resize(_ONE if source is None else self._value(source), width)
        kind = {"xchg": "xchg", "xadd": "add"}.get(name) or _RMW[name]
        if locked:
            old: Operand = body.b.value("rmw", width, pointer, value, kind=kind, order="seq_cst")
        else:
            (old,) = read(body, Int(width), pointer, width.bytes, {"order": "plain"})
            write(body, Int(width), pointer, (body.both(kind, old, value),), width.bytes, {"order": "plain"})
        if name in ("xchg", "xadd"):
            if source is None or source.startswith("#"):
                raise self.refuse()
            self._place(source).value = old
            self._tie(source, old)
        if name != "xchg":
            self._set_flags(kind, old, value)

    def _compare_exchange(self, pointer: Operand, width: Scalar, source: str, locked: bool) -> None:
        body = self.body
        accumulators = [p for p in self.places if p.fixed in ("ax", "eax", "rax", "al") and p.value is not None]
        if not accumulators or not locked:
            raise self.refuse()
        expected = accumulators[0].value
        assert expected is not None  # those without a value were left out
        done, old = body.b.reg(Scalar.I8), body.b.reg(width)
        args = (pointer, body.resize(expected, width), body.resize(self._value(source), width))
        body.b.emit("cas", (done, old), args, order="seq_cst", fail_order="seq_cst")
        for place in self.places:
            if place.fixed in ("ax", "eax", "rax", "al"):
                place.value = old
        self.flags = {"z": done}

    def _set_flags(self, kind: str, old: Operand, value: Operand) -> None:
        body = self.body
        new = body.both(kind, old, value)
        self.flags = {
            "z": body.compare("eq", new, const(0, new.type)),
            "s": body.compare("slt", new, const(0, new.type)),
        }
        if kind in ("add", "sub"):
            self.flags["c"] = body.compare("ult", new if kind == "add" else old, old if kind == "add" else value)

    def _condition(self, name: str) -> Operand:
        flag = _CONDITIONS.get(name) or _NEGATED.get(name)
        if flag is None or flag not in self.flags:
            raise self.refuse()
        return self.flags[flag] if name in _CONDITIONS else self.body.negate(self.flags[flag])

    # operands --------------------------------------------------------------------------------------------------------

    def _put(self, place: _Place, byte: Operand) -> None:
        """Gives an operand the byte that setCC makes."""
        if place.pointer is None:
            place.value = byte
        else:
            write(self.body, Int(8), place.pointer, (byte,), 1, {"order": "plain"})

    def _place(self, text: str) -> _Place:
        """The operand that `$N` names."""
        if not text.isdigit() or int(text) >= len(self.places):
            raise self.refuse()
        return self.places[int(text)]

    def _tie(self, text: str, value: Operand) -> None:
        """An input that shares its register with an output changes it."""
        for constraint_index, constraint in enumerate(c for c in self.callee.constraints.split(",") if c[:1] != "~"):
            if constraint_index == int(text) and constraint.isdigit():
                self.places[int(constraint)].value = value

    def _is_memory(self, text: str) -> bool:
        return text.startswith("(") or (text.isdigit() and self._place(text).pointer is not None)

    def _memory(self, text: str) -> tuple[Operand, Type]:
        if text.startswith("("):
            place = self._place(text.strip("()"))
            if place.value is None:
                raise self.refuse()
            return place.value, Void()
        place = self._place(text)
        assert place.pointer is not None  # asked before
        return place.pointer, place.type

    def _value(self, text: str) -> Operand:
        if text.startswith("#"):
            try:
                return const(int(text[1:], 0))
            except ValueError:
                raise self.refuse() from None
        value = self._place(text).value
        if value is None:
            raise self.refuse()
        return value
