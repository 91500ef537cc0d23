"""Sequential consistency (Lamport 1979). One idea: the executors already run one access after the other on one memory.

So nothing is to be done, and a fence is nothing.
"""

from __future__ import annotations

from unknot.core.options import Options
from unknot.ir.program import Program


def lower(program: Program, options: Options) -> Program:
    """The program itself."""
    return program
