"""Mistakes about C programs as a whole: what a user sees, to the word, and that no traceback is among it."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.cli.main import run
from unknot.frontend.c.clang import clangs

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a program that is all right."""
    monkeypatch.chdir(tmp_path)
    Path("good.c").write_text("static int zero;\nint test(void) { return zero; }\nint other(void) { return 1; }\n")


def said(capture: Capture, *words: str) -> str:
    """What a command line that cannot be run says."""
    capture.readouterr()
    assert run(words) == 3
    shown = capture.readouterr()
    assert shown.out == "" and "Traceback" not in shown.err and "internal error" not in shown.err
    return shown.err


def test_a_file_that_is_not_there(capsys: Capture) -> None:
    assert said(capsys, "check", "none.c") == "error: there is no file none.c\n"
    assert said(capsys, "replay", "good.c", "none.c", "main1") == "error: there is no file none.c\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("driver.cpp", "driver.cpp is no program in C\n    unknot reads C (.c, .i, .ll); of C++ it reads nothing"),
        ("notes.txt", "notes.txt has no ending that says what it is\n    give a file whose name ends in .py, or for C"),
        ("gone.txt", "'gone.txt' is no file of Python or C and no shipped system\n    the systems are: buf_ring"),
    ],
)
def test_a_name_with_another_ending(name: str, message: str, capsys: Capture) -> None:
    Path("notes.txt").write_text("")
    assert said(capsys, "check", name).startswith(f"error: {message}")


def test_no_clang(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("unknot.frontend.c.clang.find_spec", lambda name: None)
    assert said(capsys, "check", "good.c", "--entry", "test") == (
        "error: there is no clang, and C programs need one\n"
        "    install clang, or `pip install 'unknot[c]'`, which brings one; or name one with --clang or UNKNOT_CLANG\n"
    )


def test_what_clang_refuses(capsys: Capture) -> None:
    Path("bad.c").write_text("int main(void) {\n    int x = y;\n    return x\n}\n")
    text = said(capsys, "check", "bad.c")
    first = f"error: {next(clangs('')).name} does not compile bad.c:\n"
    assert text.startswith(f"{first}bad.c:2:13: error: use of undeclared identifier 'y'\n")
    assert "bad.c:3:13: error: expected ';' after return statement\n" in text and "^" in text
    assert said(capsys, "dump", "bad.c") == text


def test_no_function_of_that_name(capsys: Capture) -> None:
    remedy = "    its functions are: other, test; --entry NAME runs one of them\n"
    assert said(capsys, "check", "good.c") == f"error: the program good.c has no function main\n{remedy}"
    assert said(capsys, "order", "good.c", "--entry", "tset").startswith(
        "error: the program good.c has no function tset"
    )
    Path("data.c").write_text("int data;\n")
    assert said(capsys, "check", "data.c").endswith("\n    it defines no function at all\n")


def test_parameters_are_for_scenarios(capsys: Capture) -> None:
    remedy = "    give it a macro with -Dsize=..., or a scenario with --harness\n"
    assert said(capsys, "check", "good.c", "-p", "size=4") == f"error: -p size: a C program has no parameters\n{remedy}"


@pytest.mark.parametrize("text", ["int", "int=3", "int=3:1", "int=a:b"])
def test_ranges_that_are_none(text: str, capsys: Capture) -> None:
    shown = f"error: --nondet is '{text}'\n    write NAME=LOWEST:HIGHEST, for example int=0:3\n"
    assert said(capsys, "check", "good.c", "--nondet", text) == shown


def test_a_database_that_is_none(capsys: Capture) -> None:
    Path("compile_commands.json").write_text("[{}]")
    assert said(capsys, "check", "good.c", "--compile-commands", ".") == (
        "error: ./compile_commands.json is no compilation database\n"
        '    it must be a list of objects with "file", "directory", and "command" or "arguments"\n'
    )


def test_a_file_that_is_no_ir(capsys: Capture) -> None:
    Path("odd.ll").write_bytes(b"\xff\xfe")
    assert said(capsys, "check", "odd.ll").startswith("error: cannot read odd.ll: ")


def test_the_stage_of_clang_is_for_c(capsys: Capture) -> None:
    assert said(capsys, "dump", "--stage", "clang", "buf_ring/f0::AlwaysRoom").startswith(
        "error: the stage clang is for C programs, and this is none\n"
    )


BAD_FLAGS = [
    (("-D", ""), "error: -D has no value\n    write -D NAME[=VALUE]\n"),
    (("-I", ""), "error: -I has no value\n    write -I FOLDER\n"),
    (("--", "-O2"), "error: -O2 has clang optimise, which removes and moves accesses\n"),
    (("--", "-m32"), " compiled good.c for another machine\n    unknot checks programs for x86-64: "),
]


@pytest.mark.parametrize(("words", "message"), BAD_FLAGS)
def test_flags_that_would_mean_something_else(words: tuple[str, ...], message: str, capsys: Capture) -> None:
    assert message in said(capsys, "check", "good.c", "--entry", "test", *words)


def test_a_folder_with_the_name_of_a_file(capsys: Capture) -> None:
    Path("folder.c").mkdir()
    assert said(capsys, "check", "folder.c") == "error: folder.c is a folder\n    name the files in it\n"


@pytest.mark.parametrize("text", ["hello world\n", "define i32 @main() { ret i32 %x }\n"])
def test_a_text_that_is_no_llvm_ir(text: str, capsys: Capture) -> None:
    Path("bad.ll").write_text(text)
    printed = said(capsys, "check", "bad.ll")
    assert printed.startswith("error: bad.ll is no LLVM IR that unknot knows: cannot read this line: ")
    assert printed.endswith("    clang 15 to 22 writes what can be read, with -S -emit-llvm -O0 -g\n")


@pytest.mark.parametrize("size", [1 << 30, 1 << 40])
def test_a_variable_too_large(size: int, capsys: Capture) -> None:
    Path("large.c").write_text(f"char a[{size}l];\nint main(void) {{ return a[5]; }}\n")
    assert said(capsys, "check", "large.c").startswith(
        f"error: large.c:1:1: a has {size} bytes; a variable has at most 31 MiB\n"
    )


def test_a_clang_that_dies(capsys: Capture) -> None:
    Path("dies").write_text('#!/bin/sh\ncase "$*" in *version*) echo clang version 19.0.0;; *) kill -SEGV $$;; esac\n')
    Path("dies").chmod(0o755)
    assert said(capsys, "check", "good.c", "--clang", "./dies") == (
        "error: ./dies does not compile good.c:\nit ended with status -11 and said nothing\n"
    )


def test_a_function_that_nobody_declares(capsys: Capture) -> None:
    Path("undeclared.c").write_text("int main(void) { return frob(1); }\n")
    assert said(capsys, "check", "undeclared.c").endswith(
        "    the functions there are: docs/reference/c.md; others must be declared and defined\n"
    )


NOT_THERE = [
    ("setjmp.h", "jmp_buf b; int main(void) { return setjmp(b); }", "setjmp", "return an error code"),
    ("signal.h", "int main(void) { signal(SIGINT, SIG_IGN); }", "signal", "start a thread that does"),
    ("unistd.h", "int main(void) { return fork(); }", "fork", "use threads"),
    ("sys/wait.h", "int main(void) { return wait(0); }", "wait", "use threads"),
    ("stdio.h", "int main(void) { return getchar(); }", "getchar", "there are no files and no input"),
    ("fcntl.h", 'int main(void) { return open("x", O_RDONLY); }', "open", "there are no files and no input"),
    ("math.h", "_Complex double x = 1; int main(void) { x = x / x; }", "__divdc3", "complex numbers are not divided"),
    ("pthread.h", "int main(void) { return pthread_cancel(pthread_self()); }", "pthread_cancel", "set a flag"),
]


@pytest.mark.parametrize(("header", "text", "name", "remedy"), NOT_THERE)
def test_what_is_not_there_is_refused_by_name(header: str, text: str, name: str, remedy: str, capsys: Capture) -> None:
    Path("lacks.c").write_text(f"#include <{header}>\n{text}\n")
    printed = said(capsys, "check", "lacks.c")
    assert f": {name}() cannot be checked\n    {remedy}" in printed and printed.startswith("error: lacks.c:2:")


def test_a_harness_in_c(capsys: Capture) -> None:
    assert said(capsys, "check", "good.c", "--harness", "good.c") == (
        "error: good.c is C, and a harness is in Python\n    name it without --harness\n"
    )


def test_lines_that_are_no_utf8_are_shown(capsys: Capture) -> None:
    Path("latin.c").write_bytes(b"#include <assert.h>\nint main(void) {\n    assert(0); /* \xe4 */\n}\n")
    assert run(("check", "latin.c")) == 1
    assert "assert(0); /* \ufffd */" in capsys.readouterr().out
