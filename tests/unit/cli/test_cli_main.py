"""The command itself: help, version, speed of starting, broken pipes, and that the documents name every option."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unknot.cli.c_program import FLAGS, OPTIONS
from unknot.cli.main import VERBS, run
from unknot.core.options import CHOICES, LIMITS, SWITCHES

ROOT = Path(__file__).parents[3]
COMMAND = [sys.executable, "-m", "unknot.cli.main"]


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    alone = capsys.readouterr().out
    assert run(["--help"]) == 0
    assert capsys.readouterr().out == alone
    assert "@scenario" in alone and "unknot check ring.py::Lost" in alone and "Exit status" in alone
    assert all(f"\n  {verb}" in alone for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([verb, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: unknot {verb} ")


def test_help_names_every_option_with_its_default(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    for option in (*CHOICES, *SWITCHES, *LIMITS):
        assert option.option in text
    for limit in LIMITS:
        assert f"default: {limit.default_text}; env: {limit.variable}]" in text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("unknot ")


def test_starting_imports_nothing_heavy() -> None:
    heavy = {"llvmlite", "rich", "numpy", "unknot.pipeline", "unknot.cli.check"}
    code = f"import sys, unknot.cli.main as m; m.run(['--version']); print(sorted({heavy!r} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = (
        "import sys, click, unknot.cli.main as m\n"
        "m.unknot.get_command = lambda *_: click.Command('x', callback=lambda: print('y' * 1_000_000))\n"
        "sys.stdin.read()\n"
        "sys.exit(m.run(['x']))\n"
    )
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    process.stdin.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), error) == (141, "")


def test_output_that_the_terminal_cannot_write_is_replaced() -> None:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([*COMMAND, "check", "nö.py"], capture_output=True, env=environment, text=True)
    assert done.returncode == 3 and "UnicodeEncodeError" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", ">/dev/full"])
def test_output_that_nobody_takes(closed: str, tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src")}
    line = f'"{sys.executable}" -m unknot.cli.main --help {closed}'
    done = subprocess.run(["sh", "-c", line], capture_output=True, env=environment, text=True)
    expected = (0, "") if closed == ">&-" else (3, "error: cannot write the output: No space left on device\n")
    assert (done.returncode, done.stderr) == expected


def test_json_that_nobody_takes() -> None:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src")}
    line = f'"{sys.executable}" -m unknot.cli.main locks nowhere.py --format json >/dev/full'
    done = subprocess.run(["sh", "-c", line], capture_output=True, env=environment, text=True)
    assert (done.returncode, done.stderr) == (3, "error: cannot write the output: No space left on device\n")


@pytest.mark.parametrize("words", [["--store-buffer", "100000000"], ["--seed", str(1 << 70)], ["--pct-depth", "9999"]])
def test_numbers_have_a_most(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "x.py", *words]) == 3
    assert "the most it can be is" in capsys.readouterr().err


def test_the_reference_names_every_option_with_its_facts() -> None:
    text = (ROOT / "docs/reference/command-line.md").read_text(encoding="utf-8")
    for limit in LIMITS:
        row = f"| `{limit.option}` | {limit.unit} | {limit.default_text} | `{limit.variable}` | {limit.effect} |"
        assert row in text, row
    for choice in CHOICES:
        assert f"| `{choice.option}` | {', '.join(f'`{w}`' for w in choice.words)} | {choice.effect} |" in text
    for switch in SWITCHES:
        assert f"| `{switch.option}` | {switch.effect} |" in text
    for option in (*FLAGS, *OPTIONS):
        assert f"| `{option.option} {option.takes}` | {option.effect} |" in text
    for verb in VERBS:
        assert f"## `unknot {verb}`" in text
