"""Where the values of a function are used. One idea: one pass over its instructions, asked often later."""

from __future__ import annotations

from unknot.frontend.c.llvm import FunctionBody, Instruction, Local

NOTES = ("dbg_declare", "dbg_value")
"""Instructions that compute nothing."""


class Uses:
    """The uses of each value by name: which instructions, and where."""

    def __init__(self, source: FunctionBody) -> None:
        self._found: dict[str, list[tuple[str, int, Instruction]]] = {}
        self._makers: dict[str, Instruction] = {}
        for label, instructions in source.blocks.items():
            for index, instruction in enumerate(instructions):
                if instruction.result:
                    self._makers[instruction.result] = instruction
                if instruction.opcode == "phi":
                    self._add_phi(source, instruction)
                elif instruction.opcode not in NOTES:
                    for operand in instruction.operands:
                        if isinstance(operand, Local):
                            self._found.setdefault(operand.name, []).append((label, index, instruction))

    def _add_phi(self, source: FunctionBody, phi: Instruction) -> None:
        """A phi uses its values at the ends of the blocks before it."""
        for operand, label in zip(phi.operands, phi.attrs["labels"], strict=True):
            if isinstance(operand, Local):
                self._found.setdefault(operand.name, []).append((label, len(source.blocks[label]), phi))

    def of(self, name: str) -> list[Instruction]:
        """The instructions that use a value, each as often as it does."""
        return [instruction for _, _, instruction in self._found.get(name, ())]

    def count(self, name: str) -> int:
        """How often a value is used."""
        return len(self._found.get(name, ()))

    def last_in(self, name: str, label: str) -> int | None:
        """The index of its last use if all uses are in that block; None if some are not."""
        found = self._found.get(name, ())
        if any(where != label for where, _, _ in found):
            return None
        return max((index for _, index, _ in found), default=0)

    def maker(self, name: str) -> Instruction | None:
        """The instruction that defines a value, None for a parameter."""
        return self._makers.get(name)
