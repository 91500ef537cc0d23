"""The scalar types of generated C programs, and what C's arithmetic makes of two of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scalar:
    """An integer type, or a floating point type of 32 or 64 bits."""

    name: str
    bits: int
    signed: bool
    floating: bool = False

    @property
    def unsigned(self) -> Scalar:
        """The unsigned type of the same width."""
        return BY_SHAPE[max(self.bits, 8), False]


BOOL = Scalar("_Bool", 1, False)
I8, U8 = Scalar("signed char", 8, True), Scalar("unsigned char", 8, False)
I16, U16 = Scalar("short", 16, True), Scalar("unsigned short", 16, False)
I32, U32 = Scalar("int", 32, True), Scalar("unsigned", 32, False)
I64, U64 = Scalar("long", 64, True), Scalar("unsigned long", 64, False)
I128, U128 = Scalar("__int128", 128, True), Scalar("unsigned __int128", 128, False)
F32, F64 = Scalar("float", 32, True, True), Scalar("double", 64, True, True)

INTEGERS = (BOOL, I8, U8, I16, U16, I32, U32, I64, U64, I128, U128)
COMMON = (I8, U8, I16, U16, I32, U32, I32, U32, I64, U64)
"""What most fields, arrays and variables are made of."""
FLOATS = (F32, F64)
BY_SHAPE = {(s.bits, s.signed): s for s in INTEGERS}


def promoted(s: Scalar) -> Scalar:
    """What a value becomes when it is computed with."""
    return I32 if s.bits < 32 else s


def common(a: Scalar, b: Scalar) -> Scalar:
    """The type in which two integers are computed with each other."""
    a, b = promoted(a), promoted(b)
    if a.bits == b.bits:
        return a if not a.signed else b
    return max(a, b, key=lambda s: s.bits)
