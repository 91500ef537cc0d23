"""Reads operands: locals, symbols, constants, constant expressions. One idea: an operand of two words (`i32 %x`) is
made once and found again by them.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from unknot.frontend.c.lexing import name_of, unescape, unquote
from unknot.frontend.c.llvm import (
    Aggregate,
    Array,
    Assembly,
    BlockAddress,
    BlockRef,
    Bytes,
    ConstantFloat,
    ConstantInt,
    Expression,
    Float,
    Int,
    Local,
    Other,
    Pointer,
    Struct,
    Symbol,
    Type,
    Undefined,
    Value,
    Vector,
    Zero,
)
from unknot.frontend.c.parsing_types import TypeReader

LABEL = Other("label")
CONVERSIONS = frozenset(
    {"trunc", "zext", "sext", "fptrunc", "fpext", "fptoui", "fptosi", "uitofp", "sitofp"}
    | {"ptrtoint", "ptrtoaddr", "inttoptr", "bitcast", "addrspacecast"}
)
BINARY = frozenset(
    {"add", "sub", "mul", "udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr", "and", "or", "xor"}
    | {"fadd", "fsub", "fmul", "fdiv", "frem"}
)
FLAGS = frozenset(
    {"nsw", "nuw", "exact", "inbounds", "nusw", "nneg", "disjoint", "samesign"}
    | {"nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc", "fast"}
)
_KEPT_FLAGS = ("nsw", "nuw", "exact", "inbounds")
_EXPRESSIONS = CONVERSIONS | BINARY | {"getelementptr", "icmp", "fcmp", "select", "extractelement", "insertelement"}
_ATOMS = frozenset({"true", "false", "null", "none", "undef", "poison", "zeroinitializer"})
_VALUE_WORDS = _EXPRESSIONS | _ATOMS | {"blockaddress", "dso_local_equivalent", "no_cfi", "splat", "asm", "..."}


class ValueReader(TypeReader):
    """Reads operands."""

    def __init__(self) -> None:
        super().__init__()
        self._operands: dict[tuple[str, str], Value] = {}
        self.lift = False
        """Whether an expression was read that may have to become an instruction."""

    def operand(self) -> Value:
        """A type and a value of it."""
        at = self.at
        key = (self.words[at], self.words[at + 1])
        found = self._operands.get(key)
        if found is not None:
            self.at += 2
            return found
        value = self.value(self.type())
        if self.at == at + 2:
            self._operands[key] = value
        return value

    def label(self) -> BlockRef:
        """label %name"""
        self.expect("label")
        return BlockRef(LABEL, name_of(self.take()))

    def is_attribute(self) -> bool:
        """Whether a word comes next that can stand between a type and its value."""
        word = self.words[self.at]
        return (word[:1].isalpha() or word[:1] == '"') and word not in _VALUE_WORDS and word[:2] != 'c"'

    def value(self, kind: Type) -> Value:
        """A value of the type."""
        word = self.take()
        first = word[0]
        if first == "%":
            return Local(kind, name_of(word))
        if first == "@":
            return Symbol(Pointer(), name_of(word))
        if isinstance(kind, Other):
            return self._metadata(kind, word)
        if first.isdigit() or first in "-+" or word[:3] in ("s0x", "u0x", "f0x"):
            return _number(kind, word)
        if word in _ATOMS:
            return _atom(kind, word)
        if first in "[{<":
            return self._aggregate(kind, first)
        return self._named_value(kind, word)

    def _metadata(self, kind: Other, word: str) -> Value:
        if self.peek() in ("(", "{"):
            self.skip_brackets()
        elif not word.startswith("!"):
            self.at -= 1
            return self.operand()
        return Undefined(kind)

    def _aggregate(self, kind: Type, opening: str) -> Value:
        packed = opening == "<" and self.accept("{")
        closing = "}" if packed else {"[": "]", "{": "}", "<": ">"}[opening]
        elements = tuple(self.listed(self.operand, closing))
        if packed:
            self.expect(">")
        return Aggregate(kind, elements)

    def _named_value(self, kind: Type, word: str) -> Value:
        if word[:2] == 'c"':
            return Bytes(kind, unescape(word[2:-1]))
        if word == "blockaddress":
            self.expect("(")
            function, block = self.listed(self.take, ")")
            return BlockAddress(kind, name_of(function), name_of(block))
        if word in ("dso_local_equivalent", "no_cfi"):
            return self.value(kind)
        if word == "splat":
            self.expect("(")
            element = self.operand()
            self.expect(")")
            return Aggregate(kind, (element,) * _count(kind))
        if word == "asm":
            return self._assembly()
        if word in _EXPRESSIONS:
            return self._expression(kind, word)
        raise ValueError(f"{word!r} is no value")

    def _assembly(self) -> Assembly:
        flags = self.words_until_string()
        text = unquote(self.take())
        self.expect(",")
        return Assembly(Pointer(), text, unquote(self.take()), "sideeffect" in flags)

    def words_until_string(self) -> list[str]:
        """The words up to the next string."""
        found: list[str] = []
        while self.peek()[:1] != '"':
            found.append(self.take())
        return found

    def flags(self) -> dict[str, Any]:
        """The flags of an operation, those that mean something."""
        attrs: dict[str, Any] = {}
        while True:
            word = self.words[self.at]
            if word == "inrange":
                self.skip_attribute()
            elif word in FLAGS:
                self.at += 1
                if word in _KEPT_FLAGS:
                    attrs[word] = True
            else:
                return attrs

    def _expression(self, kind: Type, opcode: str) -> Value:
        attrs = self.flags()
        self.lift = self.lift or opcode != "getelementptr"
        if opcode in ("icmp", "fcmp"):
            attrs["predicate"] = self.take()
        self.expect("(")
        if opcode == "getelementptr":
            attrs["source"] = self.type()
            self.expect(",")
        if opcode in CONVERSIONS:
            operands = (self.operand(),)
            self.expect("to")
            self.type()
            self.expect(")")
            return Expression(kind, opcode, operands, attrs)
        return Expression(kind, opcode, tuple(self.listed(self._index, ")")), attrs)

    def _index(self) -> Value:
        if self.accept("inrange") and self.peek() == "(":
            self.skip_brackets()
        return self.operand()

    def attributes(self) -> Mapping[str, Any]:
        """The attributes of a parameter or an argument, those that mean something."""
        attrs: dict[str, Any] = {}
        while self.is_attribute():
            word = self.words[self.at]
            if word in ("byval", "sret", "elementtype") and self.words[self.at + 1] == "(":
                self.at += 2
                attrs[word] = self.type()
                self.expect(")")
                continue
            if word in ("zeroext", "signext"):
                attrs[word] = True
            elif word == "align":
                attrs[word] = int(self.words[self.at + 2 if self.words[self.at + 1] == "(" else self.at + 1])
            if word == "align" and self.words[self.at + 1].isdigit():
                attrs[word] = int(self.words[self.at + 1])
            self.skip_attribute()
        return attrs or NO_ATTRIBUTES


NO_ATTRIBUTES: Mapping[str, Any] = {}


def _count(kind: Type) -> int:
    if isinstance(kind, Vector | Array):
        return kind.count
    raise ValueError("splat of no vector")


def _atom(kind: Type, word: str) -> Value:
    if word in ("true", "false"):
        return ConstantInt(kind, int(word == "true"))
    if word in ("undef", "poison"):
        return Undefined(kind)
    return Zero(kind)


def _number(kind: Type, word: str) -> Value:
    if isinstance(kind, Int):
        value = int(word[1:], 16) if word[0] in "su" else int(word)
        return ConstantInt(kind, value & ((1 << kind.bits) - 1))
    if isinstance(kind, Float):
        return ConstantFloat(kind, _float_bits(kind.kind, word))
    if isinstance(kind, Struct | Pointer):
        raise ValueError(f"{word!r} is no value of the type")
    raise ValueError(f"{word!r} is no value")


def _float_bits(kind: str, word: str) -> int:
    if word[:3] == "f0x":
        return int(word[3:], 16)
    if word[:3] == "0xL":  # the lower half comes first
        return int(word[19:35], 16) << 64 | int(word[3:19], 16)
    if word[:3] in ("0xH", "0xR", "0xK", "0xM"):
        return int(word[3:], 16)
    bits = int(word, 16) if word[:2] == "0x" else int(struct.unpack("<Q", struct.pack("<d", float(word)))[0])
    if kind == "double":
        return bits
    if kind == "float":
        return _narrow(bits)
    raise ValueError(f"{word!r} is no {kind}")


def _narrow(bits: int) -> int:
    """The bits of a float whose value, as a double, has the bits given."""
    if bits >> 52 & 0x7FF == 0x7FF:  # infinite or no number: what it carries is kept
        return bits >> 63 << 31 | 0x7F800000 | bits >> 29 & 0x7FFFFF
    (value,) = struct.unpack("<d", struct.pack("<Q", bits))
    return int(struct.unpack("<I", struct.pack("<f", value))[0])
