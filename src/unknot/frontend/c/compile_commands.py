"""Compilation databases (compile_commands.json): the flags under which a build compiles a file.

One idea: of a build's command only what changes the meaning of the source is kept: where headers are, what macros are,
which C it is. Format: https://clang.llvm.org/docs/JSONCompilationDatabase.html
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unknot.core.errors import TargetError

NAME = "compile_commands.json"

_FOLDERS = ("-I", "-isystem", "-iquote", "-idirafter", "-isysroot", "-include", "-imacros")
"""Flags whose value is a path, relative to the folder of the build."""
_SHORT = ("-I", "-D", "-U")
"""Flags whose value may stand in the same word."""
_KEPT = (
    "-fwrapv",
    "-fno-strict-overflow",
    "-fsigned-char",
    "-funsigned-char",
    "-fshort-enums",
    "-fms-extensions",
    "-fcommon",
    "-fno-common",
    "-fgnu89-inline",
    "-ansi",
)
"""Words without a value that change what a program means."""


def flags_of(place: str, files: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The flags of each file that the database at `place` (it, or its folder) knows. Raises TargetErrors."""
    path = os.path.join(place, NAME) if os.path.isdir(place) else place
    by_file: dict[str, tuple[str, ...]] = {}
    for entry in _entries(path):
        folder = os.path.join(os.path.dirname(os.path.abspath(path)), entry.get("directory", ""))
        name = os.path.realpath(os.path.join(folder, entry["file"]))
        by_file.setdefault(name, tuple(_kept(_command(entry, path), folder)))
    found = {file: by_file[os.path.realpath(file)] for file in files if os.path.realpath(file) in by_file}
    if not found:
        raise TargetError(
            f"{path} knows none of the files {', '.join(files)}",
            remedy="give files that the build compiles, or the flags with -I, -D and after --",
        )
    return found


def _entries(path: str) -> list[Mapping[str, Any]]:
    try:
        with open(path, encoding="utf-8") as file:
            entries = json.load(file)
    except OSError as error:
        raise TargetError(
            f"cannot read {path}: {error.strerror}", remedy=f"--compile-commands takes {NAME} or the folder it is in"
        ) from error
    except ValueError as error:
        raise TargetError(f"{path} is no JSON: {error}") from error
    if not isinstance(entries, list) or not all(_is_entry(entry) for entry in entries):
        raise TargetError(
            f"{path} is no compilation database",
            remedy='it must be a list of objects with "file", "directory", and "command" or "arguments"',
        )
    return entries


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        return False
    arguments = entry.get("arguments")
    listed = isinstance(arguments, list) and all(isinstance(word, str) for word in arguments)
    return isinstance(entry.get("directory", ""), str) and (listed or isinstance(entry.get("command"), str))


def _command(entry: Mapping[str, Any], path: str) -> list[str]:
    if "arguments" in entry:
        return list(entry["arguments"])
    try:
        return shlex.split(entry["command"])
    except ValueError as error:
        raise TargetError(f"{path}: the command of {entry['file']} cannot be read: {error}") from error


def _kept(words: Sequence[str], folder: str) -> Iterator[str]:
    """The words that matter, paths made independent of where the build runs."""
    rest = iter(words[1:])
    for word in rest:
        flag = next((f for f in _SHORT if word.startswith(f) and word != f), word)
        if word in _KEPT or word.startswith(("-std=", "--std=")):
            yield word
        elif flag in _FOLDERS or flag in _SHORT:
            value = word[len(flag) :] or next(rest, "")
            yield from (flag, os.path.join(folder, value) if flag in _FOLDERS else value)
