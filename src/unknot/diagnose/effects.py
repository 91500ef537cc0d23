"""What an event of the kernel library says in a trace. One idea: one short clause per event, by its kind; kinds that
are not in the table are for other reports and say nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unknot.checks.histories.history import event_of
from unknot.diagnose.events import OUTPUT, Event
from unknot.diagnose.ledger import EXCLUSIVE, Ledger
from unknot.diagnose.names import Names
from unknot.interp.state import signed
from unknot.ir.types import Scalar, show_value

EWOULDBLOCK, EINTR, ERESTART = 35, 4, -1 & Scalar.I32.mask

GIVES = "gives"
"""What functions say that make an object, which is no lock even if it begins with one."""

WAITS = "waits for "
"""How the clause of a thread begins that will now wait for something."""

STDERR = 2
MOST_TEXT = 60
"""How many characters of what is printed are shown."""


@dataclass(frozen=True)
class Teller:
    """Tells events; `ledger` is how things stood before the one that is told."""

    names: Names
    threads: tuple[str, ...]
    ledger: Ledger

    def tell(self, event: Event) -> str:
        """The clause for an event, empty if it has none."""
        return CLAUSES[event.kind](self, event) if event.kind in CLAUSES else ""

    def locked(self, event: Event) -> str:
        """An acquisition."""
        again = " again" if self.ledger.holds(event.thread, event.word(0)) else ""
        return f"{_mode(event.word(1))}locks {self.names.lock(event.word(0))}{again}"

    def unlock(self, event: Event) -> str:
        """A release."""
        mine = [e for e in self.ledger.held.get(event.word(0), []) if e.thread == event.thread]
        left = " once" if len(mine) > 1 else ""
        return f"{_mode(event.word(1))}unlocks {self.names.lock(event.word(0))}{left}"

    def upgrade(self, event: Event) -> str:
        """From shared to exclusive."""
        return f"upgrades {self.names.lock(event.word(0))}"

    def downgrade(self, event: Event) -> str:
        """From exclusive to shared."""
        return f"downgrades {self.names.lock(event.word(0))}"

    def sleep(self, event: Event) -> str:
        """Going to sleep."""
        return f"sleeps on {self.channel(event.word(0))}" + (", with a timeout" if event.word(3) else "")

    def awake(self, event: Event) -> str:
        """The end of a sleep."""
        result = event.word(1) & Scalar.I32.mask
        told = {0: "woken", EWOULDBLOCK: "times out", EINTR: "interrupted: EINTR", ERESTART: "interrupted: ERESTART"}
        return told.get(result, f"woken: {result}")

    def wakeup(self, event: Event) -> str:
        """A wakeup, and whom it reached."""
        if not event.word(1):
            return "wakes nobody"
        known = [self.threads[t] for t in event.more if t < len(self.threads)]
        return f"wakes {event.word(1)}" + (f": {', '.join(known)}" if known else "")

    def signal(self, event: Event) -> str:
        """A sleep that is broken off."""
        whom = self.threads[event.word(0)] if event.word(0) < len(self.threads) else "a sleeper"
        return f"interrupts {whom}"

    def joined(self, event: Event) -> str:
        """A thread whose end was waited for."""
        return f"joins {self.threads[event.word(0)]}" if event.word(0) < len(self.threads) else "joins a thread"

    def output(self, event: Event) -> str:
        """Text that is printed."""
        shown = printed((*event.words, *event.more))
        short = shown if len(shown) <= MOST_TEXT else shown[: MOST_TEXT - 3] + "..."
        return f'prints "{short}"' + (" to stderr" if event.word(0) == STDERR else "")

    def value(self, event: Event) -> str:
        """A number that was chosen."""
        return str(signed(event.word(0), Scalar.I64))

    def did(self, event: Event) -> str:
        """What the library says in its own words: a verb and its objects. What it does for itself before the program
        begins is nobody's business."""
        if event.step == 0 and self.names.is_internal(event.word(1)):
            return ""
        named = self.names.place if self.names.text(event.word(0)) == GIVES else self.names.lock
        objects = [named(word) for word in event.words[1:2] if word]
        return " ".join([self.names.text(event.word(0)), *objects])

    def operation(self, event: Event) -> str:
        """The call or return of an operation whose histories are judged."""
        words = (*event.words, *event.more)
        operation, is_return, values = event_of(words, self.names.program.operations)
        if not is_return:
            return f"{operation.name}({', '.join(map(show_value, operation.type.params, values))}) begins"
        return f"{operation.name} " + (f"gives {show_value(operation.type.result, values[0])}" if values else "ends")

    def channel(self, pointer: int) -> str:
        """A sleep channel as an address. Those that wait for a thread's end sleep on its number, from 1."""
        if 0 < pointer <= len(self.threads):
            return f"the end of {self.threads[pointer - 1]}"
        return f"&{self.names.place(pointer)}"


CLAUSES: dict[str, Callable[[Teller, Event], str]] = {
    "locked": Teller.locked,
    "unlock": Teller.unlock,
    "upgrade": Teller.upgrade,
    "downgrade": Teller.downgrade,
    "sleep": Teller.sleep,
    "awake": Teller.awake,
    "wakeup": Teller.wakeup,
    "signal": Teller.signal,
    "joined": Teller.joined,
    OUTPUT: Teller.output,
    "value": Teller.value,
    "did": Teller.did,
    "callout": Teller.did,
    "task": Teller.did,
    "epoch": Teller.did,
    "operation": Teller.operation,
}
"""By kind of event."""


def printed(words: Sequence[int]) -> str:
    """What `output` events print, as C would write it, without the last line's end: three words for up to eight
    bytes, the descriptor, how many, the bytes."""
    data = b"".join(words[i + 2].to_bytes(8, "little")[: words[i + 1]] for i in range(0, len(words) - 2, 3))
    text = data.decode("utf-8", "backslashreplace").removesuffix("\n")
    return "".join(_ESCAPES.get(c, c if c.isprintable() else f"\\{ord(c):o}") for c in text)


_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", '"': '\\"', "\\": "\\\\"}


def _mode(how: int) -> str:
    return "" if how & EXCLUSIVE else "read-"
