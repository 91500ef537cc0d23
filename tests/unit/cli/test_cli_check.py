"""`unknot check` and `unknot replay`: exit statuses, errors, what reaches the pipeline, Ctrl-C, JSON."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from cli_stub import Stub

from unknot.cli.main import run
from unknot.core.errors import InternalError, LanguageError
from unknot.core.location import Location
from unknot.core.options import Options
from unknot.diagnose.finding import Finding, Result, Row, Step

Make = Callable[..., Result]
Capture = pytest.CaptureFixture[str]

HERE = Location("f.py", 3, 5)
FINDING = Finding(
    "assertion", "assertion failed", HERE, ("a", "b"), (Step(1, 0, "thread", Row(HERE, "x = 1")),), (), (), "a1"
)


@pytest.mark.parametrize(("word", "status"), [("verified", 0), ("violated", 1), ("bounded", 2), ("error", 3)])
def test_the_verdict_is_the_exit_status(word: str, status: int, stub: Stub, verdict: Make) -> None:
    stub.answers["f.py::S"] = verdict(word)
    assert run(["check", "f.py::S"]) == status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["verified", "bounded"], 2),
        (["bounded", "violated", "verified"], 1),
        (["violated", "error", "bounded"], 3),
        (["verified", "verified"], 0),
    ],
)
def test_the_worst_of_several_targets_counts(words: list[str], status: int, stub: Stub, verdict: Make) -> None:
    stub.answers = {f"f.py::S{i}": verdict(word) for i, word in enumerate(words)}
    assert run(["check", "f.py"]) == status
    assert len(stub.calls) == len(words)


def test_reports_are_separated_by_an_empty_line(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers = {"f.py::A": verdict("verified"), "f.py::B": verdict("bounded")}
    run(["check", "f.py::A", "f.py::B"])
    assert capsys.readouterr().out == (
        "VERIFIED  f.py::A   no violation\nsc · 2 threads · 10 states · 20 transitions · 0.01 s\n\n"
        "BOUNDED   f.py::B   no violation in what was covered\n"
        "sc · 2 threads · 10 states · 20 transitions · 0.01 s\n"
    )


def test_parameters_and_options_reach_the_pipeline(stub: Stub, verdict: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNKNOT_HEAP", "128")
    monkeypatch.setenv("UNKNOT_MAX_STATES", "7")
    stub.answers["f.py::S"] = verdict("verified")
    run(["check", "f.py::S", "-p", "size=0x10", "-p", "shift=-1", "--memory", "tso", "--no-races", "--max-states", "9"])
    (call,) = stub.calls
    assert call.parameters == {"size": 16, "shift": -1}
    assert call.options == Options(memory="tso", races=False, heap=128, max_states=9)


def test_a_target_carries_settings_of_its_own(stub: Stub, verdict: Make) -> None:
    stub.answers["f.py::S"] = verdict("verified")
    run(["check", "f.py::S@size=8,max-preemptions=2,leaks=true", "f.py::S", "-p", "size=4"])
    first, second = stub.calls
    assert first.parameters == {"size": 8} and first.options == Options(max_preemptions=2, leaks=True)
    assert second.parameters == {"size": 4} and second.options == Options()


def test_the_replaying_command_has_the_options(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers["f.py::S"] = verdict("violated", finding=FINDING)
    run(["check", "f.py::S", "-p", "size=4", "--memory", "tso", "--every-access", "--max-states", "9", "--heap", "64"])
    again = "again   unknot replay f.py::S -p size=4 --memory tso --every-access --heap 64 a1\n"
    assert capsys.readouterr().out.endswith(again)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "g.py"], "error: there is no target 'g.py'\n    name a file or a system\n"),
        (["check", "f.py::S", "-p", "size"], "error: -p size: this names no value\n"),
        (["check", "f.py::S", "-p", "size=big"], "error: parameter size is 'big', not a whole number\n"),
        (["check", "f.py::S@size"], "error: f.py::S@size: 'size' sets nothing\n"),
        (["check", "f.py::S@seed=x"], "error: seed is 'x', not a whole number\n"),
        (["check", "f.py::S@memory=arm"], "error: --memory is 'arm'\n    use one of sc, tso\n"),
        (["check", "f.py::S", "--max-states", "-1"], "error: --max-states is -1\n    the least it can be is 0\n"),
        (["check", "f.py::S", "--memory", "arm"], "error: Invalid value for '--memory': 'arm'"),
        (["check"], "error: Missing argument 'TARGET...'"),
        (["frobnicate"], "error: No such command 'frobnicate'"),
        (["replay", "f.py", "a1"], "error: f.py is 2 scenarios, and one is needed\n    name one of:\n    f.py::S\n"),
        (["dump", "--stage", "soup", "f.py::S"], "error: Invalid value for '--stage'"),
    ],
)
def test_the_users_mistakes_are_messages(
    words: list[str], message: str, stub: Stub, verdict: Make, capsys: Capture
) -> None:
    stub.answers = {"f.py::S": verdict("verified"), "f.py::T": verdict("verified")}
    assert run(words) == 3
    output = capsys.readouterr()
    assert output.out == "" and output.err.startswith(message) and "Traceback" not in output.err


def test_a_wrong_environment_variable_is_a_message(
    stub: Stub, verdict: Make, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNKNOT_MAX_MEMORY", "much")
    stub.answers["f.py::S"] = verdict("verified")
    assert run(["check", "f.py::S"]) == 3
    assert capsys.readouterr().err == (
        "error: UNKNOT_MAX_MEMORY is 'much', not a whole number of MiB\n"
        "    set it to one, or unset it; the default is 8192\n"
    )


def test_an_error_in_one_target_does_not_stop_the_others(stub: Stub, verdict: Make, capsys: Capture) -> None:
    wrong = LanguageError("generators are not supported", HERE, "write a loop")
    stub.answers = {"f.py::A": wrong, "f.py::B": verdict("verified")}
    assert run(["check", "f.py", "nowhere.py"]) == 3
    output = capsys.readouterr()
    assert "VERIFIED  f.py::B" in output.out
    assert output.err == (
        "error: f.py:3:5: generators are not supported\n    write a loop\n"
        "error: there is no target 'nowhere.py'\n    name a file or a system\n"
    )


@pytest.mark.parametrize("error", [InternalError("the register is gone"), KeyError("register")])
def test_our_own_mistakes_say_so(
    error: Exception, stub: Stub, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.answers["f.py::S"] = error
    assert run(["check", "f.py::S"]) == 3
    message = capsys.readouterr().err
    assert "internal error of unknot" in message and "register" in message and "not of your program" in message
    assert "Traceback" not in message
    monkeypatch.setenv("UNKNOT_DEBUG", "1")
    run(["check", "f.py::S"])
    assert "Traceback" in capsys.readouterr().err


def test_json_of_one_scenario_is_a_document(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers["f.py::S"] = verdict("violated", finding=FINDING)
    assert run(["check", "f.py", "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert (document["target"], document["exit_status"], document["finding"]["kind"]) == ("f.py::S", 1, "assertion")


def test_json_of_several_scenarios_is_a_list(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers = {"f.py::A": verdict("verified"), "f.py::B": LanguageError("no", HERE)}
    assert run(["check", "f.py", "--format=json"]) == 3
    first, second = json.loads(capsys.readouterr().out)
    assert (first["verdict"], second["verdict"], second["error"]) == ("verified", "error", "f.py:3:5: no")


@pytest.mark.parametrize(
    "words", [["check", "g.py"], ["check", "f.py::S", "-p", "x"], ["check", "--seed", "x", "f.py"], ["replay", "f.py"]]
)
def test_errors_become_json_too(words: list[str], stub: Stub, capsys: Capture) -> None:
    assert run([*words, "--format", "json"]) == 3
    output = capsys.readouterr()
    document = json.loads(output.out)
    assert document["verdict"] == "error" and document["error"] and not output.err


def _interrupt(answer: Result) -> Callable[[object], Result]:
    def search(progress: object) -> Result:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt:
            return answer
        raise AssertionError("the signal did not arrive")

    return search


def test_ctrl_c_gives_the_bounded_result_and_runs_no_more(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers = {"f.py::A": _interrupt(verdict("bounded", coverage="something")), "f.py::B": verdict("verified")}
    assert run(["check", "f.py"]) == 2
    output = capsys.readouterr()
    assert "BOUNDED   f.py::A" in output.out and "covered  something" in output.out
    assert [call.name for call in stub.calls] == ["f.py::A"] and output.err == ""


def test_ctrl_c_before_the_search_is_bounded_too(stub: Stub, capsys: Capture) -> None:
    stub.answers["f.py::A"] = KeyboardInterrupt()
    assert run(["check", "f.py"]) == 2
    assert "interrupted before the search began" in capsys.readouterr().out


def test_ctrl_c_elsewhere_is_no_traceback(stub: Stub, capsys: Capture) -> None:
    stub.answers["f.py::A"] = KeyboardInterrupt()
    assert run(["replay", "f.py::A", "a1"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_replay_reports_as_check_does(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers["f.py::S"] = verdict("violated", finding=FINDING)
    assert run(["check", "f.py::S"]) == run(["replay", "f.py::S", "a1.b2"]) == 1
    both = capsys.readouterr().out
    assert both[: len(both) // 2] == both[len(both) // 2 :]
    assert stub.schedules == ["a1.b2"]


def test_dump_prints_the_stage(stub: Stub, verdict: Make, capsys: Capture) -> None:
    stub.answers["f.py::S"] = verdict("verified")
    assert run(["dump", "f.py", "--stage", "layout"]) == 0
    assert capsys.readouterr().out == "layout of f.py::S\n"


def test_without_a_terminal_a_line_comes_every_ten_seconds(stub: Stub, verdict: Make, capsys: Capture) -> None:
    def search(progress: Callable[[object], None]) -> Result:
        for second in range(25):
            progress(
                SimpleNamespace(
                    states=second * 1000,
                    transitions=second * 2000,
                    seconds=float(second),
                    level=2,
                    frontier=5,
                    memory_bytes=3 << 20,
                    schedules=0,
                )
            )
        return verdict("verified")

    stub.answers["f.py::S"] = search
    run(["check", "f.py"])
    assert capsys.readouterr().err == (
        "f.py::S: 10 s · 10,000 states · 1,000/s · 2 preemptions · frontier 5 · 3 MiB\n"
        "f.py::S: 20 s · 20,000 states · 1,000/s · 2 preemptions · frontier 5 · 3 MiB\n"
    )
