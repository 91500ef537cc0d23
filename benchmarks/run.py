"""`make bench`: unknot beside SPIN. One idea: the machine is noisy, so both take turns and the best round counts.

    python benchmarks/run.py [--only WORD] [--rounds 3] [--long] [--json FILE] [--no-startup]

Needs unknot to be installed. SPIN and gcc are optional: without them unknot's figures stand alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import ours
import spin
import startup
from cases import CASES, Case
from measured import Measured, MeasurementError

SHORTEST = 0.1
"""Seconds: a search that SPIN ends sooner tells nothing about speed, its clock has hundredths."""

COLUMNS = {"states": 11, "transitions": 13, "Mtrans/s": 10, "B/state": 9, "search s": 10, "compile s": 11, "all s": 8}
HEAD = " " * 32 + "".join(f"{name:>{width}}" for name, width in COLUMNS.items())


def main() -> int:
    """Runs the chosen cases; exit status 1 if a state count is not what is pinned."""
    options = _options()
    chosen = [c for c in CASES if options.only in c.name and (options.long or not c.long)]
    with_spin = spin.available()
    print(f"beside {spin.version()}" if with_spin else "SPIN or gcc is not installed: unknot's figures alone")
    print(f"best of {options.rounds}, one core, no reduction on either side\n\n{HEAD}")
    rows, wrong = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for case in chosen:
            row = _measure(case, Path(folder) / case.name.replace(" ", "_"), options.rounds, with_spin)
            wrong += _show(case, row)
            rows.append({"case": case.name, **{k: asdict(m) | {"rate": m.rate} for k, m in row.items()}})
    figures = {} if options.no_startup else startup.show(options.rounds)
    if options.json:
        Path(options.json).write_text(json.dumps({"cases": rows, "startup": figures}, indent=1) + "\n")
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="unknot beside SPIN")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run; the best counts")
    parser.add_argument("--long", action="store_true", help="also cases that take a minute and gigabytes")
    parser.add_argument("--json", default="", help="write the figures to this file as well")
    parser.add_argument("--no-startup", action="store_true", help="without the times of import and of a first check")
    return parser.parse_args()


def _measure(case: Case, folder: Path, rounds: int, with_spin: bool) -> dict[str, Measured]:
    """Takes turns. "unknot" has the time to compile into a cold cache; "warm" is the same search from a warm one,
    "bfs" one breadth first, which asks less of the order, as SPIN's depth first does."""
    folder.mkdir()
    cold = ours.run(case, folder / "cache")
    pan = spin.build(case, folder) if with_spin and case.promela.exists() else None
    mine, theirs, breadth = [], [], []
    for _ in range(rounds):
        if pan:
            theirs.append(pan.run())
        mine.append(ours.run(case, folder / "cache"))
        breadth.append(ours.run(case, folder / "cache", "bfs"))
    best = min(mine, key=lambda m: m.seconds)
    row = {"unknot": best.after(cold), "warm": best, "bfs": min(breadth, key=lambda m: m.seconds)}
    if theirs:
        row["spin"] = min(theirs, key=lambda m: m.seconds)
    return row


def _show(case: Case, row: dict[str, Measured]) -> int:
    """Prints a case; 1 if a count is not the pinned one."""
    wrong = 0
    for tool, m in row.items():
        name = case.name if tool == "unknot" else ""
        note = ""
        if case.states is not None and (m.states, m.transitions) != (case.states, case.transitions):
            note, wrong = f"  should be {case.states} states, {case.transitions} transitions", 1
        memory = "" if m.bytes_per_state is None else f"{m.bytes_per_state:.1f}"
        print(
            f"{name:24}{tool:8}{m.states:11,}{m.transitions:13,}{m.rate / 1e6:10.2f}{memory:>9}"
            f"{m.seconds:10.3f}{m.compile_seconds:11.2f}{m.total_seconds:8.2f}{note}"
        )
    if "spin" in row:
        print(f"{'':24}{_ratio(case, row)}")
    sys.stdout.flush()
    return wrong


def _ratio(case: Case, row: dict[str, Measured]) -> str:
    mine, theirs = row["unknot"], row["spin"]
    if case.states is None:
        return "a violation ends both searches; they look in different orders, so the counts do not compare"
    whole = [f"{theirs.total_seconds / row[tool].total_seconds:.1f}" for tool in ("unknot", "warm")]
    in_all = f"in all {whole[0]} times as fast as SPIN, {whole[1]} from a warm cache"
    if theirs.seconds < SHORTEST:
        return f"too short to compare rates; {in_all}"
    breadth = f"{row['bfs'].rate / theirs.rate:.2f} breadth first"
    return f"transitions/s: {mine.rate / theirs.rate:.2f} times SPIN's by preemptions, {breadth}; {in_all}"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MeasurementError as error:
        sys.exit(f"error: {error}")
