"""stdio.h for programs that print. One idea: what is printed has no effect but to be shown in traces; there are no
files and there is no input.

A `FILE *` is a number: its descriptor and 1. Locks of streams are not modelled: one call prints its text in one piece.
"""

from __future__ import annotations

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, aside, cast, constant, i32, i64, load, null, store, u8, u32, u64
from unknot.libc import errno as numbers
from unknot.libc.ascii import NEWLINE, SPACE
from unknot.libc.format import format_list, format_text, print_list, print_text, va_list_tag
from unknot.libc.heap import malloc
from unknot.libc.sink import STDERR, STDOUT, finish, put, put_bytes, put_text, sink
from unknot.libc.string import strerror

__all__ = [
    "asprintf",
    "clearerr",
    "dprintf",
    "fclose",
    "feof",
    "ferror",
    "fflush",
    "fileno",
    "flockfile",
    "fprintf",
    "fputc",
    "fputs",
    "funlockfile",
    "fwrite",
    "perror",
    "printf",
    "putc",
    "putchar",
    "puts",
    "setbuf",
    "setvbuf",
    "snprintf",
    "sprintf",
    "stderr",
    "stdin",
    "stdout",
    "vasprintf",
    "vdprintf",
    "vfprintf",
    "vprintf",
    "vsnprintf",
    "vsprintf",
    "write",
]

stdin: constant[u64] = 1
stdout: constant[u64] = 2
stderr: constant[u64] = 3

_NO_LIMIT = 1 << 32
_COLON = ord(":")

# -- formats -----------------------------------------------------------------------------------------------------------


def printf(form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """Prints."""
    return print_text(STDOUT, form, arguments)


def fprintf(stream: u64, form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """Prints to a stream."""
    return print_text(_descriptor(stream), form, arguments)


def dprintf(descriptor: i32, form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """Prints to a descriptor."""
    return print_text(u32(descriptor), form, arguments)


def sprintf(out: voidp, form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """Prints into memory, which is large enough."""
    return format_text(out, _NO_LIMIT, form, arguments)


def snprintf(out: voidp, size: u64, form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """Prints into memory what has room; how long all would be."""
    return format_text(out, size, form, arguments)


def asprintf(place: Ptr[voidp], form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """Prints into memory of its own."""
    length = format_text(null, 0, form, arguments)
    memory = malloc(u64(length) + 1)
    store(place, memory)
    return -1 if memory is None else format_text(memory, u64(length) + 1, form, arguments)


def vprintf(form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """printf."""
    return print_list(STDOUT, form, arguments)


def vfprintf(stream: u64, form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """fprintf."""
    return print_list(_descriptor(stream), form, arguments)


def vdprintf(descriptor: i32, form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """dprintf."""
    return print_list(u32(descriptor), form, arguments)


def vsprintf(out: voidp, form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """sprintf."""
    return format_list(out, _NO_LIMIT, form, arguments)


def vsnprintf(out: voidp, size: u64, form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """snprintf."""
    return format_list(out, size, form, arguments)


def vasprintf(place: Ptr[voidp], form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """asprintf."""
    return asprintf(place, form, arguments.overflow_arg_area)


# -- texts and characters ----------------------------------------------------------------------------------------------


def puts(text: Ptr[u8]) -> i32:
    """A line."""
    with aside():
        s = sink()
        s.to = STDOUT
        put_text(addr(s), text)
        put(addr(s), NEWLINE)
        return finish(addr(s))


def fputs(text: Ptr[u8], stream: u64) -> i32:
    """A text."""
    with aside():
        s = sink()
        s.to = _descriptor(stream)
        put_text(addr(s), text)
        return finish(addr(s))


def putchar(c: i32) -> i32:
    """A character."""
    return fputc(c, stdout)


def fputc(c: i32, stream: u64) -> i32:
    """A character."""
    with aside():
        s = sink()
        s.to = _descriptor(stream)
        put(addr(s), u8(c))
        finish(addr(s))
        return c & 0xFF


def putc(c: i32, stream: u64) -> i32:
    """fputc."""
    return fputc(c, stream)


def fwrite(start: Ptr[u8], size: u64, count: u64, stream: u64) -> u64:
    """Bytes."""
    with aside():
        s = sink()
        s.to = _descriptor(stream)
        put_bytes(addr(s), start, size * count)
        finish(addr(s))
        return count


def write(descriptor: i32, start: Ptr[u8], size: u64) -> i64:
    """Bytes; unistd.h's."""
    with aside():
        s = sink()
        s.to = u32(descriptor)
        put_bytes(addr(s), start, size)
        return i64(finish(addr(s)))


def perror(text: Ptr[u8]) -> None:
    """A text and what `errno` means."""
    with aside():
        s = sink()
        s.to = STDERR
        if text is not None and load(text) != 0:
            put_text(addr(s), text)
            put(addr(s), _COLON)
            put(addr(s), SPACE)
        put_text(addr(s), cast(Ptr[u8], strerror(numbers.errno)))
        put(addr(s), NEWLINE)
        finish(addr(s))


# -- streams -----------------------------------------------------------------------------------------------------------


def fflush(stream: u64) -> i32:
    """Everything has been printed already."""
    return 0


def fclose(stream: u64) -> i32:
    """Nothing."""
    return 0


def setvbuf(stream: u64, memory: voidp, mode: i32, size: u64) -> i32:
    """Nothing."""
    return 0


def setbuf(stream: u64, memory: voidp) -> None:
    """Nothing."""


def flockfile(stream: u64) -> None:
    """Nothing."""


def funlockfile(stream: u64) -> None:
    """Nothing."""


def ferror(stream: u64) -> i32:
    """No error."""
    return 0


def feof(stream: u64) -> i32:
    """Nobody reads."""
    return 0


def clearerr(stream: u64) -> None:
    """Nothing."""


def fileno(stream: u64) -> i32:
    """The descriptor."""
    return i32(_descriptor(stream))


def _descriptor(stream: u64) -> u32:
    return u32(stream) - 1
