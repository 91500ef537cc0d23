"""Why a sleeper was never woken. One idea: the last wakeup on its channel is to blame, or there was none; it came
before the sleep, or it woke somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unknot.diagnose.blocked import Wait, in_file
from unknot.diagnose.effects import Teller
from unknot.diagnose.events import Event
from unknot.diagnose.ledger import Ledger, ledger_of
from unknot.diagnose.names import Names
from unknot.diagnose.stacks import is_service, stack_of
from unknot.diagnose.walk import Walk

ONE = 1
"""The kind of a wakeup that wakes one sleeper at most."""


@dataclass(frozen=True)
class Missed:
    """What became of a sleeper's last chance. `headline`: what a message says of it, empty if no wakeup missed the
    sleeper."""

    thread: int
    sentence: str
    headline: str = ""


def missed_wakeups(
    walked: Walk, events: tuple[Event, ...], names: Names, threads: tuple[str, ...], waits: Sequence[Wait]
) -> tuple[Missed, ...]:
    """One for each thread of the user's that sleeps in a deadlock, those that were missed first. None if the deadlock
    is a cycle of threads that wait for each other."""
    state = walked.last_state
    if state is None or _has_cycle(waits):
        return ()
    ledger = ledger_of(events)
    asleep = {t: e for t, e in ledger.sleeps.items() if t >= 0 and t not in ledger.woken}
    program = walked.machine.program
    teller = _Wakeups(events, names, threads, ledger, walked)
    found = [
        teller.tell(asleep[w.blocked.thread])
        for w in waits
        if w.blocked.thread in asleep and not is_service(program, stack_of(program, state.threads[w.blocked.thread]))
    ]
    return tuple(sorted(found, key=lambda missed: not missed.headline))


def _has_cycle(waits: Sequence[Wait]) -> bool:
    holders = {w.blocked.thread: w.blocked.holder for w in waits}
    for first in holders:
        seen, thread = set(), holders.get(first)
        while thread is not None and thread not in seen:
            if thread == first:
                return True
            seen.add(thread)
            thread = holders.get(thread)
    return False


@dataclass(frozen=True)
class _Wakeups:
    events: tuple[Event, ...]
    names: Names
    threads: tuple[str, ...]
    ledger: Ledger
    walked: Walk

    def tell(self, sleep: Event) -> Missed:
        """Why nobody woke this sleeper."""
        place = self.events.index(sleep)
        who, channel = self._who(sleep), self._channel(sleep)
        slept = f"went to sleep on {channel} at step {sleep.step}"
        on_it = [i for i, e in enumerate(self.events) if e.kind == "wakeup" and e.word(0) == sleep.word(0)]
        if not on_it:
            text = f"{who} {slept}, and on this schedule nobody wakes {channel}{self._elsewhere()}"
            return Missed(sleep.thread, text)
        last = self.events[on_it[-1]]
        waker = f"{self._who(last)}'s {last.seen.call or 'wakeup'}"
        at = f"at step {last.step} ({in_file(last.seen.where)})"
        if on_it[-1] > place:
            return self._woke_another(sleep, last, waker, at, slept)
        if sleep.thread in last.more:
            text = (
                f"the last wakeup on {channel}, {waker} {at}, woke {who}, which went back to sleep at step {sleep.step}"
            )
            return Missed(sleep.thread, text)
        reason = self._too_early(sleep, on_it[-1])
        woke = f"{waker} of {channel} {at} woke {self._whom(last)}"
        text = f"{woke}: {who} went to sleep only after it, at step {sleep.step}; {reason}"
        return Missed(sleep.thread, text, f"{who} sleeps on {channel}, and {waker} came before, at step {last.step}")

    def _woke_another(self, sleep: Event, last: Event, waker: str, at: str, slept: str) -> Missed:
        who, channel = self._who(sleep), self._channel(sleep)
        if last.word(2) != ONE:
            text = f"{who} {slept}; {waker} {at} did not reach it"
            return Missed(sleep.thread, text, f"{who} sleeps on {channel}, and {waker} did not reach it")
        whom = self._whom(last)
        then = "".join(self._afterwards(t, last) for t in last.more[:1])
        text = f"{who} {slept}; {waker} {at} wakes one sleeper only: it woke {whom}{then}"
        headline = f"{who} sleeps on {channel}, and {waker} woke {whom} instead, at step {last.step}"
        return Missed(sleep.thread, text, headline)

    def _afterwards(self, thread: int, wakeup: Event) -> str:
        """What the thread that was woken did with it."""
        state = self.walked.last_state
        if state is not None and not state.threads[thread]:
            return ", which has ended without a wakeup for the next"
        again = self.ledger.sleeps.get(thread)
        if again is not None and self.events.index(again) > self.events.index(wakeup):
            return f", which went back to sleep on {self._channel(again)} at step {again.step}"
        return ""

    def _too_early(self, sleep: Event, wakeup: int) -> str:
        """How the wakeup could come before the sleep."""
        waker, who = self._who(self.events[wakeup]), self._who(sleep)
        interlock = sleep.word(1)
        if not interlock:
            return f"{who} sleeps without an interlock, so nothing keeps a wakeup out between its check and its sleep"
        lock = self.names.lock(interlock)
        then = ledger_of(self.events[:wakeup])
        if then.holds(sleep.thread, interlock):
            return f"{waker} did not hold {lock}, under which {who} checks and goes to sleep"
        later = [e for e in self.events[wakeup:] if e.kind == "locked" and e.word(0) == interlock]
        taken = next((e for e in later if e.thread == sleep.thread), None)
        if taken is None:
            return f"{waker} did not wait for {lock}"
        if then.holds(self.events[wakeup].thread, interlock):
            return f"{who} locked {lock} after it, at step {taken.step}, and slept all the same"
        return f"{waker} did not hold {lock}; {who} locked it at step {taken.step}, and slept all the same"

    def _elsewhere(self) -> str:
        """A wakeup on another channel that reached nobody: perhaps it was meant for this one."""
        lost = [e for e in self.events if e.kind == "wakeup" and not e.word(1)]
        if not lost:
            return ""
        last = lost[-1]
        waker = f"{self._who(last)}'s {last.seen.call or 'wakeup'}"
        where = f"at step {last.step} ({in_file(last.seen.where)})"
        return f"; {waker} {where} is on {self._channel(last)}, where nobody sleeps"

    def _whom(self, wakeup: Event) -> str:
        return ", ".join(self.threads[t] for t in wakeup.more if t < len(self.threads)) or "nobody"

    def _who(self, event: Event) -> str:
        return self.threads[event.thread] if event.thread >= 0 else "the beginning"

    def _channel(self, event: Event) -> str:
        return Teller(self.names, self.threads, self.ledger).channel(event.word(0))
