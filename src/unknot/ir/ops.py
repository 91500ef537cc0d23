"""Operations. One idea: a single `Op` record and one table, so that printing, parsing, verifying and liveness are
generic.

An operation has destinations (registers), arguments (registers or constants), attributes (a frozen mapping) and a
place. Functions are not in SSA form: a register may be written many times, as a local variable is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from unknot.core.location import NOWHERE, Location
from unknot.ir.types import Scalar


@dataclass(frozen=True, slots=True)
class Reg:
    """A virtual register: a function-wide name and a width."""

    name: str
    type: Scalar


@dataclass(frozen=True, slots=True)
class Const:
    """A constant, kept unsigned: 0 <= value <= type.mask."""

    value: int
    type: Scalar


Operand = Reg | Const


def const(value: int, kind: Scalar = Scalar.I64) -> Const:
    """A constant of that width, wrapped around as in C."""
    return Const(value & kind.mask, kind)


@dataclass(frozen=True, slots=True)
class Op:
    """One operation. See `TABLE` for what each code takes."""

    code: str
    dsts: tuple[Reg, ...] = ()
    args: tuple[Operand, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    loc: Location = NOWHERE

    @property
    def is_terminator(self) -> bool:
        """True for the operations that end a block."""
        return TABLE[self.code].terminator

    @property
    def targets(self) -> tuple[str, ...]:
        """Labels this operation may go to, in order."""
        return tuple(self.attrs.get("targets", ()))


ORDERS = ("plain", "relaxed", "acquire", "release", "acq_rel", "seq_cst")
"""Memory orders. `raw` also exists, for memory models only: the access of the model itself, seen by nobody."""

NOBODY = -1
"""Holder of an `await`: nobody in particular could make its condition true."""
IDLE = -2
"""Holder of an `await`: the thread waits for work, and may do so for ever; a program is over when all that are left
do."""
MORE = "+"
"""Kind of an event that adds its operands to the last event of the step, for lists."""

FLOAT_KINDS = {
    **dict.fromkeys(("add", "sub", "mul", "div"), 2),
    **dict.fromkeys(("lt", "le", "eq", "unordered"), 2),
    **dict.fromkeys(("sqrt", "widen", "narrow", "from_signed", "from_unsigned", "to_signed", "to_unsigned"), 1),
}
"""Operations on floating point numbers (IEEE 754, round to nearest), and how many operands each takes. Registers hold
their bits: 32 for a float, 64 for a double. Every result that is no number is the canonical quiet NaN. Comparisons are
ordered; conversions to integers saturate, and give 0 for what is no number."""

RMW_KINDS = ("xchg", "add", "sub", "and", "or", "xor", "max", "min", "umax", "umin")


@dataclass(frozen=True)
class Spec:
    """What an operation takes. `dsts` and `args`: one letter per place.

    `w` any width, the same for all `w` of the operation; `v` any width, free; `b` i8 truth value; `p` i64 pointer;
    `q` i64; `*` as the last letter: any number of free operands. A trailing `?` makes the place before it optional.
    """

    dsts: str
    args: str
    attrs: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    terminator: bool = False


_BINARY = Spec("w", "ww")
_COMPARE = Spec("b", "ww")

TABLE: dict[str, Spec] = {
    # values
    "mov": Spec("w", "w"),
    **dict.fromkeys(("add", "sub", "mul", "udiv", "sdiv", "urem", "srem"), _BINARY),  # a zero divisor is a fault
    **dict.fromkeys(("and", "or", "xor", "shl", "lshr", "ashr"), _BINARY),  # a shift by the width or more is a fault
    **dict.fromkeys(("eq", "ne", "ult", "ule", "slt", "sle"), _COMPARE),
    **{c: Spec("v", "v") for c in ("zext", "sext", "trunc")},
    "select": Spec("w", "bww"),
    "float": Spec("v", "v*", ("kind",)),  # see FLOAT_KINDS
    # addresses: of a global (this thread's instance if it is thread-local), of a function
    "global_addr": Spec("p", "", ("symbol",)),
    "func_addr": Spec("p", "", ("symbol",)),
    # memory: the width is that of the value; with unset, bytes that were never written read as 0 and are no fault
    "load": Spec("v", "p", ("order",), ("racy", "unset")),
    "store": Spec("", "pv", ("order",), ("racy",)),
    "rmw": Spec("w", "pw", ("kind", "order")),  # gives the old value
    "cas": Spec("bw", "pww", ("order", "fail_order")),  # (pointer, expected, new) gives (succeeded, old value)
    "fence": Spec("", "", ("order",)),
    "check_access": Spec("", "p", ("size", "write")),  # a fault if the access would be one; reads and writes nothing
    # objects: uninitialised memory; kind "stack" is freed when the function returns, "zero" starts as zeros
    "alloc": Spec("p", "q", ("kind",), ("type", "zero")),
    "free": Spec("", "p", (), ("kind",)),  # kind "stack" gives back an object of this frame before its end
    "extent": Spec("q", "p"),  # the bytes of an object of the heap; what may not be freed is a fault
    "publish": Spec("", "q"),  # a word from which others may make a pointer: what it names is no longer private
    # control
    "jump": Spec("", "", ("targets",), terminator=True),
    "branch": Spec("", "b", ("targets",), terminator=True),  # targets: (if true, if false)
    "ret": Spec("", "v?", terminator=True),
    "unreachable": Spec("", "", ("message",), terminator=True),
    "exit": Spec("", "", ("kind",), terminator=True),  # here ends the "thread", or the whole "program"
    "call": Spec("v?", "*", ("symbol",)),
    "call_indirect": Spec("v?", "p*", ("result",)),  # attr result: width in bits, 0 for none
    # concurrency
    "spawn": Spec("q", "p*"),  # (function address, arguments...) gives the thread's number
    "join": Spec("", "q"),  # waits until that thread has ended
    "self": Spec("q", ""),  # this thread's number
    "atomic_begin": Spec("", "", (), ("silent",)),  # until atomic_end no other thread runs; silent: no step begins
    "atomic_end": Spec("", ""),
    "await": Spec("", "bq?"),  # blocks the whole step unless true; the thread that could unblock it, NOBODY or IDLE
    "pause": Spec("", ""),  # spin-wait hint: a switch here is no preemption
    "choose": Spec("q", "q"),  # every value 0 <= v < n is tried
    "step": Spec("", "p?", ("access",), ("size", "order", "racy")),  # scheduling point before a visible operation
    # properties and notes
    "assert": Spec("", "b*", ("message",), ("kind",)),  # further operands fill the places of the message
    "event": Spec("", "*", ("kind",), ("text",)),  # for traces and checks; no effect. Kind MORE adds to the last one
    # only in code that runs on the host (the search loop)
    "prefetch": Spec("", "p"),
}
