"""C on the whole road: files, flags and entries from the command line to the verdict, and back by the command that a
report prints."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

import unknot
from unknot import CInput
from unknot.cli.main import run
from unknot.core.errors import TargetError
from unknot.core.options import Options

Capture = pytest.CaptureFixture[str]

ADDER = """\
#include <stdatomic.h>
#include "shared.h"

atomic_int n;

void *adder(void *arg)
{
    int seen = atomic_load(&n);
    atomic_store(&n, seen + STEP);
    return arg;
}
"""

MAIN = """\
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include "shared.h"

extern atomic_int n;
void *adder(void *);

static void two(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], 0, adder, 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], 0);
}

int main(void)
{
    two();
    assert(n == 2 * STEP);
    return 0;
}

int alone(void)
{
    adder(0);
    assert(n == STEP);
    return 0;
}
"""

WORDS = ("main.c", "adder.c", "-Ihead", "-DSTEP=2")
PROGRAM = CInput(("main.c", "adder.c"), ("-Ihead", "-DSTEP=2"))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of two files and a header."""
    monkeypatch.chdir(tmp_path)
    Path("adder.c").write_text(ADDER)
    Path("main.c").write_text(MAIN)
    Path("head").mkdir()
    Path("head/shared.h").write_text("#ifndef STEP\n#error STEP\n#endif\n")


def test_the_printed_command_shows_it_again(capsys: Capture) -> None:
    assert run(["check", *WORDS, "--no-stuck", "--", "-std=c11"]) == 1
    first = capsys.readouterr().out
    assert first.startswith("VIOLATED  main.c adder.c   assertion failed: n == 2 * STEP\n")
    assert " s (clang " in first and "compile " in first
    assert "where   main.c:21:5" in first and "seen = atomic_load(&n)" in first
    again = first.splitlines()[-1]
    schedule = again.split()[-3]
    assert again == f"again   unknot replay {' '.join(WORDS)} --no-stuck {schedule} -- -std=c11"
    assert run(shlex.split(again)[2:]) == 1
    second = capsys.readouterr().out
    assert second.partition("\n\n")[2] == first.partition("\n\n")[2]


def test_json_has_what_a_replay_needs(capsys: Capture) -> None:
    assert run(["check", *WORDS, "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["target"] == "main.c adder.c" and document["words"] == list(WORDS)
    assert document["clang_seconds"] > 0 and document["seconds"] > document["clang_seconds"]
    assert run(["replay", *document["words"], document["finding"]["schedule"], "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["finding"] == document["finding"]


def test_another_entry(capsys: Capture) -> None:
    assert run(["check", *WORDS, "--entry", "alone"]) == 0
    assert capsys.readouterr().out.startswith("VERIFIED  main.c adder.c")


def test_an_entry_that_only_its_file_sees() -> None:
    result = unknot.check("main.c", c=CInput(("main.c", "adder.c"), PROGRAM.flags, entry="two"))
    assert result.verdict == "verified" and result.threads == ("two",)


def test_from_python() -> None:
    result = unknot.check("main.c", c=PROGRAM)
    assert result.verdict == "violated" and result.words == WORDS
    assert unknot.replay("main.c", result.finding.schedule, c=PROGRAM).finding == result.finding
    Path("whole.c").write_text("#define STEP 3\n" + MAIN + ADDER.replace('"shared.h"', "<stddef.h>"))
    Path("shared.h").write_text("")
    alone = unknot.check("whole.c", Options(races=False))
    assert alone.verdict == "violated" and alone.words == ("whole.c",) and alone.target == "whole.c"


def test_what_c_is_made_of_is_c_too(capsys: Capture) -> None:
    for number, name in enumerate(PROGRAM.files):
        run(["dump", "--stage", "clang", name, *PROGRAM.flags])
        Path(f"ready{number}.ll").write_text(capsys.readouterr().out)
    assert run(["check", "ready0.ll", "ready1.ll"]) == 1
    assert "where   main.c:21:5" in capsys.readouterr().out


@pytest.mark.parametrize("stage", ["ir", "steps", "llvm", "layout"])
def test_every_stage_can_be_looked_at(stage: str, capsys: Capture) -> None:
    assert run(["dump", "--stage", stage, *WORDS]) == 0
    assert "adder" in capsys.readouterr().out or stage == "layout"


def test_orders_of_locks_and_locked_fields(capsys: Capture) -> None:
    assert run(["order", *WORDS]) in (0, 2)
    assert "no lock" in capsys.readouterr().out
    assert run(["locks", *WORDS, "n"]) in (0, 1, 2)
    assert "main.c adder.c" in capsys.readouterr().out


def test_a_target_of_several_files_is_one_program() -> None:
    with pytest.raises(TargetError, match="no function main"):
        unknot.check("adder.c", c=CInput(flags=PROGRAM.flags))
