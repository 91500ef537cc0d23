"""Mutants: a system of two files in which one line is changed; what runs, what is shown, and what is refused."""

from __future__ import annotations

import linecache
import sys
import textwrap
from pathlib import Path

import pytest

from unknot import pipeline
from unknot.core.errors import InternalError, LanguageError, TargetError
from unknot.core.location import source_line
from unknot.frontend.python.load import load_file
from unknot.frontend.python.mutants import Mutant, find_mutant, mutants

PARTS = """
    from unknot.lang import u32

    LIMIT = 3

    def twice(x: u32) -> u32:
        y = x + x
        return y

    def thrice(x: u32) -> u32:
        y = x + x
        return y + x
"""
MAIN = """
    from unknot import scenario, thread
    from unknot.lang import u32
    from parts import LIMIT, thrice, twice

    LOCAL = 1

    @scenario
    class Sums:
        x: u32

        @thread
        def t(self) -> None:
            self.x = twice(2)
            assert self.x == 4, "twice"
            assert thrice(2) == 6, "thrice"
            assert LIMIT == 3, "limit"
            assert LOCAL == 1, "local"
"""
MUTANTS = """
    [[mutant]]
    name = "sum"
    file = "parts.py"
    line_after = "def thrice("
    was = "y = x + x"
    becomes = "y = x"
    bug = "ours: one is forgotten"

    [[mutant]]
    name = "local"
    file = "main.py"
    was = "LOCAL = 1"
    becomes = "LOCAL = 2"
    bug = "ours"
    survives = "never"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("parts.py", PARTS), ("main.py", MAIN), ("mutants.toml", MUTANTS), ("other.py", MAIN)):
        (tmp_path / name).write_text(textwrap.dedent(text))
    (tmp_path / "alone.py").write_text("x = 1\n")
    return tmp_path


def result_of(folder: Path, name: str) -> pipeline.Result:
    """What checking main.py with that mutant gives."""
    mutant = find_mutant(str(folder), name) if name else None
    return pipeline.check(pipeline.Target("sums", str(folder / "main.py"), "Sums", None, mutant))


def test_the_changed_line_runs_and_is_shown(folder: Path) -> None:
    assert result_of(folder, "").verdict == "verified"
    finding = result_of(folder, "sum").finding
    assert finding is not None and finding.message == "assertion failed: thrice"
    shown = folder / "parts+sum.py"
    line = 1 + linecache.getlines(str(shown)).index("    y = x\n")
    assert source_line(str(shown), line) == "y = x"
    assert line == 1 + (folder / "parts.py").read_text().split("\n").index("def thrice(x: u32) -> u32:") + 1
    assert result_of(folder, "").verdict == "verified"


def test_the_file_of_the_scenario_can_be_changed(folder: Path) -> None:
    finding = result_of(folder, "local").finding
    assert finding is not None and finding.message == "assertion failed: local"
    assert finding.where.file == str(folder / "main+local.py")


def test_nothing_stays_behind(folder: Path) -> None:
    before, finders = set(sys.modules), list(sys.meta_path)
    load_file(str(folder / "main.py"), mutant=find_mutant(str(folder), "sum"))
    assert {name for name in set(sys.modules) - before if not name.startswith("unknot.loaded.")} == set()
    assert sys.meta_path == finders


def test_an_unknown_mutant_is_refused_with_the_list(folder: Path) -> None:
    with pytest.raises(TargetError, match=r"has no mutant 'frob'\n    its mutants are: sum, local"):
        find_mutant(str(folder), "frob")
    assert mutants(str(folder / "nowhere")) == {}
    with pytest.raises(TargetError, match="has no mutant"):
        find_mutant(str(folder / "nowhere"), "frob")


def test_a_file_that_does_not_use_the_line_is_refused(folder: Path) -> None:
    with pytest.raises(TargetError, match=r"alone\.py does not use the line that sum changes"):
        load_file(str(folder / "alone.py"), mutant=find_mutant(str(folder), "sum"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"was": "z = 1"}, "0 lines of .* are was = 'z = 1'"),
        ({"was": "y = x + x"}, "2 lines of .* are was = 'y = x \\+ x'"),
        ({"was": "return y", "line_after": "def "}, "2 lines of .* are line_after = 'def '"),
        ({"was": "LIMIT = 3", "line_after": "def twice"}, "0 lines"),
    ],
)
def test_a_line_must_be_there_once(folder: Path, changes: dict[str, str], message: str) -> None:
    mutant = Mutant("m", str(folder / "parts.py"), becomes="pass", **changes)
    with pytest.raises(InternalError, match=message):
        mutant.text()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('[[mutant]]\nname = "m"\nfile = "parts.py"\nwas = "a"\nbecomes = "b"', "mutant m lacks bug"),
        (MUTANTS + 'wrong = "x"', "mutant local has a key 'wrong'"),
        (MUTANTS + MUTANTS, "has two mutants sum"),
    ],
)
def test_a_wrong_table_is_our_mistake(folder: Path, rows: str, message: str) -> None:
    (folder / "mutants.toml").write_text(textwrap.dedent(rows))
    with pytest.raises(InternalError, match=message):
        mutants(str(folder))


def test_a_mutant_that_breaks_the_syntax_points_at_its_line(folder: Path) -> None:
    mutant = Mutant("m", str(folder / "main.py"), "LOCAL = 1", "LOCAL = (")
    with pytest.raises(LanguageError) as caught:
        load_file(str(folder / "main.py"), mutant=mutant)
    assert caught.value.where.file.endswith("main+m.py") and caught.value.where.line > 1


def test_targets_of_a_shipped_system() -> None:
    (target,) = pipeline.targets("buf_ring/f4+out_of_turn::SingleConsumer")
    assert (target.name, target.scenario) == ("buf_ring/f4+out_of_turn::SingleConsumer", "SingleConsumer")
    assert target.mutant is not None and target.mutant.shown.endswith("parts+out_of_turn.py")
    assert len(pipeline.targets("buf_ring/f4+out_of_turn")) == len(pipeline.targets("buf_ring/f4"))
    for place, message in (
        ("buf_ring/f4+frob", "buf_ring has no mutant 'frob'\n    its mutants are: "),
        ("buf_ring/f9+out_of_turn", "buf_ring has no variant 'f9'"),
        ("buf_ring+out_of_turn", "buf_ring has no variant ''"),
    ):
        with pytest.raises(TargetError, match=message):
            pipeline.targets(place)


def test_one_road_for_all_verbs() -> None:
    name = "buf_ring/f4+out_of_turn::SingleConsumer"
    result = pipeline.check(name)
    assert (result.target, result.verdict) == (name, "violated") and result.finding is not None
    assert pipeline.replay(name, result.finding.schedule).finding is not None
    assert "parts+out_of_turn.py" in pipeline.dump(name, "ir")
