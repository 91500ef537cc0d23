"""Numbers that a program asks for to be any: __VERIFIER_nondet_int and its kind. One idea: every number of the range
that `--nondet` gives is tried; without one a bool has both values, and the rest is refused before anything runs (see
passes/set_ranges.py).
"""

from __future__ import annotations

from unknot.lang import choose, event, i8, i16, i32, i64, u8, u16, u32, u64
from unknot.libc.ranges import (
    nondet_bool,
    nondet_char,
    nondet_int,
    nondet_loff_t,
    nondet_long,
    nondet_short,
    nondet_size_t,
    nondet_u8,
    nondet_u16,
    nondet_u32,
    nondet_u64,
    nondet_uchar,
    nondet_uint,
    nondet_ulong,
    nondet_ushort,
)

__all__ = [
    "__VERIFIER_nondet_bool",
    "__VERIFIER_nondet_char",
    "__VERIFIER_nondet_int",
    "__VERIFIER_nondet_loff_t",
    "__VERIFIER_nondet_long",
    "__VERIFIER_nondet_longlong",
    "__VERIFIER_nondet_short",
    "__VERIFIER_nondet_size_t",
    "__VERIFIER_nondet_u8",
    "__VERIFIER_nondet_u16",
    "__VERIFIER_nondet_u32",
    "__VERIFIER_nondet_u64",
    "__VERIFIER_nondet_uchar",
    "__VERIFIER_nondet_uint",
    "__VERIFIER_nondet_ulong",
    "__VERIFIER_nondet_ulonglong",
    "__VERIFIER_nondet_unsigned",
    "__VERIFIER_nondet_ushort",
]


def __VERIFIER_nondet_bool() -> bool:
    """A truth value."""
    return _one_of(nondet_bool.low, nondet_bool.count) != 0


def __VERIFIER_nondet_char() -> i8:
    """A char."""
    return i8(_one_of(nondet_char.low, nondet_char.count))


def __VERIFIER_nondet_uchar() -> u8:
    """An unsigned char."""
    return u8(_one_of(nondet_uchar.low, nondet_uchar.count))


def __VERIFIER_nondet_short() -> i16:
    """A short."""
    return i16(_one_of(nondet_short.low, nondet_short.count))


def __VERIFIER_nondet_ushort() -> u16:
    """An unsigned short."""
    return u16(_one_of(nondet_ushort.low, nondet_ushort.count))


def __VERIFIER_nondet_int() -> i32:
    """An int."""
    return i32(_one_of(nondet_int.low, nondet_int.count))


def __VERIFIER_nondet_uint() -> u32:
    """An unsigned int."""
    return u32(_one_of(nondet_uint.low, nondet_uint.count))


def __VERIFIER_nondet_unsigned() -> u32:
    """An unsigned int."""
    return u32(_one_of(nondet_uint.low, nondet_uint.count))


def __VERIFIER_nondet_long() -> i64:
    """A long."""
    return _one_of(nondet_long.low, nondet_long.count)


def __VERIFIER_nondet_ulong() -> u64:
    """An unsigned long."""
    return u64(_one_of(nondet_ulong.low, nondet_ulong.count))


def __VERIFIER_nondet_longlong() -> i64:
    """A long long."""
    return _one_of(nondet_long.low, nondet_long.count)


def __VERIFIER_nondet_ulonglong() -> u64:
    """An unsigned long long."""
    return u64(_one_of(nondet_ulong.low, nondet_ulong.count))


def __VERIFIER_nondet_size_t() -> u64:
    """A size."""
    return u64(_one_of(nondet_size_t.low, nondet_size_t.count))


def __VERIFIER_nondet_loff_t() -> i64:
    """An offset."""
    return _one_of(nondet_loff_t.low, nondet_loff_t.count)


def __VERIFIER_nondet_u8() -> u8:
    """A number of 8 bits."""
    return u8(_one_of(nondet_u8.low, nondet_u8.count))


def __VERIFIER_nondet_u16() -> u16:
    """A number of 16 bits."""
    return u16(_one_of(nondet_u16.low, nondet_u16.count))


def __VERIFIER_nondet_u32() -> u32:
    """A number of 32 bits."""
    return u32(_one_of(nondet_u32.low, nondet_u32.count))


def __VERIFIER_nondet_u64() -> u64:
    """A number of 64 bits."""
    return u64(_one_of(nondet_u64.low, nondet_u64.count))


def _one_of(low: i64, count: u64) -> i64:
    value = low + i64(choose(count))
    event("value", value)
    return value
