"""What is kept of shipped systems: the same answer, from less work, and never an old one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from unknot import pipeline
from unknot.compile import keep
from unknot.core.options import Options
from unknot.diagnose.finding import Result

TARGET = "buf_ring/f0::AlwaysRoom"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("UNKNOT_CACHE_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The targets whose source was loaded."""
    seen: list[object] = []
    load = pipeline.load_program

    def loading(target: Any, *rest: Any) -> pipeline.Loaded:
        seen.append(target)
        return load(target, *rest)

    monkeypatch.setattr(pipeline, "load_program", loading)
    return seen


def told(result: Result) -> Result:
    """Without what time took."""
    return replace(result, seconds=0.0, compile_seconds=0.0)


def test_the_second_time_nothing_is_loaded(loads: list[object]) -> None:
    first = pipeline.check(TARGET)
    assert loads == [TARGET]
    assert told(pipeline.check(TARGET)) == told(first)
    assert loads == [TARGET]


def test_parameters_options_and_files_count(loads: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.check(TARGET)
    assert pipeline.check(TARGET, parameters={"size": 8}).parameters["size"] == 8
    assert pipeline.check(TARGET, Options(memory="tso")).memory == "tso"
    monkeypatch.setattr(keep, "package_digest", lambda: "changed")
    pipeline.check(TARGET)
    assert len(loads) == 4


def test_what_is_compared_with_a_specification_is_loaded_each_time(loads: list[object]) -> None:
    for _ in range(2):
        finding = pipeline.check("buf_ring/f0::Linearizable").finding
        assert finding is not None and finding.kind == "not linearizable"
    assert len(loads) == 2


def test_a_damaged_entry_is_made_anew(loads: list[object], cache: Path) -> None:
    first = pipeline.check(TARGET)
    for entry in (path for path in cache.rglob("*") if path.is_file()):
        entry.write_bytes(entry.read_bytes()[:-1])
    assert told(pipeline.check(TARGET)) == told(first)
    assert len(loads) == 2
