"""Integers of all widths, against what Python computes."""

from __future__ import annotations

import itertools

import pytest
from c_programs import results

from unknot.core.options import Options

QUIET = Options(overflow=False)
NUMBERS = (0, 1, -1, 5, -7, 100, 2**31 - 1, -(2**31), 2**40 + 3, -(2**62), 2**63 - 1, -(2**63))
WIDTHS = (1, 3, 8, 13, 16, 24, 32, 33, 48, 63, 64, 65, 100, 127, 128)


def fit(value: int, bits: int, signed: bool) -> int:
    """The value in so many bits."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> (bits - 1) else value


def halves(value: int) -> list[int]:
    """The lower and the upper word."""
    return [fit(value, 64, True), fit(value >> 64, 64, True)]


def divided(left: int, right: int) -> int:
    """The quotient, rounded as in C."""
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def spell(bits: int, signed: bool) -> str:
    """The type in C."""
    return ("_BitInt" if signed else "unsigned _BitInt") + f"({max(bits, 2) if signed else bits})"


@pytest.mark.parametrize("bits", WIDTHS)
@pytest.mark.parametrize("signed", (True, False))
def test_operations_of_every_width(bits: int, signed: bool) -> None:
    """+ - * / % & | ^ comparisons, and the way to 128 bits and back."""
    if signed and bits == 1:
        return
    expressions, expected, lines = [], [], []
    for number, (a, b) in enumerate(itertools.islice(itertools.product(NUMBERS, NUMBERS), 0, 144, 7)):
        x, y = fit(a * 0x1_0000_0001, bits, signed), fit(b, bits, signed)
        kind = spell(bits, signed)
        lines.append(f"{kind} x{number} = {literal(x)}, y{number} = {literal(y)};")
        values = {"+": x + y, "-": x - y, "*": x * y, "&": x & y, "|": x | y, "^": x ^ y}
        if y and not (signed and y == -1 and x == -(1 << (bits - 1))):
            values |= {"/": divided(x, y), "%": x - divided(x, y) * y}
        for sign, value in values.items():
            whole = f"((__int128)({kind})(x{number} {sign} y{number}))"
            expressions += [whole, f"{whole} >> 64"]
            expected += halves(fit(value, bits, signed))
        for sign, value in {"<": x < y, "<=": x <= y, "==": x == y, "!=": x != y, ">": x > y, ">=": x >= y}.items():
            expressions.append(f"x{number} {sign} y{number}")
            expected.append(int(value))
    assert results("\n".join(lines), *expressions, options=QUIET) == expected


def literal(value: int) -> str:
    """The value as an expression of C."""
    low, high = value & (2**64 - 1), value >> 64 & (2**64 - 1)
    return f"(__int128)(((unsigned __int128){high}UL << 64) | {low}UL)"


@pytest.mark.parametrize("bits", (8, 16, 32, 64, 128, 13, 40, 100))
def test_shifts(bits: int) -> None:
    """Both ways, with and without sign."""
    expressions, expected, lines = [], [], []
    pattern = 0xF123_4567_89AB_CDEF_0246_8ACE_1357_9BDF
    for signed in (True, False):
        value = fit(pattern, bits, signed)
        kind, name = spell(bits, signed), f"x{int(signed)}"
        lines.append(f"{kind} {name} = {literal(value)};")
        for count in (0, 1, 7, bits // 2, bits - 1):
            lines.append(f"{kind} c{count}_{int(signed)} = {count};")
            for sign, result in (("<<", value << count), (">>", value >> count)):
                whole = f"((__int128)({kind})({name} {sign} c{count}_{int(signed)}))"
                expressions += [whole, f"{whole} >> 64"]
                expected += halves(fit(result, bits, signed))
    assert results("\n".join(dict.fromkeys(lines)), *expressions, options=QUIET) == expected


def test_conversions() -> None:
    """Sign and zero extension, truncation, truth."""
    lines = "signed char c = -3; unsigned char u = 0xF0; short s = -30000; unsigned i = 0x80000001; long l = -1;"
    lines += "__int128 w = (__int128)-5 << 70; _Bool b = i; unsigned _BitInt(3) t = 6; _BitInt(3) n = -2;"
    found = results(
        lines, "c", "u", "(unsigned)c", "(unsigned char)s", "(int)i", "(long)i", "(unsigned char)l", "w >> 68",
        "w != 0", "(int)w", "b", "t", "n", "(unsigned char)n", "(_BitInt(3))t", "(_Bool)w", "(signed char)u",
        "(_BitInt(5))n",
    )  # fmt: skip
    assert found == [
        -3, 0xF0, 0xFFFFFFFD, 0xD0, -0x7FFFFFFF, 0x80000001, 255, -20, 1, 0, 1, 6, -2, 0xFE, -2, 1, -16, -2,
    ]  # fmt: skip


def test_bit_builtins() -> None:
    """Counting, swapping, rotating."""
    lines = "unsigned a = 0x00F0_1234; unsigned long b = 1UL << 45; unsigned short s = 0x1234; unsigned char c = 0x96;"
    found = results(
        lines.replace("_1", "1"),
        "__builtin_popcount(a)", "__builtin_clz(a)", "__builtin_ctz(a)", "__builtin_popcountl(b)", "__builtin_clzl(b)",
        "__builtin_ctzl(b)", "__builtin_bswap32(a)", "__builtin_bswap16(s)", "__builtin_bswap64(b)",
        "__builtin_ffsl(b)", "__builtin_rotateleft32(a, 12)", "__builtin_rotateright8(c, 3)",
        "__builtin_rotateleft64(b, 20)",
        "__builtin_bitreverse8(c)", "__builtin_bitreverse32(a)", "__builtin_parity(a)", "__builtin_abs((int)-a)",
    )  # fmt: skip
    a, b = 0x00F01234, 1 << 45
    assert found == [
        a.bit_count(), 8, 2, 1, 18, 45, 0x3412F000, 0x3412, 1 << 21, 46, 0x0123400F, 0xD2, 2, 0x69,
        int(f"{a:032b}"[::-1], 2), a.bit_count() % 2, a,
    ]  # fmt: skip
    assert b


def test_overflow_builtins() -> None:
    """The wrapped result and whether it is wrong, of every width."""
    cases = []
    expected = []
    limits = {"int": (32, True), "unsigned": (32, False), "long": (64, True), "unsigned long": (64, False)}
    limits |= {"short": (16, True), "__int128": (128, True), "unsigned __int128": (128, False)}
    for kind, (bits, signed) in limits.items():
        most = (1 << (bits - signed)) - 1
        for code, left, right in (("add", most, 1), ("sub", 3, 5), ("mul", most // 3, 4), ("mul", most // 4, 3)):
            value = {"add": left + right, "sub": left - right, "mul": left * right}[code]
            builtin = f"__builtin_{code}_overflow(({kind}){literal(left)}, ({kind}){right}, &r)"
            cases += [f"({{ {kind} r; {builtin}; }})", f"({{ {kind} r; {builtin}; r; }})"]
            expected += [int(fit(value, bits, signed) != value), fit(fit(value, bits, signed), 64, True)]
    assert results("", *cases) == expected


def test_bit_fields_in_wide_units() -> None:
    """clang reads and writes runs of bit fields as one integer, of any width."""
    declarations = """
    struct bits { unsigned long a : 60; long b : 50; unsigned c : 30; int d : 31; signed char e : 5; }
    __attribute__((packed));
    ### struct bits s; s.a = 0xABCDEF012345678; s.b = -3; s.c = 0x2BCDEF01; s.d = -70000; s.e = -9; struct bits t = s;
    t.b <<= 20; t.d++;
    """
    found = results(declarations, "s.a", "s.b", "s.c", "s.d", "s.e", "t.a", "t.b", "t.c", "t.d", "t.e", "sizeof s")
    first = [0xABCDEF012345678, -3, 0x2BCDEF01, -70000, -9]
    assert found == [*first, first[0], -3 << 20, first[2], -69999, -9, 22]


@pytest.mark.parametrize("count", (0, 1, 63, 64, 65, 130, 199))
def test_more_than_128_bits(count: int) -> None:
    """Sums, logic, shifts by constants, comparisons."""
    big = 0x1234_5678_9ABC_DEF0_1122_3344_5566_7788_99AA_BBCC_DDEE_FF00_0102_0304_0506_0708 >> 56
    words = [big >> at & (2**64 - 1) for at in (0, 64, 128, 192)]
    parts = " | ".join(f"((wide){word}UL << {64 * i})" for i, word in enumerate(words))
    lines = (
        f"typedef unsigned _BitInt(200) wide; typedef _BitInt(200) sign; wide x = {parts}, y = x + x - 5; sign z = -7;"
    )
    expressions, expected = [], []
    for text, value in (
        (f"x << {count}", fit(big << count, 200, False)),
        (f"x >> {count}", fit(big, 200, False) >> count),
        ("y", fit(2 * big - 5, 200, False)),
        ("x ^ y", fit(big ^ (2 * big - 5), 200, False)),
        (f"(wide)(z >> {count})", fit(-7 >> count, 200, False)),
        ("(wide)(sign)(signed char)z", fit(-7, 200, False)),
    ):
        for at in (0, 64, 128, 192):
            expressions.append(f"(unsigned long)((wide)({text}) >> {at})")
            expected.append(fit(value >> at, 64, True))
    assert results(lines, *expressions, "x < y", "z < 0", "z > -8", "x == y", options=QUIET) == [
        *expected, int(big < fit(2 * big - 5, 200, False)), 1, 1, 0
    ]  # fmt: skip
