"""Finds whether a program starts threads while it runs. One idea: only then does the state keep room for more than
the declared ones."""

from __future__ import annotations

from dataclasses import replace

from unknot.ir.program import Program


def allow_spawns(program: Program, limit: int) -> Program:
    """A copy of `program` in which up to `limit` threads may exist beside the declared ones, if it starts any."""
    spawns = any(op.code == "spawn" for f in program.functions.values() for op in f.ops())
    return replace(program, spawn_limit=limit if spawns else 0)
