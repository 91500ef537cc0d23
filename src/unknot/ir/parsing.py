"""Reads the text form of a program (see text.py). One idea: recursive descent, one method per kind of line."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, TypeVar

from unknot.ir.lexing import END, INT_TYPE, Cursor, unquote
from unknot.ir.ops import Const, Op, Operand, Reg, const
from unknot.ir.program import Function, Global, Local, Operation, Program, Thread
from unknot.ir.types import (
    ArrayType,
    AtomicType,
    BoolType,
    DataType,
    EnumType,
    Field,
    FloatType,
    FunctionType,
    IntType,
    PointerType,
    RacyType,
    Scalar,
    StructRef,
    StructType,
    VoidType,
)

_T = TypeVar("_T")
_WRAPPERS: dict[str, Callable[[DataType], DataType]] = {"atomic": AtomicType, "racy": RacyType, "Ptr": PointerType}


def parse_program(text: str) -> Program:
    """The program a text stands for. Raises IRError with the line's number. It is not verified."""
    return _Parser(text).program


class _Parser(Cursor):
    """Reads all lines at once, from `_line` on; `self.program` is the result."""

    def __init__(self, text: str) -> None:
        self.program = Program("")
        self._structs: dict[str, StructType] = {}
        self._enums: dict[str, EnumType] = {}
        self._function: Function | None = None
        self._struct: tuple[str, bool] | None = None
        self._block: list[Op] | None = None
        self._widths: dict[str, Scalar] = {}
        for number, line in enumerate(text.split("\n"), 1):
            self._start(line, number)
            if self._peek() != END:
                self._parse_line()

    # lines

    def _parse_line(self) -> None:
        labels = self._peek(1).text == ":" and self._peek(2) == END
        if self._function is not None and labels and self._peek().kind in ("name", "string"):
            self._block = self._fresh(self._label(), self._function.blocks, [])
            self._mark(":")
        elif self._peek().text == "function":
            self._function_line()
        elif self._function is None:
            self._header_line()
        elif self._block is None and self._peek().text == "local":
            self._local_line(self._function)
        elif self._block is None:
            raise self._error("expected a label")
        else:
            self._block.append(self._op(self._function.loc.file))
        if self._peek() != END:
            raise self._error("expected the end of the line")

    def _fresh(self, name: str, place: dict[str, _T], value: _T) -> _T:
        if name in place:
            raise self._error(f"{name!r} is defined twice")
        place[name] = value
        return value

    def _header_line(self) -> None:
        keyword = self._take("name").text
        match keyword:
            case "program":
                self.program.name = self._string()
                self._keyword("memory")
                self.program.memory = self._label()
                self._keyword("spawn")
                self.program.spawn_limit = self._integer()
                self.program.own_objects = self._accept("own")
                self.program.loc = self._place("")
            case "spelling":
                self.program.spelling = self._label()
            case "parameter":
                name = self._label()
                self._mark("=")
                self.program.parameters[name] = self._integer()
            case "place":
                self.program.places.append(self._place(""))
            case "enum":
                self._enum_line()
            case "struct" | "union":
                self._struct_line(keyword == "union")
            case "field":
                self._field_line()
            case "global":
                self._global_line()
            case "init":
                self.program.init = self._symbol()
            case "agent":
                self.program.agent = self._symbol()
            case "invariant":
                self.program.invariants.append((self._string(), self._symbol()))
            case "final":
                self.program.finals.append((self._string(), self._symbol()))
            case "operation":
                self._operation_line()
            case "thread":
                name, function = self._string(), self._symbol()
                self.program.threads.append(Thread(name, function, tuple(self._list("(", self._constant, ")"))))
            case _:
                raise self._error(f"unknown line {keyword!r}")

    def _operation_line(self) -> None:
        name, function = self._string(), self._symbol()
        self._mark(":")
        kind = self._type()
        if not isinstance(kind, FunctionType):
            raise self._error("expected the type of a function")
        self.program.operations.append(Operation(name, function, kind))

    def _enum_line(self) -> None:
        name = self._label()
        self._mark(":")
        base, members = self._type(), []
        if not isinstance(base, IntType):
            raise self._error("expected an integer type")
        while self._peek() != END:
            member = self._label()
            self._mark("=")
            members.append((member, self._integer()))
        self._enums[name] = EnumType(name, base, tuple(members))

    def _struct_line(self, union: bool) -> None:
        name = self._label()
        extent = self._integer() if self._accept("size") else 0
        listed = not self._accept("unlisted")
        self._struct = (name, listed)
        self._keep(StructType(name, (), union, extent), listed)

    def _field_line(self) -> None:
        if self._struct is None:
            raise self._error("a field outside a struct")
        name = self._label()
        self._mark(":")
        kind = self._type()
        self._keyword("at")
        old = self._structs[self._struct[0]]
        fields = (*old.fields, Field(name, kind, self._integer()))
        self._keep(dataclasses.replace(old, fields=fields), self._struct[1])

    def _keep(self, struct: StructType, listed: bool) -> None:
        self._structs[struct.name] = struct
        if listed:
            self.program.structs[struct.name] = struct

    def _global_line(self) -> None:
        name = self._symbol()
        self._mark(":")
        item = Global(name, self._type())
        if self._accept("init"):
            while self._peek().kind == "string":
                data = self._hex(self._string())
                item.init += data
        while self._accept("reloc"):
            offset, symbol = self._integer(), self._symbol()
            self._mark("+")
            item.relocations += ((offset, symbol, self._integer()),)
        item.thread_local = self._accept("thread_local")
        item.model = self._accept("model")
        item.constant = self._accept("constant")
        item.loc = self._place("")
        self._fresh(name, self.program.globals, item)

    def _hex(self, text: str) -> bytes:
        byte, _, count = text.partition("*")
        try:
            return bytes.fromhex(byte) * int(count or 1)
        except ValueError:
            raise self._error(f"cannot read the bytes {text!r}") from None

    def _function_line(self) -> None:
        self._keyword("function")
        self._widths, self._block = {}, None
        function = self._function = Function(self._symbol())
        function.params = tuple(self._list("(", self._register, ")"))
        function.result = self._scalar() if self._accept("->") else None
        function.library = self._accept("library")
        function.loc = self._place("")
        self._fresh(function.name, self.program.functions, function)

    def _local_line(self, function: Function) -> None:
        self._keyword("local")
        register, name = unquote(self._take("register").text[1:]), self._string()
        self._mark(":")
        function.locals[register] = Local(name, self._type())

    # operations

    def _op(self, file: str) -> Op:
        dsts: list[Reg] = []
        if self._peek().kind == "register":
            dsts.append(self._register())
            while self._accept(","):
                dsts.append(self._register())
            self._mark("=")
        code = self._take("name").text
        attrs: dict[str, Any] = {"symbol": self._symbol()} if self._peek().kind == "symbol" else {}
        args: list[Operand] = []
        while self._peek().kind in ("register", "number"):
            args.append(self._register() if self._peek().kind == "register" else self._constant())
        targets: list[str] = []
        while self._peek().kind == "string" or (self._peek().kind == "name" and self._peek(1).text != "="):
            targets.append(self._label())
        if targets:
            attrs["targets"] = tuple(targets)
        while self._peek().kind == "name":
            key = self._take("name").text
            self._mark("=")
            attrs[key] = self._attr()
        return Op(code, tuple(dsts), tuple(args), MappingProxyType(attrs), self._place(file))

    def _attr(self) -> Any:
        token = self._peek()
        if token.text == "(":
            return tuple(self._list("(", self._attr, ")"))
        if self._accept("<"):
            kind = self._type()
            self._mark(">")
            return kind
        if token.kind == "number":
            return self._integer()
        words_for = {"none": None, "true": True, "false": False}
        name = self._label()
        return words_for[name] if token.kind == "name" and name in words_for else name

    def _register(self) -> Reg:
        name = unquote(self._take("register").text[1:])
        width = self._scalar() if self._accept(":") else self._widths.get(name)
        if width is None:
            raise self._error(f"the width of %{name} is not known here")
        self._widths.setdefault(name, width)
        return Reg(name, width)

    def _constant(self) -> Const:
        value = self._integer()
        return const(value, self._scalar() if self._accept(":") else Scalar.I64)

    def _scalar(self) -> Scalar:
        text = self._take("name").text
        found = next((s for s in Scalar if str(s) == text), None)
        if found is None:
            raise self._error(f"{text!r} is no width")
        return found

    # types

    def _type(self) -> DataType:
        token = self._take("name", "string")
        integer = INT_TYPE.fullmatch(token.text)
        match token.text:
            case "bool":
                return BoolType()
            case "void":
                return VoidType()
            case "struct":
                return self._known(self._structs)
            case "enum":
                return self._known(self._enums)
            case "atomic" | "racy" | "Ptr":
                self._mark("[")
                inner = self._type()
                self._mark("]")
                return _WRAPPERS[token.text](inner)
            case "array":
                return self._array()
            case "fn":
                params = tuple(self._list("(", self._type, ")"))
                self._mark("->")
                return FunctionType(params, self._type())
        if integer and token.text[0] == "f":
            return FloatType(int(integer[1]))
        return IntType(int(integer[1]), token.text[0] == "i") if integer else StructRef(unquote(token.text))

    def _array(self) -> DataType:
        self._mark("[")
        inner = self._type()
        self._mark(",")
        count = self._integer()
        self._mark("]")
        return ArrayType(inner, count)

    def _known(self, kinds: dict[str, Any]) -> DataType:
        name = self._label()
        if name not in kinds:
            raise self._error(f"no type {name!r} is defined above")
        found: DataType = kinds[name]
        return found
