"""Runs unknot. One idea: each search has a process of its own, as a user's has, so that start and import are counted.

As a program (`python ours.py TARGET ORDER name=value...`) it makes one check and prints one JSON object; `run` starts
that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from cases import Case
from measured import Measured, MeasurementError


def run(case: Case, cache: Path, order: str = "preemptions") -> Measured:
    """One search in that order, with compiled code kept in `cache`: empty the first time, which is what
    compile_seconds then tells."""
    parameters = [f"{name}={value}" for name, value in case.parameters.items()]
    command = [sys.executable, __file__, case.target, order, *parameters]
    environment = {**os.environ, "UNKNOT_CACHE_DIR": str(cache)}
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - started
    if done.returncode != 0:
        raise MeasurementError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    found = json.loads(done.stdout)
    return Measured(total_seconds=elapsed, **found)


def main(arguments: list[str]) -> None:
    """Checks one target and prints what `Measured` holds, except the time in all, which the caller sees better."""
    from unknot.core.options import Options
    from unknot.pipeline import check

    target, order, *pairs = arguments
    parameters = {name: int(value) for name, value in (pair.split("=") for pair in pairs)}
    result = check(target, Options(order=order), parameters)
    if result.verdict not in ("verified", "violated"):
        raise MeasurementError(f"{target}: {result.verdict}: {result.error or result.bounds}")
    counts = result.counts
    found = {
        "verdict": result.verdict,
        "states": counts.states,
        "transitions": counts.transitions,
        "seconds": result.seconds - result.compile_seconds,
        "compile_seconds": result.compile_seconds,
        "bytes_per_state": counts.bytes_per_state if result.verdict == "verified" else None,
    }
    print(json.dumps(found))
    _make_better_code(target, parameters)


def _make_better_code(target: str, parameters: dict[str, int]) -> None:
    """Puts into the cache what a search of more than a moment goes on with, so that later runs measure that."""
    from unknot.compile import jit
    from unknot.core.options import Options
    from unknot.pipeline import PROGRAM_LEVEL, compile_prepared, load, prepare

    _, program = load(target, parameters)
    jit.load(compile_prepared(prepare(program, Options()), Options()).text, PROGRAM_LEVEL)


if __name__ == "__main__":
    main(sys.argv[1:])
