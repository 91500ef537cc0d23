"""What an address and a value are called. One idea: types know the way from a byte offset back to a field's name."""

from __future__ import annotations

from collections.abc import Iterable

from unknot.diagnose.heap_types import HeapTypes, is_bytes, several
from unknot.diagnose.spelling import global_names, null_in, type_in, value_in
from unknot.interp.record import Access, Assign, Happening
from unknot.ir.address import FUNCTION_BASE, HEAP_BASE, OFFSET_BITS, object_numbers
from unknot.ir.ops import Op
from unknot.ir.program import C, Program
from unknot.ir.types import (
    ArrayType,
    DataType,
    FunctionType,
    IntType,
    PointerType,
    StructRef,
    StructType,
    strip,
)

LOCK = "lock_object"
"""The field that every lock of the kernel library begins with."""

_SWITCHES = frozenset({"kernel_invariants", "witness_hides"})
"""Variables of the kernel library that its headers read too: what options set."""

HOSTED_LOCKS = frozenset(f"pthread_{kind}_t" for kind in ("mutex", "rwlock", "spinlock", "cond", "barrier"))
HOSTED_LOCKS |= {"mtx_t", "cnd_t", "sem_t"}
"""The locks of C's own libraries, and what else threads wait at, by their types."""


class Names:
    """Names of the objects of a program while a path is run: globals, and heap objects as they come and go."""

    def __init__(self, program: Program, threads: tuple[str, ...] | None = None) -> None:
        self.program = program
        called = thread_names(program) if threads is None else threads
        self._objects: dict[int, tuple[str, DataType, bool]] = {}
        hidden = library_globals(program) if program.spelling == C else frozenset()
        self._internal: set[int] = set()
        shown = global_names(program)
        for name, number in object_numbers(program).items():
            item = program.globals[name]
            copies = program.max_threads + 1 if item.thread_local else 1
            for copy in range(copies):
                owner = f"{called[copy]}'s " if item.thread_local and copy < program.max_threads else ""
                self._objects[number + copy] = (owner + shown[name], item.type, item.model)
            if item.constant and name.lstrip(".").partition(".")[0] == "str":
                self._objects[number] = (_quoted(item.init), item.type, False)
            self._internal |= set(range(number, number + copies)) if item.thread_local or name in hidden else set()
        self._constants = {
            number: program.globals[name].init
            for name, number in object_numbers(program).items()
            if program.globals[name].constant
        }
        self._functions = list(program.functions)
        self._allocated: dict[str, int] = {}
        self._allocs = {
            (f.name, op.dsts[0].name): op for f in program.functions.values() for op in f.ops() if op.code == "alloc"
        }
        self._heap = HeapTypes(program)
        self._known: list[DataType | None] = []
        self._new: Access | None = None

    def learn(self, happenings: Iterable[Happening]) -> None:
        """Finds out what objects without a type will turn out to be on a path, before it is followed."""
        if self.program.spelling == C:
            scout = Names(self.program)
            for happening in happenings:
                scout.note(happening)
            self._known = scout._heap.types

    def note(self, happening: Happening) -> None:
        """Follows allocations, so that heap objects have names."""
        if isinstance(happening, Access) and happening.kind == "alloc":
            self._new = happening
        elif isinstance(happening, Assign) and self._new is not None:
            self._came(self._new, self._allocs.get((happening.function, happening.register)))
            self._new = None
        elif isinstance(happening, Access) and happening.kind == "free":
            self._heap.went(happening.pointer)
        elif self.program.spelling == C:
            stored = isinstance(happening, Access) and happening.new is not None
            target = (
                self._look(happening.pointer, happening.size)[1] if stored and isinstance(happening, Access) else None
            )
            learned = self._heap.learn(happening, target)
            if learned is not None and not self._known:
                self._objects[learned >> OFFSET_BITS] = ("object", self._resolve(self._heap.type_of(learned)), False)

    def _came(self, made: Access, op: Op | None) -> None:
        """An object came into being. Of C's local variables the name is known."""
        kind = op.attrs.get("type") if op is not None else None
        in_c = self.program.spelling == C
        name = ""
        if in_c and op is not None and op.attrs.get("kind") == "stack":
            local = self.program.functions[made.function].locals.get(op.dsts[0].name)
            name = local.name.removeprefix("addr(").removesuffix(")") if local is not None else ""
        elif in_c and is_bytes(kind):
            number = len(self._heap.types)
            self._heap.came(made.pointer, made.size)
            kind = self._known[number] if number < len(self._known) else kind
        self._objects[made.pointer >> OFFSET_BITS] = (
            self._called(name, kind),
            self._resolve(several(kind, made.size)),
            False,
        )

    def _called(self, name: str, kind: DataType | None) -> str:
        """A new object's name: a variable's is its own, the first time."""
        word = name or (type_in(self.program.spelling, kind) if kind is not None else "object")
        self._allocated[word] = self._allocated.get(word, 0) + 1
        return word if name and self._allocated[word] == 1 else f"{word}#{self._allocated[word]}"

    def _resolve(self, kind: DataType | None) -> DataType:
        if isinstance(kind, StructRef):
            kind = self.program.structs.get(kind.name)
        return kind if kind is not None else ArrayType(IntType(8, False), 0)

    def kind(self, pointer: int) -> DataType | None:
        """The type of the whole object that an address is in, as far as it is known."""
        found = self._objects.get(pointer >> OFFSET_BITS)
        return found[1] if found is not None else None

    def is_model(self, pointer: int) -> bool:
        """True for state of the memory model."""
        found = self._objects.get(pointer >> OFFSET_BITS)
        return found is not None and found[2]

    def is_internal(self, pointer: int) -> bool:
        """True for threads' own variables, and in C for those of the library."""
        return pointer >> OFFSET_BITS in self._internal

    def text(self, pointer: int) -> str:
        """The text at an address, if it is a constant's; else what the address is called."""
        content = self._constants.get(pointer >> OFFSET_BITS)
        if content is None:
            return self.place(pointer)
        return _decoded(content[pointer & ((1 << OFFSET_BITS) - 1) :])

    def place(self, pointer: int, size: int = 0) -> str:
        """What is at an address: `ring.slots[2]`, `Node#1.next`, null, a function."""
        return self._look(pointer, size)[0]

    def lock(self, pointer: int) -> str:
        """What is at an address, if that is the first field of a structure and a lock: the lock."""
        return self._lock(pointer)[0]

    def lock_size(self, pointer: int) -> int:
        """The size of the lock at an address."""
        kind = self._lock(pointer)[1]
        return kind.size if kind is not None else 1

    def _lock(self, pointer: int) -> tuple[str, DataType | None]:
        name, kind = self._look(pointer, 0)
        inner, bare = name, strip(kind) if kind is not None else None
        while isinstance(bare, ArrayType) or (isinstance(bare, StructType) and bare.fields):
            if isinstance(bare, ArrayType):
                inner, bare = f"{inner}[0]", strip(bare.of)
                continue
            if bare.fields[0].name == LOCK or bare.name in HOSTED_LOCKS:
                return inner, bare
            inner, bare = f"{inner}.{bare.fields[0].name}", strip(bare.fields[0].type)
        return name, kind

    def value(self, pointer: int, size: int, value: int) -> str:
        """A value as the type at the address says."""
        return self.show(self._look(pointer, size)[1], value)

    def show(self, kind: DataType | None, value: int) -> str:
        """A value of a type; pointers by what they point at."""
        bare = strip(kind) if kind is not None else None
        if isinstance(bare, PointerType | FunctionType):
            place = self.place(value).removeprefix("&")
            plain = value == 0 or isinstance(bare, FunctionType) or place[0] in '"-' or place.startswith("0x")
            return place if plain or value >> OFFSET_BITS >= FUNCTION_BASE else "&" + place
        return value_in(self.program.spelling, bare, value)

    def _look(self, pointer: int, size: int) -> tuple[str, DataType | None]:
        number, offset = pointer >> OFFSET_BITS, pointer & ((1 << OFFSET_BITS) - 1)
        if pointer >> 63:
            return f"-{(1 << 64) - pointer}", None
        if offset >> (OFFSET_BITS - 1):
            return f"{self.place((number + 1) << OFFSET_BITS)} - {(1 << OFFSET_BITS) - offset}", None
        if number == 0:
            null = null_in(self.program.spelling)
            return (null if offset == 0 else f"{null} + {offset}"), None
        if number >= FUNCTION_BASE and number - FUNCTION_BASE < len(self._functions):
            return self._functions[number - FUNCTION_BASE], None
        if number not in self._objects and self.program.spelling == C:
            return hex(pointer), None
        if number not in self._objects:
            where = f"heap object {number - HEAP_BASE}" if number >= HEAP_BASE else f"object {number}"
            return (where + (f" + {offset}" if offset else "")), None
        name, kind, _ = self._objects[number]
        return self._inside(name, kind, offset, size)

    def _inside(self, name: str, kind: DataType, offset: int, size: int) -> tuple[str, DataType | None]:
        while True:
            bare = strip(kind)
            if isinstance(bare, StructType) and (size == 0 or size < bare.size or len(bare.fields) == 1):
                fields = [f for f in bare.fields if f.offset <= offset < f.offset + max(f.type.size, 1)]
                if not fields or (size == 0 and offset == 0):
                    break
                field = next((f for f in fields if f.type.size == size), fields[0])
                name, kind, offset = f"{name}.{field.name}", field.type, offset - field.offset
            elif isinstance(bare, ArrayType) and bare.of.size and (size or offset) and offset < bare.size:
                name, kind, offset = f"{name}[{offset // bare.of.size}]", bare.of, offset % bare.of.size
            else:
                break
        return (name if offset == 0 else f"{name} + {offset}"), (kind if offset == 0 else None)


def library_globals(program: Program) -> frozenset[str]:
    """The variables that only functions of the library name."""
    named: dict[bool, set[str]] = {True: set(), False: set()}
    for function in program.functions.values():
        named[function.library] |= {op.attrs["symbol"] for op in function.ops() if op.code == "global_addr"}
    pointed = {symbol for item in program.globals.values() for _, symbol, _ in item.relocations}
    return frozenset(named[True] - named[False] - pointed) | _SWITCHES


def _decoded(content: bytes) -> str:
    return content.partition(b"\0")[0].decode(errors="replace")


def _quoted(content: bytes) -> str:
    return f'"{_decoded(content)}"'


def thread_names(program: Program) -> tuple[str, ...]:
    """Names of all threads that can exist: the declared ones, then `spawned1`, `spawned2`, ..."""
    return (*(t.name for t in program.threads), *(f"spawned{i + 1}" for i in range(program.spawn_limit)))
