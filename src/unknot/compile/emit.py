"""Operations to LLVM text. One idea: every register is a stack slot of the LLVM function, which LLVM turns into SSA
form itself.

This base class knows the operations that mean the same everywhere; how memory, calls and scheduling points look is
left to the versions below it: on the host (compile/host.py), natively inside a step and with frames in the state
(compile/threads.py).
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.compile.floats import float_operation
from unknot.core.errors import InternalError
from unknot.ir.ops import Const, Op, Operand, Reg
from unknot.ir.program import Function
from unknot.ir.types import Scalar

COMPARE = {"eq": "eq", "ne": "ne", "ult": "ult", "ule": "ule", "slt": "slt", "sle": "sle"}
PLAIN_BINARY = {"add", "sub", "mul", "and", "or", "xor"}
DIVISIONS = {"udiv", "sdiv", "urem", "srem"}
SHIFTS = {"shl", "lshr", "ashr"}


class Emitter:
    """Writes one LLVM function. `lines` are the body's lines; `value` reads an operand, `put` writes a register."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.lines: list[str] = []
        self._fresh = 0
        self.single = _single_definitions(function)
        self.order = {label: i for i, label in enumerate(function.blocks)}

    # text ------------------------------------------------------------------------------------------------------------

    def name(self) -> str:
        """A fresh SSA name."""
        self._fresh += 1
        return f"%v{self._fresh}"

    def line(self, text: str) -> None:
        """Appends a line."""
        self.lines.append("  " + text)

    def label(self, hint: str = "b") -> str:
        """A fresh LLVM label (without %)."""
        self._fresh += 1
        return f"{hint}{self._fresh}"

    def begin(self, label: str) -> None:
        """Starts an LLVM block."""
        self.lines.append(f"{label}:")

    def let(self, text: str) -> str:
        """Appends `name = text` and returns the name."""
        name = self.name()
        self.line(f"{name} = {text}")
        return name

    # registers -------------------------------------------------------------------------------------------------------

    def slots(self) -> list[str]:
        """Lines that make a zeroed slot for each register of the function."""
        regs = {r for op in self.function.ops() for r in (*op.dsts, *op.args) if isinstance(r, Reg)} | set(
            self.function.params
        )
        lines = []
        for reg in sorted(regs, key=lambda r: r.name):
            lines.append(f"  {_slot(reg)} = alloca {reg.type}")
            lines.append(f"  store {reg.type} 0, ptr {_slot(reg)}")
        return lines

    def value(self, operand: Operand) -> str:
        """The operand as LLVM text without its type."""
        if isinstance(operand, Const):
            return str(operand.value)
        return self.let(f"load {operand.type}, ptr {_slot(operand)}")

    def wide(self, operand: Operand) -> str:
        """The operand as i64, zero-extended."""
        value = self.value(operand)
        return value if operand.type == Scalar.I64 else self.let(f"zext {operand.type} {value} to i64")

    def put(self, reg: Reg, value: str) -> None:
        """Writes a register."""
        self.line(f"store {reg.type} {value}, ptr {_slot(reg)}")

    def truth(self, operand: Operand) -> str:
        """A truth value as i1."""
        return self.let(f"icmp ne i8 {self.value(operand)}, 0")

    # operations ------------------------------------------------------------------------------------------------------

    def op(self, op: Op, label: str, index: int) -> None:
        """Emits one operation: by a method of its name (`op_load`), or here."""
        special: Callable[[Op, str, int], None] | None = getattr(self, f"op_{op.code}", None)
        if special is not None:
            special(op, label, index)
        elif op.code in PLAIN_BINARY | DIVISIONS | SHIFTS:
            self._binary(op)
        elif op.code in COMPARE:
            left, right = self.value(op.args[0]), self.value(op.args[1])
            bit = self.let(f"icmp {COMPARE[op.code]} {op.args[0].type} {left}, {right}")
            self.put(op.dsts[0], self.let(f"zext i1 {bit} to i8"))
        elif op.code in ("zext", "sext", "trunc"):
            self._convert(op)
        else:
            raise InternalError(f"operation {op.code} cannot be compiled here ({op.loc})")

    def _binary(self, op: Op) -> None:
        kind = op.dsts[0].type
        left, right = self.value(op.args[0]), self.value(op.args[1])
        self.guard(op, left, right)
        self.put(op.dsts[0], self.let(f"{op.code} {kind} {left}, {right}"))

    def guard(self, op: Op, left: str, right: str) -> None:
        """Emits what must hold before an arithmetic operation; nothing on the host."""

    def op_float(self, op: Op, label: str, index: int) -> None:
        """Computes with floating point numbers."""
        self.put(op.dsts[0], float_operation(self, op))

    def _convert(self, op: Op) -> None:
        source, kind = op.args[0].type, op.dsts[0].type
        value = self.value(op.args[0])
        self.put(op.dsts[0], value if source == kind else self.let(f"{op.code} {source} {value} to {kind}"))

    def op_mov(self, op: Op, label: str, index: int) -> None:
        """Copies a register."""
        self.put(op.dsts[0], self.value(op.args[0]))

    def op_select(self, op: Op, label: str, index: int) -> None:
        """Chooses one of two values."""
        kind = op.dsts[0].type
        bit = self.truth(op.args[0])
        left, right = self.value(op.args[1]), self.value(op.args[2])
        self.put(op.dsts[0], self.let(f"select i1 {bit}, {kind} {left}, {kind} {right}"))

    def op_jump(self, op: Op, label: str, index: int) -> None:
        """Goes on at another block."""
        self.go(label, op.targets[0])

    def op_branch(self, op: Op, label: str, index: int) -> None:
        """Goes on at one of two blocks."""
        bit = self.truth(op.args[0])
        ends = []
        for target in op.targets:
            ends.append(self.label("e") if self.is_back(label, target) else block(target))
        self.line(f"br i1 {bit}, label %{ends[0]}, label %{ends[1]}")
        for target, end in zip(op.targets, ends, strict=True):
            if end != block(target):
                self.begin(end)
                self.go(label, target)

    def is_back(self, label: str, target: str) -> bool:
        """True if going from `label` to `target` may close a loop."""
        return self.order[target] <= self.order[label]

    def go(self, label: str, target: str) -> None:
        """Jumps, counting a round if it may close a loop."""
        if self.is_back(label, target):
            self.count_round()
        self.line(f"br label %{block(target)}")

    def count_round(self) -> None:
        """Emits the check against endless private loops; nothing on the host."""

    def op_fence(self, op: Op, label: str, index: int) -> None:
        """Nothing: memory models turn fences that matter into calls."""

    def op_event(self, op: Op, label: str, index: int) -> None:
        """Nothing: notes are for the interpreter, which rebuilds traces."""

    def body(self) -> None:
        """Emits all blocks."""
        for label, ops in self.function.blocks.items():
            self.begin(block(label))
            for index, op in enumerate(ops):
                self.op(op, label, index)


def block(label: str) -> str:
    """The LLVM label of an IR block, without %."""
    return f'"L.{label}"'


def symbol(name: str) -> str:
    """A function's name as an LLVM symbol, without @ and quotes."""
    return name.replace("\\", "\\5C").replace('"', "\\22")


def _slot(reg: Reg) -> str:
    return f'%"r.{reg.name}"'


def _single_definitions(function: Function) -> dict[Reg, Op]:
    """Registers written by exactly one operation, and that operation."""
    seen: dict[Reg, Op | None] = dict.fromkeys(function.params)
    for op in function.ops():
        for reg in op.dsts:
            seen[reg] = None if reg in seen else op
    return {reg: op for reg, op in seen.items() if op is not None}
