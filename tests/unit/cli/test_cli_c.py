"""C programs on the command line: which words are theirs, and that reports give them all back."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import replace

import pytest
from cli_stub import Stub
from test_cli_check import FINDING

from unknot.cli.main import run
from unknot.core.options import Options
from unknot.diagnose.finding import Result
from unknot.frontend.c.inputs import CInput
from unknot.report.columns import render
from unknot.report.json import dumps, result_from_json

Make = Callable[..., Result]
Capture = pytest.CaptureFixture[str]

WORDS = (
    "a.c sub/b.c -I sys -Iinc -DDEBUG -D N=3 -U X -include f.h --entry test --clang clang-19 --compile-commands build"
)
PROGRAM = CInput(
    ("a.c", "sub/b.c"),
    ("-Isys", "-Iinc", "-DDEBUG", "-DN=3", "-UX", "-include", "f.h"),
    ("-std=c11", "-fwhatever"),
    "test",
    "clang-19",
    "build",
)


def test_all_that_makes_a_program(stub: Stub, verdict: Make) -> None:
    stub.answers["a.c sub/b.c"] = verdict("verified")
    assert run(["check", *WORDS.split(), "--heap", "64", "--", "-std=c11", "-fwhatever"]) == 0
    assert stub.programs == [PROGRAM]
    assert [call.options for call in stub.calls] == [Options(heap=64)]


def test_its_words_mean_it_again(stub: Stub, verdict: Make) -> None:
    stub.answers["a.c sub/b.c"] = verdict("verified")
    run(["check", *PROGRAM.words])
    run(["order", *replace(PROGRAM, arguments=()).words])
    assert stub.programs == [PROGRAM, replace(PROGRAM, arguments=())]


def test_c_files_are_one_program_and_other_targets_are_not_of_it(stub: Stub, verdict: Make) -> None:
    stub.answers = {"f.py::A": verdict("verified"), "b.i a.c": verdict("violated", finding=FINDING)}
    assert run(["check", "b.i", "f.py", "a.c"]) == 1
    assert [call.name for call in stub.calls] == ["f.py::A", "b.i a.c"]
    assert stub.programs == [CInput(("b.i", "a.c"))]


def test_a_harness_is_what_the_program_is_called(stub: Stub, verdict: Make) -> None:
    stub.answers["h.py::S"] = verdict("verified")
    run(["check", "a.c", "--harness", "h.py::S@size=4,memory=tso", "-p", "n=1"])
    assert stub.programs == [CInput(("a.c",), harness="h.py::S")]
    assert stub.calls[0].parameters == {"n": 1, "size": 4} and stub.calls[0].options == Options(memory="tso")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("check -Iinc", "Missing argument 'TARGET...'"),
        ("check f.py -Iinc", "-Iinc is about C, and no target is a C file"),
        ("check f.py -- -std=c11", "-- -std=c11 is about C, and no target is a C file"),
        ("check f.py --harness h.py", "--harness h.py is about C, and no target is a C file"),
        ("check a.c::test", "a.c::test: a C program has no scenarios\n    write a.c --entry NAME"),
        ("check a.c -I", "Option '-I' requires an argument"),
        ("check a.c --nondet int=3", "--nondet is 'int=3'\n    write NAME=LOWEST:HIGHEST, for example int=0:3"),
        ("order a.c f.py", "one target is needed, not 2: a.c f.py"),
        ("replay a.c", "a TARGET and a SCHEDULE are needed"),
        ("locks a.c kq kn", "one FIELD is enough: kq kn"),
        ("dump a.c --stage clan", "'clan' is not one of 'clang', 'ir'"),
    ],
)
def test_mistakes(words: str, message: str, stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers["f.py::S"] = verdict("verified")
    assert run(words.split()) == 3
    assert message in capsys.readouterr().err and not stub.calls


def test_a_replay_takes_the_schedule_last(stub: Stub, verdict: Make) -> None:
    stub.answers["a.c b.c"] = verdict("violated", finding=FINDING)
    assert run(["replay", "a.c", "b.c", "-DX", "main1.spawned2", "--", "-std=c11"]) == 1
    assert stub.schedules == ["main1.spawned2"]
    assert stub.programs == [CInput(("a.c", "b.c"), ("-DX",), ("-std=c11",))]


def test_what_clang_makes_can_be_looked_at(stub: Stub, capsys: Capture) -> None:
    assert run(["dump", "--stage", "clang", "a.c", "b.c"]) == 0
    assert capsys.readouterr().out == "clang of a.c b.c\n"


def test_the_replaying_command_names_all_of_the_program(stub: Stub, verdict: Make, capsys: Capture) -> None:
    words = replace(PROGRAM, flags=("-DTEXT=a b",)).words
    stub.answers["a.c sub/b.c"] = verdict("violated", finding=FINDING, words=words)
    run(["check", *words])
    again = capsys.readouterr().out.splitlines()[-1].removeprefix("again   ")
    assert again == (
        "unknot replay a.c sub/b.c '-DTEXT=a b' --entry test --clang clang-19 --compile-commands build a1 "
        "-- -std=c11 -fwhatever"
    )
    stub.programs.clear()
    assert run(shlex.split(again)[1:]) == 1
    assert stub.programs == [replace(PROGRAM, flags=("-DTEXT=a b",))] and stub.schedules == ["a1"]


def test_options_of_c_count_in_a_replay(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers["a.c"] = verdict("violated", finding=FINDING, words=("a.c",))
    words = ["--no-overflow", "--no-shift", "--no-division", "--nondet", "int=0:3"]
    run(["check", "a.c", *words])
    assert f"again   unknot replay a.c {' '.join(words)} a1\n" in capsys.readouterr().out
    assert stub.calls[0].options == Options(overflow=False, shifts=False, divisions=False, nondet=("int=0:3",))


def test_the_time_of_clang_stands_apart(verdict: Make) -> None:
    told = verdict("verified", seconds=0.83, compile_seconds=0.4, clang_seconds=0.06, words=("a.c", "--", "-O1"))
    assert "0.83 s (clang 0.06 s, compile 0.40 s)\n" in render(told)
    assert "(clang 0.06 s)\n" in render(replace(told, compile_seconds=0.0))
    assert "clang" not in render(verdict("verified"))
    document = json.loads(dumps([told], as_list=False))
    assert document["clang_seconds"] == 0.06 and document["words"] == ["a.c", "--", "-O1"]
    assert result_from_json(document) == told
