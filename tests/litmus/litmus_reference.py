"""What a litmus program can do, straight from the definition of x86-TSO and independent of unknot: the table's oracle.

Sewell et al., CACM 2010, section 3: a store appends to its thread's buffer; a load takes the newest own entry for its
address, else memory; at any time the oldest entry of any buffer may go to memory; a fence and a locked instruction need
their own buffer empty. Buffers are unbounded. Under sc a store goes to memory at once.

Accesses of several sizes (which the paper leaves out): a load takes its bytes from the newest own entry that writes any
of them; if that one does not write all of them, the load waits until it is in memory.
"""

from __future__ import annotations

from litmus_notation import Outcome, Statement, names, parse

Values = tuple[tuple[str, int], ...]
Entry = tuple[str, int, int, int]
"""Location, first byte, bytes, value."""
State = tuple[tuple[int, ...], tuple[tuple[Entry, ...], ...], Values]
"""Place of each thread, buffers, values of locations and registers."""


def outcomes(text: str, memory: str) -> set[Outcome]:
    """All final values that the model allows."""
    threads = parse(text)
    start: State = ((0,) * len(threads), ((),) * len(threads), tuple((name, 0) for name in names(threads)))
    seen, work, found = {start}, [start], set()
    while work:
        state = work.pop()
        following = _flushes(state) + _steps(state, threads, memory)
        if not following:
            found.add(state[2])
        for after in following:
            if after not in seen:
                seen.add(after)
                work.append(after)
    return found


def _flushes(state: State) -> list[State]:
    places, buffers, values = state
    found = []
    for thread, buffer in enumerate(buffers):
        if buffer:
            found.append((places, _put(buffers, thread, buffer[1:]), _write(values, *buffer[0])))
    return found


def _steps(state: State, threads: list[list[Statement]], memory: str) -> list[State]:
    found = []
    for thread, statements in enumerate(threads):
        if state[0][thread] < len(statements):
            found += _step(state, thread, statements[state[0][thread]], memory)
    return found


def _step(state: State, thread: int, s: Statement, memory: str) -> list[State]:
    places, buffers, values = state
    buffer = buffers[thread]
    places = _put(places, thread, places[thread] + 1)
    if s.is_full_fence and buffer:
        return []
    if s.kind == "fence":
        return [(places, buffers, values)]
    if s.kind == "store":
        entry = (s.location, s.first, s.size, s.values[0])
        if s.order == "seq_cst" or memory == "sc":
            return [(places, buffers, _write(values, *entry))]
        return [(places, _put(buffers, thread, (*buffer, entry)), values)]
    old = _look_up(buffer, values, s)
    if old is None:
        return []
    new = _modified(s, old)
    if new is not None:
        values = _write(values, s.location, s.first, s.size, new)
    return [(places, buffers, _write(values, s.register, 0, 4, old))]


def _modified(s: Statement, old: int) -> int | None:
    """What a locked instruction writes, None for nothing."""
    if s.kind == "cas":
        return s.values[1] if old == s.values[0] else None
    return {"load": None, "xchg": (*s.values, 0)[0], "add": old + (*s.values, 0)[0]}[s.kind]


def _look_up(buffer: tuple[Entry, ...], values: Values, s: Statement) -> int | None:
    """The value a load gives; None if it must wait."""
    for location, first, size, value in reversed(buffer):
        if location == s.location and first < s.first + s.size and s.first < first + size:
            inside = first <= s.first and s.first + s.size <= first + size
            return _bytes(value, s.first - first, s.size) if inside else None
    return _bytes(dict(values)[s.location], s.first, s.size)


def _bytes(value: int, first: int, size: int) -> int:
    return value >> (8 * first) & ((1 << 8 * size) - 1)


def _write(values: Values, name: str, first: int, size: int, value: int) -> Values:
    hole = ((1 << 8 * size) - 1) << 8 * first
    return tuple((n, (v & ~hole) | (value << 8 * first & hole) if n == name else v) for n, v in values)


def _put(row: tuple, place: int, item: object) -> tuple:
    return (*row[:place], item, *row[place + 1 :])
