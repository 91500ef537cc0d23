"""Reads types. One idea: a type of one word is made once."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from unknot.frontend.c.lexing import Cursor, name_of
from unknot.frontend.c.llvm import Array, Float, Function, Int, Other, Pointer, Struct, Type, Vector, Void

_T = TypeVar("_T")

FLOATS = ("half", "bfloat", "float", "double", "x86_fp80", "fp128", "ppc_fp128")
_OTHERS = ("label", "metadata", "token", "x86_amx", "x86_mmx")
_INT = re.compile(r"i\d+")
_SIMPLE: dict[str, Type] = {
    "void": Void(),
    "ptr": Pointer(),
    **{kind: Float(kind) for kind in FLOATS},
    **{name: Other(name) for name in _OTHERS},
}


class TypeReader(Cursor):
    """Reads a type."""

    def __init__(self) -> None:
        self._types = dict(_SIMPLE)

    def type(self) -> Type:
        """A type, also of a function."""
        word = self.words[self.at]
        found = self._types.get(word)
        if found is None:
            found = self._compound(word)
        else:
            self.at += 1
            if word == "ptr" and self.accept("addrspace"):
                self.skip_brackets()
        return self._function_type(found) if self.words[self.at] == "(" else found

    def starts_type(self) -> bool:
        """Whether a type comes next."""
        word = self.words[self.at]
        return word in self._types or word in ("[", "{", "<", "target") or word[:1] == "%" or bool(_INT.fullmatch(word))

    def _compound(self, word: str) -> Type:
        self.at += 1
        if _INT.fullmatch(word):
            return self._types.setdefault(word, Int(int(word[1:])))
        if word[:1] == "%":
            return self._types.setdefault(word, Struct(name_of(word)))
        if word == "[":
            count, element = self._row("]")
            return Array(element, count)
        if word == "{":
            return Struct(fields=tuple(self.listed(self.type, "}")))
        if word == "<" and self.accept("{"):
            fields = tuple(self.listed(self.type, "}"))
            self.expect(">")
            return Struct(fields=fields, packed=True)
        if word == "<":
            count, element = self._row(">")
            return Vector(element, count)
        if word == "target":
            self.skip_brackets()
            return Other("target")
        raise ValueError(f"{word!r} is no type")

    def _row(self, closing: str) -> tuple[int, Type]:
        if self.peek() == "vscale":
            raise ValueError("vectors of variable length")
        count = self.integer()
        self.expect("x")
        element = self.type()
        self.expect(closing)
        return count, element

    def _function_type(self, result: Type) -> Type:
        self.expect("(")
        params: list[Type] = []
        variadic = False
        while not self.accept(")"):
            if self.accept("..."):
                variadic = True
            elif not self.accept(","):
                params.append(self.type())
        return Function(result, tuple(params), variadic)

    def listed(self, item: Callable[[], _T], closing: str) -> list[_T]:
        """Items with commas between them, up to `closing`, which is passed."""
        items: list[_T] = []
        while not self.accept(closing):
            if items:
                self.expect(",")
            items.append(item())
        return items
