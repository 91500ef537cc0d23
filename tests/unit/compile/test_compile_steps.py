"""Numbers that the search loop and compiled programs share, and what a step may do to the image."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.compile import context, layout, successor
from unknot.core.options import Options
from unknot.explore import state
from unknot.ir.faults import Fault
from unknot.pipeline import compile_prepared, load, prepare

PROGRAMS = Path(__file__).parents[1] / "explore" / "programs"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("log_count", state.LOG_COUNT),
        ("fault", state.FAULT_KIND),
        ("paused", state.PAUSED),
        ("holder", state.HOLDER),
        ("choice_count", state.CHOICE_COUNT),
        ("choice_next", state.CHOICE_NEXT),
    ],
)
def test_places_in_the_context(name: str, place: int) -> None:
    assert context.INDEX[name] == place


def test_regions_of_the_context() -> None:
    assert (state.CHOICES, state.LOG) == (context.CHOICES, context.WORDS)
    assert len(context.FIELDS) <= context.CHOICES


def test_statuses() -> None:
    assert (state.RAN, state.CONTINUE, state.BLOCKED, state.FAULT) == (
        context.RAN,
        context.CONTINUE,
        context.BLOCKED,
        context.FAULT,
    )
    assert state.NOT_THERE == successor.NOT_THERE


def test_faults() -> None:
    assert (state.DEADLOCK, state.LIMIT_LOOP, state.LIMIT_STEP) == (
        Fault.DEADLOCK,
        Fault.LIMIT_LOOP,
        Fault.LIMIT_STEP,
    )
    assert min(fault for fault in Fault if fault.is_limit) == state.FIRST_LIMIT
    assert max(Fault) - state.FIRST_LIMIT < 64, "limits have a bit each in a word"


def test_a_record_has_room_for_its_parts() -> None:
    assert state.NOBODY < 256
    assert state.MOST_WORDS >= 1 << 16
    assert state.RECORD_ROOM > state.MOST_WORDS + state.HEADER


def static_words(name: str) -> int:
    """Words of a state of a program of explore/programs."""
    file, _, scenario = name.partition("::")
    options = Options()
    _, program = load(f"{PROGRAMS / file}::{scenario}", {})
    return compile_prepared(prepare(program, options), options).layout.static_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("counted.py::TwoStores", 2 + 2),  # x, y; a thread that keeps nothing takes one word
        ("counted.py::TwoIncrements", 1 + 2 * 2),  # x; place and the value loaded
        ("counted.py::ThreeThreads", 1 + 3),
        ("counted.py::Freed", 1 + 2),  # the heap's top; place and p
    ],
)
def test_a_state_is_small(name: str, words: int) -> None:
    assert static_words(name) == words


def test_frames_share_what_never_lives_at_once() -> None:
    options = Options()
    _, program = load(f"{PROGRAMS / 'counted.py'}::TwoIncrements", {})
    compiled = compile_prepared(prepare(program, options), options)
    for frame in compiled.layout.frames.values():
        for point in frame.points:
            places = [(frame.slots[reg], reg.type.bytes) for reg in point.live]
            taken = [byte for start, size in places for byte in range(start, start + size)]
            assert len(taken) == len(set(taken)), f"two registers in one place at {point}"
            assert all(layout.FRAME_HEADER <= byte < frame.size for byte in taken)


def test_the_same_program_gives_the_same_text() -> None:
    options = Options()
    texts = set()
    for _ in range(2):
        _, program = load(f"{PROGRAMS / 'counted.py'}::Locked", {})
        texts.add(compile_prepared(prepare(program, options), options).text)
    assert len(texts) == 1
