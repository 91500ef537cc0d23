"""Names of C in a scenario, with prototypes made by hand: what they mean, and what is refused."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from unknot.core.errors import LanguageError
from unknot.frontend.python.foreign import Foreign, ForeignFunction, ForeignVariable
from unknot.frontend.python.load import Built, build_with, load_file
from unknot.interp.explore import explore
from unknot.ir.program import Program
from unknot.ir.text import parse_program
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    DataType,
    EnumType,
    FunctionType,
    IntType,
    PointerType,
    StructRef,
    VoidType,
    lay_out,
)
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

HEAD = "from unknot import at_end, initial, invariant, scenario, thread\nfrom unknot.lang import *\n"
INT, U32, VOID = IntType(32, True), IntType(32, False), VoidType()
CHARS = PointerType(IntType(8, True))
ANYTHING = PointerType(VoidType())
COLOUR = EnumType("colour", U32, (("RED", 0), ("GREEN", 1)))
RING = lay_out("ring", [("head", U32), ("colour", COLOUR), ("next", PointerType(StructRef("ring")))])
LOCK = lay_out("mtx", [("word", ArrayType(IntType(64, False), 4))])
CALLBACK = PointerType(FunctionType((ANYTHING, INT), INT))


def function(name: str, result: DataType, variadic: bool = False, **params: DataType) -> ForeignFunction:
    return ForeignFunction(name, tuple(params.items()), result, variadic)


PROGRAM = Foreign(
    ("kern.c",),
    {
        f.name: f
        for f in (
            function("enqueue", INT, q=PointerType(StructRef("ring")), value=INT),
            function("log", VOID, True, format=CHARS),
            function("each", INT, visit=CALLBACK, context=ANYTHING),
            function("whole", INT, r=RING),
        )
    },
    {
        "counter": ForeignVariable("counter", INT),
        "limit": ForeignVariable("limit", INT, constant=True),
        "flag": ForeignVariable("flag", AtomicType(INT)),
        "ring": ForeignVariable("ring", RING),
    },
    {"ring": RING, "mtx": LOCK},
    {"id_t": U32, "ring_t": RING, "visit_t": CALLBACK},
    {"ring": RING, "colour": COLOUR, "hidden": StructRef("hidden"), "mtx": LOCK},
    {"RED": 0, "GREEN": 1, "SIZE": 3},
)

C_CODE = """
program "kern.c" memory sc spawn 0
struct ring
  field head : u32 at 0
global @counter : i32 init "05000000"

function @enqueue(%q:i64, %value:i32) -> i32 @"kern.c":3:1
entry:
  %n:i32 = load %q order=plain @4:1
  %n:i32 = add %n %value @4:1
  store %q %n order=plain @4:1
  ret %n @5:1

function @each(%visit:i64, %context:i64) -> i32 @"kern.c":7:1
entry:
  %n:i32 = call_indirect %visit %context 7:i32 result=32 @8:1
  ret %n @8:1
"""


def built(folder: Path, text: str, foreign: Foreign | None = PROGRAM) -> Built:
    """The scenario in a file with the head and the text."""
    path = folder / "harness.py"
    path.write_text(HEAD + textwrap.dedent(text))
    (cls,) = load_file(str(path), None, foreign).scenarios.values()
    return build_with(cls)


def in_thread(folder: Path, body: str, names: str = "*") -> Built:
    """A scenario with one thread of these lines and a field `q` that is a ring."""
    lines = textwrap.indent(textwrap.dedent(body).strip(), " " * 12)
    return built(
        folder,
        f"""
    from unknot import c
    from unknot.c import {names}

    @scenario
    class One:
        q: struct_ring

        @thread
        def t(self):
{lines}
    """,
    )


def ops(built: Built, code: str) -> list[str]:
    """The operations of one code in the thread, as text."""
    return [str(dict(op.attrs)) for op in built.program.functions["One.t"].ops() if op.code == code]


def error_of(folder: Path, body: str) -> LanguageError:
    with pytest.raises(LanguageError) as caught:
        in_thread(folder, body)
    return caught.value


def run(built: Built) -> Program:
    """Links the scenario with the C program above and runs every schedule, in which nothing fails."""
    program, code = built.program, parse_program(C_CODE)
    program.functions |= {name: code.functions[name] for name in built.mentioned if name in code.functions}
    program.globals |= {name: code.globals[name] for name in built.mentioned if name in code.globals}
    verify(program)
    summary = explore(place_steps(program))
    assert summary.first is None, summary.first
    return program


def test_a_function_is_called(tmp_path: Path) -> None:
    program = in_thread(tmp_path, "n = enqueue(addr(self.q), 3)\nassert n == 3\nassert self.q.head == 3")
    assert program.mentioned == ("enqueue",)
    assert ops(program, "call") == ["{'symbol': 'enqueue'}"]
    assert run(program).structs["ring"] == RING


def test_arguments_by_name_and_names_of_the_module(tmp_path: Path) -> None:
    body = "assert c.enqueue(value=c.SIZE, q=addr(self.q)) == 3\nc.counter = c.counter + 1\nassert c.counter == 6"
    program = in_thread(tmp_path, body)
    assert program.mentioned == ("enqueue", "counter")
    run(program)


def test_a_variable_is_written_after_global(tmp_path: Path) -> None:
    run(in_thread(tmp_path, "global counter\ncounter += SIZE\nassert counter == 8"))


def test_types_are_used_as_those_of_the_language(tmp_path: Path) -> None:
    body = """
        r: ring_t = ring_t()
        p: Ptr[struct_ring] = addr(r)
        p.next = p
        p.colour = GREEN
        assert p.next.colour == c.GREEN
        n = id_t(7)
        h = alloc(ring_t)
        h.head = n
        assert enqueue(h, 1) == 8
        assert size_of(ring_t) == 16
        free(h)
    """
    run(in_thread(tmp_path, body))


def test_functions_of_the_language_are_called_from_c(tmp_path: Path) -> None:
    program = built(
        tmp_path,
        """
    from unknot.c import each, ring_t

    def visit(r: Ptr[ring_t], n: i32) -> i32:
        r.head += u32(n)
        return n

    @scenario
    class One:
        r: ring_t

        @thread
        def t(self):
            assert each(visit, addr(self.r)) == 7

        @at_end
        def counted(self):
            assert self.r.head == 7
    """,
    )
    run(program)


def test_a_function_of_c_can_be_a_thread(tmp_path: Path) -> None:
    program = in_thread(tmp_path, "t = spawn(enqueue, addr(self.q), 3)\njoin(t)\nassert self.q.head == 3")
    program.program.spawn_limit = 1
    run(program)


def test_dots_take_slots_on_the_stack(tmp_path: Path) -> None:
    program = in_thread(tmp_path, 'n: u8 = 200\nfor i in range(2):\n    log("%d %d", n, -1)\nlog("done")')
    function = program.program.functions["One.t"]
    assert ops(program, "alloc") == [
        "{'kind': 'stack', 'type': ArrayType(of=IntType(bits=64, signed=False), count=2), 'zero': False}"
    ]
    assert [op.code for op in function.blocks[function.entry]].count("alloc") == 1
    assert [len(op.args) for op in function.ops() if op.code == "call"] == [2, 2]


def test_the_library_and_c_share_a_struct(tmp_path: Path) -> None:
    program = built(
        tmp_path,
        """
    from unknot.kernel.mutex import mtx_init, mtx_lock, mtx_unlock
    from unknot import c

    @scenario
    class One:
        lock: c.struct_mtx

        @thread
        def t(self):
            mtx_lock(addr(self.lock))
    """,
    )
    assert "lock_object" in {field.name for field in program.program.structs["mtx"].fields}


def test_what_is_wanted_is_compiled_too(tmp_path: Path) -> None:
    path = tmp_path / "harness.py"
    path.write_text(
        HEAD + "from unknot.c import enqueue, struct_ring\n\n@scenario\nclass One:\n    q: struct_ring\n\n"
        "    @thread\n    def t(self):\n        enqueue(addr(self.q), 1)\n"
    )
    from unknot.kernel.mutex import mtx_lock

    (cls,) = load_file(str(path), None, PROGRAM).scenarios.values()
    result = build_with(cls, lambda mentioned: {"lock": mtx_lock} if mentioned == ("enqueue",) else {})
    assert result.symbols == {"lock": "mtx_lock"}
    assert result.program.functions["mtx_lock"].blocks


REFUSED = {
    "enqueue(addr(self.q))": "enqueue takes 2 arguments, not 1",
    "enqueue(addr(self.q), val=1)": "enqueue cannot take the argument val",
    "enqueue(self.q.head, 1)": "argument q of enqueue is a Ptr[ring], and this is a u32",
    "enqueue(addr(self.q), self.q.head)": "argument value of enqueue is an i32, and this is a u32",
    "log()": "log takes at least 1 argument, not 0",
    "whole(self.q)": "whole takes r as a whole ring",
    "c.nothing()": "kern.c has no function, variable, type or constant nothing",
    "c.limit = 3": "limit is constant",
    "n = counter.size": "counter is an i32 and has no member size",
    "flag = c.flag": "flag is atomic",
    "p: Ptr[c.hidden] = null\nn = p.x": "the C files declare struct hidden and do not define it",
    "n = self.q.tail": "ring has no field or method tail",
    "ring_t()": "ring_t() makes a local struct and stands alone",
    "each(c.log, null)": "argument visit of each is a",
}


@pytest.mark.parametrize("body", REFUSED)
def test_refusals(tmp_path: Path, body: str) -> None:
    error = error_of(tmp_path, body)
    assert REFUSED[body] in error.message
    assert error.where.line >= 13


def test_without_c_files_the_command_is_told(tmp_path: Path) -> None:
    text = "from unknot.c import ring\n@scenario\nclass One:\n    @thread\n    def t(self):\n        pass\n"
    with pytest.raises(LanguageError, match="--harness") as caught:
        built(tmp_path, text, None)
    assert caught.value.where.line == 3


def test_unknown_names_say_what_is_close(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match="close to it: enqueue"):
        in_thread(tmp_path, "pass", "enqueu")


def test_a_star_import_leaves_words_of_the_language_alone() -> None:
    program = Foreign(("a.c",), {}, {}, {}, {"thread": INT}, {"load": RING, "node": RING})
    assert program.harmless_names == ["node"]
