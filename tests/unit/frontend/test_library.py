"""What libraries of kernel code are made of: texts, constants, places of calls, rules, what threads do at their end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from unknot.core.errors import LanguageError
from unknot.frontend.python.load import build, load_file
from unknot.interp.explore import Summary, explore
from unknot.ir.faults import Fault
from unknot.ir.program import Program
from unknot.ir.text import parse_program, print_program
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

PROGRAMS = Path(__file__).parent / "programs"
MAIN = load_file(str(PROGRAMS / "library_main.py"))
HEAD = "from unknot import at_end, initial, scenario, thread\nfrom unknot.lang import *\n"


def program_of(name: str) -> Program:
    program = build(MAIN.scenarios[name])
    program.spawn_limit = 1
    verify(program)
    return program


def explored(name: str) -> Summary:
    return explore(place_steps(program_of(name)))


def other(folder: Path, text: str, name: str = "program.py") -> Program:
    """The program of the one scenario of a file beside copies of the library."""
    for file in ("library_base.py", "library_mutex.py"):
        shutil.copy(PROGRAMS / file, folder)
    (folder / name).write_text(HEAD + text)
    (scenario,) = load_file(str(folder / name)).scenarios.values()
    program = build(scenario)
    verify(program)
    return program


@pytest.mark.parametrize("name", ("Texts", "Functions", "Together"))
def test_meaning(name: str) -> None:
    summary = explored(name)
    assert summary.first is None, summary.first
    assert summary.finals


@pytest.mark.parametrize("name", MAIN.scenarios)
def test_text_round_trip(name: str) -> None:
    text = print_program(program_of(name))
    assert print_program(parse_program(text)) == text


def test_equal_texts_are_one_constant() -> None:
    program = program_of("Texts")
    texts = {g.init: g.name for g in program.globals.values() if g.name.startswith("str.")}
    assert texts[b"title\0"].startswith("str.") and b"soft\0" in texts
    assert len(texts) == sum(g.name.startswith("str.") for g in program.globals.values())
    assert all(program.globals[name].constant for name in texts.values())
    assert program.globals["first"].relocations == ((0, texts[b"field\0"], 0),)
    assert program.globals["table"].constant and not program.globals["softcs"].constant


def test_places_are_those_of_the_calls() -> None:
    program = program_of("Leaks")
    (place,) = program.places
    line = (PROGRAMS / "library_main.py").read_text().splitlines()[place.line - 1]
    assert line[place.column - 1 :] == "mtx_lock(addr(self.soft.lock))"
    (call,) = [op for op in program.functions["Leaks.holder"].ops() if op.attrs.get("symbol") == "mtx_lock"]
    assert call.args[-1].value == 0 and call.loc == place


def test_who_knows_its_caller_is_of_a_library() -> None:
    program = program_of("Functions")
    assert {f.name for f in program.functions.values() if f.library} == {"KASSERT", "ends", "mtx_lock", "mtx_unlock"}


def test_rules_look_at_their_arguments_when_they_are_broken() -> None:
    blocks = program_of("Leaks").functions["ends"].blocks
    (rule,) = [op for ops in blocks.values() for op in ops if op.code == "assert"]
    assert rule.attrs["kind"] == "lock_leak" and rule.attrs["message"] == "the thread ends with {0:text}"
    assert [op.code for op in blocks["entry"]] == ["global_addr", "load", "eq", "branch"]
    assert sum(op.code == "load" for op in blocks["broken.1"]) == 2


def test_known_rules_make_no_code(tmp_path: Path) -> None:
    program = other(
        tmp_path,
        "WIDTH = 4\n\n@scenario\nclass A:\n    @thread\n    def run(self):\n"
        "        require(WIDTH == 4, 'width', 'no')\n        require(True, 'width', '{0:d}', WIDTH)\n",
    )
    assert [op.code for op in program.functions["A.run"].ops()] == ["ret"]


def test_words_are_as_wide_as_they_can_be(tmp_path: Path) -> None:
    program = other(
        tmp_path,
        "@scenario\nclass A:\n    a: u8\n    b: i32\n    c: bool\n    @thread\n    def run(self):\n"
        "        event('seen', self.a, self.b, self.c, addr(self.a), None, -1, u8(255))\n        more(self.b)\n",
    )
    ops = list(program.functions["A.run"].ops())
    events = [op for op in ops if op.code == "event"]
    assert [op.attrs["kind"] for op in events] == ["seen", "+"]
    assert {int(a.type) for op in events for a in op.args} == {64}
    assert [a.value for a in events[0].args[4:]] == [0, (1 << 64) - 1, 255]
    assert [op.code for op in ops if op.code in ("zext", "sext")] == ["zext", "sext", "zext", "sext"]


# -- the ends of threads -----------------------------------------------------------------------------------------------


def test_threads_end_with_the_library() -> None:
    first = explored("Leaks").first
    assert first is not None and first.fault is Fault.RULE
    program = program_of("Leaks")
    *_, call, ret = program.functions["Leaks.holder"].ops()
    assert (call.code, call.attrs["symbol"], ret.code) == ("call", "ends", "ret")


def test_a_function_that_is_called_too_is_copied() -> None:
    functions = program_of("Leaves").functions
    assert [op.code for op in functions["Leaves.take"].ops()][-2:] == ["call", "ret"]
    last = [op.attrs.get("symbol") for op in functions["Leaves.take$thread"].ops()]
    assert last[-3:] == ["mtx_lock", "ends", None]
    (started,) = [op for op in functions["Leaves.holder"].ops() if op.code == "func_addr"]
    assert started.attrs["symbol"] == "Leaves.take$thread"
    first = explored("Leaves").first
    assert first is not None and first.fault is Fault.RULE


def test_without_functions_of_the_library_threads_just_end(tmp_path: Path) -> None:
    text = "import library_base\n\n@scenario\nclass A:\n    @thread\n    def run(self): pass\n"
    assert list(other(tmp_path, text).functions) == ["A.run"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    (
        ("@thread_exit\ndef ends(x: u32) -> None: pass\n", 4, "ends, marked @thread_exit, takes parameters"),
        ("@thread_exit\ndef ends() -> u32: return 1\n", 4, "ends, marked @thread_exit, returns what nobody takes"),
        ("@thread_exit\nclass Ends: pass\n", 3, "@thread_exit stands only before a function"),
    ),
)
def test_wrong_ends(text: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(LanguageError) as caught:
        other(
            tmp_path, text + "\n@scenario\nclass A:\n    @thread\n    def run(self): self.f()\n    def f(self): pass\n"
        )
    assert caught.value.message.startswith(message)
    assert caught.value.where.line == line


# -- names of other modules --------------------------------------------------------------------------------------------


USE = """
@scenario
class A:
    m: mtx

    @initial
    def setup(self):
        mtx_init(addr(self.m), "m")

    @thread
    def run(self):
        mtx_lock(addr(self.m))
        assert td.held == 1 and td.locks[0].lock.lo_name == "m"
        KASSERT(mtx_owned(addr(self.m)), "owned")
        mtx_unlock(addr(self.m))
"""


@pytest.mark.parametrize(
    "imports",
    ("from library_mutex import *\n", "from library_mutex import *\nfrom library_base import *\n"),
    ids=("one", "both"),
)
def test_everything_is_imported(imports: str, tmp_path: Path) -> None:
    program = other(tmp_path, imports + USE)
    assert program.globals["td"].thread_local
    summary = explore(place_steps(program))
    assert summary.first is None and summary.finals


def test_names_that_came_with_a_star_can_be_given_anew(tmp_path: Path) -> None:
    text = "from library_mutex import *\n" + USE.replace("td.held == 1 and td.locks[0].lock.lo_name == ", "name == ")
    text = text.replace(
        "        mtx_lock(addr(self.m))\n", '        mtx_lock(addr(self.m))\n        td: u32 = 1\n        name = "m"\n'
    )
    program = other(tmp_path, text + "        assert td == mtx_of(1)\n\ndef mtx_of(x: u32) -> u32:\n    return x\n")
    summary = explore(place_steps(program))
    assert summary.first is None and summary.finals


def test_modules_are_named(tmp_path: Path) -> None:
    text = USE.replace("mtx", "lib.mtx").replace("td.", "lib.td.").replace("KASSERT", "lib.KASSERT")
    program = other(tmp_path, "import library_mutex as lib\n" + text.replace("lib.lib.", "lib."))
    assert list(program.globals) == ["m", "str.0", "td", "str.1", "invariants"]
    assert explore(place_steps(program)).first is None


def test_a_variable_and_a_function_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "hooks.py").write_text(
        "from collections.abc import Callable\n" + HEAD + "def hook() -> u32:\n    return 3\n\n@struct\nclass Hooks:\n"
        "    call: Callable[[], u32] = hook\n\nhooks: Hooks = Hooks()\n"
    )
    text = "import hooks\n\n@scenario\nclass A:\n    hook: u32\n    @thread\n    def run(self):\n"
    program = other(tmp_path, text + "        assert hooks.hooks.call() == 3 and self.hook == 0\n")
    assert explore(place_steps(program)).first is None
