"""Loading files: scenarios, parameters, imports, and what goes wrong."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from unknot.core.errors import LanguageError, TargetError, UserError
from unknot.frontend.python.load import build, build_functions, load_file
from unknot.interp.explore import explore
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

PROGRAMS = Path(__file__).parent / "programs"
HEAD = "from unknot import at_end, initial, invariant, param, scenario, thread\nfrom unknot.lang import *\n"


def write(folder: Path, text: str, name: str = "program.py") -> str:
    """A file with the head and the text."""
    path = folder / name
    path.write_text(HEAD + textwrap.dedent(text))
    return str(path)


def error_of(path: str, **given: int) -> UserError:
    """What loading the file and building its scenarios raises."""
    with pytest.raises(UserError) as caught:
        for cls in load_file(path, given).scenarios.values():
            build(cls)
    return caught.value


ONE_THREAD = """
    @scenario
    class One:
        x: u32

        @thread
        def t(self):
            self.x = 1
"""


@pytest.mark.parametrize("name", ("one", "two"))
def test_names_of_other_modules(name: str) -> None:
    loaded = load_file(str(PROGRAMS / "modules_main.py"), {"depth": 3})
    program = build(loaded.scenarios[name])
    verify(program)
    summary = explore(place_steps(program))
    assert summary.first is None, summary.first
    assert program.name.endswith(f"modules_main.py::{name}")
    assert list(program.globals) == ["box", "loc", "node", "hits", "total"]
    assert program.threads[0].function == f"{name}.t"
    assert "modules_helper" not in sys.modules


def test_parameters_reach_imported_modules() -> None:
    path = str(PROGRAMS / "modules_main.py")
    assert load_file(path, {"depth": 9}).parameters["depth"].value == 9
    assert load_file(path).parameters["depth"].value == 3


def test_parameters(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        size = param("size", 4, "slots")
        on = param("on", False)

        @scenario
        class One:
            slots: array[u64] = array(size)
            copy: u32 = size

            @thread(count=size)
            def t(self, me: u32):
                if on:
                    self.slots[me] = 1
        """,
    )
    loaded = load_file(path, {"size": 2, "on": 1})
    program = build(loaded.scenarios["One"])
    assert program.parameters == {"size": 2, "on": 1}
    assert loaded.parameters["size"].help == "slots" and loaded.parameters["size"].default == 4
    assert [t.name for t in program.threads] == ["t0", "t1"]
    assert program.globals["slots"].type.size == 16
    assert program.globals["copy"].init == bytes([2, 0, 0, 0])
    assert any(op.code == "store" for op in program.functions["One.t"].ops())
    assert not any(op.code == "store" for op in build(load_file(path).scenarios["One"]).functions["One.t"].ops())


def test_unknown_parameter_lists_the_known(tmp_path: Path) -> None:
    path = write(tmp_path, 'size = param("size", 4)\n')
    with pytest.raises(TargetError) as caught:
        load_file(path, {"sise": 2})
    assert "has no parameter sise" in caught.value.message
    assert "size (4)" in caught.value.remedy


def test_syntax_error(tmp_path: Path) -> None:
    error = error_of(write(tmp_path, "def f(:\n    pass\n"))
    assert (error.where.line, error.where.column) == (3, 7)
    assert error.message.startswith("syntax error:")


def test_exception_in_the_file(tmp_path: Path) -> None:
    error = error_of(write(tmp_path, "def f():\n    return {}[1]\n\nf()\n"))
    assert error.where.line == 4
    assert error.message == "running the file raised KeyError: 1"


def test_exception_in_an_imported_file(tmp_path: Path) -> None:
    write(tmp_path, "x = 1 // 0\n", "broken.py")
    error = error_of(write(tmp_path, "import broken\n"))
    assert error.where.file.endswith("broken.py") and error.where.line == 3


def test_missing_file(tmp_path: Path) -> None:
    error = error_of(str(tmp_path / "none.py"))
    assert isinstance(error, TargetError) and "No such file" in error.message


def test_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = write(tmp_path, ONE_THREAD)
    build(load_file(path).scenarios["One"])
    Path(path).write_text(HEAD + "# a line\n" + textwrap.dedent(ONE_THREAD))
    program = build(load_file(path).scenarios["One"])
    assert program.functions["One.t"].loc.line == 10


def test_imported_scenarios_are_not_listed(tmp_path: Path) -> None:
    write(tmp_path, ONE_THREAD, "base.py")
    path = write(tmp_path, "from base import One\n\n@scenario\nclass Two(One):\n    y: u32\n")
    loaded = load_file(path)
    assert list(loaded.scenarios) == ["Two"]
    assert list(build(loaded.scenarios["Two"]).globals) == ["x", "y"]


def test_scenario_without_file_name() -> None:
    with pytest.raises(TargetError, match="int is no scenario"):
        build(int)


def test_build_functions_wants_functions() -> None:
    with pytest.raises(LanguageError, match="is no Python function"):
        build_functions([int])


SCENARIO_ERRORS = {
    "no_thread": ("@scenario\nclass A:\n    x: u32\n", 3, "scenario A has no thread"),
    "role_on_number": ("@scenario\nclass A:\n    x = thread(1)\n", 5, "@thread stands only before a method"),
    "thread_params": (
        "@scenario\nclass A:\n    @thread\n    def t(self, me: u32): pass\n",
        6,
        "thread t takes parameters that nobody gives",
    ),
    "bool_index": (
        "@scenario\nclass A:\n    @thread(count=2)\n    def t(self, me: bool): pass\n",
        6,
        "the index of thread t must be an integer",
    ),
    "negative_count": (
        "@scenario\nclass A:\n    @thread(count=-1)\n    def t(self): pass\n",
        5,
        "@thread(count=-1): the count must be a whole number from 0 to 64",
    ),
    "invariant_params": (
        "@scenario\nclass A:\n    @thread\n    def t(self): pass\n    @invariant\n    def i(self, x: u32): pass\n",
        8,
        "A.i takes parameters, and nobody gives them",
    ),
    "invariant_number": (
        "@scenario\nclass A:\n    @thread\n    def t(self): pass\n    @invariant\n    def i(self) -> u32: return 1\n",
        8,
        "invariant i returns u32",
    ),
    "field_type": (
        "@scenario\nclass A:\n    x: float\n    @thread\n    def t(self): pass\n",
        5,
        "floating point is not supported",
    ),
    "field_value": (
        "@scenario\nclass A:\n    x: u8 = 300\n    @thread\n    def t(self): pass\n",
        5,
        "300 does not fit u8",
    ),
    "unknown_field": (
        "@scenario\nclass A:\n    x: u8\n    @thread\n    def t(self): self.y = 1\n",
        7,
        "A has no field or method y",
    ),
    "recursive_struct": (
        "@struct\nclass N:\n    n: 'N'\n@scenario\nclass A:\n    x: N\n    @thread\n    def t(self): pass\n",
        8,
        "struct N contains itself",
    ),
    "count_text": (
        "@scenario\nclass A:\n    @thread(count='two')\n    def t(self): pass\n",
        5,
        "@thread(count='two'): the count must be a whole number from 0 to 64",
    ),
    "count_huge": (
        "@scenario\nclass A:\n    @thread(count=10**9)\n    def t(self): pass\n",
        5,
        "@thread(count=1000000000): the count must be a whole number from 0 to 64",
    ),
    "no_self": ("@scenario\nclass A:\n    @thread\n    def t(): pass\n", 6, "t has no parameter self"),
    "two_roles": (
        "@scenario\nclass A:\n    @thread\n    @invariant\n    def t(self) -> bool: return True\n",
        5,
        "t is marked @thread and @invariant",
    ),
    "same_name": (
        "@scenario\nclass A:\n    @thread(count=2)\n    def a(self): pass\n    @thread\n    def a1(self): pass\n",
        8,
        "two threads are called a1",
    ),
    "field_and_method": (
        "@scenario\nclass A:\n    t: u32\n    @thread\n    def t(self): pass\n",
        5,
        "t is a field and a method",
    ),
    "scenario_on_function": ("@scenario\ndef f(): pass\n", 3, "@scenario stands only before a class"),
    "huge_array": (
        "@scenario\nclass A:\n    x: array[u32, 10**9]\n    @thread\n    def t(self): pass\n",
        5,
        "an array of 1,000,000,000 times u32 is 4,000,000,000 bytes",
    ),
    "huge_sized_array": (
        "@scenario\nclass A:\n    x: array[u32] = array(10**30)\n    @thread\n    def t(self): pass\n",
        5,
        f"an array of {10**30:,} times u32 is {4 * 10**30:,} bytes",
    ),
    "invariant_writes": (
        "@scenario\nclass A:\n    x: array[u32, 2]\n    @thread\n    def t(self): pass\n"
        "    @invariant\n    def i(self) -> bool:\n        self.put(1)\n        return True\n"
        "    def put(self, n: u32) -> None:\n        self.x[n] = 1\n",
        13,
        "invariant i writes x",
    ),
    "invariant_modifies": (
        "@scenario\nclass A:\n    x: atomic[u32]\n    @thread\n    def t(self): pass\n"
        "    @invariant\n    def i(self) -> bool: return self.x.fetch_add(1) == 0\n",
        9,
        "invariant i changes shared memory",
    ),
    "invariant_calls_the_library": (
        "from unknot.kernel.mutex import mtx, mtx_lock\n@scenario\nclass A:\n    m: mtx\n"
        "    @thread\n    def t(self): pass\n"
        "    @invariant\n    def i(self): self.look()\n    def look(self) -> None:\n        mtx_lock(addr(self.m))\n",
        12,
        "invariant i calls mtx_lock, which writes td",
    ),
    "library_lacks_a_module": (
        "from unknot.kernel.critical import KASSERT\n",
        3,
        "running the file raised ModuleNotFoundError: No module named 'unknot.kernel.critical'",
    ),
    "plain_reference_count": (
        "from unknot.kernel.refcount import refcount_init\n@scenario\nclass A:\n    r: u32\n"
        "    @thread\n    def t(self):\n        refcount_init(addr(self.r), 1)\n",
        9,
        "argument count of refcount_init is a Ptr[atomic[u32]], and this is a Ptr[u32]",
    ),
    "library_takes_a_type": (
        "from unknot.kernel.malloc import malloc_of\n@struct\nclass N:\n    x: u32\n@scenario\nclass A:\n    @thread\n"
        "    def t(self):\n        p = malloc_of(N)(1, 2)\n",
        11,
        "malloc_of: a type is no value",
    ),
    "invariant_spawns": (
        "def f() -> None: pass\n@scenario\nclass A:\n    @thread\n    def t(self): pass\n"
        "    @invariant\n    def i(self): spawn(f)\n",
        9,
        "invariant i starts a thread",
    ),
    "two_sizes": (
        "@scenario\nclass A:\n    x: array[u32, 2, 3]\n    @thread\n    def t(self): pass\n",
        5,
        "the size of array[u32, 2, 3] must be one constant of at least 1",
    ),
    "two_targets": (
        "@scenario\nclass A:\n    x: Ptr[u32, u64]\n    @thread\n    def t(self): pass\n",
        5,
        "Ptr[u32, u64]: Ptr takes one type",
    ),
    "atomic_atomic": (
        "@scenario\nclass A:\n    x: atomic[atomic[u32]]\n    @thread\n    def t(self): pass\n",
        5,
        "atomic[atomic[u32]]: only a number, enum, bool or pointer can be atomic",
    ),
    "wide_enum": (
        "import enum\nclass E(enum.IntEnum):\n    A = 1 << 70\n"
        "@scenario\nclass A:\n    x: E\n    @thread\n    def t(self): pass\n",
        8,
        f"E.A = {1 << 70} does not fit 64 bits",
    ),
    "library_call": (
        "import math\n@scenario\nclass A:\n    @thread\n    def t(self): math.sqrt(2)\n",
        7,
        "sqrt cannot be called from compiled code",
    ),
}


@pytest.mark.parametrize("name", SCENARIO_ERRORS)
def test_scenario_errors(name: str, tmp_path: Path) -> None:
    text, line, message = SCENARIO_ERRORS[name]
    error = error_of(write(tmp_path, text))
    assert isinstance(error, LanguageError)
    assert (error.message, error.where.line) == (message, line)


def test_expression_too_deep_for_python(tmp_path: Path) -> None:
    error = error_of(write(tmp_path, "x = " + "+".join(["1"] * 20000) + "\n"))
    assert "nests its expressions too deep" in error.message and "split it" in error.remedy


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (b"x = 1\n" * 4 + b"# \xe4\n", (5, 3), "the byte 0xe4 is not utf-8"),
        (b"# -*- coding: utf-99 -*-\n", (1, 1), "syntax error: unknown encoding: utf-99"),
    ],
)
def test_encoding(text: bytes, place: tuple[int, int], message: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_bytes(text)
    error = error_of(str(path))
    assert ((error.where.line, error.where.column), error.message) == (place, message)


def test_empty_file_has_no_scenario(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.touch()
    assert load_file(str(path)).scenarios == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("param('not a name', 3)\n", "param('not a name', ...): this is no name"),
        ("param('size', 3.5)\n", "parameter size has the default 3.5"),
    ],
)
def test_wrong_parameters(text: str, message: str, tmp_path: Path) -> None:
    error = error_of(write(tmp_path, text))
    assert (error.message, error.where.line) == (message, 3)


def test_any_exception_of_the_file_is_its_own_fault(tmp_path: Path) -> None:
    error = error_of(write(tmp_path, "class Odd(BaseException): pass\nraise Odd('one\\ntwo')\n"))
    assert (error.message, error.where.line) == ("running the file raised Odd: one\n    two", 4)


def test_what_the_file_prints_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_file(write(tmp_path, "print('loaded')\n"))
    assert capsys.readouterr() == ("", "loaded\n")


def test_importing_unknot_loads_no_stage() -> None:
    code = "import sys, unknot; print([m for m in sys.modules if m.startswith('unknot.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
