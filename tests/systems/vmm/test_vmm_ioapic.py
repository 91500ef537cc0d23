"""The interrupt controllers beside a model of them in plain Python: generated sequences of what guests and devices do.

One idea: a batch of sequences, and what the model says to each operation, is one text that the program has as a
constant; one thread chooses a sequence. So the operations run on the real road, and a batch is compiled once.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unknot.frontend.python.load import load_file
from unknot.pipeline import check

PINS, VCPUS, LENGTH, COUNT = 2, 2, 24, 100
VECTORS = (0x21, 0x22, 0x31, 0x0F)
MASKED, LEVEL, LOGICAL, LOWEST = 0x10000, 0x8000, 0x800, 0x100
REMOTE_IRR = 0x4000
DESTINATIONS = (0, 1, 3, 0xFF)
FLAGS = (MASKED, LEVEL, LOGICAL, LOWEST)

PROGRAM = """
from unknot import initial, scenario, thread
from unknot.lang import addr, choose, cstr, idle, indivisible, load, offset, u32, u64
from unknot.systems.vmm.machine import Features, Vm
from unknot.systems.vmm.variant import variant

v = variant(Features({features}))
a = v.apics
TEXT = "{text}"
WORD = 9
VECTORS = {vectors}


@scenario
class Batch:
    vm: Vm

    @initial
    def start(self) -> None:
        v.create(addr(self.vm))

    @thread
    def only(self) -> None:
        text: cstr = TEXT
        place = choose({count}) * {length} * WORD * 2
        for i in range({length}):
            operation = number(offset(text, place + i * WORD * 2))
            answer = number(offset(text, place + i * WORD * 2 + WORD))
            assert self.act(u32(operation >> 24), u32(operation >> 20 & 15), u32(operation & 0xFFFFF)) == answer, "no"

    @thread
    def other(self) -> None:
        while True:
            with indivisible(self.vm.rendezvous_func is not None, blocked_by=idle):
                pass
            v.rendezvous.handle(addr(self.vm), 1)

    def act(self, what: u32, which: u32, data: u32) -> u32:
        if what == 0:
            a.assert_irq(addr(self.vm), which)
        elif what == 1:
            a.deassert_irq(addr(self.vm), which)
        elif what == 2:
            a.pulse_irq(addr(self.vm), which)
        elif what == 3:
            return a.enter(addr(self.vm), which, True)
        elif what == 4:
            vector = a.eoi(addr(self.vm), which)
            if vector != 0:
                a.process_eoi(addr(self.vm), vector)
            return vector
        elif what == 5:
            a.write(addr(self.vm), 0, 16 + 2 * which, data)
        elif what == 6:
            a.write(addr(self.vm), 0, 17 + 2 * which, data << 24)
        else:
            return a.read(addr(self.vm), 16 + 2 * which)
        return 0


def number(digits: cstr) -> u32:
    value: u32 = 0
    for i in range(8):
        digit = u32(load(offset(digits, i)))
        value = value << 4 | (digit - 48 if digit < 58 else digit - 87)
    return value
"""
ASSERT, DEASSERT, PULSE, ENTER, EOI, LOW, HIGH, READ = range(8)


@dataclass
class Apics:
    """What the chips do. `accepts`: the trigger mode of a vector is that of the last interrupt accepted; else it is
    what the table said when the vCPU last entered the guest (`enters`), or what it says now."""

    accepts: bool
    enters: bool
    low: list[int] = field(default_factory=lambda: [MASKED] * PINS)
    dest: list[int] = field(default_factory=lambda: [0] * PINS)
    asserted: list[int] = field(default_factory=lambda: [0] * PINS)
    irr: list[set[int]] = field(default_factory=lambda: [set() for _ in range(VCPUS)])
    isr: list[set[int]] = field(default_factory=lambda: [set() for _ in range(VCPUS)])
    tmr: list[set[int]] = field(default_factory=lambda: [set() for _ in range(VCPUS)])

    def targets(self, pin: int) -> list[int]:
        """The vCPUs that an entry means."""
        dest = self.dest[pin]
        if dest == 0xFF:
            return list(range(VCPUS))
        if not self.low[pin] & LOGICAL:
            return [dest] if dest < VCPUS else []
        found = [i for i in range(VCPUS) if dest >> i & 1]
        return found[:1] if self.low[pin] & LOWEST else found

    def send(self, pin: int) -> None:
        """An interrupt by the entry of a pin."""
        entry = self.low[pin]
        if entry & MASKED:
            return
        if entry & LEVEL:
            self.low[pin] |= REMOTE_IRR
        vector = entry & 0xFF
        for i in self.targets(pin):
            if vector >= 16:
                self.irr[i].add(vector)
                if self.accepts:
                    (self.tmr[i].add if entry & LEVEL else self.tmr[i].discard)(vector)

    def raise_pin(self, pin: int) -> None:
        """One assertion more."""
        self.asserted[pin] += 1
        if self.asserted[pin] == 1:
            self.send(pin)

    def from_table(self, vcpu: int) -> set[int]:
        """The vectors of this vCPU that are level-triggered by the table."""
        pins = [p for p in range(PINS) if self.low[p] & LEVEL and vcpu in self.targets(p)]
        return {self.low[p] & 0xFF for p in pins}

    def written(self, pin: int) -> None:
        """An entry has a new value."""
        if self.accepts and not self.low[pin] & LEVEL:
            self.low[pin] &= ~REMOTE_IRR
        if not self.accepts and not self.enters:
            self.tmr = [self.from_table(i) for i in range(VCPUS)]
        if not self.low[pin] & (MASKED | REMOTE_IRR) and self.asserted[pin]:
            self.send(pin)

    def enter(self, vcpu: int) -> int:
        """The vector that interrupts the guest, or 0."""
        if self.enters:
            self.tmr[vcpu] = self.from_table(vcpu)
        vector = max(self.irr[vcpu], default=0)
        if vector >> 4 <= max(self.isr[vcpu], default=0) >> 4:
            return 0
        self.irr[vcpu].discard(vector)
        self.isr[vcpu].add(vector)
        return vector

    def eoi(self, vcpu: int) -> int:
        """Ends the highest in service; the vector, if the I/O APIC hears of it."""
        vector = max(self.isr[vcpu], default=0)
        self.isr[vcpu].discard(vector)
        if vector not in self.tmr[vcpu]:
            return 0
        for pin in range(PINS):
            if self.low[pin] & REMOTE_IRR and self.low[pin] & 0xFF == vector:
                self.low[pin] &= ~REMOTE_IRR
                if self.asserted[pin]:
                    self.send(pin)
        return vector

    def act(self, what: int, which: int, data: int) -> int:
        """An operation and its answer."""
        match what:
            case 0:
                self.raise_pin(which)
            case 1:
                self.asserted[which] -= 1
            case 2:
                self.raise_pin(which)
                self.asserted[which] -= 1
            case 3:
                return self.enter(which)
            case 4:
                return self.eoi(which)
            case 5:
                self.low[which] = self.low[which] & REMOTE_IRR | data
                self.written(which)
            case 6:
                self.dest[which] = data
                self.written(which)
            case 7:
                return self.low[which]
        return 0


Operation = tuple[int, int, int, int]


def sequences(seed: int) -> list[list[Operation]]:
    """Any operations, each with a pin or vCPU and what a write may say. Numbers that Hypothesis draws one by one are
    mostly 0, so it draws the seed."""
    any_of = random.Random(seed).randrange
    return [[(any_of(8), any_of(2), any_of(4), any_of(16)) for _ in range(LENGTH)] for _ in range(COUNT)]


def batch_text(batch: list[list[Operation]], accepts: bool, enters: bool) -> str:
    """Operations and answers, eight digits and a blank each. Nobody deasserts what nobody asserts."""
    words = []
    for sequence in batch:
        model = Apics(accepts, enters)
        for what, which, choice, flags in sequence:
            if what == DEASSERT and not model.asserted[which]:
                what = ASSERT
            data = 0
            if what == LOW:
                data = VECTORS[choice] | sum(flag for i, flag in enumerate(FLAGS) if flags >> i & 1)
            elif what == HIGH:
                data = DESTINATIONS[choice]
            words += [f"{what << 24 | which << 20 | data:08x}", f"{model.act(what, which, data):08x}"]
    return "".join(word + " " for word in words)


def forget_vmm() -> None:
    """Makes the next import of the system run it anew, with the parameters that are asked for then."""
    for name in [n for n in sys.modules if n.startswith("unknot.systems.vmm")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("features", "accepts", "enters"),
    [
        ("", False, False),
        ("rendezvous=False, runblock=True, writers_sx=True", False, True),
        ("rendezvous=False, tmr_on_accept=True", True, False),
    ],
    ids=["s0", "s3", "s4"],
)
@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32 - 1))
def test_answers_of_the_model(features: str, accepts: bool, enters: bool, seed: int) -> None:
    text = batch_text(sequences(seed), accepts, enters)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.py"
        path.write_text(PROGRAM.format(features=features, text=text, vectors=VECTORS, count=COUNT, length=LENGTH))
        forget_vmm()
        try:
            batch = load_file(str(path), {"pins": PINS, "vcpus": VCPUS}).scenarios["Batch"]
        finally:
            forget_vmm()
        result = check(batch)
    assert result.verdict == "verified", result.finding or result.error
