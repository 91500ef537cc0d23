"""Every variant is a ring: generated sequences of operations beside a deque.

One idea: a batch of sequences, and what the deque answered, become the data of one scenario with one thread, which
chooses a sequence. So the operations run on the real road and a batch is compiled once. (All short sequences: scenario
`Sequential`.)
"""

from __future__ import annotations

import tempfile
from collections import deque
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unknot.frontend.python.load import load_file
from unknot.pipeline import check

OPERATIONS = (
    "enqueue",
    "dequeue_mc",
    "dequeue_sc",
    "peek",
    "peek_clear_sc",
    "advance_sc",
    "putback_sc",
    "full",
    "empty",
    "count",
)
LONGEST = 24

PROGRAM = """
from unknot import initial, scenario, thread
from unknot.lang import addr, array, choose, null, u64
from unknot.systems.buf_ring.{variant} import ORDERS, variant
from unknot.systems.buf_ring.ring import BufRing, plain_moves

v = variant(plain_moves(ORDERS))
COUNT = {count}
LONGEST = {longest}

@scenario
class Batch:
    ring: BufRing
    operations: array[u64] = array(COUNT * LONGEST // 8)
    answers: array[u64] = array(COUNT * LONGEST // 8)

    @initial
    def sequences(self) -> None:
        v.init(addr(self.ring), null)
{stores}

    @thread
    def only(self) -> None:
        start = choose(COUNT) * LONGEST
        for i in range(LONGEST):
            shift = (start + i) % 8 * 8
            operation = self.operations[(start + i) // 8] >> shift & 255
            answer = self.answers[(start + i) // 8] >> shift & 255
            assert self.act(operation, i + 1) == answer, "not what a deque says"

    def act(self, operation: u64, item: u64) -> u64:
        if operation == 0:
            return 1 if v.enqueue(addr(self.ring), item) else 0
        if operation == 1:
            return v.dequeue_mc(addr(self.ring))
        if operation == 2:
            return v.dequeue_sc(addr(self.ring))
        if operation == 3:
            return v.peek(addr(self.ring))
        if operation == 4:
            return v.peek_clear_sc(addr(self.ring))
        if operation == 5:
            v.advance_sc(addr(self.ring))
            return 0
        if operation == 6:
            if v.peek(addr(self.ring)) != 0:
                v.putback_sc(addr(self.ring), item)
            return 0
        if operation == 7:
            return 1 if v.full(addr(self.ring)) else 0
        if operation == 8:
            return 1 if v.empty(addr(self.ring)) else 0
        return v.count(addr(self.ring))
"""


def answers(sequence: list[int], capacity: int) -> list[int]:
    """What each operation answers, according to a deque; operations without an answer give 0."""
    queue: deque[int] = deque()
    given_answers = []
    for number, operation in enumerate(sequence):
        item, answer = number + 1, 0
        match OPERATIONS[operation]:
            case "enqueue":
                answer = int(len(queue) < capacity)
                if answer:
                    queue.append(item)
            case "dequeue_mc" | "dequeue_sc":
                answer = queue.popleft() if queue else 0
            case "peek" | "peek_clear_sc":
                answer = queue[0] if queue else 0
            case "advance_sc":
                if queue:
                    queue.popleft()
            case "putback_sc":
                if queue:
                    queue[0] = item
            case "full":
                answer = int(len(queue) == capacity)
            case "empty":
                answer = int(not queue)
            case "count":
                answer = len(queue)
        given_answers.append(answer)
    return given_answers


def packed(name: str, rows: list[list[int]]) -> list[str]:
    """Statements that fill an array of words, eight numbers in each."""
    numbers = bytes(number for row in rows for number in row)
    words = [int.from_bytes(numbers[i : i + 8], "little") for i in range(0, len(numbers), 8)]
    return [f"        self.{name}[{i}] = {word}" for i, word in enumerate(words)]


def program(variant: str, size: int, sequences: list[list[int]]) -> str:
    """The text of the scenario."""
    expected = [answers(sequence, size - 1) for sequence in sequences]
    stores = [*packed("operations", sequences), *packed("answers", expected)]
    return PROGRAM.format(variant=variant, count=len(sequences), longest=LONGEST, stores="\n".join(stores))


SEQUENCES = st.lists(
    st.lists(st.integers(0, len(OPERATIONS) - 1), min_size=LONGEST, max_size=LONGEST), min_size=20, max_size=20
)


@pytest.mark.parametrize("variant", ["f0", "f1", "f2", "f4", "f4_counters"])
@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(size=st.sampled_from([2, 4, 8, 16]), sequences=SEQUENCES)
def test_answers_of_a_deque(variant: str, size: int, sequences: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.py"
        path.write_text(program(variant, size, sequences))
        batch = load_file(str(path), {"size": size}).scenarios["Batch"]
        result = check(batch)
    assert result.verdict == "verified", result.finding or result.error
