"""The documents are true: commands print what they show (`pytest --update-golden` writes it anew), examples are shown
as they stand in docs/examples, links lead somewhere, every path named exists.

A shell session is a block that begins with ```console. Its commands are run in docs/examples, those of documents beside
the source at the root; `cd` changes the folder.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from unknot.cli.main import run

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "src").rglob("*.md"))]
SHOWN = [path for path in DOCUMENTS if "```console" in path.read_text(encoding="utf-8")]
SESSION = re.compile(r"(?<=```console\n).*?(?=^```$)", re.M | re.S)
CODE = re.compile(r"```(?:python|c|sh|diff)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)\s]+)\)")
SUFFIXES = (".py", ".c", ".h", ".sh", ".diff")
WORD = re.compile(r"`([^`\s]+)`")
CHANGING = (re.compile(r"\b\d+(?:\.\d+)? ?s\b"), re.compile(r"(?<= preemption)(?:s? · )[\d,]+ states?"))
"""Not compared: durations, and how many states were visited before something was found."""
FOLDERS = ("src/unknot", "docs/examples")
"""Where paths in documents may begin, besides the root and the document's own folder."""
FILES = {path.name for folder in ("src", "tests", "docs", "benchmarks") for path in (ROOT / folder).rglob("*.*")}


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def output(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a shown command prints, on both streams."""
    words = shlex.split(command)
    if words[0] == "cd":
        os.chdir(words[1])
        return ""
    if words[0] == "unknot":
        capsys.readouterr()
        run(words[1:])
        shown = capsys.readouterr()
        return shown.out + shown.err
    assert words[0] == "pytest", f"cannot run {command!r}"
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", ".", *words[1:]]
    return subprocess.run(line, capture_output=True, text=True, check=False).stdout


def replayed(session: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The session as it would go now."""
    commands = [line[2:] for line in session.splitlines() if line.startswith("$ ")]
    assert commands, session
    shown = [(command, output(command, capsys).rstrip()) for command in commands]
    return "\n".join(f"$ {command}\n{text}\n" if text else f"$ {command}" for command, text in shown)


def lasting(text: str) -> str:
    """The text without what may change from run to run, or with the order of work inside the search."""
    for pattern in CHANGING:
        text = pattern.sub("...", text)
    return text


@pytest.mark.parametrize("name", names(SHOWN))
def test_commands_print_what_is_shown(
    name: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = ROOT / name
    monkeypatch.chdir(ROOT if path.is_relative_to(ROOT / "src") else EXAMPLES)
    monkeypatch.setenv("COLUMNS", "100")
    text = path.read_text(encoding="utf-8")
    for session in SESSION.findall(text):
        now = replayed(session, capsys)
        if lasting(now) == lasting(session):
            continue
        assert request.config.getoption("--update-golden"), f"{name} shows:\n{session}\nand now it is:\n{now}"
        text = text.replace(session, now, 1)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", names(SHOWN))
def test_shown_code_stands_in_an_example(name: str) -> None:
    examples = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.rglob("*.*")) if path.suffix in SUFFIXES]
    for block in CODE.findall((ROOT / name).read_text(encoding="utf-8")):
        lines = textwrap.dedent(block) if block[0].isspace() else block
        assert any(lines in _without_claims(text) for text in examples), f"in no file of docs/examples:\n{block}"


def _without_claims(text: str) -> str:
    return re.sub(r"^# unknot check .*\n", "", text, flags=re.M)


def named(path: Path) -> Iterator[str]:
    """Links, and words in code type that look like the path of a file or folder; of a file its bare name is enough."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    for link in LINK.findall(text):
        if not link.startswith(("http:", "https:", "mailto:")):
            yield link
    for word in WORD.findall(text):
        if re.fullmatch(r"[\w.\-]+(/[\w.\-]+)*/?", word) and (
            re.search(r"\.(py|md|toml|pml|txt|json)$", word) or word.endswith("/")
        ):
            yield word


@pytest.mark.parametrize("name", names(DOCUMENTS))
def test_every_path_and_link_leads_somewhere(name: str) -> None:
    path = ROOT / name
    for text in named(path):
        place, _, heading = text.partition("#")
        candidates = [path.parent / place, ROOT / place, *(ROOT / folder / place for folder in FOLDERS)]
        found = next((c for c in candidates if c.exists()), None)
        known = found is not None or place in FILES or place in INVENTED
        assert known, f"{name} names {text}, which does not exist"
        if heading:
            assert found is not None and heading in _headings(path if not place else found), f"{name}: {text}"


INVENTED = {"ring.py", "file.py", "file.c", "compile_commands.json", "scenario.py"}
"""Files of the reader, in examples of commands."""


def _headings(path: Path) -> set[str]:
    """Anchors of the headings as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}
