"""Every scenario of docs/examples gives the verdict that the comment above it states, in these words:

# unknot check file.py::Scenario --memory tso: violated, data race
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from unknot.cli.main import run
from unknot.pipeline import targets
from unknot.report.json import result_from_json

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
PATCH = EXAMPLES / "patch"
CLAIM = re.compile(r"^# unknot check (?P<words>\S+::\w+.*?): (?P<verdict>\w+)(?:, (?P<kind>.+))?$", re.M)


def claims() -> list[tuple[str, str, str]]:
    """(words of the command line, verdict, kind) of every comment."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.py"))]
    return [(m["words"], m["verdict"], m["kind"] or "") for text in texts for m in CLAIM.finditer(text)]


@pytest.mark.parametrize(("words", "verdict", "kind"), claims(), ids=[words for words, _, _ in claims()])
def test_an_example_is_as_its_comment_says(
    words: str, verdict: str, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES)
    status = run(["check", *words.split(), "--format", "json"])
    result = result_from_json(capsys.readouterr().out)
    assert (result.verdict, result.finding.kind if result.finding else "") == (verdict, kind)
    assert status == result.exit_status


def test_every_scenario_has_a_comment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    scenarios = {target.name for path in sorted(EXAMPLES.glob("*.py")) for target in targets(path.name)}
    assert scenarios == {words.split()[0] for words, _, _ in claims()}


def test_the_patch_is_what_its_diff_says() -> None:
    before, after = ((PATCH / name / "if_dog.c").read_text(encoding="utf-8") for name in ("before", "after"))
    lines = (PATCH / "if_dog.diff").read_text(encoding="utf-8").splitlines(True)[3:]
    old, new = ("".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +"))
    assert before.count(old) == 1
    assert before.replace(old, new) == after


def test_the_script_for_ci_passes() -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "check.sh"], cwd=PATCH, env=os.environ | {"PATH": path}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()
