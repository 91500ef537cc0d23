"""Facts about a program that every step needs, worked out once. One idea: look-ups here, meaning elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from unknot.interp.memory import static_blocks
from unknot.interp.state import Block, Frame
from unknot.ir.address import function_addresses, object_numbers, pointer
from unknot.ir.ops import Const, Op, Operand
from unknot.ir.program import Function, Program
from unknot.ir.types import Scalar
from unknot.passes.find_stack_need import stack_granules
from unknot.passes.liveness import live_after_ops
from unknot.passes.rematerialise import constant_addresses


@dataclass
class Activation:
    """A frame while its thread runs: the same as `Frame`, but it can change and keeps dead registers."""

    function: Function
    label: str
    index: int
    registers: dict[str, int]
    stack: list[int] = field(default_factory=list)

    @property
    def op(self) -> Op:
        """The operation to be executed next."""
        return self.function.blocks[self.label][self.index]


class Code:
    """A program's functions by address, its globals' numbers, and what is live where."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.addresses = function_addresses(program)
        self.functions = {address: program.functions[name] for name, address in self.addresses.items()}
        self.numbers = object_numbers(program)
        self.first_blocks = static_blocks(program)
        self.stack_granules = stack_granules(program)
        self._constant = {name: constant_addresses(function) for name, function in program.functions.items()}
        self._live = {name: live_after_ops(function) for name, function in program.functions.items()}

    def global_address(self, name: str, thread: int) -> int:
        """The address of a global as that thread sees it."""
        local = self.program.globals[name].thread_local
        return pointer(self.numbers[name] + (thread if local else 0))

    def first_locals(self, thread: int) -> dict[int, Block]:
        """That thread's instances of thread-local globals as they are when it starts."""
        items = (item for item in self.program.globals.values() if item.thread_local)
        return {(n := self.numbers[item.name] + thread): self.first_blocks[n] for item in items}

    def enter(self, function: Function, args: Sequence[int]) -> Activation:
        """A call that is about to begin."""
        registers = {p.name: value for p, value in zip(function.params, args, strict=True)}
        return Activation(function, function.entry, 0, registers)

    def thread(self, number: int) -> Activation:
        """The outermost call of a thread that exists from the start."""
        declared = self.program.threads[number]
        return self.enter(self.program.functions[declared.function], [a.value for a in declared.args])

    def kept_value(self, thread: int, frame: Frame, operand: Operand) -> int:
        """An operand's value in a suspended frame: a constant, the address a register always holds (it is not kept),
        or what was kept; else 0."""
        if isinstance(operand, Const):
            return operand.value
        symbol, offset = self._constant[frame.function].get(operand, ("", 0))
        if symbol:
            return self.global_address(symbol, thread) + offset & Scalar.I64.mask
        return dict(frame.registers).get(operand.name, 0)

    def freeze(self, activations: Sequence[Activation]) -> tuple[Frame, ...]:
        """The canonical form of a suspended thread's frames."""
        return tuple(self._freeze(a) for a in activations)

    def _freeze(self, activation: Activation) -> Frame:
        name, label, index = activation.function.name, activation.label, activation.index
        if index == 0:  # not begun
            kept = sorted(activation.registers)
        else:
            before = activation.function.blocks[label][index - 1]  # the step, or the call that is under way
            kept = sorted(r.name for r in self._live[name][label][index - 1] - set(before.dsts))
        registers = tuple((r, activation.registers.get(r, 0)) for r in kept)
        return Frame(name, label, index, registers, tuple(activation.stack))

    def thaw(self, frames: Sequence[Frame]) -> list[Activation]:
        """Frames that can run again."""
        functions = self.program.functions
        return [Activation(functions[f.function], f.label, f.index, dict(f.registers), list(f.stack)) for f in frames]
