"""The cache of compiled code: damage is mended, processes share it, and being without one is no error."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from unknot.compile import jit
from unknot.core.errors import InternalError

TEXT = """
define i64 @answer() {
  ret i64 42
}
"""
PROGRAM = """
from unknot import scenario, thread
from unknot.lang import atomic, u64

@scenario
class Small:
    x: atomic[u64]

    @thread(count=2)
    def t(self) -> None:
        self.x.fetch_add(1)
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("UNKNOT_CACHE_DIR", str(folder))
    return folder


def entries(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


class Made:
    """Makes an entry, counting how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> bytes:
        self.times += 1
        return b"code" * 100


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def beheaded(content: bytes) -> bytes:
    return b"X" + content[1:]


def emptied(content: bytes) -> bytes:
    return b""


DAMAGE = (truncated, flipped, beheaded, emptied)


def test_an_entry_is_made_once(cache: Path) -> None:
    made = Made()
    assert jit.cached("0" * 64, made) == jit.cached("0" * 64, made) == b"code" * 100
    assert made.times == 1
    assert [path.name for path in entries(cache)] == ["0" * 64]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_entry_is_made_anew(cache: Path, damage: Callable[[bytes], bytes]) -> None:
    made = Made()
    jit.cached("0" * 64, made)
    (entry,) = entries(cache)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert jit.cached("0" * 64, made) == b"code" * 100
    assert (made.times, entry.read_bytes()) == (2, whole)


def test_code_from_the_cache_runs(cache: Path) -> None:
    assert not jit.is_cached(TEXT)
    first = jit.load(TEXT)
    assert jit.is_cached(TEXT)
    assert first.address("answer") and jit.load(TEXT).address("answer")
    assert not jit.is_cached(TEXT, 1)


def test_code_without_the_function_is_our_mistake() -> None:
    with pytest.raises(InternalError, match="no function"):
        jit.load(TEXT).address("question")


def test_text_that_llvm_refuses_is_our_mistake() -> None:
    with pytest.raises(InternalError, match="LLVM refuses"):
        jit.compile_text("define i64 @f() { ret i32 0 }")


def test_the_key_depends_on_every_part() -> None:
    assert len({jit.key("a", "b"), jit.key("ab"), jit.key("a", "b", ""), jit.key("b", "a")}) == 4


@pytest.fixture
def program(tmp_path: Path) -> Iterator[list[str]]:
    """The command line that checks a small program."""
    path = tmp_path / "small.py"
    path.write_text(PROGRAM)
    yield [sys.executable, "-m", "unknot.cli.main", "check", str(path)]


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out.split("·")[0], err


def start(words: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ))


def test_processes_that_fill_an_empty_cache_at_once(cache: Path, program: list[str]) -> None:
    first, second = start(program), start(program)
    results = [finish(first), finish(second)]
    assert [(status, err) for status, _, err in results] == [(0, ""), (0, "")]
    assert all(out.startswith("VERIFIED") for _, out, _ in results)
    assert all(len(path.name) == 64 for path in entries(cache)), "a temporary file was left"


def test_a_damaged_cache_is_not_noticed(cache: Path, program: list[str]) -> None:
    assert finish(start(program))[0] == 0
    before = {path: path.read_bytes() for path in entries(cache)}
    assert len(before) == 2, "the search loop, and the program"
    for path, content in before.items():
        path.write_bytes(truncated(content))
    assert finish(start(program))[0] == 0
    assert {path: path.read_bytes() for path in entries(cache)} == before


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: list[str]
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("UNKNOT_CACHE_DIR", str(blocked / "cache"))
    status, out, err = finish(start(program))
    assert (status, err) == (0, "")
    assert out.startswith("VERIFIED")


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("UNKNOT_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert jit.cache_directory() == tmp_path / "unknot"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert jit.cache_directory() == Path.home() / ".cache" / "unknot"
