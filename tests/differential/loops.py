"""Hypothesis strategy for small programs that wait in loops. One idea: a thread is a list of lines, each a few
operations of IR text; many of these programs get stuck, but seldom in a plain deadlock.

`set` a word, `flip` its lowest bit, wait `until` it has a value (a loop that perhaps flips another word or pauses),
`take` a word that is 0 by compare-and-swap (the same), `skip` a store if a word has a value, or `choose` whether to.
"""

from __future__ import annotations

from hypothesis import strategies as st

from unknot.ir.program import Program
from unknot.ir.text import parse_program
from unknot.ir.verify import verify

WORDS = ("x", "y", "z")
VALUES = (0, 1, 2)


@st.composite
def looping_programs(draw: st.DrawFn, most_threads: int = 2, endless: bool = False) -> Program:
    """A verified program without scheduling points; if `endless`, its threads perhaps begin again."""
    count = draw(st.integers(2, most_threads))
    text = "".join(f"global @{word} : u8\n" for word in WORDS)
    text += "".join(f'thread "t{i}" @f{i}()\n' for i in range(count))
    for i in range(count):
        last = draw(st.sampled_from(["jump line0", "ret"])) if endless else "ret"
        lines = [draw(_lines(number)) for number in range(draw(st.integers(1, 4)))]
        text += f"function @f{i}()\nentry:\n  jump line0\n{''.join(lines)}line{len(lines)}:\n  {last}\n"
    program = parse_program(text)
    verify(program)
    return program


@st.composite
def _lines(draw: st.DrawFn, n: int) -> str:
    """Line `n` of a thread; it goes on at the next."""
    kind = draw(st.sampled_from(["set", "flip", "until", "until", "take", "skip", "choose"]))
    word, value = draw(st.sampled_from(WORDS)), draw(st.sampled_from(VALUES))
    place = f"line{n}:\n  %p{n}:i64 = global_addr @{word}\n"
    go = f"  jump line{n + 1}\n"
    if kind == "set":
        return f"{place}  store %p{n} {value}:i8 order=relaxed\n{go}"
    if kind == "flip":
        return f"{place}  %v{n}:i8 = rmw %p{n} 1:i8 kind=xor order=relaxed\n{go}"
    over = f"line{n + 1}"
    test = f"  %v{n}:i8 = load %p{n} order=relaxed\n  %c{n}:i8 = eq %v{n} {value}:i8\n"
    if kind == "skip":
        other = f"other{n}:\n  %q{n}:i64 = global_addr @{draw(st.sampled_from(WORDS))}\n"
        return f"{place}{test}  branch %c{n} {over} other{n}\n{other}  store %q{n} 1:i8 order=relaxed\n{go}"
    if kind == "choose":
        other = f"other{n}:\n  %q{n}:i64 = global_addr @{word}\n  store %q{n} {value}:i8 order=relaxed\n"
        test = f"  %v{n}:i8 = load %p{n} order=relaxed\n  %k{n}:i64 = choose 2\n  %c{n}:i8 = eq %k{n} 0\n"
        return f"{place}{test}  branch %c{n} {over} other{n}\n{other}{go}"
    if kind == "take":
        test = f"  %c{n}:i8, %v{n}:i8 = cas %p{n} 0:i8 1:i8 order=relaxed fail_order=relaxed\n"
    return f"{place}{test}  branch %c{n} {over} again{n}\nagain{n}:\n{draw(_meanwhile(n))}  jump line{n}\n"


@st.composite
def _meanwhile(draw: st.DrawFn, n: int) -> str:
    """What is done in each round of a loop that waits."""
    text = ""
    if draw(st.integers(0, 9)):
        word = draw(st.sampled_from(WORDS[1:]))
        text += f"  %q{n}:i64 = global_addr @{word}\n  %w{n}:i8 = rmw %q{n} 1:i8 kind=xor order=relaxed\n"
    return text + "  pause\n" * draw(st.booleans())
