"""math.h's functions give, bit for bit, what Python's math gives."""

from __future__ import annotations

import math as python
import struct

from calls import run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unknot import scenario, thread
from unknot.lang import addr, array, i32, i64, u32, u64
from unknot.libc import math

SLOW = settings(deadline=None, derandomize=True, database=None, max_examples=60)


@scenario
class Computes:
    x: u64
    y: u64
    single: u32
    power: i32
    results: array[u64] = array(16)
    exponent: i32
    whole: u64

    @thread
    def only(self):
        x, y = self.x, self.y
        self.results[0] = math.floor(x)
        self.results[1] = math.ceil(x)
        self.results[2] = math.trunc(x)
        self.results[3] = math.rint(x)
        self.results[4] = math.fmod(x, y)
        self.results[5] = math.sqrt(math.fabs(x))
        self.results[6] = math.ldexp(x, self.power)
        self.results[7] = math.frexp(x, addr(self.exponent))
        self.results[8] = u64(i64(self.exponent))
        self.results[9] = math.modf(x, addr(self.whole))
        self.results[10] = self.whole
        self.results[11] = math.fmax(x, y)
        self.results[12] = math.round(x)
        self.results[13] = u64(math.floorf(self.single))
        self.results[14] = u64(math.sqrtf(math.fabsf(self.single)))
        self.results[15] = math.copysign(x, y)


def bits(value: float) -> int:
    """A double as a word."""
    return int.from_bytes(struct.pack("<d", value), "little")


def single_bits(value: float) -> int:
    """A float as a word."""
    return int.from_bytes(struct.pack("<f", value), "little")


def whole(rounded: int, x: float) -> int:
    """A whole number as a double with the sign of what it came from."""
    return bits(python.copysign(float(rounded), x))


def scaled(x: float, power: int) -> float:
    """x * 2**power."""
    try:
        return python.ldexp(x, power)
    except OverflowError:
        return python.copysign(python.inf, x)


doubles = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-50, 50).map(lambda n: n / 2),
    st.floats(-(2.0**53), 2.0**53),
)


@SLOW
@given(
    doubles, doubles.filter(bool), st.integers(-2200, 2200), st.floats(width=32, allow_nan=False, allow_infinity=False)
)
@example(0.49999999999999994, 5e-324, 1, 2.5)
@example(-0.0, -1.0, 0, -0.5)
@example(5e-324, 2.0**1000, 1074, 2.0**-149)
def test_doubles(x: float, y: float, power: int, single: float) -> None:
    given_ = {"x": bits(x), "y": bits(y), "single": single_bits(single), "power": power & 0xFFFFFFFF}
    sizes = {"x": 8, "y": 8, "single": 4, "power": 4}
    data = run(Computes, {n: v.to_bytes(sizes[n], "little") for n, v in given_.items()}, "results")
    results = struct.unpack("<16Q", data)
    mantissa, exponent = python.frexp(x)
    behind, before = python.modf(x)
    assert results[:4] == tuple(whole(f(x), x) for f in (python.floor, python.ceil, python.trunc, round))
    assert results[4:8] == (bits(python.fmod(x, y)), bits(python.sqrt(abs(x))), bits(scaled(x, power)), bits(mantissa))
    assert results[8:11] == (exponent & 2**64 - 1, bits(behind), bits(before))
    assert results[11] == bits(max(x, y)) or x == y == 0
    assert results[12] == whole(python.floor(abs(x)) + (abs(x) - python.floor(abs(x)) >= 0.5), x)
    assert results[13] == single_bits(python.copysign(float(python.floor(single)), single))
    assert results[14] == single_bits(python.sqrt(abs(single)))
    assert results[15] == bits(python.copysign(x, y))
