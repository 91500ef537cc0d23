"""Takes the scheduling points before plain accesses away, where no schedule is lost by that.

One idea: an access that nothing of another thread meets unordered can be moved next to the step before it; so it may
run in that step. Whether that is so is found while the program runs: each thread keeps what it has touched since its
last step began (footprints.py), and an access that meets another thread's footprint ends the search, which then begins
again with every access a step. Nothing is missed: a thread keeps its footprint until it takes its next step, and of two
accesses that nothing orders some schedule of the steps brings one while the other's thread has not gone on.

The idea is from Stoller and Cohen, Optimistic synchronization-based state-space reduction (TACAS 2003), where each
access needs a lock. Here it is enough that accesses are ordered, by whatever means: objects may change hands.

What stays a step: whatever other threads may meet unordered by intention (atomic and racy accesses, indivisible
blocks), allocation, `free`, `join`, and here `spawn` and `assume` too: a step that leaves the schedule would take with
it what its thread touched, before others could meet that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from unknot.frontend.python.load import build_functions, load_file
from unknot.ir.adopt import adopt
from unknot.ir.faults import Fault
from unknot.ir.ops import Op, Operand, Reg, const
from unknot.ir.program import Function, Program
from unknot.passes.place_steps import ACCESSES, entered_outside

PREFIX = "merge."
ROOM = 32
"""Words that a thread can touch in one step; if it touches more, every access is a step."""
UNFIT = frozenset({Fault.UNORDERED, Fault.LIMIT_STEP, Fault.LIMIT_LOOP})
"""What says that the program is not one for this: then every access is a step."""
_FOOTPRINTS = Path(__file__).with_name("footprints.py")
_USED = ("note", "check", "gone", "forget", "forget_own", "hush", "speak")


def merge_accesses(program: Program) -> Program:
    """The program without scheduling points before plain accesses; as it is where that cannot be judged."""
    if not can_merge(program):
        return program
    outside = entered_outside(program)
    functions = {name: _Merging(f, name in outside).run() for name, f in program.functions.items()}
    merged = replace(program, functions=functions, globals=dict(program.globals), merged=True)
    adopt(merged, _footprints(program.max_threads), PREFIX)
    return merged


def can_merge(program: Program) -> bool:
    """False where something looks at states between plain accesses: invariants, histories, store buffers; where frames
    go without their functions' return; and where a silent block holds others."""
    looks = program.invariants or program.operations or program.agent or program.memory != "sc"
    return not looks and len(program.threads) > 0 and not _ends_frames(program) and not _nests_in_silence(program)


@lru_cache(maxsize=16)
def _footprints(threads: int) -> Program:
    module = load_file(str(_FOOTPRINTS), {"threads": threads, "room": ROOM}).module
    program = build_functions([getattr(module, name) for name in _USED])
    return replace(program, functions={n: replace(f, library=True) for n, f in program.functions.items()})


def _callers(program: Program, wanted: set[str]) -> set[str]:
    """The functions that call one of these, perhaps through others; who calls a pointer may call anything."""
    called = {
        name: {op.attrs["symbol"] for op in f.ops() if op.code == "call"} for name, f in program.functions.items()
    }
    indirect = {n for n, f in program.functions.items() if any(op.code == "call_indirect" for op in f.ops())}
    found = set(wanted)
    while more := {n for n in called.keys() - found if called[n] & found or (found and n in indirect)}:
        found |= more
    return found


def _ends_frames(program: Program) -> bool:
    """True if a thread may end inside a call while frames hold objects that others may reach."""
    ends = {n for n, f in program.functions.items() if any(_ends_thread(op) for op in f.ops())}
    holds = {n for n, f in program.functions.items() if _stack_objects(f)}
    return bool(_callers(program, ends) & holds)


def _ends_thread(op: Op) -> bool:
    return op.code == "exit" and bool(op.attrs["kind"] == "thread")


def _stack_objects(function: Function) -> list[Reg]:
    allocs = (op for op in function.ops() if op.code == "alloc" and op.attrs["kind"] == "stack")
    return list(dict.fromkeys(op.dsts[0] for op in allocs))


def _nests_in_silence(program: Program) -> bool:
    """True if a block that is no step may hold what would be one and is no access."""
    steps = {n for n, f in program.functions.items() if any(_is_step(op) for op in f.ops())}
    nesting = _callers(program, steps)
    return any(_nests(function, nesting) for function in program.functions.values())


def _nests(function: Function, nesting: set[str]) -> bool:
    for label, open_blocks in _open_blocks(function).items():
        for op in function.blocks[label]:
            deep = _is_step(op) or op.code == "call_indirect" or op.attrs.get("symbol") in nesting
            if SILENT in open_blocks[:1] and deep and op.code != "func_addr":
                return True
            open_blocks = _after(open_blocks, op)
    return False


def _is_step(op: Op) -> bool:
    """True for what stays a step, accesses aside."""
    if op.code == "exit":
        return not _ends_thread(op)
    on_heap = op.code in ("alloc", "free") and op.attrs.get("kind") != "stack"
    return on_heap or op.code in ("atomic_begin", "spawn", "join") or _assumes(op)


def _assumes(op: Op) -> bool:
    return op.code == "assert" and op.attrs.get("kind") == "assume"


STEP, SILENT = "step", "silent"
OpenBlocks = tuple[str, ...]
"""The indivisible blocks that are open, the outermost first: is it a step, or silent?"""


def _after(open_blocks: OpenBlocks, op: Op) -> OpenBlocks:
    if op.code == "atomic_begin":
        return (*open_blocks, SILENT if op.attrs.get("silent") else STEP)
    return open_blocks[:-1] if op.code == "atomic_end" else open_blocks


def _open_blocks(function: Function) -> dict[str, OpenBlocks]:
    """By label, what is open where a block of code begins (front ends nest them properly)."""
    found: dict[str, OpenBlocks] = {function.entry: ()}
    work = [function.entry]
    while work:
        label = work.pop()
        now = found[label]
        for op in function.blocks[label]:
            now = _after(now, op)
        for target in function.blocks[label][-1].targets:
            if target not in found:
                found[target] = now
                work.append(target)
    return found


class _Merging:
    """Rewrites one function; `outside`: it may be called outside of indivisible blocks."""

    def __init__(self, function: Function, outside: bool) -> None:
        self._function = function
        self._outside = outside
        self._blocks: dict[str, list[Op]] = {}
        self._label = ""
        self._open: OpenBlocks = ()
        self._stack = _stack_objects(function)

    def run(self) -> Function:
        """The function with its footprints."""
        open_blocks = _open_blocks(self._function)
        for label, ops in self._function.blocks.items():
            self._label = label
            self._blocks[label] = []
            self._open = open_blocks.get(label, ())
            if label == self._function.entry:
                for reg in self._stack:  # so that each is defined at every return
                    self._add(Op("mov", (reg,), (const(0),)))
            for op, following in zip(ops, [*ops[1:], None], strict=True):
                if op.code != "step" or following is None or not _is_plain(following):
                    self._rewrite(op)
                self._open = _after(self._open, op)
        return replace(self._function, blocks=self._blocks)

    def _add(self, op: Op) -> None:
        self._blocks[self._label].append(op)

    def _call(self, user: Op, name: str, *args: Operand) -> None:
        self._add(Op("call", (), args, MappingProxyType({"symbol": PREFIX + name}), user.loc))

    @property
    def _in_step(self) -> bool:
        """True inside a block that is one step."""
        return not self._outside or STEP in self._open

    def _rewrite(self, op: Op) -> None:
        """One operation with the calls it needs."""
        rule: Callable[[Op], None] | None = getattr(self, f"_on_{op.code}", None)
        if rule is None or op.attrs.get("order") == "raw":
            self._add(op)
        else:
            rule(op)

    # rules -----------------------------------------------------------------------------------------------------------

    def _on_load(self, op: Op) -> None:
        """Any access."""
        width = op.dsts[0].type if op.code in ("load", "rmw") else op.args[1].type
        merged = _is_plain(op) and not self._in_step
        self._call(op, "note" if merged else "check", op.args[0], const(width.bytes), const(op.code != "load"))
        self._add(op)
        if not merged:
            self._forget(op)

    _on_store = _on_rmw = _on_cas = _on_load

    def _forget(self, op: Op) -> None:
        """After an operation that began with a step: what the thread touched before that is behind it."""
        if not self._in_step:
            self._call(op, "forget_own")

    def _on_extent(self, op: Op) -> None:
        """It asks whether the object is there, as a read would."""
        self._call(op, "check" if self._in_step else "note", op.args[0], const(1), const(0))
        self._add(op)

    def _on_assert(self, op: Op) -> None:
        if _assumes(op):
            self._own_step(op)
        else:
            self._add(op)

    def _on_atomic_begin(self, op: Op) -> None:
        self._add(op)
        if op.attrs.get("silent") and not self._in_step:
            self._call(op, "hush")

    def _on_atomic_end(self, op: Op) -> None:
        if self._open[-1:] == (SILENT,) and not self._in_step:
            self._call(op, "speak")
        self._add(op)
        if self._open == (STEP,):
            self._call(op, "forget_own")

    def _on_alloc(self, op: Op) -> None:
        self._add(op)
        if op.attrs["kind"] == "heap":
            self._forget(op)

    def _on_free(self, op: Op) -> None:
        self._call(op, "gone", op.args[0])
        self._add(op)
        if op.attrs.get("kind") != "stack":
            self._forget(op)

    def _own_step(self, op: Op) -> None:
        """What is a step here only."""
        if not self._in_step:
            self._add(Op("step", (), (), MappingProxyType({"access": op.code}), op.loc))
        self._add(op)
        self._forget(op)

    _on_spawn = _own_step

    def _on_join(self, op: Op) -> None:
        self._add(op)
        self._call(op, "forget", op.args[0])
        self._forget(op)

    def _on_ret(self, op: Op) -> None:
        for reg in self._stack:
            self._call(op, "gone", reg)
        self._add(op)


def _is_plain(op: Op) -> bool:
    """True for an access that nobody else should come between."""
    return op.code in ACCESSES and op.attrs["order"] == "plain" and not op.attrs.get("racy")
