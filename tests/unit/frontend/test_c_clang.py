"""Clang: which one is taken, what it is given, what it says; compilation databases."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from unknot.core.errors import CompileError, TargetError, UserError
from unknot.frontend.c.clang import clangs, compile_files
from unknot.frontend.c.compile_commands import flags_of
from unknot.frontend.c.inputs import CInput

FOUND = list(clangs(""))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a folder of its own with a program in it."""
    monkeypatch.chdir(tmp_path)
    Path("one.c").write_text("int main(void) { return 0; }\n")
    return tmp_path


def fake(name: str, version: str, writes: str = "") -> str:
    """A program that says it is some clang."""
    path = Path(name).absolute()
    said = repr(f"{version}\n")
    path.write_text(f"#!{sys.executable}\nimport sys\nprint({said} if '--version' in sys.argv else {writes!r})\n")
    path.chmod(0o755)
    return str(path)


# -- what is compiled --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clang", FOUND, ids=lambda clang: clang.name)
def test_every_clang_makes_the_same_target(clang: object) -> None:
    name = clang.command[0] if len(clang.command) == 1 else ""
    (unit,) = compile_files(CInput(("one.c",), clang=name))
    assert 'target triple = "x86_64-unknown-linux-gnu"' in unit.text
    assert "define dso_local i32 @main()" in unit.text and "optnone" not in unit.text


def test_files_stay_in_order_and_flags_reach_all() -> None:
    Path("two.c").write_text("int two = VALUE;\n")
    Path("sub").mkdir()
    Path("sub/three.h").write_text("int three;\n")
    Path("ready.ll").write_text("; nothing\n")
    files = ("two.c", "ready.ll", "one.c")
    units = compile_files(CInput(files, ("-DVALUE=7", "-Isub", "-include", "three.h"), ("-DOTHER",)))
    assert tuple(unit.name for unit in units) == files
    assert "@two = dso_local global i32 7" in units[0].text and units[1].text == "; nothing\n"
    assert "@three" in units[2].text


def test_arguments_win_over_flags_and_those_over_ours() -> None:
    Path("two.c").write_text("#if __STDC_VERSION__ != 201112L\n#error version\n#endif\nint two = VALUE;\n")
    (unit,) = compile_files(CInput(("two.c",), ("-DVALUE=1",), ("-std=c11", "-UVALUE", "-DVALUE=2")))
    assert "global i32 2" in unit.text


def test_the_machine_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("own").mkdir()
    Path("own/own.h").write_text("")
    Path("two.c").write_text("#include <own.h>\n")
    monkeypatch.setenv("CPATH", str(Path("own").absolute()))
    with pytest.raises(CompileError, match=r"'own\.h' file not found"):
        compile_files(CInput(("two.c",)))
    Path("two.c").write_text("#include <limits.h>\n#if __UNKNOT__ != 1 || defined __GLIBC__\n#error\n#endif\n")
    compile_files(CInput(("two.c",)))


def test_what_clang_says_is_shown_as_it_says_it() -> None:
    Path("bad.c").write_text("int main(void) { int x = y; return x }\n")
    with pytest.raises(CompileError) as caught:
        compile_files(CInput(("one.c", "bad.c")))
    said = str(caught.value)
    assert " does not compile bad.c:\nbad.c:1:26: error: use of undeclared identifier 'y'\n" in said
    assert "\n" + " " * 33 + "^" in said or "|" in said
    assert "bad.c:1:37: error: expected ';' after return statement" in said and "Traceback" not in said


def test_a_missing_header_comes_with_a_way_out() -> None:
    Path("two.c").write_text('#include "sys/there.h"\n')
    with pytest.raises(CompileError) as caught:
        compile_files(CInput(("two.c",)))
    assert "'sys/there.h' file not found" in caught.value.message and "-I FOLDER" in caught.value.remedy


def test_a_function_nobody_declares_is_an_error_in_every_version() -> None:
    Path("two.c").write_text("int main(void) { return undeclared(1); }\n")
    for clang in FOUND:
        name = clang.command[0] if len(clang.command) == 1 else ""
        with pytest.raises(CompileError, match="undeclared"):
            compile_files(CInput(("two.c",), clang=name))


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(TargetError, match=r"there is no file sub/none\.c"):
        compile_files(CInput(("one.c", "sub/none.c")))


def test_arguments_that_have_it_write_something_else() -> None:
    with pytest.raises(CompileError, match=r"wrote no LLVM IR for one\.c"):
        compile_files(CInput(("one.c",), arguments=("-E",)))


# -- which clang -------------------------------------------------------------------------------------------------------


def test_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("unknot.frontend.c.clang.find_spec", lambda name: None)
    with pytest.raises(UserError) as caught:
        compile_files(CInput(("one.c",)))
    assert caught.value.message == "there is no clang, and C programs need one"
    assert "pip install 'unknot[c]'" in caught.value.remedy and "--clang" in caught.value.remedy


def test_ir_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    Path("ready.ll").write_text("; nothing\n")
    assert [unit.text for unit in compile_files(CInput(("ready.ll",)))] == ["; nothing\n"]


def test_one_that_is_too_old_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.environ["PATH"]
    Path("bin").mkdir()
    fake("bin/clang", "Debian clang version 14.0.6", 'producer: "clang version 14.0.6"\ntarget triple')
    monkeypatch.setenv("PATH", f"{Path('bin').absolute()}{os.pathsep}{real}")
    (unit,) = compile_files(CInput(("one.c",)))
    assert "define dso_local i32 @main()" in unit.text


@pytest.mark.parametrize("writes", ['producer: "clang version 14.0.6"\ntarget triple', "nothing"])
def test_the_one_that_was_named_is_too_old(writes: str) -> None:
    path = fake("old", "clang version 14.0.6", writes)
    if writes == "nothing":
        Path("old").write_text(Path("old").read_text() + "sys.exit('--version' not in sys.argv)\n")
    with pytest.raises(UserError) as caught:
        compile_files(CInput(("one.c",), clang=path))
    assert caught.value.message == f"{path} is version 14: too old"
    assert caught.value.remedy.startswith("unknot needs clang 15 or newer: install clang, or `pip install")


def test_one_from_the_future_is_tried() -> None:
    path = fake("new", "clang version 99.0.0", 'producer: "clang version 99.0.0"\ntarget triple')
    assert compile_files(CInput(("one.c",), clang=path))[0].text.startswith("producer")


def test_the_environment_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNKNOT_CLANG", "no-such-clang")
    with pytest.raises(UserError, match="UNKNOT_CLANG names no-such-clang, which cannot be run"):
        compile_files(CInput(("one.c",)))
    assert [c.name for c in clangs(sys.executable)] == [sys.executable]


def test_what_is_named_is_no_clang() -> None:
    with pytest.raises(UserError, match="is no clang"):
        compile_files(CInput(("one.c",), clang=sys.executable))


def test_the_one_in_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = [clang for clang in FOUND if clang.name == "the clang of ziglang"]
    assert packaged, "the extra [c] is not installed, and the tests need it"
    monkeypatch.setenv("PATH", "")
    Path("two.c").write_text(
        "#include <stdatomic.h>\n#include <stdarg.h>\natomic_int n;\nint main(void) { return n; }\n"
    )
    assert "@n = dso_local global i32 0" in compile_files(CInput(("two.c",)))[0].text


# -- compilation databases ---------------------------------------------------------------------------------------------


def database(*entries: dict[str, object]) -> str:
    Path("build").mkdir(exist_ok=True)
    Path("build/compile_commands.json").write_text(json.dumps(entries))
    return "build"


def test_flags_that_change_the_meaning_are_kept(here: Path) -> None:
    command = (
        "cc -c -O2 -g -Wall -Werror=format -MD -MF x.d -Iinc -I ../up -isystem /sys -DA -D B=2 -UC -include first.h "
        "-std=c99 -fwrapv -fPIC -march=native -o one.o ../one.c"
    )
    place = database({"directory": str(here / "build"), "file": "../one.c", "command": command})
    build = str(here / "build")
    assert flags_of(place, ["one.c", "harness.c"]) == {
        "one.c": (
            *("-I", f"{build}/inc", "-I", f"{build}/../up", "-isystem", "/sys", "-D", "A", "-D", "B=2", "-U", "C"),
            *("-include", f"{build}/first.h", "-std=c99", "-fwrapv"),
        )
    }


def test_a_program_is_compiled_with_them(here: Path) -> None:
    Path("inc").mkdir()
    Path("inc/value.h").write_text("#define VALUE 5\n")
    Path("two.c").write_text("#include <value.h>\nint two = VALUE + MORE;\n")
    words = ["cc", "-Iinc", "-DMORE=1", "-c", "two.c"]
    place = database({"directory": str(here), "file": "two.c", "arguments": words})
    program = CInput(("two.c", "one.c"), compile_commands=place)
    assert "global i32 6" in compile_files(program)[0].text
    program = CInput(("two.c",), ("-UMORE", "-DMORE=2"), compile_commands=place)
    assert "global i32 7" in compile_files(program)[0].text


def test_folders_are_relative_to_the_database(here: Path) -> None:
    place = database({"directory": "..", "file": "one.c", "arguments": ["cc", "-Iinc"]})
    assert flags_of(place, ["one.c"]) == {"one.c": ("-I", str(here / "build" / ".." / "inc"))}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no JSON"),
        ("{}", "is no compilation database"),
        ('[{"file": "one.c"}]', "is no compilation database"),
        ('[{"file": 1, "command": "cc"}]', "is no compilation database"),
        ('[{"file": "one.c", "arguments": [1]}]', "is no compilation database"),
        ('[{"file": "one.c", "command": "cc \'"}]', "the command of one.c cannot be read"),
        ('[{"file": "two.c", "command": "cc two.c"}]', "knows none of the files one.c"),
    ],
)
def test_databases_that_cannot_be_used(text: str, message: str) -> None:
    database()
    Path("build/compile_commands.json").write_text(text)
    with pytest.raises(TargetError, match=message):
        compile_files(CInput(("one.c",), compile_commands="build"))


def test_no_database() -> None:
    with pytest.raises(TargetError, match=r"cannot read .*compile_commands\.json: No such file") as caught:
        compile_files(CInput(("one.c",), compile_commands="."))
    assert "the folder it is in" in caught.value.remedy
