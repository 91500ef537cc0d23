"""One function while it is compiled: its variables, what is assigned where, open loops. One idea: a local is a
register named after it, unless it is a struct, an array or has its address taken; then it is an object on the
stack."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, MappingProxyType

from unknot.core.errors import LanguageError
from unknot.core.location import Location
from unknot.frontend.python.language import addr
from unknot.frontend.python.memory import Memory
from unknot.frontend.python.names import Scope, is_named_here
from unknot.frontend.python.session import Session, Signature
from unknot.frontend.python.source import find_function
from unknot.frontend.python.types import an
from unknot.frontend.python.values import Literal, Place, Static, Value
from unknot.ir.builder import Builder
from unknot.ir.ops import Op, Reg, const
from unknot.ir.program import Local
from unknot.ir.types import DataType, PointerType, Scalar, VoidType, scalar_of


@dataclass
class Variable:
    """A local: a value register, or (`memory`) a register that points at it."""

    type: DataType
    register: Reg
    memory: bool
    line: int
    hoisted: bool = False


@dataclass
class Loop:
    """An open loop: where break and continue go, how many indivisible blocks were open around it, what is assigned
    at each exit, and the variable that a for loop counts."""

    after: str
    again: str
    depth: int
    exits: list[set[str]]
    counter: str = ""


class Frame:
    """State and services that the walkers of expressions and statements share."""

    def __init__(self, session: Session, signature: Signature) -> None:
        self.session = session
        self.signature = signature
        self.source, self.node = find_function(signature.function)
        self.scope = Scope(signature.function)
        self.function = session.program.functions[signature.symbol]
        self.builder = Builder(self.function)
        self.mean = Memory(session, self.builder)
        self.variables: dict[str, Variable] = {}
        self.assigned: set[str] = set()
        self.loops: list[Loop] = []
        self.depth = 0
        self.kept: set[Reg] = set()
        self.counted: set[str] = set()
        code: CodeType = signature.function.__code__
        self.local_names = {*code.co_varnames, *code.co_cellvars}
        self.in_memory = self._address_taken()
        self._prologue = 0
        self.function.loc = self.source.at(self.node)

    # -- places and refusals ---------------------------------------------------------------------------------------

    def at(self, node: ast.AST) -> None:
        """What is emitted or refused from now on belongs to `node`."""
        self.builder.loc = self.source.at(node)

    @contextmanager
    def placed(self, node: ast.AST) -> Iterator[None]:
        """For the body, the place is `node`; afterwards as before."""
        before = self.builder.loc
        self.at(node)
        yield
        self.builder.loc = before

    def refuse(self, node: ast.AST, message: str, remedy: str = "") -> LanguageError:
        """The error that refuses `node`, to be raised."""
        return LanguageError(message, self.source.at(node), remedy)

    def where(self, node: ast.AST) -> Location:
        """The place of `node`."""
        return self.source.at(node)

    # -- variables -------------------------------------------------------------------------------------------------

    def _address_taken(self) -> set[str]:
        names = set()
        for node in ast.walk(self.node):
            if isinstance(node, ast.Call) and len(node.args) == 1 and self._is_addr(node.func):
                target = node.args[0]
                if isinstance(target, ast.Name):
                    names.add(target.id)
        return names & self.local_names

    def _is_addr(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Name):
            return self.scope.get(node.id) is addr
        return isinstance(node, ast.Attribute) and node.attr == "addr"

    def start(self) -> None:
        """Makes registers of the parameters."""
        registers = []
        for param in self.signature.params:
            register = Reg(param.name, scalar_of(param.type))
            registers.append(register)
            self.assigned.add(param.name)
            if param.name not in self.in_memory:
                self.variables[param.name] = Variable(param.type, register, False, self.node.lineno)
                self.function.locals[param.name] = Local(param.name, param.type)
                continue
            self.at(self.node)
            variable = self.declare(param.name, param.type, self.node, True, parameter=True)
            self.builder.emit("store", (), (variable.register, register), order="plain")
        self.function.params = tuple(registers)
        result = self.signature.result
        self.function.result = None if isinstance(result, VoidType) else scalar_of(result)
        self._prologue = len(self.function.blocks[self.builder.label])

    def declare(
        self, name: str, kind: DataType, node: ast.AST, memory: bool, zero: bool = False, parameter: bool = False
    ) -> Variable:
        """A new local, or one declared on another path, of that type; in memory it gets its object here, of zeros if
        `zero`."""
        variable = self.variables.get(name)
        if variable is None and not parameter and self.is_shared(name):
            message = f"{name} is a shared variable, and this makes a local of that name"
            raise self.refuse(node, message, f"write `global {name}` before it, or name the local otherwise")
        if variable is not None and (variable.type, variable.memory) != (kind, memory):
            remedy = "give the two variables different names"
            raise self.refuse(
                node, f"{name} is {an(variable.type)} since line {variable.line}, and here {an(kind)}", remedy
            )
        if variable is None:
            register = Reg(f"{name}.addr", Scalar.I64) if memory else Reg(name, scalar_of(kind))
            variable = Variable(kind, register, memory, getattr(node, "lineno", 0))
            self.variables[name] = variable
            shown = self.mean.pointer_type(kind) if memory else kind
            self.function.locals[register.name] = Local(f"addr({name})" if memory else name, shown)
        if memory:
            self._allocate(name, variable, zero)
        return variable

    def is_shared(self, name: str) -> bool:
        """True if the function's module declares or imports a shared variable by that name."""
        return is_named_here(self.scope.globals, name)

    def _allocate(self, name: str, variable: Variable, zero: bool) -> None:
        """Stack memory for a local: where it is declared, or once at the entry if that stands in a loop."""
        if variable.hoisted or (self.loops and name in self.assigned):
            return
        variable.hoisted = bool(self.loops)
        self.allocate(variable.register, variable.type, zero and not self.loops)

    def allocate(self, register: Reg, kind: DataType, zero: bool) -> None:
        """Stack memory, at the entry of the function while a loop is open."""
        attrs = MappingProxyType({"kind": "stack", "type": kind, "zero": zero})
        op = Op("alloc", (register,), (const(kind.size),), attrs, self.builder.loc)
        if self.loops:
            self.function.blocks[self.function.entry].insert(self._prologue, op)
        else:
            self.builder.emit("alloc", op.dsts, op.args, **attrs)

    def place_of(self, name: str, variable: Variable) -> Place:
        """The memory of a local in memory."""
        return Place(variable.type, variable.register, 0, name)

    def set_local(self, name: str, variable: Variable, thing: Literal | Value | Static) -> None:
        """Assigns a scalar to a local."""
        if variable.memory:
            self.mean.write(self.place_of(name, variable), thing)
        else:
            what = f"{name} (line {variable.line})" if variable.line != self.builder.loc.line else name
            value = self.mean.convert(thing, variable.type, what)
            self.move(variable.register, value)
        self.assigned.add(name)

    def move(self, register: Reg, value: Value) -> None:
        """Puts a value into a register; the operation that just made the value gives it to the register directly."""
        ops = self.function.blocks[self.builder.label]
        operand = value.operand
        if (
            ops
            and isinstance(operand, Reg)
            and "." in operand.name
            and operand not in self.kept
            and operand in ops[-1].dsts
        ):
            last = ops[-1]
            dsts = tuple(register if d == operand else d for d in last.dsts)
            ops[-1] = Op(last.code, dsts, last.args, last.attrs, last.loc)
        elif operand != register:
            self.builder.emit("mov", (register,), (operand,))

    def is_pointer(self, value: Value) -> bool:
        """True if the value is a pointer."""
        return isinstance(value.type, PointerType)
