"""printf's formats: reading directives, texts and integers (`format_float` has the rest). One idea: what a directive
prints is counted before it is written, so nothing needs a buffer.

As in C99 and glibc: flags - + space # 0, width, precision, * for both, sizes hh h l ll q j z t L, conversions
d i u o x X b c s p n m % and f F e E g G a A. Anything else is printed as it stands.
"""

from __future__ import annotations

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, aside, cast, i32, i64, load, offset, store, struct, u8, u16, u32, u64
from unknot.libc import errno as numbers
from unknot.libc.ascii import (
    DOT,
    HASH,
    LOWER_B,
    LOWER_C,
    LOWER_H,
    LOWER_M,
    LOWER_N,
    LOWER_O,
    LOWER_P,
    LOWER_S,
    LOWER_U,
    LOWER_X,
    MINUS,
    NINE,
    PERCENT,
    PLUS,
    SPACE,
    STAR,
    UPPER_X,
    ZERO,
)
from unknot.libc.format_float import put_float, put_hex_float
from unknot.libc.sink import among, directive, finish, pad, put, put_bytes, put_digit, put_prefix, sink
from unknot.libc.string import strerror, strnlen


@struct
class va_list_tag:
    """x86-64's va_list. All arguments are in memory: those of the registers count as used up."""

    gp_offset: u32
    fp_offset: u32
    overflow_arg_area: Ptr[u64]
    reg_save_area: Ptr[u64]


def format_text(out: voidp, size: u64, form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """snprintf: `arguments` are slots of 8 bytes. Others see one write, of the first byte."""
    start = cast(Ptr[u8], out)
    if size > 0:
        store(start, 0)
    with aside():
        return _format(start, size, form, addr(arguments))


def format_list(out: voidp, size: u64, form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """vsnprintf."""
    start = cast(Ptr[u8], out)
    if size > 0:
        store(start, 0)
    with aside():
        return _format(start, size, form, addr(arguments.overflow_arg_area))


def print_text(to: u32, form: Ptr[u8], arguments: Ptr[u64]) -> i32:
    """dprintf: `to` is a descriptor."""
    with aside():
        return _print(to, form, addr(arguments))


def print_list(to: u32, form: Ptr[u8], arguments: Ptr[va_list_tag]) -> i32:
    """vdprintf."""
    with aside():
        return _print(to, form, addr(arguments.overflow_arg_area))


def _format(out: Ptr[u8], size: u64, form: Ptr[u8], arguments: Ptr[Ptr[u64]]) -> i32:
    s = sink()
    s.out, s.room = out, size
    put_format(addr(s), form, arguments)
    return finish(addr(s))


def _print(to: u32, form: Ptr[u8], arguments: Ptr[Ptr[u64]]) -> i32:
    s = sink()
    s.to = to
    put_format(addr(s), form, arguments)
    return finish(addr(s))


def put_format(s: Ptr[sink], form: Ptr[u8], arguments: Ptr[Ptr[u64]]) -> None:
    """A format with its arguments; `arguments` moves on to what was not used."""
    at = form
    while True:
        c = load(at)
        at = offset(at, 1)
        if c == 0:
            return
        if c == PERCENT:
            at = _directive(s, at, arguments)
        else:
            put(s, c)


def _directive(s: Ptr[sink], start: Ptr[u8], arguments: Ptr[Ptr[u64]]) -> Ptr[u8]:
    """One directive from behind its %; what follows it."""
    d = directive()
    at = _flags(addr(d), start)
    at = _width(addr(d), at, arguments)
    at = _precision(addr(d), at, arguments)
    at = _size(addr(d), at)
    if load(at) == 0 or not _convert(s, addr(d), load(at), arguments):
        put(s, PERCENT)
        return start
    return offset(at, 1)


# -- reading -----------------------------------------------------------------------------------------------------------


def _next(arguments: Ptr[Ptr[u64]]) -> u64:
    """The next argument."""
    at = load(arguments)
    store(arguments, offset(at, 1))
    return load(at)


def _flags(d: Ptr[directive], start: Ptr[u8]) -> Ptr[u8]:
    at = start
    while True:
        c = load(at)
        if c == MINUS:
            d.left = True
        elif c == PLUS:
            d.plus = True
        elif c == SPACE:
            d.space = True
        elif c == HASH:
            d.alternate = True
        elif c == ZERO:
            d.zero = True
        else:
            return at
        at = offset(at, 1)


def _width(d: Ptr[directive], start: Ptr[u8], arguments: Ptr[Ptr[u64]]) -> Ptr[u8]:
    if load(start) != STAR:
        return _decimal(start, addr(d.width))
    d.width = i64(i32(_next(arguments)))
    if d.width < 0:
        d.left, d.width = True, -d.width
    return offset(start, 1)


def _precision(d: Ptr[directive], start: Ptr[u8], arguments: Ptr[Ptr[u64]]) -> Ptr[u8]:
    d.precision = -1
    if load(start) != DOT:
        return start
    if load(offset(start, 1)) != STAR:
        return _decimal(offset(start, 1), addr(d.precision))
    d.precision = max(i64(i32(_next(arguments))), -1)
    return offset(start, 2)


def _decimal(start: Ptr[u8], to: Ptr[i64]) -> Ptr[u8]:
    """Digits, of which there may be none; what follows them."""
    at, number = start, i64(0)
    while ZERO <= load(at) <= NINE:
        number = number * 10 + i64(load(at) - ZERO)
        at = offset(at, 1)
    store(to, number)
    return at


def _size(d: Ptr[directive], start: Ptr[u8]) -> Ptr[u8]:
    """The letters that say how wide the argument is."""
    d.size = 4
    at = start
    while True:
        c = load(at)
        if c == LOWER_H:
            d.size //= 2
        elif among(c, "ljztqL"):
            d.size = 8
        else:
            return at
        at = offset(at, 1)


# -- conversions -------------------------------------------------------------------------------------------------------


def _convert(s: Ptr[sink], d: Ptr[directive], letter: u8, arguments: Ptr[Ptr[u64]]) -> bool:
    """Prints the next argument; False if there is no such conversion."""
    if letter == PERCENT:
        put(s, PERCENT)
    elif letter == LOWER_M:
        _put_string(s, d, cast(Ptr[u8], strerror(numbers.errno)))
    elif not among(letter, "diouxXbcspneEfFgGaA"):
        return False
    else:
        _put_argument(s, d, letter, _next(arguments))
    return True


def _put_argument(s: Ptr[sink], d: Ptr[directive], letter: u8, word: u64) -> None:
    if among(letter, "di"):
        value = _signed(word, d.size)
        sign = MINUS if value < 0 else PLUS if d.plus else SPACE if d.space else 0
        _put_number(s, d, u64(-value if value < 0 else value), 10, u64(sign))
    elif among(letter, "ouxXb"):
        _put_unsigned(s, d, letter, word if d.size == 8 else word & ((1 << u64(d.size * 8)) - 1))
    elif letter == LOWER_C:
        pad(s, SPACE, 0 if d.left else d.width - 1)
        put(s, u8(word))
        pad(s, SPACE, d.width - 1 if d.left else 0)
    elif letter == LOWER_S:
        _put_string(s, d, cast(Ptr[u8], word))
    elif letter == LOWER_P:
        _put_pointer(s, d, word)
    elif letter == LOWER_N:
        _store_count(d, word, s.count)
    elif among(letter, "aA"):
        put_hex_float(s, d, letter, word)
    else:
        put_float(s, d, letter, word)


def _signed(word: u64, size: u32) -> i64:
    """An argument of that many bytes with its sign."""
    away = u64(64 - size * 8)
    return i64(word << away) >> i64(away)


def _put_unsigned(s: Ptr[sink], d: Ptr[directive], letter: u8, value: u64) -> None:
    base: u64 = 10
    prefix: u64 = 0
    if letter == LOWER_O:
        base = 8
    elif letter == LOWER_B:
        base = 2
    elif letter != LOWER_U:
        base = 16
        d.upper = letter == UPPER_X
    if d.alternate and value != 0 and among(letter, "xXb"):
        prefix = ZERO | u64(letter) << 8
    if d.alternate and letter == LOWER_O:
        d.precision = max(d.precision, i64(_digits_of(value, 8)) + (1 if value != 0 else 0))
    _put_number(s, d, value, base, prefix)


def _put_number(s: Ptr[sink], d: Ptr[directive], value: u64, base: u64, prefix: u64) -> None:
    """Digits, filled up to the precision with zeros and to the width with spaces or zeros; `prefix` is up to two
    characters, the first one lowest."""
    digits = 0 if value == 0 and d.precision == 0 else _digits_of(value, base)
    zeros = max(d.precision - i64(digits), 0)
    length = i64(digits) + zeros + (i64(prefix > 0xFF) + i64(prefix != 0))
    fills = d.zero and not d.left and d.precision < 0
    pad(s, SPACE, 0 if d.left or fills else d.width - length)
    put_prefix(s, prefix)
    pad(s, ZERO, d.width - length if fills else zeros)
    unit: u64 = 1
    for _i in range(u64(1), digits):
        unit *= base
    for _i in range(digits):
        put_digit(s, u8(value // unit % base), d.upper)
        unit //= base
    pad(s, SPACE, d.width - length if d.left else 0)


def _digits_of(value: u64, base: u64) -> u64:
    """How many digits a number has; 0 has one."""
    count: u64 = 1
    rest = value // base
    while rest != 0:
        count += 1
        rest //= base
    return count


def _put_string(s: Ptr[sink], d: Ptr[directive], given: Ptr[u8]) -> None:
    text = given if given is not None else cast(Ptr[u8], "(null)")
    length = strnlen(text, u64(d.precision))
    pad(s, SPACE, 0 if d.left else d.width - i64(length))
    put_bytes(s, text, length)
    pad(s, SPACE, d.width - i64(length) if d.left else 0)


def _put_pointer(s: Ptr[sink], d: Ptr[directive], address: u64) -> None:
    if address == 0:
        d.precision = -1
        _put_string(s, d, cast(Ptr[u8], "(nil)"))
    else:
        _put_number(s, d, address, 16, ZERO | LOWER_X << 8)


def _store_count(d: Ptr[directive], to: u64, count: u64) -> None:
    if d.size == 8:
        store(cast(Ptr[u64], to), count)
    elif d.size == 4:
        store(cast(Ptr[u32], to), u32(count))
    elif d.size == 2:
        store(cast(Ptr[u16], to), u16(count))
    else:
        store(cast(Ptr[u8], to), u8(count))
