"""printf's %f %e %g %a. One idea: a double is written out in full (`decimal`), rounded where the directive says, and
then its digits are printed by their places: exactly as glibc does, halves to even."""

from __future__ import annotations

from unknot.lang import Ptr, addr, i64, struct, u8, u64
from unknot.libc.ascii import DOT, LOWER_A, LOWER_E, LOWER_F, LOWER_P, LOWER_X, MINUS, PLUS, SPACE, UPPER_A, ZERO
from unknot.libc.decimal import decimal, digit, round_at, top, write_out
from unknot.libc.sink import directive, pad, put, put_digit, put_prefix, sink

_CASE = LOWER_A - UPPER_A
_MANTISSA_BITS = 52
_NO_NUMBER = 0x7FF
_BIAS = 1023


@struct
class shape:
    """What is printed: `prefix` characters, digits from the place `high` to 0 or to itself, a point, `behind` digits,
    an exponent if `letter` is not 0."""

    prefix: u64
    high: i64
    behind: i64
    exponent: i64
    letter: u8


def put_float(s: Ptr[sink], d: Ptr[directive], letter: u8, bits: u64) -> None:
    """%f, %e, %g and their capitals."""
    if _put_no_number(s, d, letter, bits):
        return
    number = decimal()
    exponent = i64(bits >> _MANTISSA_BITS) & _NO_NUMBER
    mantissa = bits & ((1 << _MANTISSA_BITS) - 1)
    whole = mantissa | (1 << _MANTISSA_BITS) if exponent != 0 else mantissa
    write_out(addr(number), whole, max(exponent, 1) - _BIAS - _MANTISSA_BITS)
    form = shape()
    form.prefix = _sign(d, bits)
    form.behind = d.precision if d.precision >= 0 else 6
    small = letter | _CASE
    if small == LOWER_F:
        _as_fixed(addr(number), addr(form))
    elif small == LOWER_E:
        _as_scientific(addr(number), addr(form), letter)
    else:
        _as_shorter(addr(number), addr(form), letter - 2, d.alternate)
    _put(s, d, addr(number), addr(form))


def _as_fixed(number: Ptr[decimal], form: Ptr[shape]) -> None:
    round_at(number, -form.behind)
    form.high = max(top(number), 0)


def _as_scientific(number: Ptr[decimal], form: Ptr[shape], letter: u8) -> None:
    round_at(number, top(number) - form.behind)
    form.exponent = top(number)
    form.letter = letter


def _as_shorter(number: Ptr[decimal], form: Ptr[shape], letter: u8, keeps_zeros: bool) -> None:
    """%g: so many digits in all, without zeros at the end; scientific if the number is large or tiny."""
    digits = max(form.behind, 1)
    round_at(number, top(number) - (digits - 1))
    high = top(number)
    lowest = high - (digits - 1)
    if not keeps_zeros:
        while lowest < high and digit(number, lowest) == 0:
            lowest += 1
    if -4 <= high < digits:
        form.high = max(high, 0)
        form.behind = max(-lowest, 0)
    else:
        form.exponent, form.letter = high, letter
        form.behind = high - lowest


def _put(s: Ptr[sink], d: Ptr[directive], number: Ptr[decimal], form: Ptr[shape]) -> None:
    first = form.exponent if form.letter != 0 else form.high
    last = first if form.letter != 0 else i64(0)
    point = form.behind > 0 or d.alternate
    length = i64(form.prefix != 0) + first - last + 1 + i64(point) + form.behind
    if form.letter != 0:
        length += 5 if -form.exponent > 99 or form.exponent > 99 else 4
    pad(s, SPACE, 0 if d.left or d.zero else d.width - length)
    put_prefix(s, form.prefix)
    pad(s, ZERO, d.width - length if d.zero and not d.left else 0)
    for place in range(first, last - 1, -1):
        put_digit(s, u8(digit(number, place)), False)
    if point:
        put(s, DOT)
    for place in range(last - 1, last - form.behind - 1, -1):
        put_digit(s, u8(digit(number, place)), False)
    if form.letter != 0:
        put(s, form.letter)
        _put_exponent(s, form.exponent, 2)
    pad(s, SPACE, d.width - length if d.left else 0)


def _put_exponent(s: Ptr[sink], exponent: i64, least: i64) -> None:
    """A sign and at least so many digits."""
    put(s, MINUS if exponent < 0 else PLUS)
    size = -exponent if exponent < 0 else exponent
    unit: i64 = 1000
    digits: i64 = 4
    while unit > 0:
        if size >= unit or digits <= least:
            put_digit(s, u8(size // unit % 10), False)
        unit //= 10
        digits -= 1


def _sign(d: Ptr[directive], bits: u64) -> u64:
    """The character before the digits, 0 for none."""
    return MINUS if bits >> 63 != 0 else PLUS if d.plus else SPACE if d.space else 0


def _put_no_number(s: Ptr[sink], d: Ptr[directive], letter: u8, bits: u64) -> bool:
    """inf and nan; False for numbers."""
    if bits >> _MANTISSA_BITS & _NO_NUMBER != _NO_NUMBER:
        return False
    upper = letter & _CASE == 0
    prefix = _sign(d, bits)
    length = 3 + i64(prefix != 0)
    name: u64 = 0x666E69 if bits << 12 == 0 else 0x6E616E  # inf, nan
    pad(s, SPACE, 0 if d.left else d.width - length)
    put_prefix(s, prefix)
    put_prefix(s, name - 0x202020 if upper else name)
    pad(s, SPACE, d.width - length if d.left else 0)
    return True


# -- hexadecimal -------------------------------------------------------------------------------------------------------


def put_hex_float(s: Ptr[sink], d: Ptr[directive], letter: u8, bits: u64) -> None:
    """%a: the mantissa's 13 digits, without zeros at the end."""
    if _put_no_number(s, d, letter, bits):
        return
    exponent = i64(bits >> _MANTISSA_BITS) & _NO_NUMBER
    mantissa = bits & ((1 << _MANTISSA_BITS) - 1)
    whole = mantissa | (1 << _MANTISSA_BITS) if exponent != 0 else mantissa
    power = 0 if whole == 0 else max(exponent, 1) - _BIAS
    digits = d.precision
    if digits < 0:
        digits = 13
        while digits > 0 and whole >> u64((13 - digits) * 4) & 15 == 0:
            digits -= 1
    elif digits < 13:
        whole = _round_bits(whole, u64((13 - digits) * 4))
    _put_hex(s, d, letter, bits, whole, digits, power)


def _round_bits(number: u64, away: u64) -> u64:
    """Without its lowest bits, rounded: to the nearest, to the even one of two."""
    kept, rest, half = number >> away, number & ((1 << away) - 1), u64(1) << (away - 1)
    if rest > half or (rest == half and kept & 1 != 0):
        kept += 1
    return kept << away


def _put_hex(s: Ptr[sink], d: Ptr[directive], letter: u8, bits: u64, whole: u64, digits: i64, power: i64) -> None:
    upper = letter & _CASE == 0
    shift = 0 if upper else _CASE
    prefix = _sign(d, bits)
    point = digits > 0 or d.alternate
    size = -power if power < 0 else power
    length = i64(prefix != 0) + 6 + i64(point) + digits + i64(size > 9) + i64(size > 99) + i64(size > 999)
    pad(s, SPACE, 0 if d.left or d.zero else d.width - length)
    put_prefix(s, prefix)
    put_prefix(s, ZERO | u64(LOWER_X - _CASE + shift) << 8)
    pad(s, ZERO, d.width - length if d.zero and not d.left else 0)
    put_digit(s, u8(whole >> _MANTISSA_BITS), upper)
    if point:
        put(s, DOT)
    for i in range(digits):
        put_digit(s, u8(whole >> u64((12 - i) * 4)) & 15 if i < 13 else 0, upper)
    put(s, u8(LOWER_P - _CASE + shift))
    _put_exponent(s, power, 1)
    pad(s, SPACE, d.width - length if d.left else 0)
