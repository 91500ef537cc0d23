"""C programs: how long clang, our compilation and the search take. One idea: each run is a process of its own, first
with nothing compiled, then again.

    python benchmarks/c.py --rounds 3
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from c_programs.large import large_program
from measured import MeasurementError

HERE = Path(__file__).parent / "c_programs"
COMMAND = "import sys; from unknot.cli.main import main; sys.exit(main())"
LINES = 3000
CASES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("fib_bench.c", ("-DN=5",), "GenMC 4.7, Nidhugg 18"),
    ("fib_bench.c", ("-DN=6",), "GenMC 53.6"),
    ("fib_bench.c", ("-DN=7",), ""),
    *(("fib_bench.c", (f"-DN={n}", "-DJOIN"), "") for n in (5, 6, 7, 8)),
    *(("fib_mutex.c", (f"-DN={n}",), "") for n in (5, 6, 7, 8)),
    ("buffer.c", ("-DP=2",), ""),
)
"""File, flags, and seconds that others have published for such a program."""


def main() -> None:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="runs of each case, of which the best counts")
    rounds = parser.parse_args().rounds
    print(f"{'case':22}{'states':>11}{'transitions':>13}{'clang':>8}{'cold':>8}{'warm':>8}{'Mtrans/s':>10}  others, s")
    with tempfile.TemporaryDirectory() as folder:
        _warm_up(Path(folder))
        for name, flags, also in CASES:
            _show(
                " ".join([name.removesuffix(".c"), *(flag[2:] for flag in flags)]),
                (str(HERE / name), *flags),
                Path(folder),
                rounds,
                also,
            )
        large = Path(folder) / "large.c"
        large.write_text(large_program(LINES), encoding="utf-8")
        _show(
            f"{large.read_text().count(chr(10)):,} lines", (str(large), "--max-states", "1"), Path(folder), rounds, ""
        )


def _warm_up(folder: Path) -> None:
    """Has unknot compile its own search loop, which happens once for each installation."""
    _run((str(HERE / "fib_mutex.c"), "-DN=1"), folder / "loop")


def _show(title: str, words: tuple[str, ...], folder: Path, rounds: int, also: str) -> None:
    cold = [_run(words, _copy(folder, f"{title}{n}")) for n in range(rounds)]
    warm = [_run(words, folder / f"{title}0") for _ in range(rounds)]
    best = min(warm, key=lambda run: run["total"])
    counts = best["counts"]
    search = best["seconds"] - best["compile_seconds"] - best["clang_seconds"]
    rate = counts["transitions"] / search / 1e6 if search > 0.05 else 0.0
    print(
        f"{title:22}{counts['states']:11,}{counts['transitions']:13,}{best['clang_seconds']:8.2f}"
        f"{min(r['total'] for r in cold):8.2f}{best['total']:8.2f}{rate:10.1f}  {also}",
        flush=True,
    )


def _copy(folder: Path, name: str) -> Path:
    """A cache that holds the search loop and nothing else."""
    subprocess.run(["cp", "-r", str(folder / "loop"), str(folder / name)], check=True)
    return folder / name


def _run(words: tuple[str, ...], cache: Path) -> dict[str, Any]:
    environment = {**os.environ, "UNKNOT_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", COMMAND, "check", *words, "--format", "json"]
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    total = time.perf_counter() - started
    if done.returncode == 3 or not done.stdout:
        raise MeasurementError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    found = json.loads(done.stdout)
    return {**(found[0] if isinstance(found, list) else found), "total": total}


if __name__ == "__main__":
    main()
