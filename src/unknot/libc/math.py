"""What of math.h is exact: rounding, signs, remainders, powers of two, square roots. One idea: a double is its bits,
and all of these are arithmetic of whole numbers.

Functions of floats go by way of doubles, in which a float has room; their results are the same, rounded once.
"""

from __future__ import annotations

from unknot.lang import Ptr, i32, i64, store, u32, u64

__all__ = [
    "ceil",
    "ceilf",
    "copysign",
    "copysignf",
    "fabs",
    "fabsf",
    "floor",
    "floorf",
    "fmax",
    "fmaxf",
    "fmin",
    "fminf",
    "fmod",
    "fmodf",
    "frexp",
    "ldexp",
    "llround",
    "lround",
    "modf",
    "nearbyint",
    "rint",
    "rintf",
    "round",
    "roundf",
    "scalbn",
    "sqrt",
    "sqrtf",
    "trunc",
    "truncf",
]

_BITS = 52
_BIAS = 1023
_MOST = 0x7FF
_SIGN = 1 << 63
_ONE = _BIAS << _BITS
_INFINITY = _MOST << _BITS
_NAN = _INFINITY | 1 << (_BITS - 1)


def _exponent(x: u64) -> i64:
    """Of the first bit; of zeros and tiny numbers, one less than the least."""
    return i64(x >> _BITS & _MOST) - _BIAS


def _is_nan(x: u64) -> bool:
    return x & (_SIGN - 1) > _INFINITY


# -- signs -------------------------------------------------------------------------------------------------------------


def fabs(x: u64) -> u64:
    """Without its sign."""
    return x & (_SIGN - 1)


def copysign(x: u64, y: u64) -> u64:
    """With the sign of another."""
    return x & (_SIGN - 1) | y & _SIGN


def fmax(x: u64, y: u64) -> u64:
    """The larger one; a number rather than none."""
    if _is_nan(x):
        return y
    return x if _is_nan(y) or _order(x) >= _order(y) else y


def fmin(x: u64, y: u64) -> u64:
    """The smaller one; a number rather than none."""
    if _is_nan(x):
        return y
    return x if _is_nan(y) or _order(x) <= _order(y) else y


def _order(x: u64) -> i64:
    """A whole number that stands in the order of doubles."""
    return -i64(x & (_SIGN - 1)) if x & _SIGN != 0 else i64(x)


# -- whole numbers -----------------------------------------------------------------------------------------------------


def trunc(x: u64) -> u64:
    """Towards zero."""
    exponent = _exponent(x)
    if exponent >= _BITS:
        return x
    if exponent < 0:
        return x & _SIGN
    return x & ~((u64(1) << u64(_BITS - exponent)) - 1)


def floor(x: u64) -> u64:
    """Down."""
    whole = trunc(x)
    return _away(whole) if x & _SIGN != 0 and whole != x else whole


def ceil(x: u64) -> u64:
    """Up."""
    whole = trunc(x)
    return _away(whole) if x & _SIGN == 0 and whole != x else whole


def round(x: u64) -> u64:
    """To the nearest; of two, to the one away from zero."""
    whole = trunc(x)
    return _away(whole) if _half(x) >= 0 else whole


def rint(x: u64) -> u64:
    """To the nearest; of two, to the even one."""
    whole = trunc(x)
    half = _half(x)
    odd = half == 0 and _exponent(whole) >= 0 and whole >> u64(_BITS - _exponent(whole)) & 1 != 0
    return _away(whole) if half > 0 or odd else whole


def nearbyint(x: u64) -> u64:
    """rint."""
    return rint(x)


def lround(x: u64) -> i64:
    """round, as a long."""
    whole = round(x)
    exponent = _exponent(whole)
    if exponent < 0:
        return 0
    mantissa = whole & ((1 << _BITS) - 1) | 1 << _BITS
    size = mantissa >> u64(_BITS - exponent) if exponent <= _BITS else mantissa << u64(min(exponent - _BITS, 11))
    return -i64(size) if x & _SIGN != 0 else i64(size)


def llround(x: u64) -> i64:
    """lround."""
    return lround(x)


def modf(x: u64, place: Ptr[u64]) -> u64:
    """What is behind the point; what is before it goes to `place`."""
    whole = trunc(x)
    store(place, whole)
    if _is_nan(x):
        return x
    return x & _SIGN if whole == x else x & _SIGN | fmod(fabs(x), _ONE)


def _away(whole: u64) -> u64:
    """The next whole number away from zero, for what is below 2**52."""
    exponent = _exponent(whole)
    return whole | _ONE if exponent < 0 else whole + (1 << u64(_BITS - exponent))


def _half(x: u64) -> i64:
    """Below, at or above 0, as what is behind the point is to a half."""
    exponent = _exponent(x)
    if exponent >= _BITS or exponent < -1:
        return -1
    rest = x & ((1 << _BITS) - 1) if exponent < 0 else x & ((u64(1) << u64(_BITS - exponent)) - 1)
    half = 0 if exponent < 0 else u64(1) << u64(_BITS - 1 - exponent)
    return i64(rest > half) - i64(rest < half)


# -- powers of two -----------------------------------------------------------------------------------------------------


def ldexp(x: u64, power: i32) -> u64:
    """x * 2**power."""
    exponent = _exponent(x)
    if exponent > _BIAS or fabs(x) == 0:
        return x
    size = fabs(x) & ((1 << _BITS) - 1)
    if exponent >= -_BIAS + 1:
        size |= 1 << _BITS
    return x & _SIGN | _made(size, max(exponent, 1 - _BIAS) + i64(power) - _BITS, False)


def scalbn(x: u64, power: i32) -> u64:
    """ldexp."""
    return ldexp(x, power)


def frexp(x: u64, place: Ptr[i32]) -> u64:
    """A number from 1/2 to 1; the power of two that it is multiplied with goes to `place`."""
    store(place, 0)
    if _exponent(x) > _BIAS or fabs(x) == 0:
        return x
    shift: i64 = 0
    number = x
    if _exponent(x) == -_BIAS:
        shift = 54
        number = ldexp(x, 54)
    store(place, i32(_exponent(number) + 1 - shift))
    return number & ~_INFINITY | u64(_BIAS - 1) << _BITS


def _made(size: u64, exponent: i64, sticky: bool) -> u64:
    """The double nearest to size * 2**exponent, and a little more if `sticky`."""
    number, power, rest = size, exponent, u64(sticky)
    if number == 0:
        return 0
    while number >> (_BITS + 2) == 0:
        number <<= 1
        power -= 1
    while number >> (_BITS + 3) != 0 or power < -_BIAS - _BITS - 1:
        rest |= number & 1
        number >>= 1
        power += 1
        if number == 0:
            return 0
    if power + _BITS + 2 > _BIAS:
        return _INFINITY
    up = number & 2 != 0 and (number & 5 != 0 or rest != 0)
    kept = (number >> 2) + u64(up)
    tiny = number >> (_BITS + 2) == 0
    return kept if tiny else (u64(power + _BITS + 1 + _BIAS) << _BITS) + kept


# -- remainders and roots ----------------------------------------------------------------------------------------------


def fmod(x: u64, y: u64) -> u64:
    """What is left of x when y was taken away as often as it goes."""
    if _is_nan(x) or _is_nan(y) or fabs(x) == _INFINITY or fabs(y) == 0:
        return _NAN
    if fabs(x) < fabs(y):
        return x
    by, steps = _size(y), max(_exponent(x), 1 - _BIAS) - max(_exponent(y), 1 - _BIAS)
    left = _size(x) % by
    for _i in range(steps):
        left = (left << 1) % by
    return x & _SIGN | _made(left, max(_exponent(y), 1 - _BIAS) - _BITS, False)


def _size(x: u64) -> u64:
    """The digits of a number as a whole number."""
    digits = x & ((1 << _BITS) - 1)
    return digits if _exponent(x) == -_BIAS else digits | 1 << _BITS


def sqrt(x: u64) -> u64:
    """The square root, rounded to the nearest."""
    if _is_nan(x) or fabs(x) == 0 or x == _INFINITY:
        return x
    if x & _SIGN != 0:
        return _NAN
    size, power = _size(x), max(_exponent(x), 1 - _BIAS) - _BITS
    while size >> (_BITS + 1) == 0:
        size <<= 1
        power -= 1
    if power % 2 != 0:
        size <<= 1
        power -= 1
    root: u64 = 0
    left: u64 = 0
    for place in range(i64(54 + 54), -2, -2):  # two bits of size * 2**54 in each round
        pair = size >> u64(place - 54) & 3 if place >= 54 else 0
        left = left << 2 | pair
        trial = root << 2 | 1
        root <<= 1
        if left >= trial:
            left -= trial
            root |= 1
    return _made(root, (power - 54) // 2, left != 0)


# -- floats ------------------------------------------------------------------------------------------------------------


def _wide(x: u32) -> u64:
    """A float as a double."""
    sign, exponent, digits = u64(x >> 31) << 63, u64(x >> 23 & 0xFF), u64(x & 0x7FFFFF)
    if exponent == 0xFF:
        return sign | _INFINITY | digits << 29
    if exponent == 0:
        return sign | _made(digits, -149, False)
    return sign | (exponent + _BIAS - 127) << _BITS | digits << 29


def _narrow(x: u64) -> u32:
    """The float nearest to a double, for results that are no smaller than floats are."""
    sign = u32(x >> 32) & 0x80000000
    if _is_nan(x):
        return sign | 0x7FC00000
    exponent = _exponent(x)
    if exponent > 127:
        return sign | 0x7F800000
    size, away = _size(x), u64(29 + max(-126 - exponent, 0))
    if away > 54:
        return sign
    kept, rest, half = size >> away, size & ((u64(1) << away) - 1), u64(1) << (away - 1)
    if rest > half or (rest == half and kept & 1 != 0):
        kept += 1
    return sign | u32(kept if exponent < -126 else (u64(exponent + 126) << 23) + kept)


def fabsf(x: u32) -> u32:
    """fabs."""
    return x & 0x7FFFFFFF


def copysignf(x: u32, y: u32) -> u32:
    """copysign."""
    return x & 0x7FFFFFFF | y & 0x80000000


def fmaxf(x: u32, y: u32) -> u32:
    """fmax."""
    return _narrow(fmax(_wide(x), _wide(y)))


def fminf(x: u32, y: u32) -> u32:
    """fmin."""
    return _narrow(fmin(_wide(x), _wide(y)))


def truncf(x: u32) -> u32:
    """trunc."""
    return _narrow(trunc(_wide(x)))


def floorf(x: u32) -> u32:
    """floor."""
    return _narrow(floor(_wide(x)))


def ceilf(x: u32) -> u32:
    """ceil."""
    return _narrow(ceil(_wide(x)))


def roundf(x: u32) -> u32:
    """round."""
    return _narrow(round(_wide(x)))


def rintf(x: u32) -> u32:
    """rint."""
    return _narrow(rint(_wide(x)))


def fmodf(x: u32, y: u32) -> u32:
    """fmod."""
    return _narrow(fmod(_wide(x), _wide(y)))


def sqrtf(x: u32) -> u32:
    """sqrt."""
    return _narrow(sqrt(_wide(x)))
