"""panic(9), log(9), and what a false KASSERT calls. One idea: the kernel's formats are not printed but shown: the rule
that is broken has the format and its arguments, so that reports can name what %p points at.

log prints, as printf does.
"""

from __future__ import annotations

from typing import Final

from unknot.lang import Ptr, cast, cstr, here, i32, indivisible, load, offset, require, u8, u32, u64
from unknot.libc.ascii import PERCENT, STAR
from unknot.libc.format import print_text, va_list_tag
from unknot.libc.sink import STDOUT, among

ARGUMENTS_MOST: Final = 6
"""Arguments of a format that are shown."""


def panic(form: cstr, arguments: Ptr[u64], site: u32 = here()) -> None:
    """The kernel stops."""
    with indivisible():
        n = _arguments(form)
        require(
            False,
            "panic",
            "{0:printf} @ {7:site}",
            form,
            _word(arguments, n, 0),
            _word(arguments, n, 1),
            _word(arguments, n, 2),
            _word(arguments, n, 3),
            _word(arguments, n, 4),
            _word(arguments, n, 5),
            site,
        )


def vpanic(form: cstr, arguments: Ptr[va_list_tag], site: u32 = here()) -> None:
    """panic."""
    panic(form, arguments.overflow_arg_area, site)


def kassert_panic(form: cstr, arguments: Ptr[u64], site: u32 = here()) -> None:
    """An assertion of the kernel is false."""
    with indivisible():
        n = _arguments(form)
        require(
            False,
            "assertion",
            "{0:printf} @ {7:site}",
            form,
            _word(arguments, n, 0),
            _word(arguments, n, 1),
            _word(arguments, n, 2),
            _word(arguments, n, 3),
            _word(arguments, n, 4),
            _word(arguments, n, 5),
            site,
        )


def log(level: i32, form: Ptr[u8], arguments: Ptr[u64]) -> None:
    """Prints; the level is nothing to us."""
    print_text(STDOUT, form, arguments)


def _arguments(form: cstr) -> u64:
    """How many arguments the format takes."""
    count: u64 = 0
    at = cast(Ptr[u8], form)
    while load(at) != 0:
        if load(at) != PERCENT:
            at = offset(at, 1)
            continue
        at = offset(at, 1)
        while among(load(at), "-+ #0123456789.*hlqjzt"):
            if load(at) == STAR:
                count += 1
            at = offset(at, 1)
        if load(at) == 0:
            return count
        if load(at) != PERCENT:
            count += 1
        at = offset(at, 1)
    return count


def _word(arguments: Ptr[u64], count: u64, index: u64) -> u64:
    return load(offset(arguments, index)) if index < count else 0
