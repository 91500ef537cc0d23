"""Runs SPIN. One idea: the options users take for speed, every reduction off, and a hash table of the right size, so
that the comparison is as kind to SPIN as it can be."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from cases import Case
from measured import Measured, MeasurementError

GCC = ("gcc", "-O2", "-DNOREDUCE", "-DSAFETY", "-DMEMLIM=16000", "-w", "-o", "pan", "pan.c")


def available() -> bool:
    """True if spin and gcc are installed."""
    return all(shutil.which(tool) for tool in ("spin", "gcc"))


def version() -> str:
    """What `spin -V` says."""
    return subprocess.run(["spin", "-V"], capture_output=True, text=True, check=False).stdout.strip()


@dataclass(frozen=True)
class Verifier:
    """A compiled pan in its folder, and how long it took to make."""

    case: Case
    folder: Path
    compile_seconds: float

    def run(self) -> Measured:
        """One search."""
        started = time.perf_counter()
        text = _run(["./pan", f"-m{self.case.depth}", f"-w{self.case.hash_bits}"], self.folder)
        elapsed = time.perf_counter() - started
        return _read(text, self.compile_seconds, elapsed)


def build(case: Case, folder: Path) -> Verifier:
    """Makes the verifier of a case: spin -a, then gcc."""
    defines = [f"-D{name.upper()}={value}" for name, value in case.parameters.items()]
    started = time.perf_counter()
    _run(["spin", "-a", *defines, str(case.promela)], folder)
    _run([*GCC], folder)
    return Verifier(case, folder, time.perf_counter() - started)


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MeasurementError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if not found:
        raise MeasurementError(f"no {pattern!r} in what pan printed:\n{text}")
    return float(found.group(1))


def _read(text: str, compile_seconds: float, elapsed: float) -> Measured:
    """pan's report. Its "transitions" count the entry into the first state, which is none. The stack of its depth first
    search, which holds the paths, is left out of the memory: a kindness."""
    states = int(_number(r"(\d[\d.e+]*) states, stored", text))
    transitions = int(_number(r"([\d.e+]+) states, matched", text)) + states - 1
    megabytes = _number(r"([\d.]+)\tactual memory usage", text) + _number(r"([\d.]+)\tmemory used for hash table", text)
    violated = _number(r"errors: (\d+)", text) > 0
    return Measured(
        verdict="violated" if violated else "verified",
        states=states,
        transitions=transitions,
        seconds=_number(r"elapsed time ([\d.e+-]+) seconds", text) or elapsed,
        compile_seconds=compile_seconds,
        total_seconds=compile_seconds + elapsed,
        bytes_per_state=None if violated else megabytes * 2**20 / states,
    )
