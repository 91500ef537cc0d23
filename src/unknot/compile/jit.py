"""LLVM text to callable machine code, cached on disk. One idea: the key of a cached object is everything that went
into it.

An entry is written to a temporary file and moved into place, so two processes can share the cache; it starts with a
digest of its content, so a damaged one is noticed and made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.core.errors import InternalError

if TYPE_CHECKING:
    import llvmlite.binding as llvm

_MAGIC = b"unknot-object-1\n"
LARGE_TEXT = 1 << 20
"""Bytes of LLVM text from which on code that is made quickly calls the runtime's small functions: half the time."""


def cache_directory() -> Path:
    """$UNKNOT_CACHE_DIR, else unknot/ in $XDG_CACHE_HOME or ~/.cache."""
    own = os.environ.get("UNKNOT_CACHE_DIR")
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "unknot"


class Library:
    """Loaded machine code. Keep it alive as long as its functions are used."""

    def __init__(self, machine_code: bytes) -> None:
        llvm = _binding()
        module = llvm.parse_assembly("")
        self._engine = llvm.create_mcjit_compiler(module, _machine())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code))
        self._engine.finalize_object()

    def address(self, name: str) -> int:
        """Address of an exported function."""
        found = int(self._engine.get_function_address(name))
        if not found:
            raise InternalError(f"compiled code has no function {name}")
        return found


def load(text: str, level: int = 2) -> Library:
    """Compiles LLVM text (optimisation level 0 to 3; 0 compiles six times as fast as 1), or takes the result from the
    cache."""
    return Library(cached(key(text, str(level)), lambda: compile_text(text, level)))


def is_cached(text: str, level: int = 2) -> bool:
    """True if `load` would find an intact entry."""
    return _read(_path(key(text, str(level)))) is not None


def cached(name: str, make: Callable[[], bytes]) -> bytes:
    """The entry of that key, made if there is no intact one."""
    content = _read(_path(name))
    if content is None:
        content = make()
        _write(_path(name), content)
    return content


def key(*parts: str) -> str:
    """Key of an entry: its parts, this machine's processor, the version of LLVM."""
    import llvmlite

    llvm = _binding()
    host = f"{llvmlite.__version__} {llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"
    return hashlib.sha256("\0".join((_MAGIC.decode(), host, *parts)).encode()).hexdigest()


def _path(name: str) -> Path:
    return cache_directory() / name[:2] / name


def compile_text(text: str, level: int = 2) -> bytes:
    """LLVM text to an object file's bytes."""
    llvm = _binding()
    if level == 0 and len(text) > LARGE_TEXT:
        text = text.replace(" alwaysinline {", " noinline {")
    try:
        module = llvm.parse_assembly(text)
        module.verify()
    except RuntimeError as error:
        raise InternalError(f"LLVM refuses the code made for this program: {error}") from error
    machine = _machine(min(level * 2, 2))
    options = llvm.create_pipeline_tuning_options(speed_level=level)
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))


@lru_cache(maxsize=1)
def _binding() -> llvm:
    """llvmlite's binding, imported late: it loads all of LLVM."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm


def _machine(level: int = 2) -> llvm.TargetMachine:
    """A fresh one: an engine that takes it also disposes of it."""
    llvm = _binding()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=level, jit=True)


def _read(path: Path) -> bytes | None:
    """The object's bytes, or None if there is no intact entry."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head, code = content[: len(_MAGIC) + 32], content[len(_MAGIC) + 32 :]
    if head != _MAGIC + hashlib.sha256(code).digest():
        return None
    return code


def _write(path: Path, code: bytes) -> None:
    """Stores an entry; a cache that cannot be written is no error, only slower."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(_MAGIC + hashlib.sha256(code).digest() + code)
        os.replace(name, path)
