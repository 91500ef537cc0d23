"""Calls: everything that can be passed and returned."""

from __future__ import annotations

import pytest
from c_programs import operations, reading, results, run

from unknot.ir.faults import Fault
from unknot.ir.types import Scalar

STRUCTS = """
struct one { char a; };
struct three { char a, b, c; };
struct mixed { double d; int i; };
struct floats { float x, y, z; };
struct longs { long a, b; };
struct large { int v[10]; };
union either { int i; float f; };
"""


@pytest.mark.parametrize(
    ("kind", "value", "change", "look", "expected"),
    (
        ("struct one", "{7}", "s.a++", "s.a", (8, 7)),
        ("struct three", "{1, 2, 3}", "s.c += s.a", "s.a * 100 + s.b * 10 + s.c", (124, 123)),
        ("struct mixed", "{1.5, 4}", "s.d *= s.i", "(long)(s.d * 10 + s.i)", (64, 19)),
        ("struct floats", "{1, 2, 4}", "s.z /= s.y", "(long)(s.x * 100 + s.y * 10 + s.z)", (122, 124)),
        ("struct longs", "{1, 2}", "s.b = 1L << 40", "s.a + s.b", ((1 << 40) + 1, 3)),
        ("struct large", "{{1, 2, 3}}", "s.v[9] = s.v[2]", "s.v[9] * 10 + s.v[0]", (31, 1)),
        ("union either", "{3}", "s.f = 2", "s.i", (0x40000000, 3)),
        ("__int128", "5", "s <<= 66", "(long)(s >> 64) + (long)s", (20, 5)),
        ("_Complex float", "3", "s *= 2", "(long)__real__ s", (6, 3)),
    ),
)
def test_by_value(kind: str, value: str, change: str, look: str, expected: tuple[int, int]) -> None:
    """What is passed is a copy; directly, and through a pointer."""
    declarations = f"""
    {STRUCTS}
    static {kind} change({kind} s) {{ {change}; return s; }}
    static long look({kind} s) {{ return {look}; }}
    static {kind} (*through)({kind}) = change;
    ### {kind} first = {value}, second = change(first), third = through(first);
    """
    found = results(declarations, "look(second)", "look(first)", "look(third)")
    assert found == [expected[0], expected[1], expected[0]]


def test_unnamed_arguments() -> None:
    """va_arg of everything, va_copy, vprintf's kind of functions."""
    declarations = f"""
    #include <stdarg.h>
    {STRUCTS}
    static long rest(va_list ap) {{ return va_arg(ap, int) * 2 + va_arg(ap, struct longs).b; }}
    static long sum(int n, ...) {{
        va_list ap, again; va_start(ap, n); va_copy(again, ap);
        long s = va_arg(ap, int); s += va_arg(ap, double); s += va_arg(ap, struct large).v[1];
        s += va_arg(ap, struct floats).z; s += va_arg(ap, __int128) >> 64; s += *va_arg(ap, char *);
        s += va_arg(ap, struct three).b; s += rest(ap); s += 1000 * va_arg(again, int);
        va_end(ap); va_end(again); return s;
    }}
    static long none(int n, ...) {{ return n; }}
    ### __int128 w = (__int128)7 << 64; struct large l = {{{{0, 50}}}}; struct three t = {{1, 2, 3}};
    struct floats f = {{0, 0, 9}}; struct longs p = {{1, 10000}}; char c = 'A'; l.v[1] = 50;
    """
    found = results(declarations, "sum(9, 3, 100.5, l, f, w, &c, t, 11, p)", "none(4)", "none(4, 5, 6)")
    assert found == [3 + 100 + 50 + 9 + 7 + 65 + 2 + 22 + 10000 + 3000, 4, 4]


def test_reading_more_arguments_than_there_are() -> None:
    """There is nothing behind the last one."""
    source = """
    #include <stdarg.h>
    static int second(int n, ...) { va_list ap; va_start(ap, n); (void)va_arg(ap, int); return va_arg(ap, int); }
    int main(void) { second(1, 5); return 0; }
    """
    assert run(source).fault is Fault.BOUNDS


def test_how_externals_are_called() -> None:
    """What the linker sees: unnamed arguments as one address; no prototype is no variadic function."""
    source = """
    int printf(const char *, ...); int old(); long plain(int, char);
    int main(void) { printf("%d", 1); printf("x"); old(1, 2L); return plain(3, 'c'); }
    """
    calls = operations(source, "main", "call")
    widths = [tuple(a.type for a in call.args) for call in calls]
    assert widths == [
        (Scalar.I64, Scalar.I64),
        (Scalar.I64, Scalar.I64),
        (Scalar.I32, Scalar.I64),
        (Scalar.I32, Scalar.I8),
    ]
    assert [call.attrs["symbol"] for call in calls] == ["printf", "printf", "old", "plain"]


def test_wrong_calls_are_seen_when_they_happen() -> None:
    """A function that is declared otherwise than it is defined."""
    source = "int main(void) { extern int f(); return f(1, 2); }\nint f(long x) { return x; }"
    assert run(source).fault is Fault.BAD_CALL


def test_control() -> None:
    """switch, computed goto, variable arrays, recursion."""
    declarations = """
    static int sw(long v) {
        switch (v) { case -1: return 1; case 0: return 2; case 5 ... 9: return 3; case 100: return 4;
        case 200: return 5; case 300: return 6; case 400: return 7; case 500: return 8; case 1L << 40: return 9;
        default: return 10; }
    }
    static int go(int i) {
        static void *to[] = { &&a, &&b, &&c }; int r = 0; goto *to[i];
        a: r += 1; b: r += 10; c: r += 100; return r;
    }
    static int vla(int n) {
        int s = 0;
        for (int k = 0; k < 3; k++) { int a[n + k], b[n]; a[n + k - 1] = k; b[0] = a[n + k - 1];
            if (k == 1) continue; s += b[0] + 1; }
        return s;
    }
    static int fact(int n) { return n < 2 ? 1 : n * fact(n - 1); }
    static int and(int a, int b) { return a && b || !a; }
    ###
    """
    found = results(
        declarations, "sw(-1)", "sw(0)", "sw(7)", "sw(400)", "sw(1L << 40)", "sw(1)", "sw(1L << 41)", "go(0)", "go(1)",
        "go(2)", "vla(4)", "fact(6)", "and(1, 2)", "and(1, 0)", "and(0, 0)",
    )  # fmt: skip
    assert found == [1, 2, 3, 7, 9, 10, 10, 111, 110, 100, 4, 720, 1, 0, 1]


def test_a_computed_goto_to_nowhere() -> None:
    """A number that is no label of the function."""
    assert run("int main(void) { void *p = &&a; goto *(p + 10); a: return 0; }").fault is Fault.UNREACHABLE


def test_functions_that_are_indivisible_by_name() -> None:
    """__VERIFIER_atomic_f, and the calls that begin and end a block."""
    source = """
    void __VERIFIER_atomic_begin(void); void __VERIFIER_atomic_end(void); int g;
    int __VERIFIER_atomic_f(int a) { if (a) return g; g = 1; return 2; }
    int main(void) { __VERIFIER_atomic_begin(); g = 3; __VERIFIER_atomic_end(); return __VERIFIER_atomic_f(1); }
    """
    wanted = ("atomic_begin", "atomic_end", "store", "ret")
    assert [op.code for op in operations(source, "main", *wanted)] == ["atomic_begin", "store", "atomic_end", "ret"]
    codes = [op.code for op in operations(source, "__VERIFIER_atomic_f", *wanted)]
    assert codes[0] == "atomic_begin"
    assert codes[-2:] == ["atomic_end", "ret"]
    assert "__VERIFIER_atomic_begin" not in reading(source).externals


def test_threads_that_begin_without_prototype() -> None:
    """`void *work()` gets an argument and does not look at it; called directly, it needs none."""
    source = """
    int pthread_create(void *, void *, void *, void *); int x;
    void *work() { x++; } void *other(void *p) { return p; }
    int main() { pthread_create(0, 0, work, 0); pthread_create(0, 0, other, 0); work(); return 0; }
    """
    functions = reading(source).program.functions
    assert [len(functions[name].params) for name in ("work", "other", "main")] == [1, 1, 0]
    (call,) = [op for op in operations(source, "main", "call") if op.attrs["symbol"] == "work"]
    assert [a.type for a in call.args] == [Scalar.I64]
