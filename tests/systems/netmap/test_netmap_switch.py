"""The switch is a switch: generated sequences of sends, syncs and receives beside one in plain Python.

One idea: a batch of sequences, and what the plain switch answered, become the data of one scenario with one thread,
which chooses a sequence. So the operations run on the real road and a batch is compiled once.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unknot.frontend.python.load import load_file
from unknot.pipeline import check

PORTS, SLOTS, LONGEST = 3, 3, 16
NOWHERE, EVERYBODY = 9, 0xFF
ADDRESSES = (1, 2, 3, NOWHERE, EVERYBODY)
QUEUE, TXSYNC, RXSYNC, TAKE, POLL = range(5)

PROGRAM = """
from unknot import initial, scenario, thread
from unknot.lang import addr, array, choose, u32, u64
from unknot.systems.netmap.features import Features
from unknot.systems.netmap.lab import Lab, make_build, queue_packet, take_packet
from unknot.systems.netmap.netmap import variant
from unknot.systems.netmap.packets import number_of
from unknot.systems.netmap.poll import POLLIN

nm = variant(Features())(0)
build = make_build(nm)
COUNT = {count}
LONGEST = {longest}

@scenario
class Batch:
    lab: Lab
    steps: array[u64] = array(COUNT * LONGEST)

    @initial
    def sequences(self) -> None:
        build(addr(self.lab))
{stores}

    @thread
    def only(self) -> None:
        start = choose(COUNT) * LONGEST
        for i in range(LONGEST):
            step = self.steps[start + i]
            answer = self.act(u32(step & 15), u32(step >> 4 & 15), u32(step >> 8 & 255), u32(i))
            assert answer == u32(step >> 16 & 255), "not what a plain switch says"

    def act(self, what: u32, port: u32, destination: u32, number: u32) -> u32:
        if what == 0:
            return u32(queue_packet(addr(self.lab), port, destination, number))
        if what == 1:
            return u32(nm.txsync(addr(self.lab.priv[port])))
        if what == 2:
            return u32(nm.rxsync(addr(self.lab.priv[port])))
        if what == 3:
            p = take_packet(addr(self.lab), port)
            return 0 if p == 0 else number_of(p) + 1
        return nm.netmap_poll(addr(self.lab.priv[port]), POLLIN, None)
"""


class Port:
    """A port: packets that wait to be sent; that have come in and are not shown yet; that are shown; and how many slots
    were emptied and not given back."""

    def __init__(self) -> None:
        self.queued: list[tuple[int, int]] = []
        self.hidden: list[int] = []
        self.shown: list[int] = []
        self.emptied = 0

    def room(self) -> int:
        return SLOTS - 1 - len(self.hidden) - len(self.shown) - self.emptied


class Switch:
    """A switch that learns; addresses are numbers of ports, from 1."""

    def __init__(self) -> None:
        self.ports = [Port() for _ in range(PORTS)]
        self.known: set[int] = set()

    def act(self, what: int, port: int, destination: int, number: int) -> int:
        match what:
            case 0:
                return self.queue(port, destination, number)
            case 1:
                return self.txsync(port)
            case 2:
                return self.rxsync(port)
            case 3:
                return self.take(port)
        return self.poll(port)

    def queue(self, port: int, destination: int, number: int) -> int:
        queued = self.ports[port].queued
        if len(queued) == SLOTS - 1:
            return 0
        queued.append((destination, number))
        return 1

    def txsync(self, port: int) -> int:
        queued, self.ports[port].queued = self.ports[port].queued, []
        for destination, number in queued:
            self.known.add(port + 1)
            for other in range(PORTS):
                everybody = destination not in self.known
                if other != port and (everybody or destination == other + 1) and self.ports[other].room():
                    self.ports[other].hidden.append(number)
        return 0

    def rxsync(self, port: int) -> int:
        p = self.ports[port]
        p.emptied = 0
        p.shown += p.hidden
        p.hidden = []
        return 0

    def take(self, port: int) -> int:
        p = self.ports[port]
        if not p.shown:
            return 0
        p.emptied += 1
        return p.shown.pop(0) + 1

    def poll(self, port: int) -> int:
        p = self.ports[port]
        ready = bool(p.shown) and not p.emptied
        if p.queued:
            self.txsync(port)
        if not ready:
            self.rxsync(port)
        return int(bool(p.shown))


def stores(sequences: list[list[tuple[int, int, int]]]) -> list[str]:
    """Statements that fill in the steps, with the plain switch's answers."""
    lines = []
    for row, sequence in enumerate(sequences):
        switch = Switch()
        for i, (what, port, destination) in enumerate(sequence):
            answer = switch.act(what, port, destination, i)
            word = what | port << 4 | destination << 8 | answer << 16
            lines.append(f"        self.steps[{row * LONGEST + i}] = {word}")
    return lines


STEPS = st.tuples(
    st.sampled_from((QUEUE, QUEUE, TXSYNC, RXSYNC, TAKE, TAKE, POLL)),
    st.integers(0, PORTS - 1),
    st.sampled_from(ADDRESSES),
)
SEQUENCES = st.lists(st.lists(STEPS, min_size=LONGEST, max_size=LONGEST), min_size=24, max_size=24)


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(sequences=SEQUENCES)
def test_answers_of_a_plain_switch(sequences: list[list[tuple[int, int, int]]]) -> None:
    lines = "\n".join(stores(sequences))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.py"
        path.write_text(PROGRAM.format(count=len(sequences), longest=LONGEST, stores=lines))
        batch = load_file(str(path), {"ports": PORTS, "slots": SLOTS}).scenarios["Batch"]
    result = check(batch)
    assert result.verdict == "verified", result.finding or result.error
