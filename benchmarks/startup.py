"""How long unknot takes to answer at all: import, and the first bug of buf_ring from a cold and a warm cache."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measured import MeasurementError

COMMAND = "import sys; from unknot.cli.main import main; sys.exit(main())"
FIRST_BUG = ("-c", COMMAND, "check", "buf_ring/f0::AlwaysRoom")
VIOLATED = 1


def show(rounds: int) -> dict[str, float]:
    """Measures and prints; seconds by name."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _best(("-c", "pass"), rounds)
        figures = {"import unknot": _best(("-c", "import unknot"), rounds) - bare}
        cold = [_seconds(FIRST_BUG, Path(folder) / f"cold{n}", VIOLATED) for n in range(rounds)]
        figures["unknot check, buf_ring's first bug, cold"] = min(cold)
        figures["unknot check, buf_ring's first bug, warm"] = _best(FIRST_BUG, rounds, Path(folder) / "cold0", VIOLATED)
    print()
    for name, seconds in figures.items():
        print(f"{name:48}{seconds:8.3f} s")
    return figures


def _best(arguments: tuple[str, ...], rounds: int, cache: Path | None = None, status: int = 0) -> float:
    return min(_seconds(arguments, cache, status) for _ in range(rounds))


def _seconds(arguments: tuple[str, ...], cache: Path | None, status: int) -> float:
    environment = {**os.environ, "UNKNOT_CACHE_DIR": str(cache)} if cache else dict(os.environ)
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - started
    if done.returncode != status:
        raise MeasurementError(f"python {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return elapsed
