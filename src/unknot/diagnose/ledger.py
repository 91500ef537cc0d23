"""Who holds which lock, who sleeps where, at any moment of a path. One idea: a ledger kept from the events; it knows
what the library's memory does not tell: since when, and from which line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from unknot.diagnose.events import Event

EXCLUSIVE, TRIES = 1, 2
"""Bits of how a lock is taken, as in the kernel library's LOP_... flags."""


@dataclass
class Ledger:
    """`held`: by lock, the acquisitions that were not given back. `wants`: by thread, its last attempt, until it
    succeeds. `sleeps`: by thread, its going to sleep, until it goes on; `woken`: what woke it since. `last`: by
    thread, its last event."""

    held: dict[int, list[Event]] = field(default_factory=dict)
    wants: dict[int, Event] = field(default_factory=dict)
    sleeps: dict[int, Event] = field(default_factory=dict)
    woken: dict[int, Event] = field(default_factory=dict)
    last: dict[int, Event] = field(default_factory=dict)

    def note(self, event: Event) -> None:
        """Follows one event."""
        self.last[event.thread] = event
        match event.kind:
            case "lock":
                if not event.word(1) & TRIES:
                    self.wants[event.thread] = event
            case "locked":
                self.wants.pop(event.thread, None)
                self.held.setdefault(event.word(0), []).append(event)
            case "upgrade":
                self._take_again(event, EXCLUSIVE)
            case "downgrade":
                self._take_again(event, 0)
            case "unlock":
                self._give_back(event)
            case "sleep":
                self.sleeps[event.thread] = event
            case "awake":
                self.sleeps.pop(event.thread, None)
                self.woken.pop(event.thread, None)
            case "wakeup" | "signal":
                self.woken |= dict.fromkeys(event.more, event)

    def _give_back(self, event: Event) -> None:
        """The last acquisition by that thread; of a lock given back by somebody else, the last one."""
        taken = self.held.get(event.word(0), [])
        mine = [e for e in taken if e.thread == event.thread] or taken
        if mine:
            taken.remove(mine[-1])

    def _take_again(self, event: Event, how: int) -> None:
        """From one mode to the other."""
        self._give_back(event)
        lock, site = event.word(0), event.word(1)
        self.held.setdefault(lock, []).append(replace(event, words=(lock, how, site)))

    def holds(self, thread: int, lock: int) -> bool:
        """True if the thread holds the lock."""
        return any(e.thread == thread for e in self.held.get(lock, []))

    def held_by(self, thread: int) -> list[Event]:
        """The first acquisition of each lock that the thread holds, the oldest first."""
        first = (next((e for e in taken if e.thread == thread), None) for taken in self.held.values())
        return sorted((event for event in first if event is not None), key=lambda event: (event.step, event.place))

    def holders(self, lock: int) -> list[Event]:
        """The first acquisition of each thread that holds the lock."""
        first: dict[int, Event] = {}
        for event in self.held.get(lock, []):
            first.setdefault(event.thread, event)
        return list(first.values())


def ledger_of(events: Iterable[Event]) -> Ledger:
    """Where things stand after the events."""
    ledger = Ledger()
    for event in events:
        ledger.note(event)
    return ledger
