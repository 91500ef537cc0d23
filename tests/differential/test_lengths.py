"""Schedules are searched in the order of their lengths: a program on which one of 10 steps was found before one of 8.

It came out of `test_native.py`: successors on their way into the table of states were overtaken by longer ones.
"""

from __future__ import annotations

from pathlib import Path

from compare import LIMITS, OPTIONS, Both, agree_breadth_first, agree_by_preemptions

from unknot.interp.explore import explore
from unknot.ir.text import parse_program

PROGRAM = Path(__file__).parent / "programs" / "lengths.ir"


def test_the_shortest_of_a_level_is_found() -> None:
    program = parse_program(PROGRAM.read_text(encoding="utf-8"))
    pair = Both(program, OPTIONS, explore(program, LIMITS, stop=False))
    agree_breadth_first(pair)
    agree_by_preemptions(pair)
