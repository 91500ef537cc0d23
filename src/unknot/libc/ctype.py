"""ctype.h, for the C locale. One idea: a character is a number from 0 to 255, or EOF, which is of no kind."""

from __future__ import annotations

from unknot.lang import i32
from unknot.libc.ascii import (
    DELETE,
    LOWER_A,
    LOWER_F,
    LOWER_Z,
    NEWLINE,
    NINE,
    RETURN,
    SPACE,
    TAB,
    UPPER_A,
    UPPER_F,
    UPPER_Z,
    ZERO,
)

__all__ = [
    "isalnum",
    "isalpha",
    "isascii",
    "isblank",
    "iscntrl",
    "isdigit",
    "isgraph",
    "islower",
    "isprint",
    "ispunct",
    "isspace",
    "isupper",
    "isxdigit",
    "toascii",
    "tolower",
    "toupper",
]


def isalnum(c: i32) -> i32:
    """A letter or a digit."""
    return i32(isalpha(c) != 0 or isdigit(c) != 0)


def isalpha(c: i32) -> i32:
    """A letter."""
    return i32(islower(c) != 0 or isupper(c) != 0)


def isascii(c: i32) -> i32:
    """Seven bits."""
    return i32(0 <= c <= DELETE)


def isblank(c: i32) -> i32:
    """A space or a tab."""
    return i32(c == SPACE or TAB <= c < NEWLINE)


def iscntrl(c: i32) -> i32:
    """A control character."""
    return i32(0 <= c < SPACE or c == DELETE)


def isdigit(c: i32) -> i32:
    """A decimal digit."""
    return i32(ZERO <= c <= NINE)


def isgraph(c: i32) -> i32:
    """Something that leaves ink."""
    return i32(SPACE < c < DELETE)


def islower(c: i32) -> i32:
    """A lower-case letter."""
    return i32(LOWER_A <= c <= LOWER_Z)


def isprint(c: i32) -> i32:
    """Something that takes room."""
    return i32(SPACE <= c < DELETE)


def ispunct(c: i32) -> i32:
    """Ink that is no letter or digit."""
    return i32(isgraph(c) != 0 and isalnum(c) == 0)


def isspace(c: i32) -> i32:
    """White space."""
    return i32(c == SPACE or TAB <= c <= RETURN)


def isupper(c: i32) -> i32:
    """An upper-case letter."""
    return i32(UPPER_A <= c <= UPPER_Z)


def isxdigit(c: i32) -> i32:
    """A hexadecimal digit."""
    return i32(isdigit(c) != 0 or LOWER_A <= c <= LOWER_F or UPPER_A <= c <= UPPER_F)


def toascii(c: i32) -> i32:
    """The low seven bits."""
    return c & 127


def tolower(c: i32) -> i32:
    """The lower-case letter of an upper-case one."""
    return c + (LOWER_A - UPPER_A) if isupper(c) != 0 else c


def toupper(c: i32) -> i32:
    """The upper-case letter of a lower-case one."""
    return c - (LOWER_A - UPPER_A) if islower(c) != 0 else c
