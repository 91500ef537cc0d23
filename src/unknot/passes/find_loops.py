"""Finds whether a program could get stuck: go round for ever in a way that the search must look for. One idea: a thread
comes back to where it was only round a loop, and not round one that counts to a bound.

A fact, not a pass. It errs on one side: a program that it calls free of such loops has a graph of states without
cycles, so each of its schedules comes to an end or to a deadlock, and both are seen anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from unknot.ir.ops import IDLE, Const, Op, Operand, Reg
from unknot.ir.program import Function, Program
from unknot.ir.types import Scalar
from unknot.passes.liveness import live_after_ops

Labels = frozenset[str]

_WRITES = frozenset({"store", "rmw", "alloc", "free", "spawn", "join"})
_COMPARE = frozenset({"eq", "ne", "ult", "ule", "slt", "sle"})


def may_stick(program: Program) -> bool:
    """True if the search has to look for states from which there is no way to the end. In a program that never ends,
    only pauses tell a cycle that does nothing from the work it is there for."""
    if not may_come_back(program):
        return False
    return can_end(program) or any(op.code == "pause" for f in program.functions.values() for op in f.ops())


def can_end(program: Program) -> bool:
    """False if some declared thread never returns and nobody ever waits for work."""
    functions = program.functions
    if any(_may_idle(op) for function in functions.values() for op in function.ops()):
        return True
    return all(_returns(functions[thread.function]) for thread in program.threads)


def may_come_back(program: Program) -> bool:
    """True if a thread could come back to a state in which it was, having taken steps that changed something."""
    facts = _Facts(program)
    return facts.spawns_again() or any(_Loops(facts, f).any_open() for f in program.functions.values())


def _may_idle(op: Op) -> bool:
    return op.code == "await" and len(op.args) > 1 and (not isinstance(op.args[1], Const) or op.args[1].value == _IDLE)


_IDLE = IDLE & Scalar.I64.mask


def _returns(function: Function) -> bool:
    return any(function.blocks[label][-1].code == "ret" for label in _reachable(function))


def _reachable(function: Function) -> set[str]:
    seen, work = {function.entry}, [function.entry]
    while work:
        for target in function.blocks[work.pop()][-1].targets:
            if target not in seen:
                seen.add(target)
                work.append(target)
    return seen


class _Facts:
    """Which functions take steps, write, or start threads, themselves or in what they call."""

    def __init__(self, program: Program) -> None:
        self._functions = program.functions
        pointed = {op.attrs["symbol"] for f in program.functions.values() for op in f.ops() if op.code == "func_addr"}
        pointed |= {s for g in program.globals.values() for _, s, _ in g.relocations if s in program.functions}
        self._pointed = frozenset(pointed)
        self._step = self._closed(frozenset({"step"}))
        self._write = self._closed(_WRITES | {"cas"})
        self._spawn = self._closed(frozenset({"spawn"}))

    def _closed(self, codes: frozenset[str]) -> frozenset[str]:
        """Functions in which such an operation can be executed."""
        found = {n for n, f in self._functions.items() if any(op.code in codes for op in f.ops())}
        size = -1
        while len(found) != size:
            size = len(found)
            found |= {n for n, f in self._functions.items() if any(found & self.callees(op) for op in f.ops())}
        return frozenset(found)

    def callees(self, op: Op) -> frozenset[str]:
        """The functions that an operation may call."""
        if op.code == "call":
            return frozenset({op.attrs["symbol"]})
        return self._pointed if op.code == "call_indirect" else frozenset()

    def steps(self, op: Op) -> bool:
        """True if other threads may run before the operation is done."""
        return op.code == "step" or bool(self.callees(op) & self._step)

    def writes(self, op: Op) -> bool:
        """True if the operation may change memory or threads."""
        return op.code in _WRITES or bool(self.callees(op) & self._write)

    def spawns_again(self) -> bool:
        """True if a started thread may start threads: a chain of them may be endless without any loop."""
        return bool(self._pointed & self._spawn)


class _Loops:
    """The loops of one function."""

    def __init__(self, facts: _Facts, function: Function) -> None:
        self._facts = facts
        self._function = function
        self._blocks = function.blocks
        self._live: dict[str, list[set[Reg]]] | None = None

    def any_open(self) -> bool:
        """True if a loop takes steps and is not known to be harmless."""
        return self._is_open(frozenset(_reachable(self._function)))

    def _is_open(self, labels: Labels) -> bool:
        return any(self._is_endless(loop) for loop in self._cycles(labels))

    def _is_endless(self, loop: Labels) -> bool:
        if not any(self._facts.steps(op) for op in self._ops(loop)):
            return False
        if self._only_looks(loop):
            return False
        return all(self._is_open(loop - counting) for counting in self._countings(loop))

    def _ops(self, loop: Labels) -> Iterator[Op]:
        return (op for label in sorted(loop) for op in self._blocks[label])

    # loops that count

    def _countings(self, loop: Labels) -> list[Labels]:
        """For each register that cannot go round in this loop: the blocks that count it."""
        found = []
        for register in sorted({op.dsts[0] for op in self._ops(loop) if _step_of(op)}, key=lambda r: r.name):
            writes = [op for op in self._ops(loop) if register in op.dsts]
            if len({_step_of(op) for op in writes}) != 1 or not _step_of(writes[0]):
                continue
            places = [label for label in loop for op in self._blocks[label] if register in op.dsts]
            step = _step_of(writes[0])
            tests = frozenset(label for label in loop if self._leaves(label, loop, register, step & -step))
            if len(set(places)) == len(places) and not self._meet(loop - tests, frozenset(places) - tests):
                found.append(frozenset(places))
        return found

    def _meet(self, labels: Labels, places: Labels) -> bool:
        """True if a way within the labels leads from one of the places to one of them."""
        work = [t for place in places for t in self._blocks[place][-1].targets]
        seen: set[str] = set()
        while work:
            label = work.pop()
            if label in labels and label not in seen:
                seen.add(label)
                work += self._blocks[label][-1].targets
        return bool(seen & places)

    def _leaves(self, label: str, loop: Labels, register: Reg, width: int) -> bool:
        """True if the block's branch compares the register and leaves the loop for `width` values in a row of it,
        whatever else holds."""
        *before, last = self._blocks[label]
        if last.code != "branch":
            return False
        compared = next((op for op in reversed(before) if last.args[0] in op.dsts), None)
        if compared is None or compared.code not in _COMPARE or register not in compared.args:
            return False
        inside = [target in loop for target in last.targets]
        if all(inside) or compared.args[0] == compared.args[1]:
            return False
        return _values(compared, register, leaving=not inside[0]) >= width

    # loops that only look

    def _only_looks(self, loop: Labels) -> bool:
        """True if the loop has one scheduling point, writes nothing, and carries nothing from one round to the next:
        then going round leads to the very same state."""
        points = [(label, i) for label in loop for i, op in enumerate(self._blocks[label]) if self._facts.steps(op)]
        places = [(label, i) for label in loop for i in range(len(self._blocks[label]))]
        if len(points) != 1 or any(self._changes(label, i, loop) for label, i in places):
            return False
        label, index = points[0]
        if self._blocks[label][index].code != "step":
            return False
        if self._live is None:
            self._live = live_after_ops(self._function)
        return not self._live[label][index] & {register for op in self._ops(loop) for register in op.dsts}

    def _changes(self, label: str, index: int, loop: Labels) -> bool:
        """True if the operation may change memory in a round that does not leave the loop."""
        *before, last = self._blocks[label]
        op = self._blocks[label][index]
        if op.code != "cas":
            return self._facts.writes(op)
        overwritten = any(op.dsts[0] in other.dsts for other in before[index + 1 :])
        leaves = last.code == "branch" and last.args[0] == op.dsts[0] and last.targets[0] not in loop
        return overwritten or not leaves

    def _cycles(self, labels: Labels) -> list[Labels]:
        """The strongly connected components with a cycle."""
        edges = {n: [t for t in self._blocks[n][-1].targets if t in labels] for n in sorted(labels)}
        return _components(edges)


def _step_of(op: Op) -> int:
    """By how much the operation counts its register up, wrapped around; 0 if it does not."""
    if op.code in ("add", "sub") and op.args[0] == op.dsts[0] and isinstance(op.args[1], Const):
        value = op.args[1].value
        return value if op.code == "add" else -value & op.dsts[0].type.mask
    return 0


def _values(op: Op, register: Reg, leaving: bool) -> int:
    """For how many values of the register in a row the comparison surely gives `leaving`."""
    left = op.args[0] == register
    other: Operand = op.args[1] if left else op.args[0]
    count = register.type.mask + 1
    if not isinstance(other, Const):
        return int(op.code in ("ult", "slt") and not leaving) or int(op.code in ("ule", "sle") and leaving)
    bound = other.value ^ (count >> 1 if op.code in ("slt", "sle") else 0)
    if op.code in ("eq", "ne"):
        return 1 if (op.code == "eq") == leaving else count - 1
    below = bound if (op.code in ("ult", "slt")) == left else bound + 1
    true = below if left else count - below
    return true if leaving else count - true


def _components(graph: dict[str, list[str]]) -> list[Labels]:
    """The strongly connected components that contain a cycle."""
    reach = {label: _reach(graph, label) for label in graph}
    found: list[Labels] = []
    done: set[str] = set()
    for label in graph:
        if label in reach[label] and label not in done:
            part = frozenset(other for other in reach[label] if label in reach[other])
            done |= part
            found.append(part)
    return found


def _reach(graph: dict[str, list[str]], start: str) -> set[str]:
    """What can be reached in one edge or more."""
    seen: set[str] = set()
    work = list(graph[start])
    while work:
        label = work.pop()
        if label not in seen:
            seen.add(label)
            work += graph[label]
    return seen
