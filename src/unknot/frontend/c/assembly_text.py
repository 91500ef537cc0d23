"""The text of inline assembly as operations. One idea: AT&T syntax with LLVM's placeholders; an operand is "3" for the
third placeholder, "(3)" for the memory it points at, "#5" for a number, anything else as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\$(?:\{(\d+)(?::\w+)?\}|(\d+))")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|#[^\n]*")
_PREFIXES = ("lock", "rep", "repz", "xacquire", "xrelease")
_STACK = re.compile(r"-?\w*\(%(rsp|esp)\)")


@dataclass(frozen=True)
class Operation:
    """One machine instruction."""

    name: str
    operands: tuple[str, ...]
    locked: bool

    @property
    def on_stack(self) -> bool:
        """True if it works on the top of the stack, which is a way to write a fence."""
        return any(_STACK.fullmatch(o) for o in self.operands)


def is_nothing(text: str) -> bool:
    """True for assembly without instructions: a barrier for the compiler."""
    return all(word in ("nop", "") for word in re.split(r"[\n;]", _plain(text)))


def operations(text: str) -> list[Operation]:
    """The instructions, in order."""
    found: list[Operation] = []
    prefixes: list[str] = []
    for line in re.split(r"[\n;]", _plain(text)):
        words = line.split(None, 1)
        while words and words[0] in _PREFIXES:
            prefixes.append(words[0])
            words = words[1].split(None, 1) if len(words) > 1 else []
        if not words:
            continue
        name = "pause" if words[0] == "nop" and "rep" in prefixes else words[0]
        operands = tuple(_operand(o) for o in words[1].split(",")) if len(words) > 1 else ()
        if name != "nop":
            found.append(Operation(name, operands, "lock" in prefixes))
        prefixes = []
    return found


def _plain(text: str) -> str:
    """Without comments, doubled dollars as one, one space between words."""
    lines = _COMMENT.sub("", text.replace("\t", " ")).split("\n")
    return "\n".join(";".join(part.strip() for part in line.split(";")) for line in lines)


def _operand(text: str) -> str:
    text = text.strip()
    if text.startswith("$$"):
        return "#" + text[2:]
    return _PLACEHOLDER.sub(lambda m: m[1] or m[2], text)
