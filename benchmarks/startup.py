"""How long unknot takes to answer at all: import, and the first bug of buf_ring from a cold and a warm cache."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIRST_BUG = ("-m", "unknot", "check", "buf_ring/f0::AlwaysRoom")


def show(rounds: int) -> dict[str, float]:
    """Measures and prints; seconds by name."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _best(("-c", "pass"), rounds)
        figures = {"import unknot": _best(("-c", "import unknot"), rounds) - bare}
        cold = [_seconds(FIRST_BUG, Path(folder) / f"cold{n}") for n in range(rounds)]
        figures["unknot check, buf_ring's first bug, cold"] = min(cold)
        figures["unknot check, buf_ring's first bug, warm"] = _best(FIRST_BUG, rounds, Path(folder) / "cold0")
    print()
    for name, seconds in figures.items():
        print(f"{name:48}{seconds:8.3f} s")
    return figures


def _best(arguments: tuple[str, ...], rounds: int, cache: Path | None = None) -> float:
    return min(_seconds(arguments, cache) for _ in range(rounds))


def _seconds(arguments: tuple[str, ...], cache: Path | None) -> float:
    environment = {**os.environ, "UNKNOT_CACHE": str(cache)} if cache else dict(os.environ)
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=False)
    return time.perf_counter() - started
