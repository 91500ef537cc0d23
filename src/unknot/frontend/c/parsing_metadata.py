"""Metadata, read when it is asked for. One idea: most nodes of a large file are never looked at, so the text of each is
kept until then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from unknot.core.errors import InternalError
from unknot.frontend.c.lexing import Cursor, unquote
from unknot.frontend.c.llvm import Node, Ref

_INTEGER = re.compile(r"-?\d+")
_POSITIONAL = ("DIExpression", "DIArgList")
_WORDS: dict[str, Any] = {"null": None, "true": True, "false": False}


class Metadata(Mapping[int, Node]):
    """The nodes of a module by number."""

    def __init__(self, texts: Mapping[int, str], producer: str) -> None:
        self._texts = texts
        self._nodes: dict[int, Node] = {}
        self._producer = producer

    def __getitem__(self, number: int) -> Node:
        found = self._nodes.get(number)
        if found is None:
            found = self._nodes[number] = self._read(self._texts[number])
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def of_kind(self, kind: str) -> list[int]:
        """The numbers of all nodes of a kind."""
        starts = (f"!{kind}(", f"distinct !{kind}(")
        return [number for number, text in self._texts.items() if text.startswith(starts)]

    def _read(self, text: str) -> Node:
        try:
            return _NodeReader(text).node()
        except ValueError as error:
            raise unreadable(text, str(error), self._producer) from None


def unreadable(line: str, reason: str, producer: str) -> InternalError:
    """The error for a line of LLVM's that is not understood."""
    by = f" of {producer}" if producer else ""
    return InternalError(f"cannot read this line{by}: {line.strip()}\n    {reason}")


class _NodeReader(Cursor):
    """Reads one node."""

    def __init__(self, text: str) -> None:
        self.start(text)
        self.accept("distinct")

    def node(self) -> Node:
        word = self.take()
        if word == "!" and self.accept("{"):
            return Node("", {"items": self._items("}")})
        kind = word[1:]
        self.expect("(")
        if self.words[self.at + 1] != ":" and kind in _POSITIONAL:
            return Node(kind, {"items": self._items(")")})
        fields: dict[str, Any] = {}
        while not self.accept(")"):
            if fields:
                self.expect(",")
            name = self.take()
            self.expect(":")
            fields[name] = self._item()
        return Node(kind, fields)

    def _items(self, closing: str) -> tuple[Any, ...]:
        items: list[Any] = []
        while not self.accept(closing):
            if items:
                self.expect(",")
            items.append(self._item())
        return tuple(items)

    def _item(self) -> Any:
        word = self.words[self.at]
        if word[0] == "!" and word[1:].isdecimal():
            self.at += 1
            return Ref(int(word[1:]))
        if word[0] == "!" and word[1:2] != '"':
            return self.node()
        self.at += 1
        if word[0] in '"!':
            return unquote(word.removeprefix("!"))
        if word in _WORDS:
            return _WORDS[word]
        if _INTEGER.fullmatch(word):
            return int(word)
        return self._named(word)

    def _named(self, word: str) -> Any:
        """A flag or several, or a value with its type: `i64 3`, `ptr @f`."""
        found = [word]
        depth = 0
        while depth or self.peek() not in (",", ")", "}"):
            word = self.take()
            depth += (word in "([{<") - (word in ")]}>")
            found.append(word)
        if len(found) == 2 and _INTEGER.fullmatch(found[1]):
            return int(found[1])
        if len(found) == 2 and found[1] in ("true", "false"):
            return found[1] == "true"
        return " ".join(found)
