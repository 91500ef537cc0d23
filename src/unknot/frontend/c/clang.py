"""From C to LLVM IR as text: finds a clang and runs it.

One idea: nothing of the machine shows. The target, the headers and the flags are ours, so that a program means the same
on any host and with any clang from 15 on. No optimisation: what is explored is what was written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from unknot.core.errors import CompileError, OptionError, TargetError, UserError
from unknot.frontend.c.compile_commands import flags_of
from unknot.frontend.c.inputs import CInput

OLDEST, NEWEST = 15, 22
"""Versions of clang that unknot is tested with; newer ones are tried."""

VARIABLE = "UNKNOT_CLANG"

HEADERS = Path(__file__).parent / "include"

FLAGS = (
    "-S",
    "-emit-llvm",
    "-O0",
    "-g",
    "-Wno-everything",
    "-std=gnu17",
    "--target=x86_64-unknown-linux-gnu",
    "-Xclang",
    "-disable-O0-optnone",
    "-fno-builtin",
    "-fno-discard-value-names",
    "-mlong-double-64",
    "-mcx16",
    "-fno-pic",
    "-fno-stack-protector",
    "-U_FORTIFY_SOURCE",
    "-Werror=implicit-function-declaration",
    "-D__UNKNOT__=1",
    "-nostdlibinc",
    "-isystem",
    str(HEADERS),
)
"""What every file is compiled with. A function that nobody declares is an error in all versions, as it is since 16;
what else is an error in some but was a warning before is none."""

ALL_TYPES = "-fno-eliminate-unused-debug-types"
"""A harness may name types that the C program itself does not use."""

_HIDDEN = ("CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "CCC_OVERRIDE_OPTIONS", "DEPENDENCIES_OUTPUT")
"""Environment variables that would change what clang does."""

_VERSION = re.compile(r"clang version (\d+)[\d.]*")
_PRODUCER = re.compile(r'producer: "[^"]*clang version (\d+)[\d.]*')

_MISSING = {
    "' file not found": "the headers there are: docs/reference/c.md; -I FOLDER adds those of the program",
    "call to undeclared function": "the functions there are: docs/reference/c.md; others must be declared and defined",
}
"""What clang says where something is missing that may be missing here alone, and what to do."""

_OTHER_MACHINE = re.compile(r'^target triple = "(?!x86_64)', re.MULTILINE)
_OPTIMISES = re.compile(r"-O([1-9gsz]|fast)?")

_GET_ONE = f"install clang, or `pip install 'unknot[c]'`, which brings one; or name one with --clang or {VARIABLE}"


@dataclass(frozen=True)
class Unit:
    """One source file as LLVM IR."""

    name: str
    text: str


@dataclass(frozen=True)
class Clang:
    """A clang that may be used: the words that run it, and what to call it."""

    command: tuple[str, ...]
    name: str

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs it on words of its command line."""
        environment = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
        line = [*self.command, *words]
        return subprocess.run(
            line, capture_output=True, encoding="utf-8", errors="replace", env=environment, check=False
        )

    def run_all(self, lines: Sequence[Sequence[str]]) -> list[subprocess.CompletedProcess[str]]:
        """Runs it on several command lines, side by side."""
        if len(lines) == 1:
            return [self.run(*lines[0])]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            return list(pool.map(lambda words: self.run(*words), lines))

    def complaint(self) -> str:
        """Why it cannot be used, or nothing."""
        found = _VERSION.search(self.run("--version").stdout)
        return self.too_old(int(found[1])) if found else f"{self.name} is no clang"

    def too_old(self, version: int) -> str:
        """Why a version cannot be used, or nothing."""
        return f"{self.name} is version {version}: too old" if version < OLDEST else ""


def compile_files(program: CInput) -> list[Unit]:
    """The program's files as LLVM IR, in order. Raises UserErrors: CompileError for what clang itself says."""
    for file in program.files:
        if Path(file).is_dir():
            raise TargetError(f"{file} is a folder", remedy="name the files in it")
        if not Path(file).exists():
            raise TargetError(f"there is no file {file}")
    for word in (*program.flags, *program.arguments):
        _check_word(word)
    flags = flags_of(program.compile_commands, program.files) if program.compile_commands else {}
    sources = [file for file in program.files if not file.endswith(".ll")]
    texts = _compile(program, sources, flags) if sources else {}
    return [Unit(file, texts[file] if file in texts else _read(file)) for file in program.files]


def _check_word(word: str) -> None:
    """Raises OptionError for what would silently mean something else."""
    if _OPTIMISES.fullmatch(word):
        fact = f"{word} has clang optimise, which removes and moves accesses"
        raise OptionError(fact, remedy="leave it out: what is explored is what was written")


def _compile(program: CInput, sources: list[str], flags: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The text of each source, by the first clang that is not too old."""
    ours = (*FLAGS, ALL_TYPES) if program.harness else FLAGS
    complaints = []
    for clang in clangs(program.clang):
        lines = [(*ours, *flags.get(file, ()), *program.flags, *program.arguments, file, "-o", "-") for file in sources]
        done = clang.run_all(lines)
        complaint = _complaint(clang, done)
        if not complaint:
            return {file: _text(clang, file, d) for file, d in zip(sources, done, strict=True)}
        complaints.append(complaint)
    if complaints:
        remedy = f"unknot needs clang {OLDEST} or newer: {_GET_ONE}"
        raise UserError("; ".join(complaints), remedy=remedy)
    raise UserError("there is no clang, and C programs need one", remedy=_GET_ONE)


def _complaint(clang: Clang, done: list[subprocess.CompletedProcess[str]]) -> str:
    """Why a clang that has run cannot be used, or nothing. What it wrote says its version, so it is not asked for it
    unless it failed: that would take longer than to compile a small file."""
    if any(d.returncode for d in done):
        return clang.complaint()
    producer = _PRODUCER.search(done[0].stdout)
    return clang.too_old(int(producer[1])) if producer else ""


def _text(clang: Clang, file: str, done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        remedy = next((remedy for sign, remedy in _MISSING.items() if sign in done.stderr), "")
        said = done.stderr.rstrip() or f"it ended with status {done.returncode} and said nothing"
        raise CompileError(f"{clang.name} does not compile {file}:\n{said}", remedy=remedy)
    if "target triple" not in done.stdout:
        raise CompileError(
            f"{clang.name} wrote no LLVM IR for {file}",
            remedy="is there an argument after -- that has it write something else?",
        )
    if _OTHER_MACHINE.search(done.stdout, 0, 4096):
        raise CompileError(
            f"{clang.name} compiled {file} for another machine",
            remedy="unknot checks programs for x86-64: leave out -m32, --target and their kind",
        )
    return done.stdout


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"cannot read {file}: {error}") from error


# -- which clang -------------------------------------------------------------------------------------------------------


def clangs(named: str) -> Iterator[Clang]:
    """The clangs that may be used, the best first: the one that was named, else all that are found."""
    wanted = named or os.environ.get(VARIABLE, "")
    if wanted:
        path = shutil.which(wanted)
        if path is None:
            who = "--clang" if named else VARIABLE
            raise UserError(
                f"{who} names {wanted}, which cannot be run", remedy="name a clang, or leave it to unknot to find one"
            )
        yield Clang((path,), wanted)
        return
    for name in ("clang", *(f"clang-{version}" for version in range(NEWEST, OLDEST - 1, -1))):
        path = shutil.which(name)
        if path is not None:
            yield Clang((path,), name)
    yield from _of_package()


def _of_package() -> Iterator[Clang]:
    """The clang of the package `ziglang`, which is in `zig` and does not know where its headers are."""
    found = find_spec("ziglang")
    for folder in found.submodule_search_locations or () if found else ():
        zig = shutil.which("zig", path=folder)
        if zig is not None:
            yield Clang((zig, "clang", "-resource-dir", str(Path(folder) / "lib")), "the clang of ziglang")
