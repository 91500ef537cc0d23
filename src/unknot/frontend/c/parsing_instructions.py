"""Reads instructions. One idea: a table says for each opcode which method reads what follows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from unknot.frontend.c.lexing import name_of
from unknot.frontend.c.llvm import (
    Function,
    Instruction,
    Int,
    Pointer,
    Struct,
    Type,
    Value,
    Vector,
    Void,
)
from unknot.frontend.c.parsing_memory import MemoryReader, Parts
from unknot.frontend.c.parsing_values import BINARY, CONVERSIONS, NO_ATTRIBUTES

_VOID = Void()
_POINTER = Pointer()
_I1 = Int(1)
_TAILS = frozenset({"tail", "musttail", "notail"})


class InstructionReader(MemoryReader):
    """Reads an instruction."""

    def instruction(self, line: str) -> Instruction:
        """The instruction that a line (or several, joined) stands for."""
        self.start(line)
        result = ""
        if self.words[1] == "=":
            result = name_of(self.words[0])
            self.at = 2
        opcode = self.take()
        tail = ""
        if opcode in _TAILS:
            tail, opcode = opcode, self.take()
        read = _READERS.get(opcode)
        if read is None:
            raise ValueError(f"unknown instruction {opcode!r}")
        kind, operands, attrs = read(self)
        if tail == "musttail":
            attrs = {**attrs, "musttail": True}
        return Instruction(opcode, result, kind, operands, attrs, self.debug())

    # one method for each shape

    def _binary(self) -> Parts:
        attrs = self.flags()
        left = self.operand()
        self.expect(",")
        return left.type, (left, self.value(left.type)), attrs

    def _unary(self) -> Parts:
        self.flags()
        value = self.operand()
        return value.type, (value,), NO_ATTRIBUTES

    def _conversion(self) -> Parts:
        attrs = self.flags()
        value = self.operand()
        self.expect("to")
        return self.type(), (value,), attrs

    def _compare(self) -> Parts:
        self.flags()
        attrs = {"predicate": self.take()}
        left = self.operand()
        self.expect(",")
        kind = Vector(_I1, left.type.count) if isinstance(left.type, Vector) else _I1
        return kind, (left, self.value(left.type)), attrs

    def _select(self) -> Parts:
        self.flags()
        operands = self.operands_on()
        return operands[1].type, operands, NO_ATTRIBUTES

    def _extract_element(self) -> Parts:
        operands = self.operands_on()
        kind = operands[0].type
        if not isinstance(kind, Vector):
            raise ValueError("an element of no vector")
        return kind.of, operands, NO_ATTRIBUTES

    def _insert_element(self) -> Parts:
        operands = self.operands_on()
        return operands[0].type, operands, NO_ATTRIBUTES

    def _shuffle(self) -> Parts:
        operands = self.operands_on()
        first, mask = operands[0].type, operands[2].type
        if not isinstance(first, Vector) or not isinstance(mask, Vector):
            raise ValueError("a shuffle of no vectors")
        return Vector(first.of, mask.count), operands, NO_ATTRIBUTES

    def _indices(self) -> tuple[int, ...]:
        found = []
        while self.words[self.at] == "," and self.words[self.at + 1][:1] != "!":
            self.at += 1
            found.append(self.integer())
        return tuple(found)

    def _extract_value(self) -> Parts:
        value = self.operand()
        indices = self._indices()
        return self.element_type(value.type, indices), (value,), {"indices": indices}

    def element_type(self, kind: Type, indices: tuple[int, ...]) -> Type:
        """The type of a part of an aggregate."""
        for index in indices:
            if isinstance(kind, Struct):
                kind = self.fields(kind)[index]
            elif hasattr(kind, "of"):
                kind = kind.of
            else:
                raise ValueError("a part of no aggregate")
        return kind

    def fields(self, kind: Struct) -> tuple[Type, ...]:
        """The fields of a struct, also of one with a name."""
        return kind.fields

    def _insert_value(self) -> Parts:
        whole = self.operand()
        self.expect(",")
        part = self.operand()
        return whole.type, (whole, part), {"indices": self._indices()}

    def _phi(self) -> Parts:
        self.flags()
        kind = self.type()
        values, labels = [], []
        while True:
            self.expect("[")
            values.append(self.value(kind))
            self.expect(",")
            labels.append(name_of(self.take()))
            self.expect("]")
            if self.words[self.at] != "," or self.words[self.at + 1] != "[":
                return kind, tuple(values), {"labels": tuple(labels)}
            self.at += 1

    def _call(self) -> Parts:
        self.flags()
        while not self.starts_type():
            self.skip_attribute()
        kind = self.type()
        callee = self.value(_POINTER)
        operands, arguments = self._arguments()
        while self.words[self.at] not in (",", "", "[", "to"):
            self.skip_attribute()
        if self.words[self.at] == "[":
            self.skip_brackets()
        function = kind if isinstance(kind, Function) else None
        result = kind.result if isinstance(kind, Function) else kind
        return result, (callee, *operands), {"function": function, "arguments": arguments}

    def _arguments(self) -> tuple[list[Value], tuple[Mapping[str, Any], ...]]:
        operands: list[Value] = []
        attrs = []
        self.expect("(")
        while not self.accept(")"):
            if self.accept(",") or self.accept("..."):
                continue
            kind = self.type()
            attrs.append(self.attributes() if self.is_attribute() else NO_ATTRIBUTES)
            operands.append(self.value(kind))
        return operands, tuple(attrs)

    def _invoke(self) -> Parts:
        kind, operands, attrs = self._call()
        self.expect("to")
        normal = self.label()
        self.expect("unwind")
        return kind, operands, {**attrs, "normal": normal.name, "unwind": self.label().name}

    def _branch(self) -> Parts:
        if self.peek() == "label":
            return _VOID, (self.label(),), NO_ATTRIBUTES
        condition = self.operand()
        self.expect(",")
        yes = self.label()
        self.expect(",")
        return _VOID, (condition, yes, self.label()), NO_ATTRIBUTES

    def _indirect_branch(self) -> Parts:
        address = self.operand()
        self.expect(",")
        self.expect("[")
        return _VOID, (address, *self.listed(self.label, "]")), NO_ATTRIBUTES

    def _switch(self) -> Parts:
        value = self.operand()
        self.expect(",")
        operands: list[Value] = [value, self.label()]
        self.expect("[")
        while not self.accept("]"):
            operands.append(self.operand())
            self.expect(",")
            operands.append(self.label())
        return _VOID, tuple(operands), NO_ATTRIBUTES

    def _return(self) -> Parts:
        value = () if self.accept("void") else (self.operand(),)
        return _VOID, value, NO_ATTRIBUTES

    def _plain(self) -> Parts:
        return _VOID, (), NO_ATTRIBUTES

    def _va_arg(self) -> Parts:
        pointer = self.operand()
        self.expect(",")
        return self.type(), (pointer,), NO_ATTRIBUTES

    def _foreign(self) -> Parts:
        """An instruction of C++ or of asm goto. The reader refuses it by name, so its operands are not kept."""
        words = self.words
        while words[self.at] and not (words[self.at] == "," and words[self.at + 1] == "!dbg"):
            self.at += 1
        return _VOID, (), NO_ATTRIBUTES


FOREIGN = frozenset(
    {"callbr", "landingpad", "resume", "catchswitch", "catchpad", "catchret", "cleanuppad", "cleanupret"}
)
_READERS: dict[str, Callable[[InstructionReader], Parts]] = {
    **dict.fromkeys(BINARY, InstructionReader._binary),
    **dict.fromkeys(CONVERSIONS, InstructionReader._conversion),
    **dict.fromkeys(FOREIGN, InstructionReader._foreign),
    **dict.fromkeys(("fneg", "freeze"), InstructionReader._unary),
    **dict.fromkeys(("icmp", "fcmp"), InstructionReader._compare),
    "select": InstructionReader._select,
    "extractelement": InstructionReader._extract_element,
    "insertelement": InstructionReader._insert_element,
    "shufflevector": InstructionReader._shuffle,
    "extractvalue": InstructionReader._extract_value,
    "insertvalue": InstructionReader._insert_value,
    "phi": InstructionReader._phi,
    "alloca": InstructionReader.read_alloca,
    "load": InstructionReader.read_load,
    "store": InstructionReader.read_store,
    "cmpxchg": InstructionReader.read_cmpxchg,
    "atomicrmw": InstructionReader.read_atomicrmw,
    "fence": InstructionReader.read_fence,
    "getelementptr": InstructionReader.read_element_pointer,
    "call": InstructionReader._call,
    "invoke": InstructionReader._invoke,
    "br": InstructionReader._branch,
    "indirectbr": InstructionReader._indirect_branch,
    "switch": InstructionReader._switch,
    "ret": InstructionReader._return,
    "unreachable": InstructionReader._plain,
    "va_arg": InstructionReader._va_arg,
}
