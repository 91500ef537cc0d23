"""printf's formats print what Python's do, and at the corners what C says."""

from __future__ import annotations

import math

import pytest
from calls import run, text_of, words
from hypothesis import given, settings
from hypothesis import strategies as st

from unknot import scenario, thread
from unknot.lang import addr, array, cast, i32, u8, u64
from unknot.libc.format import format_text

ROOM = 1200
SLOW = settings(deadline=None, derandomize=True, database=None)


@scenario
class Formats:
    form: array[u8] = array(64)
    text: array[u8] = array(64)
    arguments: array[u64] = array(6)
    out: array[u8] = array(ROOM)
    room: u64 = ROOM
    count: i32

    @thread
    def only(self):
        if self.arguments[0] == 0xABCD:
            self.arguments[0] = cast(u64, addr(self.text[0]))
        self.count = format_text(addr(self.out[0]), self.room, addr(self.form[0]), addr(self.arguments[0]))


def shown(form: str, *arguments: int | float) -> str:
    """What a format makes of numbers."""
    return text_of(run(Formats, {"form": form.encode(), "arguments": words(*arguments)}, "out"))


flags = st.text("-+ #0", max_size=3)
widths = st.one_of(st.just(""), st.integers(1, 24).map(str))
precisions = st.one_of(st.just(""), st.integers(0, 18).map(lambda n: f".{n}"))
sizes = {"hh": 8, "h": 16, "": 32, "l": 64, "ll": 64, "j": 64, "z": 64, "t": 64}


def cut(value: int, bits: int, signed: bool) -> int:
    """The low bits of a number."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> (bits - 1) else value


@SLOW
@given(
    flags, widths, precisions, st.sampled_from(sorted(sizes)), st.sampled_from("diuxX"), st.integers(-(2**63), 2**64)
)
def test_integers(flag: str, width: str, precision: str, size: str, letter: str, value: int) -> None:
    number = cut(value, sizes[size], letter in "di")
    if letter in "uxX":
        flag = flag.replace("+", "").replace(" ", "")
    if precision:  # Python keeps the flag 0 then, C does not
        flag = flag.replace("0", "")
    if "#" in flag and (number == 0 or precision):  # C leaves 0x away
        flag = flag.replace("#", "")
    form = f"<%{flag}{width}{precision}{{}}{letter}>"
    wanted = form.format("") % number
    if precision == ".0" and number == 0:
        wanted = f"<%{flag}{width}s>" % ("" if "+" not in flag and " " not in flag else "+" if "+" in flag else " ")
    assert shown(form.format(size), value) == wanted


@SLOW
@given(flags, widths, precisions, st.sampled_from("fFeEgG"), st.floats())
def test_floats(flag: str, width: str, precision: str, letter: str, value: float) -> None:
    if not math.isfinite(value):
        flag = flag.replace("0", "")
    if math.isnan(value):
        value = math.nan
    form = f"<%{flag}{width}{precision}{letter}>"
    assert shown(form, value) == form % value


@SLOW
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_hexadecimal_floats_say_all(value: float) -> None:
    text = shown("%a", value)
    assert float.fromhex(text) == value
    assert math.copysign(1, float.fromhex(text)) == math.copysign(1, value)


@pytest.mark.parametrize(
    ("form", "arguments", "wanted"),
    [
        ("plain, %d%%", (50,), "plain, 50%"),
        ("%c%c", (ord("o"), ord("k")), "ok"),
        ("[%3c|%-3c]", (ord("a"), ord("b")), "[  a|b  ]"),
        ("%o %#o %#o", (8, 8, 0), "10 010 0"),
        ("%#x %#X", (255, 255), "0xff 0XFF"),
        ("%p %p", (0x1F, 0), "0x1f (nil)"),
        ("%*d|%-*d", (5, 7, 5, 7), "    7|7    "),
        ("%*d", (-5, 7), "7    "),
        ("%.*d", (3, 7), "007"),
        ("%.*d", (-1, 7), "7"),
        ("%s", (0,), "(null)"),
        ("%b", (5,), "101"),
        ("%hhd %hd", (300, 70000), "44 4464"),
        ("%lld %zu", (-1, -1), "-1 18446744073709551615"),
        ("%y %d", (5,), "%y 5"),
        ("%", (), "%"),
        ("%5", (), "%5"),
        ("%.3a", (1.9999999,), "0x2.000p+0"),
        ("%A", (-0.5,), "-0X1P-1"),
        ("%#.0f %.0e", (3.0, 12345.0), "3. 1e+04"),
        ("%Lf", (1.5,), "1.500000"),
    ],
)
def test_corners(form: str, arguments: tuple[int | float, ...], wanted: str) -> None:
    assert shown(form, *arguments) == wanted


@pytest.mark.parametrize(
    ("form", "wanted"), [("%s", "some text"), ("[%12s]", "[   some text]"), ("[%-6.4s]", "[some  ]"), ("%.0s", "")]
)
def test_texts(form: str, wanted: str) -> None:
    given_ = {"form": form.encode(), "text": b"some text", "arguments": words(0xABCD)}
    assert text_of(run(Formats, given_, "out")) == wanted


@pytest.mark.parametrize("room", [0, 1, 5, 6, 7, 20])
def test_what_has_no_room_is_counted(room: int) -> None:
    given_ = {"form": b"%d", "arguments": words(123456), "room": words(room), "out": b"........................"}
    assert int.from_bytes(run(Formats, given_, "count"), "little") == 6
    kept = run(Formats, given_, "out")[: max(room, 1) + 1]
    assert (
        kept == (b"123456"[: max(room - 1, 0)] + b"\0" * (room > 0)).ljust(max(room, 1) + 1, b".")[: max(room, 1) + 1]
    )
