"""Says what is a legal program. One idea: `ops.TABLE` is the law; this adds what no table can say.

Every stage that makes or changes a program may call `verify` on its result: an error here is ours, never the user's.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.core.errors import IRError
from unknot.ir.ops import TABLE, Const, Op, Operand, Reg
from unknot.ir.program import Function, Global, Program
from unknot.ir.rules import ATTR_RULES, order_fault
from unknot.ir.types import Scalar, VoidType, scalar_of

_LETTERS: dict[str, Scalar] = {"b": Scalar.I8, "p": Scalar.I64, "q": Scalar.I64}
_FREE = "v"
_WORD = 8
"""Bytes of a relocation."""


def verify(program: Program) -> None:
    """Raises IRError, naming function, block and operation, if the program is not well-formed."""
    for key, item in program.globals.items():
        _verify_global(program, key, item)
    for key, function in program.functions.items():
        if key != function.name:
            raise IRError(f"function {function.name} is filed as {key}")
        _FunctionVerifier(program, function).run()
    _verify_roles(program)


def _verify_global(program: Program, key: str, item: Global) -> None:
    where = f"global {item.name}"
    if key != item.name:
        raise IRError(f"{where} is filed as {key}")
    try:
        size = item.type.size
    except TypeError as error:
        raise IRError(f"{where}: {error}") from None
    if len(item.init) not in (0, size):
        raise IRError(f"{where}: {len(item.init)} bytes of initial content for {size} bytes")
    if item.constant and item.thread_local:
        raise IRError(f"{where}: constant and thread-local")
    for offset, symbol, _ in item.relocations:
        if not 0 <= offset <= size - _WORD:
            raise IRError(f"{where}: relocation at {offset} in {size} bytes")
        target = program.globals.get(symbol)
        if target is None and symbol not in program.functions:
            raise IRError(f"{where}: unknown symbol @{symbol}")
        if target is not None and target.thread_local:
            raise IRError(f"{where}: the address of thread-local @{symbol} is no constant")


def _verify_roles(program: Program) -> None:
    """Functions that are named by the program itself exist and have the signature their role asks for."""
    number = (Scalar.I64,)
    for thread in program.threads:
        _role(program, f"thread {thread.name}", thread.function, tuple(a.type for a in thread.args))
    if program.init is not None:
        _role(program, "init", program.init, ())
    if program.agent is not None:
        _role(program, "agent", program.agent, number)
    for name, function in program.invariants:
        _role(program, f"invariant {name}", function, (), (Scalar.I8,))
    for name, function in program.finals:
        _role(program, f"final {name}", function, (), (Scalar.I8, None))
    for operation in program.operations:
        kind = operation.type
        given = (None if isinstance(kind.result, VoidType) else scalar_of(kind.result),)
        _role(program, f"operation {operation.name}", operation.function, tuple(map(scalar_of, kind.params)), given)
    if program.spawn_limit < 0:
        raise IRError(f"spawn limit {program.spawn_limit}")


def _role(
    program: Program, role: str, name: str, params: tuple[Scalar, ...], results: tuple[Scalar | None, ...] | None = None
) -> None:
    function = program.functions.get(name)
    if function is None:
        raise IRError(f"{role}: unknown function @{name}")
    if tuple(p.type for p in function.params) != params:
        raise IRError(f"{role}: @{name} takes {_widths(function.params)}, not ({', '.join(map(str, params))})")
    if results is not None and function.result not in results:
        raise IRError(f"{role}: @{name} gives {function.result}")


def _widths(operands: tuple[Operand, ...]) -> str:
    return f"({', '.join(str(o.type) for o in operands)})"


class _FunctionVerifier:
    """Checks one function; `_where` is the operation being looked at, for messages."""

    def __init__(self, program: Program, function: Function) -> None:
        self._program = program
        self._function = function
        self._known: dict[str, Scalar] = {}
        self._where = ""

    def run(self) -> None:
        """Checks everything."""
        if not self._function.blocks:
            raise self._error("no blocks")
        names = [p.name for p in self._function.params]
        if len(set(names)) < len(names):
            raise self._error("two parameters of one name")
        for param in self._function.params:
            self._check_register(param)
        for label, ops in self._function.blocks.items():
            for index, op in enumerate(ops):
                self._where = f", block {label}, operation {index} ({op.code})"
                self._check_op(op, last=index == len(ops) - 1)
            self._where = f", block {label}"
            if not ops:
                raise self._error("no terminator")
        self._check_definitions()

    def _error(self, message: str) -> IRError:
        return IRError(f"function {self._function.name}{self._where}: {message}")

    def _check_op(self, op: Op, last: bool) -> None:
        if op.code not in TABLE:
            raise self._error("unknown operation")
        if op.is_terminator != last:
            raise self._error("no terminator" if last else "the block goes on after its terminator")
        self._check_operands(op)
        self._check_attrs(op)
        special = _SPECIAL.get(op.code)
        if special is not None:
            special(self, op)

    def _check_operands(self, op: Op) -> None:
        spec = TABLE[op.code]
        same: list[Scalar] = []
        self._check_places("results", op.dsts, spec.dsts, same)
        self._check_places("arguments", op.args, spec.args, same)
        if len(set(same)) > 1:
            raise self._error("operands of different widths")
        if len({d.name for d in op.dsts}) < len(op.dsts):
            raise self._error("one register for two results")
        for operand in (*op.dsts, *op.args):
            if isinstance(operand, Reg):
                self._check_register(operand)
            elif not 0 <= operand.value <= operand.type.mask:
                raise self._error(f"constant {operand.value} out of range of {operand.type}")

    def _check_places(self, what: str, operands: tuple[Operand, ...], pattern: str, same: list[Scalar]) -> None:
        fixed = pattern.rstrip("*?")
        at_least = len(fixed) - pattern.endswith("?")
        at_most = len(operands) if pattern.endswith("*") else len(fixed)
        if not at_least <= len(operands) <= at_most:
            raise self._error(f"{len(operands)} {what}, expected {at_least}{'' if at_least == at_most else ' or more'}")
        for operand, letter in zip(operands, fixed, strict=False):
            if letter == "w":
                same.append(operand.type)
            elif letter != _FREE and operand.type != _LETTERS[letter]:
                raise self._error(f"{what}: {operand.type} where {_LETTERS[letter]} is due")

    def _check_register(self, register: Reg) -> None:
        known = self._known.setdefault(register.name, register.type)
        if known != register.type:
            raise self._error(f"register %{register.name} is used as {known} and as {register.type}")

    def _check_attrs(self, op: Op) -> None:
        spec = TABLE[op.code]
        for name in spec.attrs:
            if name not in op.attrs:
                raise self._error(f"attribute {name} is missing")
        for name, value in op.attrs.items():
            if name not in spec.attrs and name not in spec.optional:
                raise self._error(f"unknown attribute {name}")
            rule = ATTR_RULES.get((op.code, name)) or ATTR_RULES.get(("", name))
            if rule is not None and not rule(value):
                raise self._error(f"attribute {name} cannot be {value!r}")
        problem = order_fault(op)
        if problem:
            raise self._error(problem)
        wanted = {"jump": 1, "branch": 2}.get(op.code, 0)
        if len(op.targets) != wanted:
            raise self._error(f"{len(op.targets)} targets, expected {wanted}")
        for target in op.targets:
            if target not in self._function.blocks:
                raise self._error(f"unknown target {target}")

    def check_global(self, op: Op) -> None:
        """Its symbol is a global."""
        if op.attrs["symbol"] not in self._program.globals:
            raise self._error(f"unknown global @{op.attrs['symbol']}")

    def check_function(self, op: Op) -> Function:
        """Its symbol is a function."""
        callee = self._program.functions.get(op.attrs["symbol"])
        if callee is None:
            raise self._error(f"unknown function @{op.attrs['symbol']}")
        return callee

    def check_call(self, op: Op) -> None:
        """Arguments and result fit the callee."""
        callee = self.check_function(op)
        if [a.type for a in op.args] != [p.type for p in callee.params]:
            raise self._error(f"@{callee.name} takes {_widths(callee.params)}, not {_widths(op.args)}")
        if op.dsts and op.dsts[0].type != callee.result:
            raise self._error(f"@{callee.name} gives {callee.result}, not {op.dsts[0].type}")

    def check_call_indirect(self, op: Op) -> None:
        """The result it names is the one it takes."""
        if op.dsts and op.dsts[0].type != op.attrs["result"]:
            raise self._error(f"a result of {op.attrs['result']} bits for a register of {op.dsts[0].type}")

    def check_ret(self, op: Op) -> None:
        """It gives what the function gives."""
        given = op.args[0].type if op.args else None
        if given != self._function.result:
            raise self._error(f"returns {given} from a function that gives {self._function.result}")

    def check_extension(self, op: Op) -> None:
        """It does not narrow."""
        if op.dsts[0].type < op.args[0].type:
            raise self._error("extends to fewer bits")

    def check_truncation(self, op: Op) -> None:
        """It does not widen."""
        if op.dsts[0].type > op.args[0].type:
            raise self._error("truncates to more bits")

    def check_step(self, op: Op) -> None:
        """An access of memory says which bytes and how."""
        touches = op.attrs["access"] in ("load", "store", "rmw", "cas")
        if touches and not (op.args and "size" in op.attrs and "order" in op.attrs):
            raise self._error("a memory access without pointer, size or order")

    def _check_definitions(self) -> None:
        """No register is read that no path from the entry defines."""
        number: dict[str, int] = {}
        for op in self._function.ops():
            for reg in op.dsts:
                number.setdefault(reg.name, 1 << len(number))
        for param in self._function.params:
            number.setdefault(param.name, 1 << len(number))
        into = self._defined_before(number)
        for label, defined in into.items():
            for index, op in enumerate(self._function.blocks[label]):
                for arg in op.args:
                    if not isinstance(arg, Const) and not number.get(arg.name, 0) & defined:
                        self._where = f", block {label}, operation {index} ({op.code})"
                        raise self._error(f"register %{arg.name} is read but defined on no path")
                for reg in op.dsts:
                    defined |= number[reg.name]

    def _defined_before(self, number: dict[str, int]) -> dict[str, int]:
        """By block that can be reached, the bits of the registers that some path to it defines."""
        blocks, entry = self._function.blocks, self._function.entry
        made = dict.fromkeys(blocks, 0)
        for label, ops in blocks.items():
            for op in ops:
                for reg in op.dsts:
                    made[label] |= number[reg.name]
        into = {entry: 0}
        for param in self._function.params:
            into[entry] |= number[param.name]
        pending = dict.fromkeys([entry])
        while pending:  # the oldest first, each once
            label = next(iter(pending))
            del pending[label]
            after = into[label] | made[label]
            for target in blocks[label][-1].targets:
                if target not in into or after & ~into[target]:
                    into[target] = into.get(target, 0) | after
                    pending[target] = None
        return into


_SPECIAL: dict[str, Callable[[_FunctionVerifier, Op], object]] = {
    "global_addr": _FunctionVerifier.check_global,
    "func_addr": _FunctionVerifier.check_function,
    "call": _FunctionVerifier.check_call,
    "call_indirect": _FunctionVerifier.check_call_indirect,
    "ret": _FunctionVerifier.check_ret,
    "zext": _FunctionVerifier.check_extension,
    "sext": _FunctionVerifier.check_extension,
    "trunc": _FunctionVerifier.check_truncation,
    "step": _FunctionVerifier.check_step,
}
