"""The search loop as machine code. One idea: it is compiled once by unknot's own front end, and cached like any
program.

The cached entry holds the places of the fields of `Search` beside the code, so a warm start reads no Python source.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from unknot.compile import jit

ENTRY_POINTS = ("run_start", "run_search", "run_rest", "run_walks", "run_look_up")
SWEEPS = ("run_spread", "run_count", "run_strip", "run_mark")
"""Entry points into explore/stuck.py."""
_STAGES = ("core", "ir", "frontend", "compile", "explore")


@dataclass(frozen=True)
class Native:
    """Addresses of the entry points, byte offsets of the fields of `Search`, its size. `library` keeps the code
    alive."""

    library: jit.Library
    addresses: dict[str, int]
    offsets: dict[str, int]
    size: int


@lru_cache(maxsize=1)
def native_loop() -> Native:
    """The compiled loop, from the cache if nothing that makes it has changed."""
    entry = jit.cached(_key(), _make)
    head, _, code = entry.partition(b"\n")
    facts = json.loads(head)
    library = jit.Library(code)
    return Native(library, {n: library.address(n) for n in ENTRY_POINTS + SWEEPS}, facts["offsets"], facts["size"])


def _key() -> str:
    """Digest of all sources that go into the loop."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for stage in _STAGES:
        for path in sorted((root / stage).rglob("*.py")):
            digest.update(path.read_bytes())
    return jit.key("loop", digest.hexdigest())


def _make() -> bytes:
    from unknot.compile.host import host_module
    from unknot.explore import loop, paths, stuck, walks
    from unknot.frontend.python.load import build_functions

    sweeps = (stuck.run_spread, stuck.run_count, stuck.run_strip, stuck.run_mark)
    entries = (loop.run_start, loop.run_search, loop.run_rest, walks.run_walks, paths.run_look_up, *sweeps)
    program = build_functions(entries)
    struct = program.structs["Search"]
    facts = {"offsets": {f.name: f.offset for f in struct.fields}, "size": struct.size}
    return json.dumps(facts).encode() + b"\n" + jit.compile_text(host_module(program))
