"""Loads the user's files and builds programs from what stands in them. One idea: loading is running the file as
Python runs a module, with values for its parameters; what the file imports from its own folder is loaded anew with
it, and forgotten afterwards."""

from __future__ import annotations

import contextlib
import importlib
import io
import itertools
import linecache
import os
import sys
import sysconfig
import tokenize
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

from unknot.core.errors import InternalError, LanguageError, TargetError, UserError
from unknot.core.location import Location, source_line
from unknot.frontend.python.assemble import Wanted, assemble
from unknot.frontend.python.foreign import Foreign, beside
from unknot.frontend.python.mutants import Mutant, changed
from unknot.frontend.python.names import SIBLINGS, imported_names
from unknot.frontend.python.parameters import Parameter, parameters
from unknot.frontend.python.scenario import scenario_info
from unknot.frontend.python.session import Session
from unknot.frontend.python.source import parse_file, shown_path
from unknot.frontend.python.syntax import compile_pending
from unknot.ir.program import Program

_OURS = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_LIBRARIES = tuple(os.path.abspath(sysconfig.get_path(k)) for k in ("stdlib", "platstdlib", "purelib", "platlib"))
_SYSTEMS = "unknot.systems"
_numbers = itertools.count(1)

TOO_DEEP = "split it: name parts of it, or use a loop"


@dataclass(frozen=True)
class LoadedModule:
    """A file that was run: its scenarios by name, in order, and its parameters."""

    path: str
    module: ModuleType
    scenarios: dict[str, type]
    parameters: dict[str, Parameter]


def load_file(
    path: str, given: Mapping[str, int] | None = None, foreign: Foreign | None = None, mutant: Mutant | None = None
) -> LoadedModule:
    """Runs the file; `given` are values of parameters, `foreign` the C program beside it, `mutant` a change of it or of
    what it imports. Raises UserErrors that point into the file."""
    folder = os.path.dirname(os.path.abspath(path))
    with changed(mutant, path) as (path, text):
        code = _compile(path, text)
        module = ModuleType(f"unknot.loaded.n{next(_numbers)}.{os.path.splitext(os.path.basename(path))[0]}")
        module.__file__ = path
        sys.modules[module.__name__] = module
        with parameters(given or {}) as context, beside(foreign), _own_imports(module, folder):
            _execute(code, module, path)
    context.check_names(shown_path(path))
    return LoadedModule(path, module, _find_scenarios(module, path), context.declared)


def build(scenario: type) -> Program:
    """The program of a scenario's class. It is not verified."""
    return build_with(scenario).program


@dataclass(frozen=True)
class Built:
    """The program of a scenario, not verified; the symbols of what was wanted besides; what of C it mentions and
    lacks."""

    program: Program
    symbols: dict[str, str]
    mentioned: tuple[str, ...]


def build_with(scenario: type, wanted: Wanted | None = None) -> Built:
    """The program of a scenario's class together with what C uses of the libraries: `wanted` gives that when it is
    known what of C the scenario mentions."""
    info = scenario_info(scenario)
    if info is None:
        name = getattr(scenario, "__name__", repr(scenario))
        raise TargetError(f"{name} is no scenario", remedy="mark the class with @scenario")
    try:
        with beside(info.foreign):
            session, symbols = assemble(info, wanted)
        return Built(session.program, symbols, tuple(session.mentioned))
    except RecursionError as error:
        raise LanguageError("an expression of this scenario nests too deep", info.where, TOO_DEEP) from error


def build_functions(functions: Sequence[Callable[..., Any]], name: str = "functions") -> Program:
    """A program without threads: the given functions and all they call, under their own names."""
    session = Session(name)
    for function in functions:
        if not isinstance(function, FunctionType):
            raise LanguageError(f"{function!r} is no Python function")
        session.declare(function)
    compile_pending(session)
    return session.program


# -- running the file --------------------------------------------------------------------------------------------------


def _compile(path: str, text: bytes | None = None) -> CodeType:
    """The file's code; `text` is what stands in it if it is not on the disk."""
    linecache.checkcache(path)
    for cache in (parse_file, imported_names, source_line):
        cache.cache_clear()
    text = _read(path) if text is None else text
    try:
        _decode(text, path)
        return compile(text, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        where = Location(shown_path(path), max(error.lineno or 1, 1), max(error.offset or 1, 1))
        raise LanguageError(f"syntax error: {error.msg}", where) from error
    except ValueError as error:
        raise LanguageError(f"cannot read {path} as Python: {error}", Location(shown_path(path), 1)) from error
    except RecursionError as error:
        message = f"{path} nests its expressions too deep for Python"
        raise LanguageError(message, Location(shown_path(path), 1), TOO_DEEP) from error


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise TargetError(f"cannot read {path}: {error.strerror}") from error


def _decode(text: bytes, path: str) -> None:
    """Raises LanguageError at the first byte that is not in the file's encoding."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(text).readline)
    try:
        text.decode(encoding)
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        column = error.start - (text.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"the byte {text[error.start]:#04x} is not {encoding}"
        remedy = "save the file as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-"
        raise LanguageError(message, Location(shown_path(path), line, column), remedy) from error


def _execute(code: CodeType, module: ModuleType, path: str) -> None:
    """Runs the file. What it raises is its own fault, except our internal errors, and is told with its line.

    What it prints goes to standard error: standard output is for reports.
    """
    try:
        with contextlib.redirect_stdout(sys.stderr):
            exec(code, vars(module))
    except (InternalError, KeyboardInterrupt):
        raise
    except UserError as error:
        if error.where.line:
            raise
        raise type(error)(error.message, _blame(error, path), error.remedy) from error
    except BaseException as error:
        shown = type(error).__name__ + (f": {error}" if str(error) else "").replace("\n", "\n    ")
        raise LanguageError(f"running the file raised {shown}", _blame(error, path), _remedy(error)) from error


def _remedy(error: BaseException) -> str:
    """What to do about an exception of the user's file, where that can be said."""
    if isinstance(error, ImportError) and (error.name or "").startswith("unknot.kernel"):
        return "docs/kernel/README.md lists the modules of the kernel library, and what is in which"
    if isinstance(error, ModuleNotFoundError):
        return "install it where unknot is installed, or put the module beside the file"
    if isinstance(error, ImportError) and error.name in ("unknot", "unknot.lang"):
        return "docs/reference/language.md lists the names there are"
    return ""


def _blame(error: BaseException, path: str) -> Location:
    """The innermost line outside unknot's own code and Python's library."""
    location = Location(shown_path(path), 1)
    for frame in traceback.extract_tb(error.__traceback__):
        file = os.path.abspath(frame.filename)
        if frame.filename == path or not file.startswith((*_LIBRARIES, _OURS + os.sep, os.path.abspath("<"))):
            location = Location(shown_path(frame.filename), frame.lineno or 1, (frame.colno or 0) + 1)
    return location


@contextmanager
def _own_imports(module: ModuleType, folder: str) -> Iterator[None]:
    """For the body, modules of `folder` are imported from there, fresh, and so are the shipped systems; afterwards as
    before."""
    before = {name: module for name, module in sys.modules.items() if _is_fresh(module, folder)}
    for name in before:
        del sys.modules[name]
    importlib.invalidate_caches()
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)
        siblings = {name: m for name, m in sys.modules.items() if _is_fresh(m, folder)}
        for name, sibling in siblings.items():
            vars(sibling)[SIBLINGS] = siblings
            del sys.modules[name]
        vars(module)[SIBLINGS] = siblings
        sys.modules.update(before)


def _is_fresh(module: ModuleType, folder: str) -> bool:
    """True for the user's modules in the folder, which are no library, and for those of the shipped systems: their
    parameters have values anew with each file, and a mutant may have changed them."""
    name = getattr(module, "__name__", "")
    file = getattr(module, "__file__", None)
    if f"{name}.".startswith(f"{_SYSTEMS}."):
        return True
    if not isinstance(file, str) or name == "__main__" or name.partition(".")[0] == "unknot":
        return False
    file = os.path.abspath(file)
    return file.startswith(folder + os.sep) and not file.startswith(tuple(p + os.sep for p in _LIBRARIES))


def _find_scenarios(module: ModuleType, path: str) -> dict[str, type]:
    """The scenarios bound to names of the module, without those that it imports."""
    imported = imported_names(path)
    found: dict[str, type] = {}
    for name, value in vars(module).items():
        info = scenario_info(value)
        if info is not None and not imported.get(name) and value not in found.values():
            info.name, info.file = name, shown_path(path)
            found[name] = value
    return found
