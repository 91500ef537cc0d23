"""Reads what an instruction says of the source: its place, and which variable lives where. One idea: debug records and
the calls that older versions of clang write instead become the same.
"""

from __future__ import annotations

from typing import Any

from unknot.frontend.c.lexing import name_of
from unknot.frontend.c.llvm import Instruction, Pointer, Undefined, Value
from unknot.frontend.c.parsing_values import ValueReader

_POINTER = Pointer()
_CALLS = {"llvm.dbg.declare": "dbg_declare", "llvm.dbg.value": "dbg_value"}


class DebugReader(ValueReader):
    """Reads debug records, and places at the end of instructions."""

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
        kind = _CALLS.get(name_of(self.take()))
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
