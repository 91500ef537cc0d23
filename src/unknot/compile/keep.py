"""Prepared and compiled programs of shipped systems, kept between runs. One idea: shipped files change only with the
package, so the key is the target's name, its parameters, the options, and the package's files.

A user's file is never kept: what it imports may change. Entries lie beside the machine code (jit.py), compressed.
"""

from __future__ import annotations

import copyreg
import hashlib
import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from unknot.compile import jit
from unknot.compile.successor import Compiled
from unknot.ir.program import Program
from unknot.passes.note_accesses import Legend

_PACKAGE = Path(__file__).parents[1]
_LATER = ("explore", "checks", "diagnose", "report", "cli")
"""Packages that come later on the road."""
_LEVEL = 1
"""Of compression: the fastest."""


@dataclass(frozen=True)
class Made:
    """What a search needs of a program. `compiled.layout` has neither frames nor the program as it was compiled."""

    prepared: Program
    legend: Legend
    compiled: Compiled


def kept(name: str, make: Callable[[], Made]) -> Made:
    """The entry of that name, made if there is none. What names a specification, a Python class, is not kept."""
    key = jit.key("kept", package_digest(), name)
    made: list[Made] = []

    def packed() -> bytes:
        made.append(make())
        return _pack(made[0]) if made[0].prepared.specification is None else b""

    content = jit.cached(key, packed)
    if made:
        return made[0]
    found: Made = pickle.loads(zlib.decompress(content)) if content else make()
    return found


@lru_cache(maxsize=1)
def package_digest() -> str:
    """Changes whenever a file does that has a part in this."""
    inputs = (path for path in _PACKAGE.rglob("*") if path.suffix == ".py" or path.name == "mutants.toml")
    files = sorted(path for path in inputs if path.relative_to(_PACKAGE).parts[0] not in _LATER)
    told = ((str(path.relative_to(_PACKAGE)), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
    return hashlib.sha256(repr(list(told)).encode()).hexdigest()


def read_only(content: dict[str, Any]) -> MappingProxyType[str, Any]:
    """A mapping as operations have it."""
    return MappingProxyType(content)


class _Pickler(pickle.Pickler):
    """Knows the read-only mappings that operations have."""

    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda m: (read_only, (dict(m),))}


def _pack(made: Made) -> bytes:
    layout = replace(made.compiled.layout, program=made.prepared, frames={})
    file: Any = io.BytesIO()
    _Pickler(file, protocol=pickle.HIGHEST_PROTOCOL).dump(replace(made, compiled=replace(made.compiled, layout=layout)))
    return zlib.compress(file.getvalue(), _LEVEL)
