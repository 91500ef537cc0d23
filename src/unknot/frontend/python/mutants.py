"""Mutants of a shipped system: its `mutants.toml`, and the files with one line changed. One idea: the change is made
in the text before it is compiled, and the changed text has a file name of its own, so that traces show what ran."""

from __future__ import annotations

import linecache
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

from unknot.core.errors import InternalError, TargetError

FILE = "mutants.toml"
KEYS = {"name", "file", "was", "becomes", "line_after", "bug", "survives"}
NEEDED = ("name", "file", "was", "becomes", "bug")


@dataclass(frozen=True)
class Mutant:
    """A change of one line: in `path`, the line `was` (after the line that begins with `line_after`, if that is given)
    becomes `becomes`. `bug`: which bug of history it is; `survives`: why no scenario catches it, or nothing."""

    name: str
    path: str
    was: str
    becomes: str
    line_after: str = ""
    bug: str = ""
    survives: str = ""

    @property
    def shown(self) -> str:
        """The name of the changed file, for traces: register.py with the mutant lost_hint is register+lost_hint.py."""
        front, ending = os.path.splitext(self.path)
        return f"{front}+{self.name}{ending}"

    def text(self) -> str:
        """The changed text. Raises InternalError if there is not exactly one such line."""
        lines = Path(self.path).read_text(encoding="utf-8").splitlines(keepends=True)
        number = self._line([line.strip() for line in lines])
        line = lines[number]
        indentation = line[: len(line) - len(line.lstrip())]
        lines[number] = f"{indentation}{self.becomes.strip()}\n"
        return "".join(lines)

    def _line(self, lines: list[str]) -> int:
        """Where the line stands."""
        first = 0
        if self.line_after:
            first = self._only("line_after", [i for i, line in enumerate(lines) if line.startswith(self.line_after)])
        found = [i for i, line in enumerate(lines) if line == self.was.strip() and i >= first]
        return found[0] if self.line_after and found else self._only("was", found)

    def _only(self, key: str, found: list[int]) -> int:
        if len(found) != 1:
            text = getattr(self, key)
            raise InternalError(f"mutant {self.name}: {len(found)} lines of {self.path} are {key} = {text!r}, not one")
        return found[0]


def mutants(folder: str) -> dict[str, Mutant]:
    """The mutants of the system in that folder, by name."""
    path = Path(folder) / FILE
    if not path.is_file():
        return {}
    found: dict[str, Mutant] = {}
    for row in tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", []):
        mutant = _mutant(folder, row)
        if mutant.name in found:
            raise InternalError(f"{path} has two mutants {mutant.name}")
        found[mutant.name] = mutant
    return found


def _mutant(folder: str, row: dict[str, str]) -> Mutant:
    missing = [key for key in NEEDED if key not in row]
    wrong = sorted(row.keys() - KEYS)
    if missing or wrong:
        fault = f"lacks {missing[0]}" if missing else f"has a key {wrong[0]!r}"
        raise InternalError(f"{folder}/{FILE}: mutant {row.get('name', '?')} {fault}")
    values = {key: value for key, value in row.items() if key != "file"}
    return Mutant(path=os.path.normpath(os.path.join(folder, row["file"])), **values)


def find_mutant(folder: str, name: str) -> Mutant:
    """The mutant of that name. Raises TargetError if the system has none."""
    known = mutants(folder)
    if name not in known:
        remedy = f"its mutants are: {', '.join(known)}" if known else f"{FILE} in its folder would list them"
        raise TargetError(f"{os.path.basename(folder)} has no mutant {name!r}", remedy=remedy)
    return known[name]


# -- loading with the change -------------------------------------------------------------------------------------------


class _Changed(Loader):
    """Runs the changed text as a module."""

    def __init__(self, mutant: Mutant, text: str) -> None:
        self.mutant = mutant
        self.text = text
        self.used = False

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        self.used = True
        exec(compile(self.text, self.mutant.shown, "exec", dont_inherit=True), vars(module))


class _Finder(MetaPathFinder):
    """Finds the changed module as Python finds it, and gives it the changed text."""

    def __init__(self, changed: _Changed) -> None:
        self.changed = changed

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not spec.origin or os.path.abspath(spec.origin) != os.path.abspath(self.changed.mutant.path):
            return None
        places = spec.submodule_search_locations
        shown = self.changed.mutant.shown
        return spec_from_file_location(fullname, shown, loader=self.changed, submodule_search_locations=places)


@contextmanager
def changed(mutant: Mutant | None, path: str) -> Iterator[tuple[str, bytes | None]]:
    """For the body, who imports the mutant's file gets the changed text. Gives the name and, if it is the changed file
    itself, the text to run for the file at `path`."""
    if mutant is None:
        yield path, None
        return
    text = mutant.text()
    _remember(mutant.shown, text)
    if os.path.abspath(path) == os.path.abspath(mutant.path):
        yield mutant.shown, text.encode()
        return
    loader = _Changed(mutant, text)
    finder = _Finder(loader)
    sys.meta_path.insert(0, finder)
    try:
        yield path, None
    finally:
        sys.meta_path.remove(finder)
    if not loader.used:
        remedy = f"{mutant.name} is a mutant of what imports {os.path.basename(mutant.path)}"
        raise TargetError(f"{os.path.basename(path)} does not use the line that {mutant.name} changes", remedy=remedy)


def _remember(shown: str, text: str) -> None:
    """Gives the text to all who ask for the lines of that file; nothing on the disk has that name."""
    lines = text.splitlines(keepends=True)
    for name in {shown, os.path.relpath(shown)}:
        linecache.cache[name] = (len(text), None, lines, name)
