"""unknot's headers: each can be included alone and twice, in every C, by every clang there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.frontend.c.clang import FLAGS, HEADERS, Clang, clangs

CLANGS = list(clangs(""))
ALL = sorted(str(path.relative_to(HEADERS)) for path in HEADERS.rglob("*.h"))
USER = [name for name in ALL if "/" not in name]
"""Headers of the C library, which mix with each other; those of a kernel have other error numbers, for one."""


def complaints(clang: Clang, path: Path, *flags: str) -> str:
    """What clang says of a file, warnings included."""
    ours = [flag for flag in FLAGS if flag not in ("-Wno-everything", "-S", "-emit-llvm")]
    return clang.run(*ours, "-fsyntax-only", "-Wall", *flags, str(path)).stderr


@pytest.mark.parametrize("name", ALL)
def test_a_header_stands_alone(name: str, tmp_path: Path) -> None:
    path = tmp_path / "alone.c"
    path.write_text(f"#include <{name}>\n#include <{name}>\nint nothing;\n")
    assert complaints(CLANGS[0], path) == ""


@pytest.mark.parametrize("clang", CLANGS, ids=lambda clang: clang.name)
@pytest.mark.parametrize("standard", ["gnu89", "c99", "c11", "gnu17", "gnu2x"])
def test_headers_of_the_library_go_together(clang: Clang, standard: str, tmp_path: Path) -> None:
    path = tmp_path / "all.c"
    builtin = ("stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h", "stdint.h", "float.h", "stdalign.h", "iso646.h")
    names = [*reversed(USER), *builtin, "sys/types.h"]
    path.write_text("".join(f"#include <{name}>\n" for name in names) + "int nothing;\n")
    flags = () if standard.startswith("gnu8") else ("-pedantic",)
    said = complaints(clang, path, f"-std={standard}", *flags)
    assert "error" not in said and "redefined" not in said, said


def test_the_numbers_of_errors_are_linuxs(tmp_path: Path) -> None:
    path = tmp_path / "numbers.c"
    path.write_text(
        '#include <errno.h>\n_Static_assert(EDEADLK == 35 && EBUSY == 16 && ETIMEDOUT == 110, "numbers");\n'
    )
    assert complaints(CLANGS[0], path) == ""


def test_a_kernels_numbers_win(tmp_path: Path) -> None:
    for first, second in (("errno.h", "sys/errno.h"), ("sys/errno.h", "errno.h")):
        path = tmp_path / "kernel.c"
        path.write_text(f'#include <{first}>\n#include <{second}>\n_Static_assert(EDEADLK == 11, "numbers");\n')
        assert complaints(CLANGS[0], path) == ""


def test_the_reference_names_every_header() -> None:
    text = (Path(__file__).parents[3] / "docs/reference/c.md").read_text(encoding="utf-8")
    own = [name for name in ALL if "bits/" not in name and not Path(name).name.startswith("_")]
    assert [name for name in own if f"`{name}`" not in text] == []
