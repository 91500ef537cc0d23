"""One function while it is made: its operations so far, and which registers hold what of LLVM's. One idea: everything
that reads instructions works on a `Body`, and nothing else emits operations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from unknot.core.location import Location
from unknot.core.options import Options
from unknot.frontend.c import folding
from unknot.frontend.c.globals import fold
from unknot.frontend.c.llvm import (
    Aggregate,
    BlockAddress,
    Bytes,
    ConstantFloat,
    ConstantInt,
    Expression,
    FunctionBody,
    Instruction,
    Local,
    Symbol,
    Type,
    Undefined,
    Value,
    Zero,
)
from unknot.frontend.c.modules import Unit
from unknot.frontend.c.unused import drop_unused
from unknot.frontend.c.uses import Uses
from unknot.frontend.c.values import Words, bits_of, integer_words, words_of, words_of_leaf, zeros
from unknot.ir.builder import Builder
from unknot.ir.ops import Const, Op, Operand, Reg, const
from unknot.ir.program import Function
from unknot.ir.program import Local as Named
from unknot.ir.types import ArrayType, DataType, IntType, Scalar


class World(Protocol):
    """What the reader of a whole program is for the reader of one function."""

    options: Options
    started: frozenset[str]
    """Functions without prototype that get an argument: see `unprototyped`."""

    def need(self, symbol: str, where: Location) -> bool:
        """Notes that the program needs that symbol. True if it is a function."""

    def helper(self, name: str, make: Callable[[], Function]) -> str:
        """The name of a function of the reader's own, made when it is first needed."""

    def definition(self, symbol: str) -> FunctionBody | None:
        """The function of that name, if the program defines it."""


class Body:
    """`values` are the words of LLVM's values by name, `variables` the registers of promoted allocas, `unit` and
    `source` where the function comes from, `unnamed` the parameter that leads to unnamed arguments, `dynamic` the
    objects of variable size: the registers for the address, and for how many there were before it."""

    def __init__(self, world: World, unit: Unit, source: FunctionBody, function: Function) -> None:
        self.world = world
        self.unit = unit
        self.source = source
        self.structs = unit.module.structs
        self.function = function
        self.b = Builder(function)
        self.uses = Uses(source)
        self.values: dict[str, Words] = {}
        self.variables: dict[str, Reg] = {}
        self.prologue: list[Op] = []
        self.unnamed: Reg | None = None
        self.dynamic: dict[str, tuple[Reg, Reg]] = {}
        self.result_pointer: Reg | None = None
        self.at: tuple[str, int] = ("", 0)
        self._names: set[str] = set()
        self._mutable: set[Reg] = set()
        self._held: set[Reg] = set()
        self._shared: set[Reg] = set()
        self._derived: dict[Operand, tuple[Operand, int, int]] = {}
        self._changes: dict[Operand, int] = {}
        self._areas: dict[tuple[str, int], Reg] = {}
        self._depth: Reg | None = None

    # names -----------------------------------------------------------------------------------------------------------

    def register(self, name: str, kind: Scalar, shown: DataType | None, called: str = "") -> Reg:
        """A register with a name of the source's, `called` so in traces if its type is known."""
        if shown is None:
            return self.b.reg(kind, name.replace(".", "_") or "t")
        unique, number = name, 1
        while unique in self._names:
            number += 1
            unique = f"{name}_{number}"
        self._names.add(unique)
        self.function.locals[unique] = Named(called or name, shown)
        return Reg(unique, kind)

    def variable(self, alloca: str, register: Reg) -> None:
        """From here on that alloca is that register."""
        self.variables[alloca] = register
        self._mutable.add(register)

    # operands --------------------------------------------------------------------------------------------------------

    def words(self, value: Value) -> Words:
        """The words of an operand; what has none yet is computed here."""
        if isinstance(value, Local):
            return self.values[value.name]
        if isinstance(value, ConstantInt):
            return integer_words(value.value, bits_of(value.type))
        if isinstance(value, ConstantFloat):
            return (const(value.bits, self.kinds(value.type)[0]),)
        if isinstance(value, Zero | Undefined):
            return zeros(self.kinds(value.type))
        if isinstance(value, Aggregate):
            return tuple(word for element in value.elements for word in self.words(element))
        if isinstance(value, Bytes):
            return tuple(Const(byte, Scalar.I8) for byte in value.data)
        return self._folded(value)

    def _folded(self, value: Value) -> Words:
        assert isinstance(value, Symbol | Expression | BlockAddress)
        result = fold(value, self.unit, self.b.loc)
        if isinstance(result, int):
            return integer_words(result, bits_of(value.type))
        return (self.address(result.symbol, result.addend),)

    def word(self, value: Value) -> Operand:
        """The only word of a scalar."""
        return self.words(value)[0]

    def address(self, symbol: str, addend: int = 0) -> Operand:
        """The address of a global or function by its final name."""
        code = "func_addr" if self.world.need(symbol, self.b.loc) else "global_addr"
        base = self.b.value(code, Scalar.I64, symbol=symbol)
        return self.behind(base, addend)

    def kinds(self, kind: Type) -> tuple[Scalar, ...]:
        """The registers of a type."""
        return words_of(kind, self.structs, self.b.loc)

    def leaf_kinds(self, kind: Type) -> tuple[Scalar, ...]:
        """The registers of a scalar type."""
        return words_of_leaf(kind, self.b.loc)

    # results ---------------------------------------------------------------------------------------------------------

    def define(self, instruction: Instruction, words: Words) -> None:
        """Gives the instruction its result. A variable that changes before the result is last used is copied."""
        if not instruction.result:
            return
        self.values[instruction.result] = tuple(self._kept(instruction.result, w) for w in words)

    def _kept(self, name: str, word: Operand) -> Operand:
        if not isinstance(word, Reg):
            return word
        if word in self._mutable and not self._lasts(name, word):
            word = self.b.value("mov", word.type, word)
        (self._shared if word in self._held else self._held).add(word)
        return word

    def _lasts(self, name: str, register: Reg) -> bool:
        """True if the variable keeps its value until the last use of what was made from it."""
        label, index = self.at
        last = self.uses.last_in(name, label)
        if last is None:
            return False
        later = self.source.blocks[label][index + 1 : last]
        return not any(i.opcode == "store" and self._stored(i) == register for i in later)

    def _stored(self, store: Instruction) -> Reg | None:
        pointer = store.operands[1]
        return self.variables.get(pointer.name) if isinstance(pointer, Local) else None

    def assign(self, register: Reg, value: Value) -> None:
        """Puts a value into a variable; the operation that just made it gives it to the variable directly."""
        word = self.word(value)
        self._changes[register] = self._changes.get(register, 0) + 1
        ops = self.function.blocks[self.b.label]
        once = isinstance(value, Local) and self.uses.count(value.name) == 1 and word not in self._shared
        if once and ops and word in ops[-1].dsts and word not in self._mutable and word not in self.function.params:
            last = ops[-1]
            dsts = tuple(register if d == word else d for d in last.dsts)
            ops[-1] = Op(last.code, dsts, last.args, last.attrs, last.loc)
        elif word != register:
            self.b.emit("mov", (register,), (word,))

    def joined(self, kind: Scalar, hint: str = "t") -> Reg:
        """A fresh register that is written on several paths."""
        register = self.b.reg(kind, hint)
        self._shared.add(register)
        return register

    # addresses -------------------------------------------------------------------------------------------------------

    def start_block(self) -> None:
        """From here on nothing is known of what was computed before."""
        self._derived.clear()

    def behind(self, pointer: Operand, offset: int) -> Operand:
        """The address some bytes behind another one; what was added to that already is added up."""
        base, more, changes = self._derived.get(pointer, (pointer, 0, 0))
        if more and self._changes.get(base, 0) == changes:
            pointer, offset = base, offset + more
        found = self.op("add", Scalar.I64, pointer, const(offset))
        if isinstance(found, Reg) and found != pointer:
            self._derived[found] = pointer, offset, self._changes.get(pointer, 0)
        return found

    # operations ------------------------------------------------------------------------------------------------------

    def op(self, code: str, kind: Scalar, *args: Operand) -> Operand:
        """An operation without effect, with a result of that width; a constant if it folds."""
        known = folding.fold(code, kind, args)
        return known if known is not None else self.b.value(code, kind, *args)

    def both(self, code: str, left: Operand, right: Operand) -> Operand:
        """A binary operation on words of one width."""
        return self.op(code, left.type, left, right)

    def compare(self, code: str, left: Operand, right: Operand) -> Operand:
        """A comparison: 0 or 1."""
        return self.op(code, Scalar.I8, left, right)

    def select(self, condition: Operand, then: Operand, otherwise: Operand) -> Operand:
        """One of two words."""
        return self.op("select", then.type, condition, then, otherwise)

    def negate(self, truth: Operand) -> Operand:
        """1 for 0, 0 for 1."""
        return self.both("xor", truth, const(1, Scalar.I8))

    def resize(self, word: Operand, kind: Scalar) -> Operand:
        """The word in another width, zero-extended or cut off."""
        return self.op("zext" if kind >= word.type else "trunc", kind, word)

    def check(self, good: Operand, kind: str | None, message: str, *operands: Operand) -> None:
        """A fault of that kind unless true."""
        if isinstance(good, Const) and good.value:
            return
        attrs: dict[str, Any] = {"message": message} | ({"kind": kind} if kind else {})
        self.b.emit("assert", (), (good, *operands), **attrs)

    # stack objects ---------------------------------------------------------------------------------------------------

    def object(self, register: Reg, size: int, kind: DataType | None, where: Location) -> None:
        """A stack object that lives as long as the function does."""
        attrs: dict[str, Any] = {"kind": "stack", "type": kind}
        self.prologue.append(Op("alloc", (register,), (const(size),), attrs, where))

    def cleared(self, hint: str) -> Reg:
        """A register that is 0 when the function begins."""
        register = self.joined(Scalar.I64, hint)
        self.prologue.append(Op("mov", (register,), (const(0),), {}, self.function.loc))
        return register

    def area(self, use: str, words: int) -> Reg:
        """An object of that many words for what goes to a called function or comes from it. It is used only while one
        is called, and zero otherwise, so that it adds nothing to what tells states apart."""
        if (use, words) not in self._areas:
            register = self._areas[use, words] = self.b.reg(Scalar.I64, use)
            kind = ArrayType(IntType(64, False), words)
            self.object(register, kind.size, kind, self.function.loc)
        return self._areas[use, words]

    def clear(self, use: str, words: int) -> None:
        """Makes that object zero again."""
        for index in range(words):
            place = self.behind(self._areas[use, words], 8 * index)
            self.b.emit("store", (), (place, const(0)), order="plain")

    def depth(self) -> Reg:
        """How many objects of variable size there are."""
        self._depth = self._depth or self.cleared("depth")
        return self._depth

    def finish(self) -> None:
        """Puts the stack objects in front, and leaves out what nobody reads."""
        drop_unused(self.function)
        entry = self.function.blocks[self.function.entry]
        entry[:0] = self.prologue
