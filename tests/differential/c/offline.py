"""Runs generated C programs by the thousand, natively and in unknot: `python tests/differential/c/offline.py
[--csmith] [--first SEED] [--count N] [--keep FOLDER]`. What differs is kept in the folder and told.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random

from c_native import output
from c_verdicts import OPTIONS, verdicts
from generated_c import generate

from unknot.core.errors import UserError

HERE = Path(__file__).parent
CSMITH = (
    *("csmith", "--no-argc", "--concise", "--quiet", "--max-funcs", "4", "--max-block-depth", "3"),
    *("--max-expr-complexity", "6", "--max-array-len-per-dim", "5", "--seed"),
)
RIGHT = ("right", "right")


def own(seed: int, folder: Path) -> tuple[Path, tuple[str, ...]]:
    """A program of our own generator, with its values asserted."""
    program = generate(Random(seed))
    values = [int(line) for line in output(program.source(), folder).split()]
    path = folder / f"own{seed}.c"
    path.write_text(program.source(values), encoding="utf-8")
    return path, ()


def csmith(seed: int, folder: Path) -> tuple[Path, tuple[str, ...]]:
    """A program of csmith's, and the flags that have its value asserted."""
    text = subprocess.run([*CSMITH, str(seed)], check=True, capture_output=True, encoding="utf-8").stdout
    path = folder / f"csmith{seed}.c"
    path.write_text(text, encoding="utf-8")
    value = output(text, folder, f"-I{HERE}").strip()
    return path, (f"-I{HERE}", f"-DEXPECTED={value}ul")


def judge(path: Path, flags: tuple[str, ...]) -> tuple[str, str]:
    """What both roads say, or why the program was refused."""
    try:
        return verdicts(path, flags, replace(OPTIONS, stack=1 << 20))
    except UserError as error:
        return "refused", str(error)


def main() -> int:
    """Runs the programs; gives how many differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--csmith", action="store_true")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "unknot-differ")
    options = parser.parse_args()
    if options.csmith and not shutil.which("csmith"):
        print("there is no csmith")
        return 1
    options.keep.mkdir(parents=True, exist_ok=True)
    make, right, differ, without = csmith if options.csmith else own, 0, 0, 0
    began = time.perf_counter()
    for seed in range(options.first, options.first + options.count):
        try:
            path, flags = make(seed, options.keep)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            without += 1  # csmith's programs need not end
            continue
        found = judge(path, flags)
        if found == RIGHT:
            right += 1
            path.unlink()
        else:
            differ += 1
            print(path, *flags, *found, sep="\n    ", flush=True)
    seconds = time.perf_counter() - began
    print(f"{right} agree, {differ} differ, {without} without a native value, {seconds:.0f} s")
    return min(differ, 1)


if __name__ == "__main__":
    sys.exit(main())
