"""V4 beside a knote in plain Python: generated sequences of changes, writes, reads and polls.

One idea: a batch of sequences, and what the oracle answered, become the data of one scenario with one thread, which
chooses a sequence. So the calls run on the real road and a batch is compiled once. (Rule by rule: scenario
`Sequential`.)
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unknot.frontend.python.load import load_file
from unknot.kernel.errno import ENOENT
from unknot.pipeline import check

CHANGES = ("EV_ADD", "EV_ADD | EV_CLEAR", "EV_ADD | EV_ONESHOT", "EV_ADD | EV_DISPATCH", "EV_ADD | EV_DISABLE")
OTHERS = ("EV_DELETE", "EV_ENABLE", "EV_DISABLE")
OPERATIONS = (*CHANGES, *OTHERS, "write", "read", "poll")
LONGEST = 16
ROOM = 2

PROGRAM = """
from unknot import initial, scenario, thread
from unknot.lang import addr, array, choose, u32, u64
from unknot.systems.kqueue import v4
from unknot.systems.kqueue.event import *
from unknot.systems.kqueue.knote import filedesc
from unknot.systems.kqueue.later_stage import acting

s = acting(v4.variant, "file")
COUNT = {count}
LONGEST = {longest}

@scenario
class Batch:
    process: filedesc
    operations: array[u64] = array(COUNT * LONGEST // 8)
    answers: array[u64] = array(COUNT * LONGEST // 8)

    @initial
    def sequences(self) -> None:
        s.start(addr(self.process))
{stores}

    @thread
    def only(self) -> None:
        start = choose(COUNT) * LONGEST
        for i in range(LONGEST):
            shift = (start + i) % 8 * 8
            operation = self.operations[(start + i) // 8] >> shift & 255
            answer = self.answers[(start + i) // 8] >> shift & 255
            assert self.act(operation) == answer, "not what the oracle says"

    def act(self, operation: u64) -> u64:
        event = kevent()
        if operation == {write}:
            return u64(s.write(addr(self.process), 2, 1))
        if operation == {read}:
            return u64(s.read(addr(self.process), 1, 1))
        if operation == {poll}:
            found = s.poll(addr(self.process), addr(event))
            return u64(found) + u64(event.data) * 2 if found == 1 else u64(found)
        return u64(-s.change(addr(self.process), 1, EVFILT_READ, self.flags(operation), 0))

    def flags(self, operation: u64) -> u32:
        flags: u32 = 0
{flags}
        return flags
"""


@dataclass
class Knote:
    """One knote for EVFILT_READ."""

    kind: str
    disabled: bool
    active: bool = False
    queued: bool = False
    data: int = 0


class Oracle:
    """A pipe, and perhaps a knote that watches it."""

    def __init__(self) -> None:
        self.bytes = 0
        self.knote: Knote | None = None

    def answer(self, operation: str) -> int:
        if operation in ("write", "read", "poll"):
            return {"write": self.write, "read": self.read, "poll": self.poll}[operation]()
        return self.change(operation)

    def change(self, flags: str) -> int:
        if self.knote is None:
            if "EV_ADD" not in flags:
                return ENOENT
            self.knote = Knote(flags.removeprefix("EV_ADD").removeprefix(" | "), "EV_DISABLE" in flags)
        elif flags == "EV_DELETE":
            self.knote = None
            return 0
        elif "EV_ENABLE" in flags:
            self.knote.disabled = False
        elif "EV_DISABLE" in flags:
            self.knote.disabled = True
        if not self.knote.disabled:
            self.ask()
        self.activate(self.knote)
        return 0

    def ask(self) -> bool:
        """The filter; what it says lasts."""
        assert self.knote is not None
        self.knote.data = self.bytes
        self.knote.active = self.knote.active or self.bytes > 0
        return self.bytes > 0

    def activate(self, kn: Knote) -> None:
        kn.queued = kn.queued or (kn.active and not kn.disabled)

    def write(self) -> int:
        if self.bytes == ROOM:
            return 0
        self.bytes += 1
        if self.knote is not None:
            self.ask()
            self.activate(self.knote)
        return 1

    def read(self) -> int:
        taken = min(self.bytes, 1)
        self.bytes -= taken
        return taken

    def poll(self) -> int:
        """0, or 1 and twice the event's data."""
        kn = self.knote
        if kn is None or not kn.queued:
            return 0
        if kn.disabled:
            kn.queued = False
            return 0
        if kn.kind == "EV_ONESHOT":
            self.knote = None
            return 1 + 2 * kn.data
        there = self.ask()
        answer = 1 + 2 * kn.data if there else 0
        if not there or kn.kind in ("EV_CLEAR", "EV_DISPATCH"):
            kn.active = kn.queued = False
            kn.disabled = kn.kind == "EV_DISPATCH" and there
            kn.data = 0 if kn.kind == "EV_CLEAR" else kn.data
        return answer


def packed(name: str, rows: list[list[int]]) -> list[str]:
    """Statements that fill an array of words, eight numbers in each."""
    numbers = bytes(number for row in rows for number in row)
    words = [int.from_bytes(numbers[i : i + 8], "little") for i in range(0, len(numbers), 8)]
    return [f"        self.{name}[{i}] = {word}" for i, word in enumerate(words)]


def program(sequences: list[list[int]]) -> str:
    """The text of the scenario."""
    answers = []
    for sequence in sequences:
        oracle = Oracle()
        answers.append([oracle.answer(OPERATIONS[operation]) for operation in sequence])
    flags = [f"        if operation == {i}:\n            flags = {text}" for i, text in enumerate(CHANGES + OTHERS)]
    return PROGRAM.format(
        count=len(sequences),
        longest=LONGEST,
        stores="\n".join([*packed("operations", sequences), *packed("answers", answers)]),
        flags="\n".join(flags),
        **{name: OPERATIONS.index(name) for name in ("write", "read", "poll")},
    )


SEQUENCES = st.lists(
    st.lists(st.integers(0, len(OPERATIONS) - 1), min_size=LONGEST, max_size=LONGEST), min_size=60, max_size=60
)


@settings(max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(sequences=SEQUENCES)
def test_answers_of_the_oracle(sequences: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.py"
        path.write_text(program(sequences))
        result = check(load_file(str(path)).scenarios["Batch"])
    assert result.verdict == "verified", result.finding or result.error
