"""Finds out which functions only one thread can run. One idea: the call graph, from each declared thread; whatever has
its address taken may be run by anybody, and so may what runs beside the threads. What runs before them does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from unknot.ir.program import Program

ANYBODY = -1
"""In the place of a thread's number."""


def of_one_thread(program: Program, users: Mapping[str, Iterable[str]]) -> set[str]:
    """Of things that only some functions use (`users`: their names), those that only one thread can use."""
    runners = _runners(program)
    found = set()
    for name, functions in users.items():
        threads = {thread for function in functions for thread in runners.get(function, ())}
        if len(threads) == 1 and ANYBODY not in threads:
            found.add(name)
    return found


def _runners(program: Program) -> dict[str, set[int]]:
    """By function, the numbers of the threads that can run it."""
    calls = {name: _called(program, name) for name in program.functions}
    taken = _taken(program)
    runners: dict[str, set[int]] = {}
    beside = [name for _, name in (*program.invariants, *program.finals)]
    beside += [program.agent] if program.agent is not None else []
    starts = [(thread.function, number) for number, thread in enumerate(program.threads)]
    for start, thread in (*starts, *((name, ANYBODY) for name in (*taken, *beside))):
        work = [start]
        while work:
            name = work.pop()
            if thread not in runners.setdefault(name, set()):
                runners[name].add(thread)
                work += calls[name]
    return runners


def _called(program: Program, name: str) -> list[str]:
    """The functions that one calls by their names."""
    return [str(op.attrs["symbol"]) for op in program.functions[name].ops() if op.code == "call"]


def _taken(program: Program) -> set[str]:
    """The functions whose address is somewhere."""
    taken = {target for item in program.globals.values() for _, target, _ in item.relocations}
    for function in program.functions.values():
        taken |= {str(op.attrs["symbol"]) for op in function.ops() if op.code == "func_addr"}
    return taken & program.functions.keys()
