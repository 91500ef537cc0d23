"""The layers of the architecture hold: who imports whom, and what must stay absent (ARCHITECTURE.md says why)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "unknot"
LAYERS: tuple[tuple[str, ...], ...] = (
    ("core",),
    ("ir",),
    ("frontend",),
    ("passes", "memory"),
    ("interp", "compile"),
    ("explore",),
    ("checks",),
    ("diagnose",),
    ("report",),
    ("pipeline",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}
PROGRAMS = ("memory/buffers.py", "passes/recorder.py", "passes/footprints.py", "explore", "kernel", "libc", "systems")
"""What is written in unknot's own language, and so imports it."""
FILES = sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def of(path: Path) -> str:
    """The package, or the file without suffix, right below `unknot`."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def is_program(path: Path) -> bool:
    text = path.relative_to(PACKAGE).as_posix()
    return any(text == program or text.startswith(program + "/") for program in PROGRAMS)


def files(*names: str, besides: tuple[str, ...] = ()) -> list[Path]:
    """The files of these packages, or all files but those of `besides`."""
    return [p for p in FILES if (not names or of(p) in names) and of(p) not in besides]


@pytest.mark.parametrize("path", files(*RANK), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_package_imports_only_what_stands_before_it(path: Path) -> None:
    for name in imported(path):
        root, _, rest = name.partition(".")
        package = rest.partition(".")[0]
        if root != "unknot" or package == of(path):
            continue
        if package == "lang":
            assert is_program(path), f"{path} imports the language, but is no program"
        elif package:
            assert RANK.get(package, 99) < RANK[of(path)], f"{path} imports {name}, which comes after it"


def test_every_package_has_a_place() -> None:
    assert {of(path) for path in FILES} == {*RANK, "kernel", "libc", "systems", "lang", "c", "__init__"}


@pytest.mark.parametrize("path", files("kernel"), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_the_kernel_library_imports_only_the_language(path: Path) -> None:
    ours = {name for name in imported(path) if name.partition(".")[0] == "unknot"}
    assert all(name == "unknot.lang" or f"{name}.".startswith("unknot.kernel.") for name in ours), ours


@pytest.mark.parametrize("path", files("libc"), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_the_c_library_imports_only_the_language_and_the_kernel_library(path: Path) -> None:
    ours = {name for name in imported(path) if name.partition(".")[0] == "unknot"}
    programs = ("unknot.kernel.", "unknot.libc.")
    assert all(name == "unknot.lang" or f"{name}.".startswith(programs) for name in ours), ours


@pytest.mark.parametrize("path", files("systems"), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_systems_import_only_the_language(path: Path) -> None:
    ours = {name for name in imported(path) if name.partition(".")[0] == "unknot"}
    programs = ("unknot.kernel.", "unknot.systems.")
    assert all(name in ("unknot", "unknot.lang") or f"{name}.".startswith(programs) for name in ours), ours


@pytest.mark.parametrize(
    ("module", "owners"),
    [
        ("llvmlite", ("compile",)),
        ("ast", ("frontend",)),
        ("time", ("pipeline", "explore", "diagnose")),
        ("click", ("cli",)),
        ("rich", ("cli", "report")),
    ],
)
def test_only_its_owners_import(module: str, owners: tuple[str, ...]) -> None:
    for path in files(besides=owners):
        assert module not in {name.partition(".")[0] for name in imported(path)}, f"{path} imports {module}"


def test_the_interpreter_does_not_see_what_is_for_native_code_only() -> None:
    native_only = {f"unknot.passes.{name}" for name in ("inline", "propagate", "sink")}
    for path in files(besides=("compile",)):
        assert not native_only & set(imported(path)), path


def test_the_front_ends_do_not_know_each_other() -> None:
    for path in files("frontend"):
        known = {name.partition(".")[2].split(".")[1] for name in imported(path) if name.startswith("unknot.frontend.")}
        both = path.relative_to(PACKAGE).as_posix() in ("frontend/link.py", "frontend/harness.py")
        assert both or not {"c", "python"} <= known | {path.parent.name}, path
