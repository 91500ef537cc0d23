"""Reads instructions. One idea: a table says for each opcode which method reads what follows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from unknot.frontend.c.lexing import name_of, unquote
from unknot.frontend.c.llvm import (
    ConstantInt,
    Function,
    Instruction,
    Int,
    Pointer,
    Struct,
    Type,
    Undefined,
    Value,
    Vector,
    Void,
)
from unknot.frontend.c.parsing_values import BINARY, CONVERSIONS, NO_ATTRIBUTES, ValueReader

Parts = tuple[Type, tuple[Value, ...], Mapping[str, Any]]
"""What an instruction is made of, beside its opcode: the type of its result, operands, attributes."""

_VOID = Void()
_POINTER = Pointer()
_I1 = Int(1)
_ONE = ConstantInt(Int(32), 1)
_TAILS = frozenset({"tail", "musttail", "notail"})
_ORDERINGS = frozenset({"unordered", "monotonic", "acquire", "release", "acq_rel", "seq_cst"})
DEBUG_CALLS = {"llvm.dbg.declare": "dbg_declare", "llvm.dbg.value": "dbg_value"}


class InstructionReader(ValueReader):
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

    def debug(self) -> int:
        """The number of the debug location among what is attached to the end of a line, -1 for none."""
        words, found = self.words, -1
        while words[self.at] == "," and words[self.at + 1][:1] == "!":
            if words[self.at + 1] == "!dbg":
                found = int(words[self.at + 2][1:])
            self.at += 3
            if words[self.at] in ("(", "{"):
                self.skip_brackets()
        if words[self.at]:
            raise ValueError(f"cannot read on from {words[self.at]!r}")
        return found

    def record(self, line: str) -> Instruction | None:
        """What a line with a debug record says: #dbg_declare(ptr %x, !1, !DIExpression(), !2)."""
        self.start(line)
        kind = self.take()[1:]
        if kind not in ("dbg_declare", "dbg_value"):
            return None
        self.expect("(")
        value = self._described()
        self.expect(",")
        variable = int(self.take()[1:])
        self.expect(",")
        attrs = {"variable": variable, "location": -1, **self._debug_expression()}
        self.expect(",")
        attrs["location"] = int(self.take()[1:])
        return Instruction(kind, operands=(value,), attrs=attrs, debug=attrs["location"])

    def debug_call(self, line: str) -> Instruction | None:
        """The same as an old-style call: call void @llvm.dbg.declare(metadata ptr %x, metadata !1, metadata ...)."""
        self.start(line)
        while self.peek()[:1] != "@":
            self.at += 1
        kind = DEBUG_CALLS.get(name_of(self.take()))
        if kind is None:
            return None
        self.expect("(")
        self.expect("metadata")
        value = self._described()
        self.expect(",")
        self.expect("metadata")
        attrs = {"variable": int(self.take()[1:])}
        self.expect(",")
        self.expect("metadata")
        attrs.update(self._debug_expression())
        self.expect(")")
        while self.peek() not in (",", ""):
            self.skip_attribute()
        attrs["location"] = self.debug()
        return Instruction(kind, operands=(value,), attrs=attrs, debug=attrs["location"])

    def _described(self) -> Value:
        if self.starts_type():
            return self.operand()
        self.take()
        if self.peek() in ("(", "{"):
            self.skip_brackets()
        return Undefined(_POINTER)

    def _debug_expression(self) -> dict[str, Any]:
        self.take()
        if self.peek() != "(":
            return {}
        start = self.at
        self.skip_brackets()
        return {"indirect": True} if "DW_OP_deref" in self.words[start : self.at] else {}

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
        operands = self._operands_on()
        return operands[1].type, operands, NO_ATTRIBUTES

    def _operands_on(self) -> tuple[Value, ...]:
        operands = [self.operand()]
        while self.words[self.at] == "," and self.words[self.at + 1][:1] != "!":
            self.at += 1
            operands.append(self.operand())
        return tuple(operands)

    def _extract_element(self) -> Parts:
        operands = self._operands_on()
        kind = operands[0].type
        if not isinstance(kind, Vector):
            raise ValueError("an element of no vector")
        return kind.of, operands, NO_ATTRIBUTES

    def _insert_element(self) -> Parts:
        operands = self._operands_on()
        return operands[0].type, operands, NO_ATTRIBUTES

    def _shuffle(self) -> Parts:
        operands = self._operands_on()
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

    def _alloca(self) -> Parts:
        self.accept("inalloca")
        self.accept("swifterror")
        attrs: dict[str, Any] = {"type": self.type(), "align": 1}
        count: Value = _ONE
        while self.words[self.at] == "," and self.words[self.at + 1][:1] != "!":
            self.at += 1
            if self.accept("align"):
                attrs["align"] = self.integer()
            elif self.peek() == "addrspace":
                self.skip_attribute()
            else:
                count = self.operand()
        return _POINTER, (count,), attrs

    def _align(self) -> int:
        if self.words[self.at] == "," and self.words[self.at + 1] == "align":
            self.at += 3
            return int(self.words[self.at - 1])
        return 1

    def _scope(self) -> str:
        if not self.accept("syncscope"):
            return ""
        self.expect("(")
        scope = unquote(self.take())
        self.expect(")")
        return scope

    def _ordering(self) -> str:
        self._scope()
        return self.take() if self.words[self.at] in _ORDERINGS else ""

    def _load(self) -> Parts:
        self.accept("atomic")
        volatile = self.accept("volatile")
        kind = self.type()
        self.expect(",")
        operands = (self.operand(),)
        ordering = self._ordering()
        return kind, operands, {"align": self._align(), "volatile": volatile, "ordering": ordering, "type": kind}

    def _store(self) -> Parts:
        self.accept("atomic")
        volatile = self.accept("volatile")
        value = self.operand()
        self.expect(",")
        operands = (value, self.operand())
        ordering = self._ordering()
        return _VOID, operands, {"align": self._align(), "volatile": volatile, "ordering": ordering, "type": value.type}

    def _cmpxchg(self) -> Parts:
        attrs: dict[str, Any] = {"weak": self.accept("weak"), "volatile": self.accept("volatile")}
        operands = self._operands_on()
        attrs["ordering"] = self._ordering()
        attrs["failure"] = self.take()
        attrs["align"] = self._align()
        return Struct(fields=(operands[1].type, _I1)), operands, attrs

    def _atomicrmw(self) -> Parts:
        attrs: dict[str, Any] = {"volatile": self.accept("volatile"), "kind": self.take()}
        operands = self._operands_on()
        attrs["ordering"] = self._ordering()
        attrs["align"] = self._align()
        return operands[1].type, operands, attrs

    def _fence(self) -> Parts:
        scope = self._scope()
        return _VOID, (), {"ordering": self.take(), "syncscope": scope}

    def _element_pointer(self) -> Parts:
        inbounds = "inbounds" in self.flags()
        attrs = {"source": self.type(), "inbounds": inbounds}
        self.expect(",")
        operands = self._operands_on()
        vector = next((v.type for v in operands if isinstance(v.type, Vector)), None)
        return Vector(_POINTER, vector.count) if vector else _POINTER, operands, attrs

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
    "alloca": InstructionReader._alloca,
    "load": InstructionReader._load,
    "store": InstructionReader._store,
    "cmpxchg": InstructionReader._cmpxchg,
    "atomicrmw": InstructionReader._atomicrmw,
    "fence": InstructionReader._fence,
    "getelementptr": InstructionReader._element_pointer,
    "call": InstructionReader._call,
    "invoke": InstructionReader._invoke,
    "br": InstructionReader._branch,
    "indirectbr": InstructionReader._indirect_branch,
    "switch": InstructionReader._switch,
    "ret": InstructionReader._return,
    "unreachable": InstructionReader._plain,
    "va_arg": InstructionReader._va_arg,
}
