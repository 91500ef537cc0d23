"""What all tests share: golden files (`pytest --update-golden` rewrites them), and a cache of compiled code of their
own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files instead of comparing")


def normalised(text: str) -> str:
    """The text with durations replaced, the only thing in a report that differs from run to run."""
    return re.sub(r"\b\d+(\.\d+)? s\b", "<time>", text)


@pytest.fixture(autouse=True, scope="session")
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the processes they start, neither see nor fill the user's cache, nor obey the user's limits."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in [name for name in os.environ if name.startswith("UNKNOT_") and name != "UNKNOT_EXAMPLES"]:
            patch.delenv(variable)
        base = tmp_path_factory.getbasetemp()
        shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
        patch.setenv("UNKNOT_CACHE_DIR", str(shared / "unknot-cache"))
        yield


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of that name in tests/golden/."""
    update = request.config.getoption("--update-golden")

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        actual = normalised(text)
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
        assert path.is_file(), f"no golden file {path}: run pytest --update-golden and read what it wrote"
        assert actual == path.read_text(encoding="utf-8")

    return compare
