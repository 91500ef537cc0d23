"""Reads the text of a module of LLVM's, as clang 15 to 22 write it. One idea: one line is one thing, so the text is
read line by line; lines of metadata are only kept (see parsing_metadata).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from unknot.core.errors import CompileError, InternalError, LanguageError
from unknot.core.location import Location
from unknot.frontend.c.lexing import name_of, unescape
from unknot.frontend.c.lifting import lift
from unknot.frontend.c.llvm import (
    Alias,
    Function,
    FunctionBody,
    Instruction,
    Module,
    Parameter,
    Pointer,
    Struct,
    Type,
    Variable,
)
from unknot.frontend.c.parsing_instructions import InstructionReader
from unknot.frontend.c.parsing_metadata import Metadata, unreadable

_LABEL = re.compile(r'("[^"]*"|[-\w.$]+):')
_PRODUCER = re.compile(r'!\{!"([^"]*clang version[^"]*)"\}')
_REFERENCE = re.compile(r"!(\d+)")
_LINKAGES = {
    "private": "private",
    "internal": "internal",
    "available_externally": "available_externally",
    "linkonce": "weak",
    "weak": "weak",
    "linkonce_odr": "weak",
    "weak_odr": "weak",
    "extern_weak": "weak",
    "common": "common",
    "appending": "appending",
    "external": "external",
}
_SKIPPED = ("source_filename", "target", "attributes", "uselistorder", "uselistorder_bb")
_UNREAD = ("uselistorder", "cleanup", "catch ", "filter ")
"""Lines of a body that mean nothing here; the last three belong to a landingpad of C++."""
_TERMINATORS = frozenset(
    {"ret", "br", "switch", "indirectbr", "invoke", "unreachable", "resume", "callbr", "catchret", "cleanupret"}
)


def parse_module(text: str, name: str) -> Module:
    """The module that a text stands for. `name` is the C file it was made from, as the user wrote it. Raises
    InternalError with the line if it cannot be read, CompileError if the user wrote the text."""
    try:
        return _ModuleReader(text, name).module
    except InternalError as error:
        if not name.endswith(".ll"):
            raise
        remedy = "clang 15 to 22 writes what can be read, with -S -emit-llvm -O0 -g"
        raise CompileError(f"{name} is no LLVM IR that unknot knows: {error.fact}", remedy=remedy) from None


class _ModuleReader(InstructionReader):
    """Reads all lines at once; `module` is the result."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__()
        self.module = Module(name)
        producer = _PRODUCER.search(text)
        self._producer = producer[1] if producer else ""
        self._texts: dict[int, str] = {}
        self._unnamed = 0
        self._lines = iter(text.split("\n"))
        self._line = ""
        try:
            for line in self._lines:
                self._line = line
                if line:
                    self._top(line)
        except ValueError as error:
            raise unreadable(self._line, str(error), self._producer) from None
        self.module.metadata = Metadata(self._texts, self._producer)

    def fields(self, kind: Struct) -> tuple[Type, ...]:
        return self.module.structs[kind.name].fields if kind.name else kind.fields

    # lines at the top

    def _top(self, line: str) -> None:
        first = line[0]
        if first == "!":
            self._metadata_line(line)
        elif first == "@":
            self._global(line)
        elif first == "%":
            self._struct(line)
        elif first not in ";$^" and not line.isspace():
            self._worded(line)

    def _worded(self, line: str) -> None:
        keyword = line.split(None, 1)[0]
        if keyword == "define":
            self._define(line)
        elif keyword == "declare":
            function = self._header(line)
            self.module.functions.setdefault(function.name, function)
        elif keyword == "module":
            self.start(line)
            self.expect("module")
            self.expect("asm")
            self.module.assembly += unescape(self.take()[1:-1]).decode(errors="replace") + "\n"
        elif keyword not in _SKIPPED:
            raise ValueError("no such thing is known")

    def _metadata_line(self, line: str) -> None:
        name, _, text = line.partition(" = ")
        if name[1:].isdecimal():
            self._texts[int(name[1:])] = text
        else:
            self.module.named_metadata[name[1:]] = tuple(int(n) for n in _REFERENCE.findall(text))

    def _struct(self, line: str) -> None:
        self.start(line)
        name = name_of(self.take())
        self.expect("=")
        self.expect("type")
        if self.accept("opaque"):
            self.module.structs[name] = Struct(name)
            return
        kind = self.type()
        if not isinstance(kind, Struct):
            raise ValueError("a name for a type that is no struct")
        self.module.structs[name] = Struct(name, kind.fields, kind.packed)

    # globals

    def _global(self, line: str) -> None:
        self.start(line)
        name = name_of(self.take())
        self.expect("=")
        linkage, declared, local = "external", False, False
        while (word := self.take()) not in ("global", "constant", "alias", "ifunc"):
            linkage = _LINKAGES.get(word, linkage)
            declared = declared or word in ("external", "extern_weak")
            local = local or word == "thread_local"
            if self.peek() == "(":
                self.skip_brackets()
        if word == "ifunc":
            raise LanguageError(
                f"{name}: a function that is chosen when the program is loaded (ifunc)",
                Location(self.module.name, 1),
                "Call one of the functions it chooses from.",
            )
        kind = self.type()
        if word == "alias":
            self.expect(",")
            target = self.operand() if self.starts_type() else self.value(Pointer())
            self.module.aliases[name] = Alias(name, target, linkage)
            return
        variable = Variable(name, kind, None if declared else self.value(kind), word == "constant", local)
        variable.linkage = linkage
        self._properties(variable)
        self.module.variables[name] = variable

    def _properties(self, variable: Variable) -> None:
        """What follows a global after commas: alignment, section, metadata."""
        debug: list[int] = []
        while self.accept(","):
            word = self.take()
            if word == "align":
                variable.align = self.integer()
            elif word[0] == "!":
                number = self.take()
                if word == "!dbg":
                    debug.append(int(number[1:]))
            elif self.peek() == "(":
                self.skip_brackets()
            elif self.peek()[:1] == '"':
                self.at += 1
        while self.peek():
            self.skip_attribute()
        variable.debug = tuple(debug)

    # functions

    def _header(self, line: str) -> FunctionBody:
        self.start(line)
        self.at = 1
        linkage, debug = "external", -1
        if self.words[1][:1] == "!":  # declare !dbg !5 ...
            debug, self.at = int(self.words[2][1:]), 3
        while not self.starts_type():
            linkage = _LINKAGES.get(self.words[self.at], linkage)
            self.skip_attribute()
        result = self.type()
        name = name_of(self.take())
        params, variadic = self._parameters()
        rest = self.words[self.at :]
        if "!dbg" in rest:
            debug = int(rest[rest.index("!dbg") + 1][1:])
        kind = Function(result, tuple(p.type for p in params), variadic)
        return FunctionBody(name, kind, params, {}, linkage, debug)

    def _parameters(self) -> tuple[tuple[Parameter, ...], bool]:
        params: list[Parameter] = []
        variadic = False
        self._unnamed = 0
        self.expect("(")
        while not self.accept(")"):
            if self.accept(","):
                continue
            if self.accept("..."):
                variadic = True
                continue
            kind = self.type()
            attrs = self.attributes()
            name = name_of(self.take()) if self.peek()[:1] == "%" else str(self._unnamed)
            self._count(name)
            params.append(Parameter(name, kind, attrs))
        return tuple(params), variadic

    def _count(self, name: str) -> None:
        """Notes a name: numbers are given in order to parameters, blocks and results without one."""
        if name.isdecimal():
            self._unnamed = int(name) + 1

    def _define(self, line: str) -> None:
        function = self._header(line)
        self.module.functions[function.name] = function
        self.lift = False
        block: list[Instruction] | None = None
        for line in self._lines:
            self._line = line
            if line == "}":
                if self.lift:
                    lift(function)
                return
            fresh = self._unnamed
            label = _LABEL.match(line) if line and line[0] != " " else None
            if label:
                block = function.blocks.setdefault(name_of("%" + label[1]), [])
                self._count(label[1])
            elif (found := self._body_line(line)) is not None:
                if block is None:
                    block = function.blocks.setdefault(str(fresh), [])
                    self._unnamed = max(self._unnamed, fresh + 1)
                block.append(found)
                block = None if found.opcode in _TERMINATORS else block
        raise ValueError("the function does not end")

    def _body_line(self, line: str) -> Instruction | None:
        text = line.lstrip()
        if not text or text[0] == ";" or text.startswith(_UNREAD):
            return None
        if text[0] == "#":
            return self.record(text)
        if "@llvm.dbg." in text and "(metadata " in text:
            return self.debug_call(text)
        found = self.instruction(self._whole(text))
        self._count(found.result)
        return found

    def _whole(self, text: str) -> str:
        """The line with those that belong to it."""
        if text.startswith("switch ") and "]" not in text:
            return " ".join([text, *self._until_bracket()])
        if " invoke " in text[:80] or text.startswith(("invoke ", "callbr ")) or " callbr " in text[:80]:
            return f"{text} {next(self._lines)}"
        return text

    def _until_bracket(self) -> Iterator[str]:
        for line in self._lines:
            yield line
            if line.lstrip().startswith("]"):
                return
