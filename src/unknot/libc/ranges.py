"""What numbers a program may be given that asks for any, as constants that `--nondet` sets. One idea: a range is the
lowest number and how many there are, as `choose` wants it; none by default.

`nondet_NAME` is the range of __VERIFIER_nondet_NAME.
"""

from __future__ import annotations

from unknot.lang import constant, i64, struct, u64


@struct
class span:
    """`count` numbers from `low` on."""

    low: i64
    count: u64


nondet_bool: constant[span] = span()
nondet_char: constant[span] = span()
nondet_uchar: constant[span] = span()
nondet_short: constant[span] = span()
nondet_ushort: constant[span] = span()
nondet_int: constant[span] = span()
nondet_uint: constant[span] = span()
nondet_long: constant[span] = span()
nondet_ulong: constant[span] = span()
nondet_size_t: constant[span] = span()
nondet_loff_t: constant[span] = span()
nondet_u8: constant[span] = span()
nondet_u16: constant[span] = span()
nondet_u32: constant[span] = span()
nondet_u64: constant[span] = span()
nondet_rand: constant[span] = span()
