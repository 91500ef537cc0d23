"""The headers for threads agree with the library: every name is bound to a function that compiles, structs have the
same fields at the same places, sizes are glibc's, and C calls everything with the library's types.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from unknot.core.options import Options
from unknot.frontend.c.clang import HEADERS, compile_files
from unknot.frontend.c.inputs import CInput
from unknot.frontend.python.load import build_functions
from unknot.ir.program import Program
from unknot.ir.types import StructType
from unknot.pipeline import check

HERE = Path(__file__).parent
THREADS = ("pthread.h", "sched.h", "semaphore.h", "threads.h")
STRUCTS = {
    "pthread_attr_t": ("libc.pthread_attr", 56),
    "pthread_mutex_t": ("libc.pthread_mutex", 40),
    "pthread_mutexattr_t": ("libc.pthread_mutexattr", 4),
    "pthread_cond_t": ("libc.pthread_cond", 48),
    "pthread_condattr_t": ("libc.pthread_cond", 4),
    "pthread_rwlock_t": ("libc.pthread_rwlock", 56),
    "pthread_rwlockattr_t": ("libc.pthread_rwlock", 8),
    "pthread_spinlock_t": ("libc.pthread_spin", 4),
    "pthread_barrier_t": ("libc.pthread_barrier", 32),
    "pthread_barrierattr_t": ("libc.pthread_barrier", 4),
    "sem_t": ("libc.semaphore", 32),
    "pthread_cleanup": ("libc.pthread_cleanup", 24),
    "sched_param": ("libc.pthread_attr", 4),
}
"""By C's name: the module with the struct, and glibc's size."""
OTHER_SIZES = {"pthread_t": 8, "pthread_key_t": 4, "pthread_once_t": 4, "mtx_t": 40, "cnd_t": 48, "thrd_t": 8}


def bound(header: str) -> list[tuple[str, str]]:
    """The module and function of each name that a header binds."""
    return re.findall(r"__UNKNOT\(([\w.]+),\s*(\w+)\)", (HEADERS / header).read_text(encoding="utf-8"))


@cache
def library(module: str) -> Program:
    """All functions of a module that C may call, compiled."""
    found = import_module(f"unknot.{module}")
    names = {name for header in THREADS for place, name in bound(header) if place == module}
    return build_functions([getattr(found, name) for name in sorted(names)])


@pytest.mark.parametrize("header", THREADS)
def test_every_name_is_bound_to_a_function(header: str) -> None:
    for module, name in bound(header):
        assert name in {f.rpartition(".")[2] for f in library(module).functions}, (module, name)


def test_every_function_for_c_has_a_header() -> None:
    declared = {(module, name) for header in THREADS for module, name in bound(header)}
    for module in sorted({module for module, _ in declared}):
        public = set(import_module(f"unknot.{module}").__all__)
        missing = public - {name for place, name in declared if place == module}
        assert not missing, (module, missing)


def struct_of(name: str) -> StructType:
    """The library's struct of that name."""
    found = library(STRUCTS[name][0]).structs[name]
    assert isinstance(found, StructType)
    return found


def test_structs_are_laid_out_alike(tmp_path: Path) -> None:
    lines = ["#include <pthread.h>", "#include <semaphore.h>", "#include <threads.h>", "#include <stddef.h>"]
    for name, (_, size) in STRUCTS.items():
        kind = struct_of(name)
        plain = f"struct {name}"
        lines.append(f'_Static_assert(sizeof({plain}) == {size} && {kind.size} == {size}, "{name}");')
        for field in kind.fields:
            lines.append(f'_Static_assert(offsetof({plain}, {field.name}) == {field.offset}, "{name}.{field.name}");')
            lines.append(f'_Static_assert(sizeof((({plain} *)0)->{field.name}) == {field.type.size}, "{field.name}");')
    lines += [f'_Static_assert(sizeof({name}) == {size}, "{name}");' for name, size in OTHER_SIZES.items()]
    lines.append('_Static_assert(offsetof(pthread_mutex_t, kind) == 16, "kind");')
    lines.append('_Static_assert(offsetof(pthread_rwlock_t, prefers) == 48, "prefers");')
    source = tmp_path / "layout.c"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert compile_files(CInput((str(source),)))


def program_of(header: str) -> str:
    """A C program that calls everything a header binds, with arguments that are all zero, on a path never taken."""
    text = re.sub(r"/\*.*?\*/", "", (HEADERS / header).read_text(encoding="utf-8"), flags=re.DOTALL)
    calls = []
    for name, inner in re.findall(r"\b(\w+)\(((?:[^()]|\([^()]*\)(?:\([^()]*\))?)*)\)\s*__UNKNOT", text):
        count = 0 if inner.strip() == "void" else len(re.sub(r"\([^()]*\)", "", inner).split(","))
        calls.append(f"\tif (argc > 9) {name}({', '.join(['0'] * count)});")
    assert len(calls) == len(bound(header))
    return f"#include <{header}>\nint main(int argc, char **argv)\n{{\n" + "\n".join(calls) + "\n\treturn 0;\n}\n"


@pytest.mark.parametrize("header", THREADS)
def test_c_calls_with_the_types_of_the_library(header: str, tmp_path: Path) -> None:
    source = tmp_path / "calls.c"
    source.write_text(program_of(header), encoding="utf-8")
    assert check(str(source), Options()).verdict == "verified"
