"""Words of LLVM's text, and a cursor over those of one line. One idea: one regular expression finds all words of a line
at once; what a word is shows its first character. What is no word becomes one of its own, which nobody expects.
"""

from __future__ import annotations

import re

_WORD = re.compile(
    r"""c?"[^"]*"                        # a string, or the bytes of one
    | [%@$!\#](?:"[^"]*"|[-\w.$\\]*)    # local, symbol, comdat, metadata, attribute group or record
    | [-\w.$]+(?:\+\d+)?                # a word, a number (3.0e+00), ...
    | ;.*                               # a comment
    | \S""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(\\|[0-9A-Fa-f]{2})")
_OPENING = frozenset("([{<")
_CLOSING = frozenset(")]}>")


def words(line: str) -> list[str]:
    """The words of a line without its comment, and a few empty ones at the end, so that a look ahead needs no care."""
    found = _WORD.findall(line)
    if found and found[-1][0] == ";":
        found.pop()
    found += ("", "", "", "")
    return found


def unescape(text: str) -> bytes:
    """The bytes that stand between two quotes: `\\XX` is a byte, a doubled backslash one."""
    if "\\" not in text:
        return text.encode()
    return _ESCAPE.sub(_one_byte, text).encode("latin-1") if text.isascii() else _unescape_mixed(text)


def _one_byte(match: re.Match[str]) -> str:
    return "\\" if match[1] == "\\" else chr(int(match[1], 16))


def _unescape_mixed(text: str) -> bytes:
    parts = _ESCAPE.split(text)
    codes = [b"\\" if p == "\\" else bytes([int(p, 16)]) if k % 2 else p.encode() for k, p in enumerate(parts)]
    return b"".join(codes)


def unquote(word: str) -> str:
    """The text of a word in quotes, or the word itself."""
    if not word.startswith('"'):
        return word
    return unescape(word[1:-1]).decode(errors="surrogateescape")


def name_of(word: str) -> str:
    """The name without its sign (@, %, $, !) and quotes, nor the \\01 that keeps assemblers from changing it."""
    return unquote(word[1:]).removeprefix("\x01") if word[1:2] == '"' else word[1:]


class Cursor:
    """Reads the words of a line, one line after the other. What it cannot read is a ValueError."""

    words: list[str]
    at: int = 0

    def start(self, line: str) -> None:
        """Goes to the first word of `line`."""
        self.words = words(line)
        self.at = 0

    def peek(self) -> str:
        """The next word, "" at the end."""
        return self.words[self.at]

    def take(self) -> str:
        """The next word, which is passed."""
        word = self.words[self.at]
        if not word:
            raise ValueError("the line ends too early")
        self.at += 1
        return word

    def accept(self, word: str) -> bool:
        """Passes `word` if it comes next."""
        if self.words[self.at] != word:
            return False
        self.at += 1
        return True

    def expect(self, word: str) -> None:
        """Passes `word`, which must come next."""
        if self.words[self.at] != word:
            raise ValueError(f"expected {word!r}, found {self.words[self.at]!r}")
        self.at += 1

    def integer(self) -> int:
        """A number."""
        return int(self.take())

    def skip_brackets(self) -> None:
        """Passes everything from the bracket that comes next to the one that closes it."""
        depth = 0
        while True:
            word = self.take()
            depth += (word in _OPENING) - (word in _CLOSING)
            if depth == 0:
                return

    def skip_attribute(self) -> None:
        """Passes one attribute: `nounwind`, `align 4`, `range(i32 0, 2)`, `"key"="value"`, `#0`, `cc 10`."""
        word = self.take()
        if self.words[self.at] == "(":
            self.skip_brackets()
        elif word in _NUMBERED and self.words[self.at].isdecimal():
            self.at += 1
        elif self.words[self.at] == "=":
            self.at += 2


_NUMBERED = frozenset({"align", "alignstack", "cc", "dereferenceable"})
