"""Where blocks lead to. One idea: what LLVM's phis receive is moved on the way: at the end of the block before, or in a
small block of its own if that one leads elsewhere too.
"""

from __future__ import annotations

from unknot.frontend.c import wide
from unknot.frontend.c.body import Body
from unknot.frontend.c.globals import label_address
from unknot.frontend.c.llvm import BlockRef, ConstantInt, Instruction, Value
from unknot.frontend.c.promote import successors
from unknot.frontend.c.values import Words, integer_words
from unknot.ir.ops import Operand, Reg, const

_CHAIN = 6
"""Cases of a switch that are looked at one after the other; more are halved first."""
Case = tuple[int, str]
"""A value and the label it leads to."""


class Branches:
    """Reads the ends of blocks, and knows the registers of phis."""

    def __init__(self, body: Body, order: list[str]) -> None:
        self.body = body
        self._first = order[0]
        self._phis: dict[str, list[tuple[Instruction, tuple[Reg, ...]]]] = {}
        self._edges: list[tuple[str, str, str]] = []
        for label in order:
            phis = [i for i in body.source.blocks[label] if i.opcode == "phi"]
            self._phis[label] = [(phi, self._registers(phi)) for phi in phis]

    def _registers(self, phi: Instruction) -> tuple[Reg, ...]:
        registers = tuple(self.body.joined(kind, "phi") for kind in self.body.kinds(phi.type))
        self.body.values[phi.result] = registers
        return registers

    def label(self, label: str) -> str:
        """Our label of one of LLVM's blocks."""
        if label == self._first:
            return self.body.function.entry
        return f"{label}." if label == self.body.function.entry else label

    def read(self, label: str, instruction: Instruction) -> bool:
        """Reads the end of a block. False if the instruction is none, or returns."""
        body, opcode = self.body, instruction.opcode
        if opcode == "br":
            self._branch(label, instruction)
        elif opcode == "switch":
            self._switch(label, instruction)
        elif opcode == "indirectbr":
            self._computed(label, instruction)
        elif opcode == "unreachable":
            body.b.emit("unreachable", message=self._why_unreachable(label))
        else:
            return False
        return True

    def _why_unreachable(self, label: str) -> str:
        block = self.body.source.blocks[label]
        before = block[-2] if len(block) > 1 else None
        if before is not None and before.opcode == "call":
            name = getattr(before.operands[0], "name", "")
            if not name.startswith("llvm."):
                return f"{name or 'a function'} is declared not to return, and returns"
        return "a place that is declared unreachable is reached"

    # edges -----------------------------------------------------------------------------------------------------------

    def _edge(self, source: str, target: str) -> str:
        """Where to go from `source` to get to `target`."""
        if not self._phis[target]:
            return self.label(target)
        label = self.body.b.block("edge")
        self._edges.append((label, source, target))
        return label

    def finish_edges(self) -> None:
        """Makes the blocks on the way."""
        edges, self._edges = self._edges, []
        for label, source, target in edges:
            self.body.b.start(label)
            self._move(source, target)
            self.body.b.jump(self.label(target))

    def _move(self, source: str, target: str) -> None:
        """Gives the phis of `target` what comes from `source`, all at once."""
        moves: dict[Reg, Operand] = {}
        for phi, registers in self._phis[target]:
            value = phi.operands[phi.attrs["labels"].index(source)]
            moves.update(zip(registers, self.body.words(value), strict=True))
        pending = {reg: word for reg, word in moves.items() if reg != word}
        while pending:
            ready = next((reg for reg in pending if reg not in pending.values()), None)
            if ready is None:  # a circle: one value waits elsewhere
                reg, word = next(iter(pending.items()))
                assert isinstance(word, Reg)
                saved = self.body.b.value("mov", word.type, word)
                pending[reg] = saved
                continue
            self.body.b.emit("mov", (ready,), (pending.pop(ready),))

    def _branch(self, label: str, instruction: Instruction) -> None:
        b = self.body.b
        targets = successors(self.body.source.blocks[label])
        if len(targets) == 1:
            self._move(label, targets[0])
            b.jump(self.label(targets[0]))
            return
        condition, then, otherwise = instruction.operands
        assert isinstance(then, BlockRef) and isinstance(otherwise, BlockRef)
        truth = self.body.word(condition)
        if not isinstance(truth, Reg):
            target = then if truth.value else otherwise
            self._move(label, target.name)
            b.jump(self.label(target.name))
            return
        b.branch(truth, self._edge(label, then.name), self._edge(label, otherwise.name))

    # several ways ----------------------------------------------------------------------------------------------------

    def _switch(self, label: str, instruction: Instruction) -> None:
        value, default, *rest = instruction.operands
        ways = {t: self._edge(label, t) for t in successors(self.body.source.blocks[label])}
        cases = [(_number(c), ways[_name(t)]) for c, t in zip(rest[::2], rest[1::2], strict=True)]
        self._choose(self.body.words(value), sorted(cases), ways[_name(default)])

    def _choose(self, words: Words, cases: list[Case], default: str) -> None:
        b = self.body.b
        if len(cases) > _CHAIN and len(words) == 1:
            middle = len(cases) // 2
            low, high = b.block("low"), b.block("high")
            b.branch(self.body.compare("ult", words[0], const(cases[middle][0], words[0].type)), low, high)
            b.start(low)
            self._choose(words, cases[:middle], default)
            b.start(high)
            self._choose(words, cases[middle:], default)
            return
        for number, target in cases:
            following = b.block("case")
            b.branch(self._equals(words, number), target, following)
            b.start(following)
        b.jump(default)

    def _equals(self, words: Words, number: int) -> Operand:
        if len(words) > 1:
            return wide.compare(self.body, "eq", words, integer_words(number, 64 * len(words)))
        return self.body.compare("eq", words[0], const(number, words[0].type))

    def _computed(self, label: str, instruction: Instruction) -> None:
        """goto *p: the address of a label is its number."""
        body = self.body
        unit, name = body.unit, body.source.name
        targets = successors(body.source.blocks[label])
        nowhere = body.b.block("nowhere")
        cases = [(label_address(unit.module, name, t), self._edge(label, t)) for t in targets]
        self._choose(body.words(instruction.operands[0]), sorted(cases), nowhere)
        body.b.start(nowhere)
        body.b.emit("unreachable", message="a computed goto leads to no label of its function")


def _number(value: Value) -> int:
    assert isinstance(value, ConstantInt)  # LLVM allows nothing else
    return value.value


def _name(target: Value) -> str:
    assert isinstance(target, BlockRef)
    return target.name
