"""The names users write, with their manual. One idea: a file of the language is ordinary Python that imports and
type-checks.

To a type checker `u32` is `int` and `Ptr[T]` is `T`, so fields complete and mistakes show in the editor. At run
time these names are small objects that the compiler recognises by identity; they do nothing by themselves.
`unknot.lang` re-exports all.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import FunctionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, NoReturn, TypeAlias, TypeVar

from unknot.core.errors import LanguageError
from unknot.frontend.python.forms import THREAD_EXIT, Here, IntName, TypeMaker, declare_struct

T = TypeVar("T")
F = TypeVar("F", bound=Callable[[], None])


class Order(enum.StrEnum):
    """A memory order, C11's."""

    relaxed = "relaxed"
    acquire = "acquire"
    release = "release"
    acq_rel = "acq_rel"
    seq_cst = "seq_cst"


relaxed: Final = Order.relaxed
acquire: Final = Order.acquire
release: Final = Order.release
acq_rel: Final = Order.acq_rel
seq_cst: Final = Order.seq_cst

null: Any = None
"""The null pointer; `None` means the same."""

idle: Final = -2
"""`indivisible(condition, blocked_by=idle)`: the thread waits for work, and may do so for ever. A program is over when
all threads that have not ended wait like this."""


if TYPE_CHECKING:
    u8: TypeAlias = int
    u16: TypeAlias = int
    u32: TypeAlias = int
    u64: TypeAlias = int
    i8: TypeAlias = int
    i16: TypeAlias = int
    i32: TypeAlias = int
    i64: TypeAlias = int
    cstr: TypeAlias = str
    Ptr: TypeAlias = Annotated[T, "pointer"]
    racy: TypeAlias = Annotated[T, "racy"]
    thread_local: TypeAlias = Annotated[T, "thread_local"]
    constant: TypeAlias = Annotated[T, "constant"]

    class atomic(Generic[T]):
        """A word that is accessed with atomic operations only. The default order of each is `seq_cst`."""

        def __init__(self, initial: T = ...) -> None: ...

        def load(self, order: Order = seq_cst) -> T:
            """Its value. Orders: relaxed, acquire, seq_cst."""

        def store(self, value: T, order: Order = seq_cst) -> None:
            """Sets it. Orders: relaxed, release, seq_cst."""

        def exchange(self, value: T, order: Order = seq_cst) -> T:
            """Sets it and gives the old value."""

        def cas(self, expected: T, new: T, order: Order = seq_cst, fail: Order = seq_cst) -> bool:
            """Sets it to `new` if it is `expected`; True if it was."""

        def compare_exchange(self, expected: T, new: T, order: Order = seq_cst, fail: Order = seq_cst) -> T:
            """Sets it to `new` if it is `expected`; gives the old value."""

        def fetch_add(self, value: int, order: Order = seq_cst) -> T:
            """Adds and gives the old value."""

        def fetch_sub(self, value: int, order: Order = seq_cst) -> T:
            """Subtracts and gives the old value."""

        def fetch_and(self, value: T, order: Order = seq_cst) -> T:
            """Bitwise and; gives the old value."""

        def fetch_or(self, value: T, order: Order = seq_cst) -> T:
            """Bitwise or; gives the old value."""

        def fetch_xor(self, value: T, order: Order = seq_cst) -> T:
            """Bitwise exclusive or; gives the old value."""

        def fetch_max(self, value: T, order: Order = seq_cst) -> T:
            """The larger of both, by the type's signedness; gives the old value."""

        def fetch_min(self, value: T, order: Order = seq_cst) -> T:
            """The smaller of both, by the type's signedness; gives the old value."""

    class array(Generic[T]):
        """Elements of one type in a row: `slots: array[u64] = array(4)`."""

        def __init__(self, *counts: int) -> None: ...

        def __getitem__(self, index: int) -> T: ...

        def __setitem__(self, index: int, value: T) -> None: ...

        def __len__(self) -> int: ...

else:
    u8 = IntName("u8", 8, False)
    u16 = IntName("u16", 16, False)
    u32 = IntName("u32", 32, False)
    u64 = IntName("u64", 64, False)
    i8 = IntName("i8", 8, True)
    i16 = IntName("i16", 16, True)
    i32 = IntName("i32", 32, True)
    i64 = IntName("i64", 64, True)
    Ptr = TypeMaker("Ptr")
    racy = TypeMaker("racy")
    cstr = Ptr[u8]
    thread_local = TypeMaker("thread_local")
    constant = TypeMaker("constant")
    atomic = TypeMaker("atomic")
    array = TypeMaker("array")


def struct(cls: type[T]) -> type[T]:
    """Declares a struct with C's layout. Annotated names are its fields, functions its methods (`self` is a pointer
    to it).

    A value after a field (`limit: u32 = 5`) is its first value in globals, scenarios and locals.
    """
    return declare_struct(cls, union=False)


def union(cls: type[T]) -> type[T]:
    """Declares a union: all fields share their first byte."""
    return declare_struct(cls, union=True)


def _outside(name: str) -> NoReturn:
    raise LanguageError(
        f"{name} has a meaning only inside functions that unknot compiles",
        remedy="call it from a thread or from what a thread calls",
    )


def addr(place: T) -> T:
    """The address of a variable, field or element: `Ptr[T]` for a place of type T."""
    _outside("addr")


def load(pointer: T) -> T:
    """The value a pointer to a scalar points at."""
    _outside("load")


def store(pointer: T, value: T) -> None:
    """Writes through a pointer to a scalar."""
    _outside("store")


def offset(pointer: T, count: int) -> T:
    """The pointer moved by `count` elements, which may be negative."""
    _outside("offset")


def cast(kind: type[T], value: Any) -> T:
    """`value` as `kind`: between pointer types, and between pointers and u64."""
    _outside("cast")


def container(pointer: Any, kind: type[T], field: str) -> T:
    """The struct `kind` in whose field `pointer` points, a `Ptr[kind]`: `container(entry, Item, "link")`."""
    _outside("container")


def size_of(kind: Any) -> int:
    """The size of a type in bytes, a constant."""
    _outside("size_of")


def aligned(pointer: Any, size: int) -> bool:
    """True if the address is a multiple of `size`, a constant power of two. The pointer stays as private as it was."""
    _outside("aligned")


def alloc(kind: type[T], count: int = 1) -> T:
    """Memory for `count` objects, uninitialised; `Ptr[T]`. It takes the lowest free place. The search's heap limit
    applies."""
    _outside("alloc")


def extent(pointer: Any) -> int:
    """How many bytes the object from `alloc` has to whose beginning this points, a u64."""
    _outside("extent")


def free(pointer: Any) -> None:
    """Gives memory from `alloc` back. Any later access through an old pointer is reported."""
    _outside("free")


def fence(order: Order = seq_cst) -> None:
    """A fence of that order: acquire, release, acq_rel or seq_cst."""
    _outside("fence")


def choose(count: int) -> int:
    """Some number from 0 to `count` - 1: every one is tried. Type u64."""
    _outside("choose")


def spawn(function: Any, *arguments: Any) -> int:
    """Starts a thread that runs `function(*arguments)` and gives its number, a u64 for `join`."""
    _outside("spawn")


def join(thread: int) -> None:
    """Waits until that thread has ended."""
    _outside("join")


def thread_id() -> int:
    """This thread's number, a u64. Declared threads count from 0 in their order."""
    _outside("thread_id")


def pause() -> None:
    """Says that this is a loop that waits: others should run. A switch here is not counted as a preemption."""
    _outside("pause")


def prefetch(pointer: Any) -> None:
    """Tells the processor that this memory is needed soon. Only in unknot's own search loop."""
    _outside("prefetch")


def unreachable(message: str) -> NoReturn:
    """Says that control cannot come here; if it does, that is a violation with this message."""
    _outside("unreachable")


def end_thread() -> NoReturn:
    """Ends this thread here, however deep in calls it is. What `@thread_exit` marks is not called."""
    _outside("end_thread")


def end_program() -> NoReturn:
    """Ends all threads here: the schedule is over, and what must hold at the end is looked at."""
    _outside("end_program")


def assume(condition: Any) -> None:
    """Leaves this schedule unless the condition holds: it does not count. What was covered is still all."""
    _outside("assume")


def peek(pointer: Any) -> Any:
    """What the pointer points at, where some of it was perhaps never written: those bytes are 0. For copying memory."""
    _outside("peek")


def event(kind: str, *words: Any) -> None:
    """Notes that something happened, for traces and checks: `event("lock", addr(m), how)`. The kind is a plain string
    of lower-case letters; the words are numbers, bools, enums and pointers. It is no step and changes nothing."""
    _outside("event")


def more(*words: Any) -> None:
    """Adds words to the last `event` of this step: for lists, one element after the other."""
    _outside("more")


def require(condition: Any, kind: str, message: str, *arguments: Any) -> None:
    """A rule of a library: a violation of that kind unless the condition holds.

    The message is a plain string with places for the arguments: `{0}` names what a pointer points at, `{1:text}` is
    the text at a pointer, `{2:site}` a place from `here()`, `{3:d}` a number. Arguments are looked at only if the rule
    is broken.
    """
    _outside("require")


def here() -> int:
    """Only as the default of a parameter: `site: u32 = here()` is the place of the call, as a number. A function with
    such a parameter belongs to a library: traces show what it does in the line that calls it."""
    place: Any = Here()
    number: int = place
    return number


def thread_exit(function: F) -> F:
    """Marks a module's function without parameters: every thread calls it when it ends, in programs that use any
    function of that module."""
    if not isinstance(function, FunctionType):
        raise LanguageError("@thread_exit stands only before a function", remedy="write def name() -> None: below it")
    setattr(function, THREAD_EXIT, True)
    return function


def indivisible(when: Any = True, *, blocked_by: int = -1) -> AbstractContextManager[None]:
    """`with indivisible(condition):` runs its body as one step, when the condition holds; until then the thread waits.

    The condition must read shared memory itself: it is evaluated anew whenever the thread could go on. `blocked_by`
    is the number of the thread that could make the condition true, for reports of deadlocks; -1 if that cannot be
    said, `idle` if it may never come.
    """
    _outside("indivisible")


def aside() -> AbstractContextManager[None]:
    """`with aside():` runs its body in the step that is under way, as an indivisible block without a scheduling point:
    for work that others need not see, such as putting a text together. Races in it are not seen either."""
    _outside("aside")


def wait_until(when: Any, *, blocked_by: int = -1) -> None:
    """In an indivisible block: the whole block waits until the condition holds, as if it had not begun.

    For what must be judged before the wait: rules about the attempt, and its events, count even while it waits.
    """
    _outside("wait_until")
