"""Reads instructions that work on memory. One idea: what they share, order and alignment, is read in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from unknot.frontend.c.lexing import unquote
from unknot.frontend.c.llvm import ConstantInt, Int, Pointer, Struct, Type, Value, Vector, Void
from unknot.frontend.c.parsing_debug import DebugReader

Parts = tuple[Type, tuple[Value, ...], Mapping[str, Any]]
"""What an instruction is made of, beside its opcode: the type of its result, operands, attributes."""

_VOID = Void()
_POINTER = Pointer()
_I1 = Int(1)
_ONE = ConstantInt(Int(32), 1)
_ORDERINGS = frozenset({"unordered", "monotonic", "acquire", "release", "acq_rel", "seq_cst"})


class MemoryReader(DebugReader):
    """Reads what follows the opcode."""

    def operands_on(self) -> tuple[Value, ...]:
        operands = [self.operand()]
        while self.words[self.at] == "," and self.words[self.at + 1][:1] != "!":
            self.at += 1
            operands.append(self.operand())
        return tuple(operands)

    def read_alloca(self) -> Parts:
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

    def read_load(self) -> Parts:
        self.accept("atomic")
        volatile = self.accept("volatile")
        kind = self.type()
        self.expect(",")
        operands = (self.operand(),)
        ordering = self._ordering()
        return kind, operands, {"align": self._align(), "volatile": volatile, "ordering": ordering, "type": kind}

    def read_store(self) -> Parts:
        self.accept("atomic")
        volatile = self.accept("volatile")
        value = self.operand()
        self.expect(",")
        operands = (value, self.operand())
        ordering = self._ordering()
        return _VOID, operands, {"align": self._align(), "volatile": volatile, "ordering": ordering, "type": value.type}

    def read_cmpxchg(self) -> Parts:
        attrs: dict[str, Any] = {"weak": self.accept("weak"), "volatile": self.accept("volatile")}
        operands = self.operands_on()
        attrs["ordering"] = self._ordering()
        attrs["failure"] = self.take()
        attrs["align"] = self._align()
        return Struct(fields=(operands[1].type, _I1)), operands, attrs

    def read_atomicrmw(self) -> Parts:
        attrs: dict[str, Any] = {"volatile": self.accept("volatile"), "kind": self.take()}
        operands = self.operands_on()
        attrs["ordering"] = self._ordering()
        attrs["align"] = self._align()
        return operands[1].type, operands, attrs

    def read_fence(self) -> Parts:
        scope = self._scope()
        return _VOID, (), {"ordering": self.take(), "syncscope": scope}

    def read_element_pointer(self) -> Parts:
        inbounds = "inbounds" in self.flags()
        attrs = {"source": self.type(), "inbounds": inbounds}
        self.expect(",")
        operands = self.operands_on()
        vector = next((v.type for v in operands if isinstance(v.type, Vector)), None)
        return Vector(_POINTER, vector.count) if vector else _POINTER, operands, attrs
