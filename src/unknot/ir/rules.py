"""Which values an operation's attributes may have. One idea: a table from (operation, attribute) to a predicate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from unknot.ir.ops import FLOAT_KINDS, RMW_KINDS, Op
from unknot.ir.types import DataType, Scalar

RAW = "raw"
"""The order of a memory model's own accesses."""

_LOAD = frozenset({"plain", "relaxed", "acquire", "seq_cst", RAW})
_STORE = frozenset({"plain", "relaxed", "release", "seq_cst", RAW})
_MODIFY = frozenset({"relaxed", "acquire", "release", "acq_rel", "seq_cst", RAW})
_FAIL = frozenset({"relaxed", "acquire", "seq_cst", RAW})
_FENCE = frozenset({"relaxed", "acquire", "release", "acq_rel", "seq_cst"})
_LEGAL: dict[tuple[str, str], frozenset[str]] = {
    ("load", "order"): _LOAD,
    ("store", "order"): _STORE,
    ("rmw", "order"): _MODIFY,
    ("cas", "order"): _MODIFY,
    ("cas", "fail_order"): _FAIL,
    ("fence", "order"): _FENCE,
    ("step", "order"): _LOAD | _STORE | _MODIFY,
}


def order_fault(op: Op) -> str:
    """What is wrong with the memory orders of the operation; empty if nothing is."""
    for name in ("order", "fail_order"):
        if name in op.attrs and op.attrs[name] not in _LEGAL[op.code, name]:
            return f"{name} cannot be {op.attrs[name]!r}"
    return ""


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _labels(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_text, value))


def _width(value: Any) -> bool:
    return isinstance(value, int) and (value == 0 or value in list(Scalar))


def _bytes(value: Any) -> bool:
    return isinstance(value, int) and value in [s.bytes for s in Scalar]


ATTR_RULES: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("", "symbol"): _text,
    ("", "targets"): _labels,
    ("", "order"): _text,
    ("", "fail_order"): _text,
    ("", "message"): _text,
    ("", "kind"): _text,
    ("", "text"): _text,
    ("", "access"): _text,
    ("", "racy"): _flag,
    ("", "zero"): _flag,
    ("", "write"): _flag,
    ("", "size"): _bytes,
    ("", "result"): _width,
    ("", "type"): lambda value: value is None or isinstance(value, DataType),
    ("rmw", "kind"): lambda value: value in RMW_KINDS,
    ("", "unset"): _flag,
    ("", "silent"): _flag,
    ("float", "kind"): lambda value: value in FLOAT_KINDS,
    ("free", "kind"): lambda value: value == "stack",
    ("exit", "kind"): lambda value: value in ("thread", "program"),
    ("alloc", "kind"): lambda value: value in ("heap", "stack"),
}
"""By (operation, attribute); the operation "" stands for all."""
