"""Random C expressions without undefined behaviour and without side effects. One idea: operands are masked, or computed
with unsigned, so that no value can make an operation undefined; then any schedule of operations has one right result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from c_scalars import COMMON, F32, F64, FLOATS, I8, I32, I64, INTEGERS, U32, U64, Scalar, common, promoted

CONSTANTS = (0, 1, 2, 3, 5, 7, 8, 13, 31, 32, 63, 64, 100, 127, 128, 255, 256, 1000, 32767, 32768, 65535, 0x7FFFFFFF)
WIDE = (0x80000000, 0xFFFFFFFF, 0x100000000, 0x123456789ABCDEF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True)
class Place:
    """Something that can be read, and assigned to unless it is `fixed`. `bits`: the width of a bit field."""

    text: str
    type: Scalar
    bits: int = 0
    fixed: bool = False


@dataclass
class Scope:
    """What an expression can name."""

    places: list[Place] = field(default_factory=list)

    def inner(self) -> Scope:
        """A block in it."""
        return Scope(list(self.places))


Expression = tuple[str, Scalar]


class Expressions:
    """Draws expressions over a scope."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._integer_forms: list[Callable[[Scope, int], Expression]] = [
            self._arithmetic,
            self._arithmetic,
            self._bitwise,
            self._bitwise,
            self._shift,
            self._division,
            self._comparison,
            self._conversion,
            self._unary,
            self._conditional,
            self._from_float,
            self._overflowing,
        ]

    def constant(self) -> Expression:
        """An integer constant."""
        value = self.random.choice(CONSTANTS)
        kind = self.random.randrange(6)
        if kind == 0:
            return f"{self.random.choice(WIDE)}ul", U64
        if kind == 1:
            return f"{value}u", U32
        if kind == 2:
            return f"(-{value}l)", I64
        if kind == 3:
            return f"(-{value})", I32
        return str(value), I32

    def integer(self, scope: Scope, depth: int) -> Expression:
        """An expression of an integer type."""
        if depth <= 0 or self.random.randrange(8) == 0:
            integers = [p for p in scope.places if not p.type.floating]
            if integers and self.random.randrange(4):
                place = self.random.choice(integers)
                return place.text, _read(place)
            return self.constant()
        return self.random.choice(self._integer_forms)(scope, depth - 1)

    def floating(self, scope: Scope, depth: int) -> Expression:
        """An expression of a floating point type. It may be infinite or no number."""
        kind = self.random.randrange(7)
        if depth <= 0 or kind == 0:
            floats = [p for p in scope.places if p.type.floating]
            if floats:
                place = self.random.choice(floats)
                return place.text, place.type
            return self.random.choice((("0.1", F64), ("1.5f", F32), ("-3.25", F64), ("1e10", F64)))
        if kind == 1:
            text, kind = self.integer(scope, depth - 1)
            wanted = self.random.choice(FLOATS)
            return f"({wanted.name}){'(long)' if kind.bits > 64 else ''}{text}", wanted
        if kind == 2:
            wanted = self.random.choice(FLOATS)
            return f"({wanted.name}){self.floating(scope, depth - 1)[0]}", wanted
        left, a = self.floating(scope, depth - 1)
        right, b = self.floating(scope, depth - 1)
        if kind == 3:
            return f"-({left})", a
        operator = self.random.choice("+-*/")
        return f"({left} {operator} {right})", F64 if F64 in (a, b) else F32

    def condition(self, scope: Scope, depth: int) -> str:
        """Something true or false."""
        if self.random.randrange(3) == 0:
            return self._comparison(scope, depth)[0]
        return self.integer(scope, depth)[0]

    def below(self, scope: Scope, power: int) -> str:
        """A number from 0 to 2 ** power - 1."""
        return f"({self.integer(scope, 1)[0]} & {(1 << power) - 1})"

    def _pair(self, scope: Scope, depth: int) -> tuple[str, str, Scalar, Scalar]:
        (left, a), (right, b) = self.integer(scope, depth), self.integer(scope, depth)
        return left, right, a, b

    def _arithmetic(self, scope: Scope, depth: int) -> Expression:
        left, right, a, b = self._pair(scope, depth)
        operator = self.random.choice("+-*")
        result = common(a, b)
        if not result.signed:
            return f"({left} {operator} {right})", result
        if self.random.randrange(2):
            mask = 0x7FFF if operator == "*" else 0x3FFFFFFF
            return f"(({left} & {mask}) {operator} ({right} & {mask}))", result
        u = result.unsigned
        return f"(({result.name})(({u.name}){left} {operator} ({u.name}){right}))", result

    def _bitwise(self, scope: Scope, depth: int) -> Expression:
        left, right, a, b = self._pair(scope, depth)
        return f"({left} {self.random.choice('&|^')} {right})", common(a, b)

    def _shift(self, scope: Scope, depth: int) -> Expression:
        left, right, a, _ = self._pair(scope, depth)
        kind = promoted(a)
        count = f"({right} & {kind.bits - 1})"
        if self.random.randrange(2):
            return f"({left} >> {count})", kind
        if kind.signed and self.random.randrange(2):
            return f"(({left} & 255) << ({right} & 15))", kind
        return f"(({kind.unsigned.name}){left} << {count})", kind.unsigned

    def _division(self, scope: Scope, depth: int) -> Expression:
        left, right, a, b = self._pair(scope, depth)
        operator = self.random.choice("/%")
        if self.random.randrange(2):
            return f"({left} {operator} (({right} & 127) + 1))", common(a, b)
        u = common(a, b).unsigned
        return f"(({u.name}){left} {operator} ({right} ? ({u.name}){right} : 1))", u

    def _comparison(self, scope: Scope, depth: int) -> Expression:
        operator = self.random.choice(("<", "<=", ">", ">=", "==", "!="))
        if self.random.randrange(5) == 0:
            left, right = self.floating(scope, depth)[0], self.floating(scope, depth)[0]
        else:
            left, right, _, _ = self._pair(scope, depth)
        joined = self.random.choice(("", "", "&&", "||"))
        if joined:
            return f"({left} {operator} {right} {joined} {self.integer(scope, depth)[0]})", I32
        return f"({left} {operator} {right})", I32

    def _conversion(self, scope: Scope, depth: int) -> Expression:
        wanted = self.random.choice(INTEGERS)
        return f"(({wanted.name}){self.integer(scope, depth)[0]})", wanted

    def _unary(self, scope: Scope, depth: int) -> Expression:
        text, kind = self.integer(scope, depth)
        operator = self.random.choice("~!-+")
        if operator == "!":
            return f"(!{text})", I32
        if operator == "-" and promoted(kind).signed:
            return f"(-({text} & 0xffff))", promoted(kind)
        return f"({operator}{text})", promoted(kind)

    def _conditional(self, scope: Scope, depth: int) -> Expression:
        left, right, a, b = self._pair(scope, depth)
        return f"({self.condition(scope, depth)} ? {left} : {right})", common(a, b)

    def _from_float(self, scope: Scope, depth: int) -> Expression:
        text, _ = self.floating(scope, depth)
        wanted = self.random.choice((I8, I32, U32, I64, U64))
        low, high = (-0.9, 127.0) if wanted.bits == 8 else (-0.9, 4e9) if not wanted.signed else (-2e9, 2e9)
        return f"({text} > {low} && {text} < {high} ? ({wanted.name})({text}) : 0)", promoted(wanted)

    def _overflowing(self, scope: Scope, depth: int) -> Expression:
        left, right, _, _ = self._pair(scope, depth)
        operator = self.random.choice(("add", "sub", "mul"))
        wanted, first = self.random.choice(COMMON), self.random.choice(COMMON)
        second = first if operator == "mul" else self.random.choice(COMMON)
        call = f"__builtin_{operator}_overflow(({first.name}){left}, ({second.name}){right}, &o_)"
        return f"__extension__({{ {wanted.name} o_; {call} ? 1024 : (int)(o_ & 1023); }})", I32


def _read(place: Place) -> Scalar:
    """The type a place has when it is computed with. A bit field narrower than an int is an int."""
    return promoted(I8 if 0 < place.bits < 32 else place.type)
