"""A floating point number written out in decimal digits, all of them. One idea: a row of numbers below 10**9, with the
point somewhere between two; multiplying and halving it is school arithmetic, and rounding can see every digit.

The longest: 309 digits before the point, or 1074 behind it; never both.
"""

from __future__ import annotations

from unknot.lang import Ptr, array, i64, struct, u32, u64

_LIMB = 1_000_000_000
_LIMBS = 128
_INTEGER_UNITS = 36
"""Which limb has the units, of numbers of 2**53 and more; others have two limbs before the point."""


@struct
class decimal:
    """The limb with the number `units` has the weight 1, the one after it 10**-9. `first` and `last` are in use."""

    limbs: array[u32] = array(_LIMBS)
    first: i64
    last: i64
    units: i64


def write_out(d: Ptr[decimal], mantissa: u64, exponent: i64) -> None:
    """mantissa * 2**exponent, for mantissas below 2**53; the limbs must be zero."""
    d.units = _INTEGER_UNITS if exponent > 0 else 1
    d.first, d.last = d.units - 1, d.units
    d.limbs[d.first] = u32(mantissa // _LIMB)
    d.limbs[d.last] = u32(mantissa % _LIMB)
    left = exponent
    while left > 0:
        times = min(left, 29)
        _double(d, u64(times))
        left -= times
    while left < 0:
        times = min(-left, 9)
        _halve(d, u64(times))
        left += times


def digit(d: Ptr[decimal], place: i64) -> u32:
    """The digit with the weight 10**place."""
    limb = _limb(d, place)
    if limb < d.first or limb > d.last:
        return 0
    return d.limbs[limb] // _power(place + 9 * (limb - d.units)) % 10


def top(d: Ptr[decimal]) -> i64:
    """The place of the first digit that is not 0; 0 if there is none."""
    for limb in range(d.first, d.last + 1):
        if d.limbs[limb] != 0:
            place = (d.units - limb) * 9
            rest = d.limbs[limb]
            while rest >= 10:
                rest //= 10
                place += 1
            return place
    return 0


def round_at(d: Ptr[decimal], place: i64) -> None:
    """Rounds to a multiple of 10**place: to the nearest, to the even one of two."""
    limb = _limb(d, place)
    if limb > d.last:
        return
    unit = _power(place + 9 * (limb - d.units))
    up = _goes_up(d, place)
    for lower in range(limb + 1, d.last + 1):
        d.limbs[lower] = 0
    d.limbs[limb] -= d.limbs[limb] % unit
    if up:
        _add(d, limb, unit)


def _limb(d: Ptr[decimal], place: i64) -> i64:
    """The limb that has a place."""
    return d.units - place // 9 if place >= 0 else d.units + (8 - place) // 9


def _power(exponent: i64) -> u32:
    power: u32 = 1
    for _i in range(exponent):
        power *= 10
    return power


def _goes_up(d: Ptr[decimal], place: i64) -> bool:
    """True if what is below a place is more than half of it, or half and the digit there is odd."""
    half = digit(d, place - 1)
    if half != 5:
        return half > 5
    limb = _limb(d, place - 1)
    if limb <= d.last and d.limbs[limb] % _power(place - 1 + 9 * (limb - d.units)) != 0:
        return True
    for lower in range(limb + 1, d.last + 1):
        if d.limbs[lower] != 0:
            return True
    return digit(d, place) % 2 != 0


def _add(d: Ptr[decimal], limb: i64, amount: u32) -> None:
    """Adds to a limb, and carries."""
    at = limb
    d.limbs[at] += amount
    while d.limbs[at] >= _LIMB:
        d.limbs[at] -= _LIMB
        at -= 1
        d.limbs[at] += 1
    d.first = min(d.first, at)


def _double(d: Ptr[decimal], times: u64) -> None:
    """Multiplies by 2**times, for up to 29."""
    carry: u64 = 0
    for limb in range(d.last, d.first - 1, -1):
        value = (u64(d.limbs[limb]) << times) + carry
        d.limbs[limb] = u32(value % _LIMB)
        carry = value // _LIMB
    if carry != 0:
        d.first -= 1
        d.limbs[d.first] = u32(carry)


def _halve(d: Ptr[decimal], times: u64) -> None:
    """Divides by 2**times, for up to 9: 10**9 can be divided by that."""
    carry: u32 = 0
    by = u32(1) << u32(times)
    for limb in range(d.first, d.last + 1):
        value = d.limbs[limb]
        d.limbs[limb] = value // by + carry
        carry = value % by * (_LIMB // by)
    if carry != 0:
        d.last += 1
        d.limbs[d.last] = carry
