"""x86-TSO (Sewell, Sarkar, Owens, Zappa Nardelli, Myreen: CACM 53(7), 2010). One idea: stores are calls that put them
into the thread's buffer, loads look there first, and each buffer has an agent that writes its oldest entry to memory.

A full fence, a locked instruction (read-modify-write), a seq_cst store, an indivisible block, the start of a thread and
`free` wait for the thread's own buffer. Here they empty it at once: its agent could have done so before. An indivisible
block does so at its end: until then nobody can tell. Waiting for a thread's end waits for its buffer too. Other fences,
and weaker orders, are free on x86.

Beyond the paper: buffers are finite (`--store-buffer`; a store that finds its buffer full writes the oldest entry
itself), accesses have sizes, objects can go (see `buffers.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from unknot.core.options import Options
from unknot.frontend.python.load import build_functions, load_file
from unknot.ir.adopt import adopt
from unknot.ir.ops import Op, Operand, Reg, const
from unknot.ir.program import Function, Program
from unknot.ir.types import Scalar

PREFIX = "tso."
_BUFFERS = Path(__file__).with_name("buffers.py")
_USED = ("push", "find", "value_at", "drain", "drain_own", "forget", "flush")


def lower(program: Program, options: Options) -> Program:
    """The program with store buffers of `options.store_buffer` entries."""
    functions = {name: _Lowering(function).run() for name, function in program.functions.items()}
    lowered = replace(program, functions=functions, globals=dict(program.globals), agent=PREFIX + "flush")
    adopt(lowered, _buffers(max(program.max_threads, 1), options.store_buffer), PREFIX)
    return lowered


@lru_cache(maxsize=16)
def _buffers(threads: int, entries: int) -> Program:
    module = load_file(str(_BUFFERS), {"threads": threads, "entries": entries}).module
    return build_functions([getattr(module, name) for name in _USED])


class _Lowering:
    """Rewrites one function: what has a method `_on_<code>` goes through it, all else stays."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._blocks: dict[str, list[Op]] = {}
        self._label = ""
        self._fresh = 0
        allocs = (op for op in function.ops() if op.code == "alloc" and op.attrs["kind"] == "stack")
        self._stack = list(dict.fromkeys(op.dsts[0] for op in allocs))

    def run(self) -> Function:
        """The function, lowered."""
        for label, ops in self._function.blocks.items():
            self._start(label)
            if label == self._function.entry:
                for reg in self._stack:  # so that each is defined at every return
                    self._add(Op("mov", (reg,), (const(0),)))
            for op, following in zip(ops, [*ops[1:], None], strict=True):
                if op.code != "step" or not _is_free(following):
                    self._lower(op)
        return replace(self._function, blocks=self._blocks)

    def _lower(self, op: Op) -> None:
        rule: Callable[[Op], None] | None = getattr(self, f"_on_{op.code}", None)
        if rule is None or op.attrs.get("order") == "raw":
            self._add(op)
        else:
            rule(op)

    # emitting --------------------------------------------------------------------------------------------------------

    def _start(self, label: str) -> None:
        self._label = label
        self._blocks[label] = []

    def _add(self, op: Op) -> None:
        self._blocks[self._label].append(op)

    def _reg(self, kind: Scalar) -> Reg:
        self._fresh += 1
        return Reg(f"{PREFIX}{self._fresh}", kind)

    def _call(self, user: Op, name: str, *args: Operand, result: Reg | None = None) -> None:
        dsts = () if result is None else (result,)
        self._add(Op("call", dsts, args, {"symbol": PREFIX + name}, user.loc))

    def _drained(self, op: Op) -> None:
        self._call(op, "drain_own")
        self._add(op)

    # rules -----------------------------------------------------------------------------------------------------------

    _on_rmw = _on_cas = _on_free = _on_spawn = _on_atomic_end = _drained

    def _on_fence(self, op: Op) -> None:
        if _is_free(op):
            self._add(op)
        else:
            self._drained(op)

    def _on_join(self, op: Op) -> None:
        self._add(op)
        self._call(op, "drain", op.args[0])

    def _on_ret(self, op: Op) -> None:
        for reg in self._stack:
            self._call(op, "forget", reg)
        self._add(op)

    def _on_store(self, op: Op) -> None:
        if op.attrs["order"] == "seq_cst":
            self._drained(op)
            return
        pointer, value = op.args
        size = const(value.type.bytes)
        self._add(Op("check_access", (), (pointer,), {"size": value.type.bytes, "write": True}, op.loc))
        self._add(Op("event", (), (pointer, value, size), {"kind": "buffer"}, op.loc))
        wide = value
        if value.type != Scalar.I64:
            wide = self._reg(Scalar.I64)
            self._add(Op("zext", (wide,), (value,), loc=op.loc))
        self._call(op, "push", pointer, size, wide)

    def _on_load(self, op: Op) -> None:
        pointer, kind = op.args[0], op.dsts[0].type
        found, is_found = self._reg(Scalar.I64), self._reg(Scalar.I8)
        self._call(op, "find", pointer, const(kind.bytes), result=found)
        self._add(Op("ne", (is_found,), (found, const(0)), loc=op.loc))
        forward, memory, done = (f"{PREFIX}{part}.{self._fresh}" for part in ("forward", "memory", "loaded"))
        self._add(Op("branch", (), (is_found,), {"targets": (forward, memory)}, op.loc))
        self._start(forward)
        self._forward(op, found)
        self._add(Op("jump", attrs={"targets": (done,)}, loc=op.loc))
        self._start(memory)
        self._add(op)
        self._add(Op("jump", attrs={"targets": (done,)}, loc=op.loc))
        self._start(done)

    def _forward(self, op: Op, found: Reg) -> None:
        """The load takes its value from the buffer. The event tells traces, which see no access of memory."""
        pointer, kind = op.args[0], op.dsts[0].type
        self._add(Op("check_access", (), (pointer,), {"size": kind.bytes, "write": False}, op.loc))
        wide = self._reg(Scalar.I64)
        self._call(op, "value_at", found, pointer, result=wide)
        value = wide
        if kind != Scalar.I64:
            value = self._reg(kind)
            self._add(Op("trunc", (value,), (wide,), loc=op.loc))
        self._add(Op("event", (), (pointer, value, const(kind.bytes)), {"kind": "load"}, op.loc))
        self._add(Op("mov", op.dsts, (value,), loc=op.loc))


def _is_free(op: Op | None) -> bool:
    """True for fences that cost nothing on x86."""
    return op is not None and op.code == "fence" and op.attrs["order"] != "seq_cst"
