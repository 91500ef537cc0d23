"""Counting, swapping and rotating bits. One idea: up to 64 bits everything is done in one 64-bit word whose upper bits
are zero (Warren, Hacker's Delight, 5 and 7); wider integers are put together from halves.
"""

from __future__ import annotations

from unknot.frontend.c import integers
from unknot.frontend.c.body import Body
from unknot.frontend.c.refusals import refuse
from unknot.frontend.c.values import Words, integer_words
from unknot.ir.ops import Operand, const
from unknot.ir.types import Scalar

_WORD = 64


def _mask(step: int) -> int:
    """Groups of `step` ones and `step` zeros, ones below."""
    return sum(((1 << step) - 1) << at for at in range(0, _WORD, 2 * step))


def _ones(body: Body, word: Operand) -> Operand:
    """How many bits of a 64-bit word are set."""
    pairs = body.both("and", body.both("lshr", word, const(1)), const(_mask(1)))
    word = body.both("sub", word, pairs)
    high = body.both("and", body.both("lshr", word, const(2)), const(_mask(2)))
    word = body.both("add", body.both("and", word, const(_mask(2))), high)
    word = body.both("and", body.both("add", word, body.both("lshr", word, const(4))), const(_mask(4)))
    return body.both("lshr", body.both("mul", word, const(0x0101_0101_0101_0101)), const(56))


def _leading(body: Body, word: Operand) -> Operand:
    """How many zeros a 64-bit word begins with."""
    for step in (1, 2, 4, 8, 16, 32):
        word = body.both("or", word, body.both("lshr", word, const(step)))
    return body.both("sub", const(_WORD), _ones(body, word))


def _trailing(body: Body, word: Operand) -> Operand:
    """How many zeros a 64-bit word ends with."""
    below = body.both("and", body.both("sub", word, const(1)), body.both("xor", word, const(-1)))
    return _ones(body, below)


def _result(body: Body, bits: int, word: Operand) -> Words:
    return integers.truncate(body, 64, bits, (word,)) if bits <= _WORD else (word, const(0))


def _wide(body: Body, words: Words) -> list[Operand]:
    if len(words) > 2:
        raise refuse(body.b.loc, f"counting bits among {_WORD * len(words)}")
    return [body.resize(w, Scalar.I64) for w in words]


def count_ones(body: Body, bits: int, words: Words) -> Words:
    """ctpop."""
    total: Operand = const(0)
    for word in _wide(body, words):
        total = body.both("add", total, _ones(body, word))
    return _result(body, bits, total)


def leading_zeros(body: Body, bits: int, words: Words) -> Words:
    """ctlz; the width for zero."""
    low, *high = _wide(body, words)
    count = _leading(body, low)
    if high:
        upper = _leading(body, high[0])
        both = body.both("add", count, const(_WORD))
        count = body.select(body.compare("eq", high[0], const(0)), both, upper)
    space = (2 * _WORD if high else _WORD) - bits
    return _result(body, bits, body.both("sub", count, const(space)))


def trailing_zeros(body: Body, bits: int, words: Words) -> Words:
    """cttz; the width for zero."""
    low, *high = _wide(body, words)
    count = _trailing(body, low)
    if high:
        both = body.both("add", _trailing(body, high[0]), const(_WORD))
        count = body.select(body.compare("eq", low, const(0)), both, count)
    too_many = body.compare("ult", const(bits), count)
    return _result(body, bits, body.select(too_many, const(bits), count))


def swap_bytes(body: Body, bits: int, words: Words) -> Words:
    """bswap."""
    return _swapped(body, bits, words, (8, 16, 32))


def reverse(body: Body, bits: int, words: Words) -> Words:
    """bitreverse."""
    return _swapped(body, bits, words, (1, 2, 4, 8, 16, 32))


def _swapped(body: Body, bits: int, words: Words, steps: tuple[int, ...]) -> Words:
    turned = []
    for word in _wide(body, words):
        for step in steps:
            mask = const(_mask(step))
            high = body.both("and", body.both("lshr", word, const(step)), mask)
            low = body.both("shl", body.both("and", word, mask), const(step))
            word = body.both("or", low, high)
        turned.append(word)
    if len(turned) == 2:
        space = integer_words(2 * _WORD - bits, 2 * _WORD)
        return integers.binary(body, "lshr", 2 * _WORD, tuple(turned[::-1]), space)
    return _result(body, bits, body.both("lshr", turned[0], const(_WORD - bits)))


def funnel(body: Body, left: bool, bits: int, operands: tuple[Words, Words, Words]) -> Words:
    """fshl, fshr: two integers in a row are shifted, the count taken modulo the width, and one is kept."""
    high, low, count = operands
    if bits == 1:  # it is always shifted by nothing
        return high if left else low
    inside = _count(body, bits, count)
    rest = integers.binary(body, "sub", bits, integer_words(bits - 1, bits), inside)
    one = integer_words(1, bits)

    def shifted(code: str, words: Words, by: Words) -> Words:
        return integers.binary(body, code, bits, words, by)

    if left:
        kept, moved = shifted("shl", high, inside), shifted("lshr", shifted("lshr", low, one), rest)
    else:
        kept, moved = shifted("lshr", low, inside), shifted("shl", shifted("shl", high, one), rest)
    return integers.binary(body, "or", bits, kept, moved)


def _count(body: Body, bits: int, count: Words) -> Words:
    if bits & (bits - 1) == 0:
        return integers.binary(body, "and", bits, count, integer_words(bits - 1, bits))
    return integers.binary(body, "urem", bits, count, integer_words(bits, bits))
