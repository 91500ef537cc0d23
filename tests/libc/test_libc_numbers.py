"""strtol and its kind read what Python's int reads, and stop where C says."""

from __future__ import annotations

import re
import struct

import pytest
from calls import run
from hypothesis import given, settings
from hypothesis import strategies as st

from unknot import scenario, thread
from unknot.lang import Ptr, addr, array, i32, i64, load, null, u8
from unknot.libc.errno import EINVAL, ERANGE, __errno_location
from unknot.libc.numbers import atoi, strtol, strtoul

errno_at = __errno_location


@scenario
class Reads:
    text: array[u8] = array(64)
    base: i32
    results: array[i64] = array(5)

    @thread
    def only(self):
        end: Ptr[u8] = null
        self.results[0] = strtol(addr(self.text[0]), addr(end), self.base)
        for i in range(i64(64)):
            if end == addr(self.text[i]):
                self.results[1] = i
        self.results[2] = i64(load(errno_at()))
        self.results[3] = i64(strtoul(addr(self.text[0]), null, self.base))
        self.results[4] = i64(atoi(addr(self.text[0])))


def read(text: str, base: int) -> tuple[int, int, int, int, int]:
    """What strtol gives, where it stops, errno; what strtoul gives; what atoi gives."""
    data = run(Reads, {"text": text.encode(), "base": (base & 0xFFFFFFFF).to_bytes(4, "little")}, "results")
    return struct.unpack("<5q", data)


def wanted(text: str, base: int) -> tuple[int, int, int, int]:
    """The same by Python's int, without atoi."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    head = re.match(r"[ \t\n\v\f\r]*([+-]?)", text)
    assert head is not None
    rest, start = text[head.end() :], head.end()
    hexadecimal = re.match(r"0[xX](?=[0-9a-fA-F])", rest)
    radix = base or (16 if hexadecimal else 8 if rest[:1] == "0" else 10)
    skip = 2 if radix == 16 and hexadecimal else 0
    length = next((i for i, c in enumerate(rest[skip:]) if c.lower() not in digits[:radix]), len(rest) - skip)
    if not length:
        return 0, 0, 0, 0
    size = int(rest[skip : skip + length], radix)
    value = -size if head[1] == "-" else size
    clipped = min(max(value, -(2**63)), 2**63 - 1)
    unsigned = 2**64 - 1 if size >= 2**64 else value % 2**64
    signed = unsigned - 2**64 if unsigned >= 2**63 else unsigned
    return clipped, start + skip + length, ERANGE if clipped != value else 0, signed


pieces = st.lists(
    st.sampled_from([" ", "\t", "+", "-", "0x", "0X", "0", "1", "7", "9", "a", "F", "z", "99999999", "ffffffff", "."]),
    max_size=7,
).map("".join)


@settings(deadline=None, derandomize=True, database=None)
@given(pieces, st.sampled_from([0, 2, 8, 10, 16, 36]))
def test_numbers(text: str, base: int) -> None:
    assert read(text, base)[:4] == wanted(text, base)


@pytest.mark.parametrize(
    ("text", "base", "result"),
    [
        ("9223372036854775807", 10, (2**63 - 1, 19, 0, 2**63 - 1, -1)),
        ("-9223372036854775808", 10, (-(2**63), 20, 0, -(2**63), 0)),
        ("9223372036854775808", 10, (2**63 - 1, 19, ERANGE, -(2**63), -1)),
        ("-18446744073709551616", 10, (-(2**63), 21, ERANGE, -1, 0)),
        ("0x", 0, (0, 1, 0, 0, 0)),
        ("12", 1, (0, 0, EINVAL, 0, 12)),
    ],
)
def test_corners(text: str, base: int, result: tuple[int, ...]) -> None:
    assert read(text, base) == result
