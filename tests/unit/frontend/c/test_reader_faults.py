"""What C calls undefined, seen where it happens; and each kind switched off."""

from __future__ import annotations

import pytest
from c_programs import results, run

from unknot.core.options import Options
from unknot.ir.faults import Fault


def last_line(body: str, options: Options | None = None) -> tuple[Fault, str, tuple[int, ...], int]:
    """How `main` with that body ends."""
    done = run(f"int zero; int *null;\nint main(void) {{\n{body}\n}}\n", options)
    return done.fault, done.message, done.operands, done.line


OVERFLOWS = (
    ("int a = 2147483647; a++;", "{0:i32} + {1:i32} does not fit int"),
    ("int a = -2147483647 - 1; a--;", "{0:i32} + {1:i32} does not fit int"),
    ("int a = 2147483647, b = 3; return a + b;", "{0:i32} + {1:i32} does not fit int"),
    ("int a = -2, b = 2147483647; return a - b;", "{0:i32} - {1:i32} does not fit int"),
    ("int a = 65536, b = 32768; return a * b;", "{0:i32} * {1:i32} does not fit int"),
    ("int a = -2147483647 - 1; return -a;", "{0:i32} - {1:i32} does not fit int"),
    ("int a = 1073741824; return 2 * a;", "{0:i32} * {1:i32} does not fit int"),
    ("int a = -2147483647 - 1; return -1 * a;", "{0:i32} * {1:i32} does not fit int"),
    ("long a = 1L << 62, b = 2; return a * b;", "{0:i64} * {1:i64} does not fit long"),
    ("long a = 1L << 62; return (a - 1 + a) + 2 > 0;", "{0:i64} + {1:i64} does not fit long"),
    ("__int128 a = (__int128)1 << 126; return a + a > 0;", "the result of + does not fit __int128"),
    ("__int128 a = (__int128)1 << 126; return a * 2 > 0;", "the result of * does not fit __int128"),
)


@pytest.mark.parametrize(("body", "message"), OVERFLOWS)
def test_overflow(body: str, message: str) -> None:
    """Signed results that do not fit; off, they wrap."""
    fault, told, _, line = last_line(body)
    assert (fault, told, line) == (Fault.OVERFLOW, message, 3)
    assert last_line(body, Options(overflow=False))[0] is Fault.NONE


@pytest.mark.parametrize(
    "body",
    (
        "int a = 2147483646; a++; return a;",
        "int a = -2147483647; a--; return a;",
        "int a = 46340, b = 46340; return a * b;",
        "int a = -65536, b = 32768; return a * b;",
        "unsigned a = 4294967295u; a++; return a;",
        "short a = 32767; a++; return a;",
        "long a = 3037000499L, b = a; return a * b > 0;",
        "long a = -(1L << 62), b = 2; return a * b < 0;",
        "int a = -1073741824; return a * 2 < 0;",
        "int a = -2147483647; return -1 * a > 0;",
        "__int128 a = (__int128)1 << 126; return (a - 1) + a > 0;",
        "__int128 a = -((__int128)1 << 126), b = 2; return a * b < 0;",
    ),
)
def test_no_overflow(body: str) -> None:
    """Results that just fit, unsigned ones, and narrower ones that C computes as int."""
    assert last_line(body)[0] is Fault.NONE


@pytest.mark.parametrize(
    ("body", "fault"),
    (
        ("int n = 32; return 1 << n;", Fault.SHIFT),
        ("int n = -1; return 1 << n;", Fault.SHIFT),
        ("long a = 1; int n = 64; return a >> n;", Fault.SHIFT),
        ("__int128 a = 1; int n = 128; return a >> n;", Fault.SHIFT),
        ("_BitInt(20) a = 1, n = 20; return a << n;", Fault.SHIFT),
        ("return 1 / zero;", Fault.DIVISION),
        ("return 1 % zero;", Fault.DIVISION),
        ("__int128 a = 1; return a / zero;", Fault.DIVISION),
        ("unsigned _BitInt(20) a = 1, b = zero; return a / b;", Fault.DIVISION),
        ("int a = -2147483647 - 1, b = -1; return a / b;", Fault.DIVISION),
        ("_BitInt(20) a = -524288, b = -1; return a % b;", Fault.DIVISION),
        ("__int128 a = (__int128)1 << 127, b = -1; return a / b > 0;", Fault.DIVISION),
        ("return *null;", Fault.NULL),
        ("int a[3] = {0}; int i = 3; return a[i];", Fault.BOUNDS),
        ("int a; return a;", Fault.UNINITIALISED),
        ("int a; if (zero) a = 1; return a;", Fault.UNINITIALISED),
        ("struct { int a, b; } s; s.a = 1; return s.b;", Fault.UNINITIALISED),
        ('char *s = "x"; s[0] = 1; return 0;', Fault.READ_ONLY),
        ("__builtin_trap();", Fault.UNREACHABLE),
        ("__builtin_unreachable();", Fault.UNREACHABLE),
        ("char b[9] = {0}, *p = b + 1; return *(int *)p;", Fault.MISALIGNED),
        ("return ((int (*)(int))main)(1);", Fault.BAD_CALL),
        ("int (*f)(void) = 0; return f();", Fault.BAD_CALL),
    ),
)
def test_faults(body: str, fault: Fault) -> None:
    """One line, one fault."""
    found, _, _, line = last_line(body)
    assert (found, line) == (fault, 3)


def test_shifts_and_divisions_switched_off() -> None:
    """Counts are taken modulo the width, x / 0 is 0."""
    lines = "int n = 35, zero = 0, least = -2147483647 - 1, m = -1; __int128 w = 8; _BitInt(20) b = 3, c = 21;"
    found = results(
        lines, "1 << n", "1L << (n + 64)", "w >> (n + 94)", "(int)(b << c)", "7 / zero", "7 % zero", "least / m",
        "least % m", "w / zero", "-w / m", "7 / 2", "-7 % 4",
        options=Options(shifts=False, divisions=False, overflow=False),
    )  # fmt: skip
    assert found == [8, 1 << 35, 4, 6, 0, 0, -(2**31), 0, 0, 8, 3, -3]


def test_what_is_copied_may_be_unwritten() -> None:
    """Structs with padding and without all fields are copied, passed, returned; bit fields are written one by one."""
    declarations = """
    struct pair { int a; char b; };
    struct bits { unsigned a : 3, b : 20; unsigned long c : 40; };
    static struct pair give(struct pair p) { p.a++; return p; }
    ###
    struct pair p; p.a = 4; p.b = 2; struct pair q = p; q = give(q); struct pair r; r = q;
    struct bits b; b.a = 5; b.b = 1000; b.c = 1UL << 39; struct bits d = b;
    """
    assert results(declarations, "r.a", "r.b", "d.a", "d.b", "d.c") == [5, 2, 5, 1000, 1 << 39]


def test_a_function_may_run_off_its_end() -> None:
    """As C allows if nobody looks at the result."""
    assert results("static int f(int a) { if (a) return 3; }###f(0);", "f(1)") == [3]
