"""string.h on random bytes gives what Python's bytes give."""

from __future__ import annotations

import struct

from calls import run
from hypothesis import given, settings
from hypothesis import strategies as st

from unknot import scenario, thread
from unknot.lang import Ptr, addr, array, cast, i64, null, offset, u8, u64
from unknot.libc.memory import compare, copy_up, fill
from unknot.libc.string import (
    memchr,
    memmem,
    memmove,
    memrchr,
    memset,
    strcasecmp,
    strchr,
    strcspn,
    strlcat,
    strlcpy,
    strlen,
    strncat,
    strncmp,
    strncpy,
    strpbrk,
    strrchr,
    strspn,
    strstr,
    strtok_r,
)

ROOM = 48
SLOW = settings(deadline=None, derandomize=True, database=None, max_examples=60)


@scenario
class Moves:
    memory: array[u8] = array(ROOM)
    to: u64
    source: u64
    size: u64
    byte: u64

    @thread
    def only(self):
        memmove(addr(self.memory[self.to]), addr(self.memory[self.source]), self.size)
        memset(addr(self.memory[self.source]), 0x41, self.byte)


@SLOW
@given(st.binary(min_size=ROOM, max_size=ROOM), st.integers(0, 23), st.integers(0, 23), st.integers(0, 24))
def test_moving_and_filling(memory: bytes, to: int, source: int, size: int) -> None:
    known = bytearray(memory)
    known[to : to + size] = known[source : source + size]
    known[source : source + size // 2] = b"A" * (size // 2)
    numbers = {"to": to, "source": source, "size": size, "byte": size // 2}
    assert run(Moves, {"memory": memory, **{n: struct.pack("<Q", v) for n, v in numbers.items()}}, "memory") == known


def place(found: Ptr[u8], start: Ptr[u8]) -> i64:
    """Where in a text, -1 if nowhere."""
    if found is None:
        return -1
    for i in range(i64(ROOM + 1)):
        if offset(start, i) == found:
            return i
    return -2


@scenario
class Texts:
    a: array[u8] = array(ROOM)
    b: array[u8] = array(ROOM)
    results: array[i64] = array(14)
    copies: array[array[u8]] = array(4, ROOM)

    @thread
    def only(self):
        a, b = addr(self.a[0]), addr(self.b[0])
        self.results[0] = i64(strlen(a))
        self.results[1] = i64(strncmp(a, b, 5))
        self.results[2] = i64(strcasecmp(a, b))
        self.results[3] = place(strchr(a, 0x62), a)
        self.results[4] = place(strrchr(a, 0x62), a)
        self.results[5] = place(strstr(a, b), a)
        self.results[6] = i64(strspn(a, b))
        self.results[7] = i64(strcspn(a, b))
        self.results[8] = place(strpbrk(a, b), a)
        self.copy(a, b)

    def copy(self, a: Ptr[u8], b: Ptr[u8]) -> None:
        strncpy(addr(self.copies[0][0]), a, 10)
        self.results[9] = i64(strlcpy(addr(self.copies[1][0]), a, 6))
        self.results[10] = i64(strlcat(addr(self.copies[1][0]), b, 9))
        strncat(addr(self.copies[1][0]), b, 2)
        rest: Ptr[u8] = null
        word = strtok_r(a, b, addr(rest))
        while word is not None:
            self.results[11] += 1
            self.results[12] = self.results[12] * 10 + i64(strlen(word))
            word = strtok_r(null, b, addr(rest))


def sign(number: int) -> int:
    return (number > 0) - (number < 0)


def split(text: bytes, between: bytes) -> list[bytes]:
    """The words of a text."""
    for c in between[1:]:
        text = text.replace(bytes([c]), between[:1])
    return [word for word in text.split(between[:1]) if word] if between else [text] if text else []


texts = st.text("abB ", max_size=12).map(str.encode)


@SLOW
@given(texts, texts)
def test_texts(a: bytes, b: bytes) -> None:
    results = struct.unpack("<14q", run(Texts, {"a": a, "b": b}, "results"))
    accepted = len(a) - len(a.lstrip(b)) if b else 0
    rejected = next((i for i, c in enumerate(a) if c in b), len(a))
    copied, words = (a[:5] + b)[:8], split(a, b)
    assert results[0] == len(a)
    assert sign(results[1]) == sign((a[:5] > b[:5]) - (a[:5] < b[:5]))
    assert sign(results[2]) == (a.lower() > b.lower()) - (a.lower() < b.lower())
    assert results[3:6] == (a.find(b"b"), a.rfind(b"b"), a.find(b))
    assert results[6:9] == (accepted, rejected, rejected if rejected < len(a) else -1)
    assert results[9:11] == (len(a), len(a[:5]) + len(b))
    assert results[11] == len(words)
    if all(len(word) < 10 for word in words):
        assert results[12] == int("0" + "".join(str(len(word)) for word in words))
    copies = run(Texts, {"a": a, "b": b}, "copies")
    assert copies[:ROOM] == a[:10].ljust(ROOM, b"\0")
    assert copies[ROOM : 2 * ROOM].rstrip(b"\0") == copied + b[:2]


@scenario
class Finds:
    memory: array[u8] = array(ROOM)
    results: array[i64] = array(5)

    @thread
    def only(self):
        start = addr(self.memory[0])
        self.results[0] = place(memchr_of(start), start)
        self.results[1] = place(memrchr_of(start), start)
        self.results[2] = place(memmem_of(start), start)
        self.results[3] = i64(compare(start, offset(start, 8), 8))
        fill(offset(start, 3), 7, 11)
        copy_up(offset(start, 20), start, 20)
        self.results[4] = i64(compare(offset(start, 20), start, 20))


def memchr_of(start: Ptr[u8]) -> Ptr[u8]:
    return cast(Ptr[u8], memchr(start, 0x101, ROOM))


def memrchr_of(start: Ptr[u8]) -> Ptr[u8]:
    return cast(Ptr[u8], memrchr(start, 1, ROOM))


def memmem_of(start: Ptr[u8]) -> Ptr[u8]:
    return cast(Ptr[u8], memmem(start, ROOM, offset(start, 40), 2))


@SLOW
@given(st.lists(st.integers(0, 3), min_size=ROOM, max_size=ROOM).map(bytes))
def test_bytes(memory: bytes) -> None:
    results = struct.unpack("<5q", run(Finds, {"memory": memory}, "results"))
    assert results[:3] == (memory.find(1), memory.rfind(1), memory.find(memory[40:42]))
    assert sign(results[3]) == (memory[:8] > memory[8:16]) - (memory[:8] < memory[8:16])
    assert results[4] == 0
