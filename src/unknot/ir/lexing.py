"""Words of the text form: names, strings, places. One idea: spelling and reading stand side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from unknot.core.errors import IRError
from unknot.core.location import NOWHERE, Location

_NAME = r"[^\W\d][\w.$]*"
_STRING = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(
    rf"""(?P<place>@(?:{_STRING}:)?\d+:\d+(?:-\d+:\d+)?)(?=\s|$)
    | (?P<symbol>@(?:{_NAME}|{_STRING}))
    | (?P<register>%(?:{_NAME}|{_STRING}))
    | (?P<string>{_STRING})
    | (?P<number>-?[0-9]+)
    | (?P<name>{_NAME})
    | (?P<mark>->|[()\[\]<>,:=+*])""",
    re.VERBOSE,
)
_PLACE = re.compile(rf"@(?:(?P<file>{_STRING}):)?(\d+):(\d+)(?:-(\d+):(\d+))?")
TYPE_WORDS = frozenset({"struct", "enum", "atomic", "racy", "Ptr", "array", "fn", "bool", "void"})
"""Names that begin a type; an object of that name is quoted."""
INT_TYPE = re.compile(r"[iuf](\d+)")
"""A number: signed, unsigned, floating point."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a line: its kind (a group of `_TOKEN`, or "end") and its text."""

    kind: str
    text: str


END = Token("end", "the end of the line")


def words(line: str, number: int) -> list[Token]:
    """The tokens of a line without its comment. Raises IRError at what is none."""
    found: list[Token] = []
    at = 0
    while True:
        at += len(line[at:]) - len(line[at:].lstrip(" \t\r"))
        if at == len(line) or line[at] == "#":
            return found
        match = _TOKEN.match(line, at)
        if match is None:
            raise IRError(f"line {number}: cannot read {line[at : at + 20]!r}")
        found.append(Token(str(match.lastgroup), match.group()))
        at = match.end()


def quote(text: str) -> str:
    """The text as a string."""
    return json.dumps(text, ensure_ascii=False)


def spell(name: str, reserved: frozenset[str] = frozenset()) -> str:
    """The name as it is if that reads as one, else quoted."""
    bare = re.fullmatch(_NAME, name) and name not in reserved
    return name if bare else quote(name)


def unquote(text: str) -> str:
    """What `spell` or `quote` was given."""
    return str(json.loads(text)) if text.startswith('"') else text


def spell_place(where: Location, file: str | None) -> str:
    """A place, without its file if that is `file`; nothing for no place."""
    if where == NOWHERE:
        return ""
    named = "" if where.file == file else f"{quote(where.file)}:"
    end = f"-{where.end_line}:{where.end_column}" if (where.end_line, where.end_column) != (0, 0) else ""
    return f"@{named}{where.line}:{where.column}{end}"


def read_place(text: str, file: str) -> Location:
    """What `spell_place` was given."""
    match = _PLACE.fullmatch(text)
    assert match is not None  # the token was recognised as a place
    named = match.group("file")
    numbers = [int(n or 0) for n in match.groups()[1:]]
    return Location(file if named is None else unquote(named), *numbers)


class Cursor:
    """Reads the words of one line after the other. Its errors name the line."""

    _number = 0
    _at = 0
    _tokens: list[Token]

    def _start(self, line: str, number: int) -> None:
        self._number, self._at, self._tokens = number, 0, words(line, number)

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else END

    def _take(self, *kinds: str) -> Token:
        token = self._peek()
        if token.kind not in kinds:
            raise self._error(f"expected a {' or a '.join(kinds)}, found {token.text!r}")
        self._at += 1
        return token

    def _accept(self, text: str) -> bool:
        found = self._peek().text == text and self._peek().kind in ("name", "mark")
        self._at += found
        return found

    def _mark(self, text: str) -> None:
        if not self._accept(text):
            raise self._error(f"expected {text!r}, found {self._peek().text!r}")

    _keyword = _mark

    def _label(self) -> str:
        return unquote(self._take("name", "string").text)

    def _string(self) -> str:
        return unquote(self._take("string").text)

    def _symbol(self) -> str:
        return unquote(self._take("symbol").text[1:])

    def _integer(self) -> int:
        text = self._take("number").text
        try:
            return int(text)
        except ValueError:
            raise self._error(f"{text!r} is no number") from None

    def _list(self, opening: str, item: Callable[[], Any], closing: str) -> list[Any]:
        self._mark(opening)
        items: list[Any] = []
        while not self._accept(closing):
            if items:
                self._mark(",")
            items.append(item())
        return items

    def _place(self, file: str) -> Location:
        if self._peek().kind != "place":
            return NOWHERE
        return read_place(self._take("place").text, file)

    def _error(self, message: str) -> IRError:
        return IRError(f"line {self._number}: {message}")
