"""netisr with one thread, beside a list: generated sequences of queue, dispatch, run, and changes of the limit.

One idea: a batch of sequences, and what the list answered, become the data of one scenario with one thread, which
chooses a sequence. So the operations run on the real road and a batch is compiled once.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unknot.frontend.python.load import load_file
from unknot.pipeline import check

OPERATIONS = ("queue", "queue", "dispatch", "run", "drops", "limit 1", "limit 2", "limit 3")
LONGEST = 16
MODULUS = 251
"""Which packets were handled, and in which order, is one number below this."""

PROGRAM = """
from unknot import initial, scenario, thread
from unknot.kernel.mbuf import mbuf
from unknot.lang import Ptr, array, choose, u32, u64
from unknot.systems.netisr.books import packet
from unknot.systems.netisr.ifnet import ifnet_init
from unknot.systems.netisr.notebook import protocol
from unknot.systems.netisr.protocol import netisr_getqdrops, netisr_setqlimit
from unknot.systems.netisr.stack import stack
from unknot.systems.netisr.tags import m_freem
from unknot.systems.netisr.wire import attached
from unknot.systems.netisr.workstream import NETISR_DISPATCH_HYBRID, NETISR_IP, netisr_init
from unknot.systems.netisr.{variant} import FEATURES

isr = stack(FEATURES).netisr
history: u32 = 0

def remember(m: Ptr[mbuf]) -> None:
    global history
    assert m.m_pkthdr.rcvif is not None, "the packet has lost its interface"
    history = (history * 16 + u32(m.m_pkthdr.ether_vtag)) % {modulus}
    m_freem(m)

@scenario
class Batch:
    operations: array[u64] = array({count} * {longest} // 8)
    answers: array[u64] = array({count} * {longest} // 8)
    histories: array[u64] = array({count} * {longest} // 8)

    @initial
    def sequences(self) -> None:
{stores}

    @thread
    def only(self) -> None:
        ifnet_init()
        netisr_init()
        protocol(remember, NETISR_DISPATCH_HYBRID, 2)
        ifp = attached("em0", 7)
        start = choose({count}) * {longest}
        for i in range({longest}):
            shift = (start + i) % 8 * 8
            operation = self.operations[(start + i) // 8] >> shift & 255
            m = packet(0, u32(i) + 1)
            m.m_pkthdr.rcvif = ifp
            assert self.act(operation, m) == self.answers[(start + i) // 8] >> shift & 255, "not the list's answer"
            assert u64(history) == self.histories[(start + i) // 8] >> shift & 255, "not the packets, or their order"

    def act(self, operation: u64, m: Ptr[mbuf]) -> u64:
        if operation < 2:
            return u64(isr.netisr_queue(NETISR_IP, m) != 0)
        if operation == 2:
            return u64(isr.netisr_dispatch(NETISR_IP, m) != 0)
        m_freem(m)
        if operation == 3:
            return u64(isr.swi_run(0))
        if operation == 4:
            return netisr_getqdrops(NETISR_IP)
        return u64(netisr_setqlimit(NETISR_IP, u32(operation) - 4) != 0)
"""


@dataclass
class Queue:
    """What netisr is to one thread: a list, a limit, a count of drops; the worker takes all there is."""

    limit: int = 2
    drops: int = 0
    history: int = 0
    waiting: list[int] = field(default_factory=list)

    def act(self, operation: str, number: int) -> int:
        """What the operation answers. Packets have numbers from 1."""
        match operation.split():
            case ["dispatch"] if not self.waiting:
                self.handle(number)
                return 0
            case ["queue" | "dispatch"]:
                refused = len(self.waiting) >= self.limit
                self.drops += refused
                self.waiting += [] if refused else [number]
                return int(refused)
            case ["run"]:
                asked, self.waiting = self.waiting, []
                for waited in asked:
                    self.handle(waited)
                return int(bool(asked))
            case ["drops"]:
                return self.drops
            case [_, limit]:
                self.limit = int(limit)
        return 0

    def handle(self, number: int) -> None:
        """A packet reaches its handler."""
        self.history = (self.history * 16 + number) % MODULUS


def answers(sequence: list[int]) -> tuple[list[int], list[int]]:
    """What each operation answers, and the history after it."""
    queue, given_answers, histories = Queue(), [], []
    for number, operation in enumerate(sequence):
        given_answers.append(queue.act(OPERATIONS[operation], number + 1))
        histories.append(queue.history)
    return given_answers, histories


def packed(name: str, rows: list[list[int]]) -> list[str]:
    """Statements that fill an array of words, eight numbers in each."""
    numbers = bytes(number for row in rows for number in row)
    words = [int.from_bytes(numbers[i : i + 8], "little") for i in range(0, len(numbers), 8)]
    return [f"        self.{name}[{i}] = {word}" for i, word in enumerate(words)]


def program(variant: str, sequences: list[list[int]]) -> str:
    """The text of the scenario."""
    expected = [answers(sequence) for sequence in sequences]
    stores = packed("operations", sequences)
    stores += packed("answers", [given_answers for given_answers, _ in expected])
    stores += packed("histories", [histories for _, histories in expected])
    return PROGRAM.format(
        variant=variant, count=len(sequences), longest=LONGEST, modulus=MODULUS, stores="\n".join(stores)
    )


SEQUENCES = st.lists(
    st.lists(st.integers(0, len(OPERATIONS) - 1), min_size=LONGEST, max_size=LONGEST), min_size=30, max_size=30
)


@pytest.mark.parametrize("variant", ["p1_drain", "p5"])
@settings(max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(sequences=SEQUENCES)
def test_answers_of_a_list(variant: str, sequences: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.py"
        path.write_text(program(variant, sequences))
        batch = load_file(str(path), {}).scenarios["Batch"]
        result = check(batch)
    assert result.verdict == "verified", result.finding or result.error


def test_the_list_can_be_wrong() -> None:
    """A list that forgets its limit is found out: the comparison is not empty."""
    sequence = [0, 0, 0] + [4] * (LONGEST - 3)
    given_answers, _ = answers(sequence)
    assert given_answers[:4] == [0, 0, 1, 1]
    text = program("p5", [sequence]).replace(packed("answers", [given_answers])[0], "        self.answers[0] = 0")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.py"
        path.write_text(text)
        result = check(load_file(str(path), {}).scenarios["Batch"])
    assert result.verdict == "violated"
