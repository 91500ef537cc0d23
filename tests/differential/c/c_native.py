"""Runs C programs on this machine, as a compiler without unknot makes them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from unknot.frontend.c.clang import clangs

FLAGS = ("-O0", "-w", "-std=gnu17", "-fsigned-char", "-ffp-contract=off", "-fno-strict-aliasing")


def compiler() -> tuple[str, ...]:
    """The words that run a compiler which also links: the clang that unknot takes."""
    command = next(iter(clangs(""))).command
    return (command[0], "cc") if "clang" in command[1:2] else command


def output(source: str, folder: Path, *flags: str) -> str:
    """What a program prints. `folder` is where its files go."""
    path, program = folder / "native.c", folder / "native"
    path.write_text(source, encoding="utf-8")
    subprocess.run([*compiler(), *FLAGS, *flags, str(path), "-o", str(program)], check=True, capture_output=True)
    return subprocess.run([str(program)], check=True, capture_output=True, encoding="utf-8", timeout=20).stdout
