"""What C says of the kernel library is what the library is: structures have the same size and fields the same places,
each function that a header names is there and takes what the header passes, constants are the same."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import unknot
from unknot.frontend.c import llvm
from unknot.frontend.c.clang import compile_files
from unknot.frontend.c.inputs import CInput
from unknot.frontend.c.parsing import parse_module
from unknot.frontend.python.library import Library, compile_library, find
from unknot.ir.types import StructType

INCLUDE = Path(unknot.__file__).parent / "frontend" / "c" / "include"
HEADERS = sorted(
    p.relative_to(INCLUDE).as_posix() for place in ("sys", "machine", "vm") for p in INCLUDE.glob(f"{place}/*.h")
)
OURS = [header for header in HEADERS if header != "sys/time.h"]
"""Those for the kernel alone."""
USERS = [
    "mutex.mtx_lock",
    "sx.sx_xlock",
    "rwlock.rw_wlock",
    "rmlock.rm_rlock_new",
    "condvar.cv_wait",
    "callout.callout_drain",
    "taskqueue.taskqueue_enqueue",
    "timeout_task.taskqueue_enqueue_timeout",
    "epoch.NET_EPOCH_CALL",
    "epoch.NET_EPOCH_ENTER",
    "mbuf.mbufq_drain",
    "mbuf.m_gethdr",
    "proc.kproc_start",
]
"""Functions that use all structures which C knows too."""
STRUCTS = [
    "lock_object",
    "mtx",
    "holders",
    "sx",
    "rwlock",
    "rmlock",
    "rm_priotracker",
    "cv",
    "callout",
    "task",
    "timeout_task",
    "epoch_record",
    "epoch_context",
    "epoch_tracker",
    "pkthdr",
    "mbuf",
    "mbufq",
    "proc",
    "thread",
    "kproc_desc",
]
RENAMED = {
    ("mbufq", "mq_first"): "mq_head.stqh_first",
    ("mbufq", "mq_last"): "mq_head.stqh_last",
    ("kproc_desc", "place"): "global_procpp",
}
LABEL = re.compile(r"__UNKNOT\(((?:kernel|libc)\.\w+), (\w+)\)")
CONSTANTS = {
    "errno": "sys/errno.h",
    "mutex": "sys/mutex.h",
    "sx": "sys/sx.h",
    "rwlock": "sys/rwlock.h",
    "rmlock": "sys/rmlock.h",
    "lock": "sys/lock.h",
    "malloc": "sys/malloc.h",
    "callout": "sys/callout.h",
    "epoch": "sys/epoch.h",
    "sleepqueue": "sys/param.h",
    "uma": "vm/uma.h",
    "mbuf": "sys/mbuf.h",
}


def includes(headers: list[str]) -> str:
    return "".join(f"#include <{header}>\n" for header in headers)


def compiled(folder: Path, text: str) -> str:
    """The text as LLVM IR; raises if clang does not take it."""
    file = folder / "program.c"
    file.write_text(text, encoding="utf-8")
    return compile_files(CInput((str(file),)))[0].text


@pytest.fixture(scope="module")
def library() -> Library:
    return compile_library("all", {name: find(f"unknot.kernel.{name}") for name in USERS}, [])


def test_structures_are_the_same(library: Library, tmp_path: Path) -> None:
    lines = [includes(HEADERS)]
    for name in STRUCTS:
        kind = library.program.structs[name]
        assert isinstance(kind, StructType)
        lines.append(f'_Static_assert(sizeof(struct {name}) == {kind.size}, "size of {name}");')
        for field in kind.fields:
            member = RENAMED.get((name, field.name), field.name)
            place = f"__builtin_offsetof(struct {name}, {member})"
            lines.append(f'_Static_assert({place} == {field.offset}, "place of {name}.{member}");')
    compiled(tmp_path, "\n".join(lines) + "\n")


@pytest.mark.parametrize("header", HEADERS)
def test_each_header_stands_alone(header: str, tmp_path: Path) -> None:
    assert compiled(tmp_path, f"#include <{header}>\n#include <{header}>\nint x;\n")


@pytest.mark.parametrize("kernel_first", [True, False])
def test_a_harness_has_the_c_library_too(kernel_first: bool, tmp_path: Path) -> None:
    users = ["assert.h", "pthread.h", "stdatomic.h", "stdio.h", "stdlib.h", "string.h", "time.h", "unistd.h", "errno.h"]
    both = [*HEADERS, *users] if kernel_first else [*users, *HEADERS]
    text = includes(both) + '_Static_assert(EWOULDBLOCK == 35, "the kernel\'s numbers");\n'
    assert compiled(tmp_path, text)


def test_constants_are_the_same(tmp_path: Path) -> None:
    lines = [includes(HEADERS)]
    for module, header in CONSTANTS.items():
        defined = set(re.findall(r"#define (\w+) ", (INCLUDE / header).read_text(encoding="utf-8")))
        values = vars(importlib.import_module(f"unknot.kernel.{module}"))
        known = sorted(n for n in defined & set(values) if isinstance(values[n], int))
        assert known, header
        lines += [f'_Static_assert({n} == {values[n]}, "{n}");' for n in known]
    compiled(tmp_path, "\n".join(lines) + "\n")


def declared() -> dict[str, str]:
    """The library's functions that the headers of the kernel name, with the header."""
    found = {}
    for header in OURS:
        for module, name in LABEL.findall((INCLUDE / header).read_text(encoding="utf-8")):
            found[f"unknot.{module}.{name}"] = header
    return found


FUNCTION = re.compile(r"(\w+)\((?:[^()]|\([^()]*\))*\)\s*(?:__attribute__\(\(\w+\)\)\s*)?__UNKNOT\((?:kernel|libc)\.")


def widths(kind: llvm.Function) -> tuple[list[int], int]:
    """Bits of the parameters and of the result, as calls pass them; a variadic function has one parameter more."""
    given = [_bits(p) for p in kind.params] + [64] * kind.variadic
    return given, _bits(kind.result)


def _bits(kind: llvm.Type) -> int:
    if isinstance(kind, llvm.Int):
        return max(8, kind.bits)
    return 64 if isinstance(kind, llvm.Pointer) else 0


def test_what_headers_name_is_there_and_fits(tmp_path: Path) -> None:
    library = compile_library("named", {name: find(name) for name in declared()}, [])
    text = re.sub(r"#define(?:\\\n|.)*", "", "".join((INCLUDE / h).read_text(encoding="utf-8") for h in OURS))
    names = sorted(set(FUNCTION.findall(text)))
    uses = "".join(f"\t(void *){name},\n" for name in names)
    module = parse_module(compiled(tmp_path, f"{includes(HEADERS)}void *all[] = {{\n{uses}}};\n"), "program.c")
    seen = 0
    for name, function in module.functions.items():
        if name not in library.symbols:
            continue
        seen += 1
        ours = library.program.functions[library.symbols[name]]
        params, result = [int(p.type) for p in ours.params], int(ours.result or 0)
        given, returned = widths(function.type)
        assert params == given or params == [*given, 32], name
        assert result == returned, name
    assert seen > 150
