"""One function of C: from LLVM's blocks to ours. One idea: blocks are read in an order in which every value is made
before it is used, and a table says who reads which instruction.

Variables in registers are written many times, so nothing has to be done for them where paths meet; for LLVM's phis the
values are moved at the end of the paths.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.frontend.c import aggregates, arithmetic, atomics, calls, floats, integers, memory, refusals, stack
from unknot.frontend.c.body import Body, World
from unknot.frontend.c.branches import Branches
from unknot.frontend.c.debug import Variable
from unknot.frontend.c.layout import size_of
from unknot.frontend.c.llvm import FunctionBody, Instruction, Local, Parameter, Type
from unknot.frontend.c.modules import Unit
from unknot.frontend.c.promote import promoted, reachable
from unknot.frontend.c.uses import NOTES
from unknot.frontend.c.values import bits_of
from unknot.ir.ops import Op, Reg, const
from unknot.ir.program import Function
from unknot.ir.types import Scalar

_INDIVISIBLE = "__VERIFIER_atomic_"
"""Functions whose names begin so run in one go."""
_LOW = 0xFFFF
"""The lowest bits of an address say nothing of the object."""


def read_function(world: World, unit: Unit, source: FunctionBody, name: str) -> Function:
    """The function that a definition means. Raises LanguageError for what cannot be read."""
    loc = unit.debug.subprogram(source.debug).loc if source.debug >= 0 else None
    function = Function(name, loc=loc) if loc is not None else Function(name)
    body = Body(world, unit, source, function)
    body.b.loc = function.loc
    _Reader(body).run()
    return function


class _Reader:
    """Reads the blocks of one function."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.source = body.source
        self.order = reachable(body.source)
        self.variables = stack.variables(body, self.order)
        self.branches = Branches(body, self.order)
        self.indivisible = body.function.name.startswith(_INDIVISIBLE)

    def run(self) -> None:
        """The whole function."""
        self._make_parameters()
        self._make_variables()
        stack.prepare_dynamic(self.body, self.order)
        if self.indivisible:
            self.body.b.emit("atomic_begin")
        for label in self.order:
            self.body.start_block()
            if label != self.order[0]:
                self.body.b.start(self.branches.label(label))
            for index, instruction in enumerate(self.source.blocks[label]):
                self.body.at = label, index
                self._read(label, instruction)
            self.branches.finish_edges()
        self.body.finish()

    # parameters and variables ----------------------------------------------------------------------------------------

    def _make_parameters(self) -> None:
        body, function = self.body, self.body.function
        kinds = body.kinds(self.source.type.result)
        params: list[Reg] = []
        if len(kinds) > 1:
            body.result_pointer = body.b.reg(Scalar.I64, "result")
            params.append(body.result_pointer)
        else:
            function.result = kinds[0] if kinds else None
        kept, cleared = promoted(self.source, self.order, body.uses)
        for param in self.source.params:
            params += self._parameter(param, kept)
        if function.name in body.world.started:
            params.append(body.b.reg(Scalar.I64, "ignored"))
        if calls.is_variadic(self.source):
            body.unnamed = body.b.reg(Scalar.I64, "unnamed")
            params.append(body.unnamed)
        function.params = tuple(params)
        for alloca, kind in kept.items():
            if alloca not in body.variables:
                register = self._register(alloca, kind)
                if alloca in cleared:
                    zero = const(0, register.type)
                    body.prologue.append(Op("mov", (register,), (zero,), {}, function.loc))

    def _parameter(self, param: Parameter, kept: dict[str, Type]) -> tuple[Reg, ...]:
        """The registers of a parameter; that of the variable it is stored to, if it goes nowhere else."""
        body = self.body
        kinds = body.kinds(param.type)
        uses = body.uses.of(param.name)
        if len(kinds) == 1 and len(uses) == 1 and uses[0].opcode == "store":
            place = uses[0].operands[1]
            is_value = uses[0].operands[0] == Local(param.type, param.name)
            if is_value and isinstance(place, Local) and place.name in kept and place.name not in body.variables:
                registers: tuple[Reg, ...] = (self._register(place.name, kept[place.name]),)
                body.values[param.name] = registers
                return registers
        registers = tuple(body.b.reg(kind, param.name.replace(".", "_") or "p") for kind in kinds)
        body.values[param.name] = registers
        return registers

    def _register(self, alloca: str, kind: Type) -> Reg:
        """The register of a variable."""
        variable: Variable | None = self.variables.get(alloca)
        (width,) = self.body.kinds(kind)
        name = variable.name if variable else alloca
        register = self.body.register(name, width, variable.type if variable else None)
        self.body.variable(alloca, register)
        return register

    def _make_variables(self) -> None:
        """The objects of the variables that stay in memory."""
        body = self.body
        for alloca in self.source.blocks[self.order[0]]:
            if alloca.opcode != "alloca" or alloca.result in body.variables or not stack.is_fixed(alloca):
                continue
            if body.uses.count(alloca.result):
                stack.make_fixed(body, alloca, self.variables.get(alloca.result))

    # instructions ----------------------------------------------------------------------------------------------------

    def _read(self, label: str, instruction: Instruction) -> None:
        body, opcode = self.body, instruction.opcode
        if opcode in NOTES or opcode == "phi":
            return
        where = body.unit.debug.location(instruction.debug)
        body.b.loc = where if where.line else body.function.loc
        if opcode == "alloca":
            if instruction.result in body.dynamic:
                stack.make_dynamic(body, instruction, self.variables.get(instruction.result))
        elif opcode == "ret":
            words = body.words(instruction.operands[0]) if instruction.operands else ()
            if self.indivisible:
                body.b.emit("atomic_end")
            calls.give(body, words)
        elif self.branches.read(label, instruction):
            return
        elif opcode in _RULES:
            _RULES[opcode](body, instruction)
        else:
            raise refusals.instruction(opcode, body.b.loc)


# instructions of one line ---------------------------------------------------------------------------------------------


def _same(body: Body, instruction: Instruction) -> None:
    """freeze, addrspacecast: nothing changes."""
    body.define(instruction, body.words(instruction.operands[0]))


def _pointer_to_integer(body: Body, instruction: Instruction) -> None:
    """ptrtoint. Whatever is computed of the number may become a pointer again."""
    words = body.words(instruction.operands[0])
    if not all(_hides_nothing(use) for use in body.uses.of(instruction.result)):
        for word in words:
            memory.publish(body, word)
    bits = bits_of(arithmetic.element(instruction.type))
    how = integers.truncate if bits <= Scalar.I64 else integers.zero_extend
    parts = arithmetic.lanes(instruction.type, words)
    body.define(instruction, arithmetic.joined([how(body, 64, bits, part) for (part,) in parts]))


def _hides_nothing(use: Instruction) -> bool:
    """True for differences, comparisons, and looks at the lowest bits."""
    if use.opcode in ("sub", "icmp"):
        return True
    mask = getattr(use.operands[1], "value", None) if use.opcode == "and" else None
    return mask is not None and mask <= _LOW


def _integer_to_pointer(body: Body, instruction: Instruction) -> None:
    """inttoptr."""
    bits = bits_of(arithmetic.element(instruction.operands[0].type))
    how = integers.zero_extend if bits <= Scalar.I64 else integers.truncate
    parts = arithmetic.lanes(instruction.type, body.words(instruction.operands[0]))
    body.define(instruction, arithmetic.joined([how(body, bits, 64, part) for (part,) in parts]))


def _next_argument(body: Body, instruction: Instruction) -> None:
    """va_arg: from where the unnamed arguments stand in memory."""
    kind = instruction.type
    ap = body.word(instruction.operands[0])
    place = body.behind(ap, 8)
    at = body.b.value("load", Scalar.I64, place, order="plain")
    size = -(-size_of(kind, body.structs) // 8) * 8
    body.b.emit("store", (), (place, body.behind(at, size)), order="plain")
    body.define(instruction, memory.read(body, kind, at, 8, {"order": "plain"}))


_RULES: dict[str, Callable[[Body, Instruction], None]] = {
    **dict.fromkeys(arithmetic.BINARY, arithmetic.binary),
    **dict.fromkeys(floats.BINARY, floats.binary),
    **dict.fromkeys(floats.CONVERSIONS, floats.convert),
    **dict.fromkeys(("zext", "sext", "trunc"), arithmetic.convert),
    **dict.fromkeys(("freeze", "addrspacecast"), _same),
    "icmp": arithmetic.compare,
    "fcmp": floats.compare,
    "fneg": floats.negate,
    "bitcast": aggregates.reinterpret,
    "ptrtoint": _pointer_to_integer,
    "inttoptr": _integer_to_pointer,
    "select": aggregates.select,
    "extractvalue": aggregates.extract,
    "insertvalue": aggregates.insert,
    "extractelement": aggregates.extract_element,
    "insertelement": aggregates.insert_element,
    "shufflevector": aggregates.shuffle,
    "load": memory.load,
    "store": memory.store,
    "getelementptr": memory.element_pointer,
    "cmpxchg": atomics.compare_exchange,
    "atomicrmw": atomics.read_modify_write,
    "fence": atomics.fence,
    "call": calls.call,
    "va_arg": _next_argument,
}
