"""Characters by name: a text of one character is no number in the language."""

from __future__ import annotations

from typing import Final

TAB: Final = ord("\t")
NEWLINE: Final = ord("\n")
RETURN: Final = ord("\r")
SPACE: Final = ord(" ")
PLUS: Final = ord("+")
MINUS: Final = ord("-")
DOT: Final = ord(".")
STAR: Final = ord("*")
HASH: Final = ord("#")
PERCENT: Final = ord("%")
ZERO: Final = ord("0")
EIGHT: Final = ord("8")
NINE: Final = ord("9")
UPPER_A: Final = ord("A")
UPPER_F: Final = ord("F")
UPPER_X: Final = ord("X")
UPPER_Z: Final = ord("Z")
LOWER_A: Final = ord("a")
LOWER_B: Final = ord("b")
LOWER_C: Final = ord("c")
LOWER_E: Final = ord("e")
LOWER_F: Final = ord("f")
LOWER_H: Final = ord("h")
LOWER_M: Final = ord("m")
LOWER_N: Final = ord("n")
LOWER_O: Final = ord("o")
LOWER_P: Final = ord("p")
LOWER_S: Final = ord("s")
LOWER_U: Final = ord("u")
LOWER_X: Final = ord("x")
LOWER_Z: Final = ord("z")
DELETE: Final = 127
