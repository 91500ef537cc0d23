"""How LLVM's values stand in registers. One idea: a value is a tuple of words, the leaves of its type in order.

An integer of at most 64 bits is one word, the upper bits zero; a wider one several words, the lowest first.
Floating point numbers are their bits. Structs, arrays and vectors are the words of their elements.
"""

from __future__ import annotations

from collections.abc import Mapping

from unknot.core.errors import LanguageError
from unknot.core.location import NOWHERE, Location
from unknot.frontend.c.layout import leaves
from unknot.frontend.c.llvm import Float, Int, Pointer, Struct, Type, Void
from unknot.frontend.c.refusals import refuse
from unknot.ir.ops import Const, Operand, const
from unknot.ir.types import Scalar

Words = tuple[Operand, ...]
Structs = Mapping[str, Struct]

_FLOATS = {"float": Scalar.I32, "double": Scalar.I64}


def scalar_for(bits: int) -> Scalar:
    """The narrowest register for an integer of at most 64 bits."""
    return next(s for s in Scalar if bits <= s)


def words_of_leaf(leaf: Type, where: Location = NOWHERE) -> tuple[Scalar, ...]:
    """The registers of a scalar type. Raises LanguageError for odd floating point."""
    if isinstance(leaf, Int):
        return (scalar_for(leaf.bits),) if leaf.bits <= Scalar.I64 else (Scalar.I64,) * -(-leaf.bits // Scalar.I64)
    if isinstance(leaf, Pointer):
        return (Scalar.I64,)
    if isinstance(leaf, Float) and leaf.kind in _FLOATS:
        return (_FLOATS[leaf.kind],)
    name = leaf.kind if isinstance(leaf, Float) else type(leaf).__name__
    raise refuse(where, f"a value of type {name}", "use float or double")


def words_of(kind: Type, structs: Structs, where: Location = NOWHERE) -> tuple[Scalar, ...]:
    """The registers of any type, in order."""
    if isinstance(kind, Void):
        return ()
    if isinstance(kind, Int | Pointer | Float):
        return words_of_leaf(kind, where)
    return tuple(word for _, leaf in leaves(kind, structs) for word in words_of_leaf(leaf, where))


def single_word(kind: Type) -> Scalar | None:
    """The register of a scalar type that needs just one, None for all others."""
    try:
        words = words_of_leaf(kind)
    except LanguageError:
        return None
    return words[0] if len(words) == 1 else None


def bits_of(kind: Type) -> int:
    """Bits of a scalar type as an integer."""
    if isinstance(kind, Int):
        return kind.bits
    return {"half": 16, "bfloat": 16, "float": 32, "double": 64}.get(kind.kind, 128) if isinstance(kind, Float) else 64


def integer_words(value: int, bits: int) -> Words:
    """A constant integer."""
    value &= (1 << bits) - 1
    if bits <= Scalar.I64:
        return (const(value, scalar_for(bits)),)
    return tuple(const(value >> at) for at in range(0, bits, Scalar.I64))


def zeros(kinds: tuple[Scalar, ...]) -> Words:
    """Zero in each word."""
    return tuple(Const(0, k) for k in kinds)
