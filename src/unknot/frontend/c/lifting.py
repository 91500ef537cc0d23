"""Constant expressions that only the running program can compute become instructions. One idea: the address of a symbol
plus a number is a constant, anything else made of addresses (a remainder, a comparison, the lower half) is not.

clang up to 17 writes `(long)&lock % 8` as one operand; later versions write the instructions themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from unknot.frontend.c.llvm import (
    Aggregate,
    ConstantInt,
    Expression,
    FunctionBody,
    Instruction,
    Int,
    Local,
    Pointer,
    Value,
)

_ADDRESS = 64
_KEPT = ("source", "predicate", "inbounds")
"""What an instruction needs of an expression. Flags such as nsw are conclusions of the compiler's, nothing to check."""


def lift(function: FunctionBody) -> None:
    """Replaces such operands in all blocks."""
    lifter = _Lifter(function)
    for label in list(function.blocks):
        lifter.block(label)
    lifter.finish()


def needs_lifting(value: Value) -> bool:
    """Whether an operand has to be computed when the program runs."""
    if isinstance(value, Aggregate):
        return any(map(needs_lifting, value.elements))
    if not isinstance(value, Expression):
        return False
    if any(map(needs_lifting, value.operands)):
        return True
    numbers = [o for o in value.operands if isinstance(o, ConstantInt)]
    if len(numbers) == len(value.operands):
        return False
    match value.opcode:
        case "getelementptr":
            return len(numbers) < len(value.operands) - 1
        case "ptrtoint" | "inttoptr" | "bitcast" | "addrspacecast":
            return isinstance(value.type, Int) and value.type.bits < _ADDRESS
        case "add" | "sub":
            return not numbers or (value.opcode == "sub" and value.operands[0] in numbers)
        case "icmp":
            equality = value.attrs["predicate"] in ("eq", "ne")
            return not (equality and all(isinstance(o.type, Pointer) for o in value.operands))
    return True


class _Lifter:
    """Works on one function. What a phi needs is computed at the end of the block its value comes from."""

    def __init__(self, function: FunctionBody) -> None:
        self._function = function
        self._made = 0
        self._ends: dict[str, list[Instruction]] = {}

    def block(self, label: str) -> None:
        """Replaces operands in one block."""
        found: list[Instruction] = []
        for instruction in self._function.blocks[label]:
            if instruction.opcode == "phi":
                found.append(self._phi(instruction))
            else:
                before: list[Instruction] = []
                found.append(self._replaced(instruction, before))
                found[-1:-1] = before
        self._function.blocks[label] = found

    def finish(self) -> None:
        """Puts what phis need in its places."""
        for label, made in self._ends.items():
            self._function.blocks[label][-1:-1] = made

    def _phi(self, phi: Instruction) -> Instruction:
        pairs = zip(phi.operands, phi.attrs["labels"], strict=True)
        operands = tuple(self._value(v, self._ends.setdefault(label, []), phi) for v, label in pairs)
        return replace(phi, operands=operands)

    def _replaced(self, instruction: Instruction, before: list[Instruction]) -> Instruction:
        if not any(map(needs_lifting, instruction.operands)):
            return instruction
        return replace(instruction, operands=tuple(self._values(instruction.operands, before, instruction)))

    def _values(self, values: tuple[Value, ...], before: list[Instruction], user: Instruction) -> Iterator[Value]:
        for value in values:
            yield self._value(value, before, user)

    def _value(self, value: Value, before: list[Instruction], user: Instruction) -> Value:
        if not needs_lifting(value):
            return value
        if isinstance(value, Aggregate):
            return replace(value, elements=tuple(self._values(value.elements, before, user)))
        assert isinstance(value, Expression)  # nothing else needs it
        operands = tuple(self._values(value.operands, before, user))
        self._made += 1
        name = f"constant.{self._made}"
        attrs = {key: value.attrs[key] for key in _KEPT if key in value.attrs}
        before.append(Instruction(value.opcode, name, value.type, operands, attrs, user.debug))
        return Local(value.type, name)
