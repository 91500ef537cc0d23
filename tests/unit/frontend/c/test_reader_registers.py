"""Which variables become registers, what they are called, and how little is made of an instruction."""

from __future__ import annotations

from c_programs import operations, reading, text

from unknot.ir.types import Scalar


def test_a_loop_is_as_short_as_by_hand() -> None:
    """Parameters and variables are registers; an increment is a check and an addition."""
    source = "int f(unsigned n) { unsigned s = 0; for (unsigned i = 0; i < n; i++) s += i; return s; }"
    assert text(source, "f")[4:] == [
        "entry:",
        "  %s:i32 = mov 0:i32",
        "  %i:i32 = mov 0:i32",
        "  jump for.cond",
        "for.cond:",
        "  %t.1:i8 = ult %i %n",
        "  branch %t.1 for.body for.end",
        "for.end:",
        "  ret %s",
        "for.body:",
        "  %s:i32 = add %s %i",
        "  jump for.inc",
        "for.inc:",
        "  %i:i32 = add %i 1:i32",
        "  jump for.cond",
    ]


def test_old_values_survive_changes() -> None:
    """x++ gives what x was."""
    source = "void g(int, int); void f(int x) { g(x++, x++); }"
    call = operations(source, "f", "call")[0]
    assert len({str(a) for a in call.args}) == 2
    assert [op.dsts[0].name for op in operations(source, "f", "mov")] == [call.args[0].name, call.args[1].name]


def test_constant_offsets_are_added_up() -> None:
    """One addition for any number of constant steps, none for the first field."""
    source = """
    struct in { int a, b[4]; }; struct out { long x; struct in i[3]; };
    int f(struct out *p) { return p->i[2].b[1]; }
    long g(struct out *p) { return p->x; }
    """
    assert [op.args[1].value for op in operations(source, "f", "add") if op.dsts[0].type is Scalar.I64] == [56]
    assert [op.code for op in operations(source, "g")] == ["load", "ret"]


def test_names() -> None:
    """Two variables of one name, and one in memory."""
    source = "void use(int *); int f(int a) { { int x = a; a += x; } { int x = 2; a += x; } int m; use(&m); return a; }"
    found = reading(source, None, ("f",)).program.functions["f"]
    assert {name: (local.name, str(local.type)) for name, local in found.locals.items()} == {
        "a": ("a", "i32"),
        "x": ("x", "i32"),
        "x_2": ("x", "i32"),
        "m.addr": ("m", "Ptr[i32]"),
    }
    assert found.loc.line == 1


def test_who_stays_in_memory() -> None:
    """Volatile ones, those whose address is taken, those that may be read before they are written."""
    source = """
    int f(int c) {
        volatile int v = 1; int taken = 2, *p = &taken; int maybe; if (c) maybe = 3; int always; always = 4;
        for (int i = 0; i < 2; i++) { int inner; inner = i; always += inner; }
        return v + *p + maybe + always;
    }
    """
    found = reading(source, None, ("f",)).program.functions["f"]
    in_memory = {local.name for name, local in found.locals.items() if name.endswith(".addr")}
    assert in_memory == {"v", "taken", "maybe"}


def test_places() -> None:
    """Every operation of a function has a line of it."""
    source = "int g;\nint f(int a) {\n  int b = a;\n  g = b;\n  return g;\n}\n"
    found = reading(source, None, ("f",)).program.functions["f"]
    assert [op.loc.line for op in found.ops() if op.code in ("load", "store", "ret")] == [4, 5, 5]
    assert all(2 <= op.loc.line <= 5 for op in found.ops())


def test_only_what_is_needed_is_read() -> None:
    """Functions and variables that nothing reaches are not there, nor are their mistakes."""
    source = """
    int used = 1, unused; static int *table[] = { &used };
    int helper(void) { return *table[0]; }
    void other(void) { __asm__("hlt"); unused = 1; }
    __attribute__((constructor)) static void first(void) { used = 2; }
    int main(void) { extern int missing; extern void lost(void); lost(); return helper() + missing; }
    """
    found = reading(source)
    assert list(found.program.functions) == ["helper", "first", "main"]
    assert set(found.program.globals) == {"used", "table"}
    assert list(found.externals) == ["lost", "missing"]
    assert found.constructors == ["first"]
    assert found.externals["lost"].line == 6


def test_prototypes() -> None:
    """What harnesses ask."""
    source = "struct s { int x; }; long f(struct s *p, char c) { return p->x + c; }"
    found = reading(source, None, ("f",)).functions["f"]
    assert [(name, str(kind)) for name, kind in found.parameters] == [("p", "Ptr[s]"), ("c", "i8")]
    assert (str(found.result), found.variadic, found.loc.line) == ("i64", False, 1)
