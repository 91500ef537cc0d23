"""The command line as a process of its own: Ctrl-C, environment variables, what is imported."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LIMITS = Path(__file__).parents[1] / "explore" / "programs" / "limits.py"
UNKNOT = [sys.executable, "-m", "unknot.cli.main"]


def start(*words: str, **variables: str) -> subprocess.Popen[str]:
    environment = {**os.environ, **variables}
    return subprocess.Popen(
        [*UNKNOT, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def wait_until_it_searches(process: subprocess.Popen[str]) -> None:
    """Until the process uses more memory than its imports do."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        time.sleep(5)
        return
    for _ in range(600):
        words = status.read_text().partition("VmRSS:")[2].split()
        if process.poll() is not None or (words and int(words[0]) > 250_000):
            return
        time.sleep(0.1)


@pytest.mark.parametrize("words", [["--order", "bfs"], []])
def test_ctrl_c_gives_the_bounded_verdict(words: list[str]) -> None:
    process = start("check", f"{LIMITS}::Counting", "--format", "json", *words, "--max-seconds", "100")
    wait_until_it_searches(process)
    process.send_signal(signal.SIGINT)
    status, out, err = finish(process)
    assert (status, err) == (2, "")
    result = json.loads(out)
    assert (result["verdict"], result["bounds"][0], result["finding"]) == ("bounded", "interrupted", None)
    assert result["counts"]["states"] > 100_000
    assert result["coverage"].startswith("no violation in the ")


def test_a_limit_from_the_environment() -> None:
    status, out, _ = finish(start("check", f"{LIMITS}::Counting", UNKNOT_MAX_STATES="5000"))
    assert status == 2
    assert "the limit of 5,000 states was reached" in out


def test_an_option_wins_over_the_environment() -> None:
    words = ("check", f"{LIMITS}::Counting", "--max-states", "7000")
    _, out, _ = finish(start(*words, UNKNOT_MAX_STATES="5000"))
    assert "the limit of 7,000 states was reached" in out


def test_a_wrong_variable_is_an_error() -> None:
    status, out, err = finish(start("check", f"{LIMITS}::Straight", UNKNOT_HEAP="plenty"))
    assert status == 3
    assert "UNKNOT_HEAP is 'plenty', not a whole number of bytes" in out + err
    assert "Traceback" not in out + err


def test_importing_unknot_imports_nothing_heavy() -> None:
    heavy = ("llvmlite", "rich", "click", "hypothesis", "unknot.frontend", "unknot.compile", "unknot.pipeline")
    code = f"import sys, unknot; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
