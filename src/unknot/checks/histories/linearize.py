"""Whether a history is linearizable (Wing, Gong: Testing and Verifying Concurrent Objects, 1993). One idea: try the
calls that no other precedes, one after the other, and never twice the same calls with the same state (Lowe: Testing
for Linearizability, 2017).

A call that did not return may have taken effect or not, with any result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unknot.checks.histories.history import Call
from unknot.checks.histories.specification import Answer, Specification


@dataclass(frozen=True)
class Verdict:
    """`fits`: there is an order of all calls that gives these results. Otherwise `order` is a longest one that gives
    them as far as it goes, and `next` are the calls that could come then, with what the specification says of each."""

    fits: bool
    order: tuple[Call, ...] = ()
    next: tuple[tuple[Call, Answer], ...] = ()


def linearize(history: Sequence[Call], specification: Specification) -> Verdict:
    """Judges a history. Raises SpecificationError if the user's code fails."""
    return _Search(history, specification).run()


class _Search:
    """Sets of calls are numbers, a bit for each."""

    def __init__(self, history: Sequence[Call], specification: Specification) -> None:
        self._calls = sorted(history, key=lambda call: (call.end is None, call.end, call.begin))
        self._specification = specification
        self._before = [sum(1 << i for i, a in enumerate(self._calls) if a.precedes(b)) for b in self._calls]
        self._needed = sum(1 << i for i, call in enumerate(self._calls) if call.end is not None)
        self._seen: set[tuple[int, int]] = set()
        self._most = -1
        self._best = Verdict(False)

    def run(self) -> Verdict:
        """The verdict."""
        return Verdict(True) if self._extend(0, Specification.FIRST, ()) else self._best

    def _extend(self, done: int, state: int, order: tuple[int, ...]) -> bool:
        """True if what is not `done` can be done from that state on."""
        if done & self._needed == self._needed:
            return True
        if (done, state) in self._seen:
            return False
        self._seen.add((done, state))
        following: list[tuple[Call, Answer]] = []
        for i, call in enumerate(self._calls):
            if done >> i & 1 or self._before[i] & ~done:
                continue
            answer = self._specification.ask(state, call)
            following.append((call, answer))
            if agrees(call, answer) and self._extend(done | 1 << i, answer.state, (*order, i)):
                return True
        self._note(done, order, following)
        return False

    def _note(self, done: int, order: tuple[int, ...], following: list[tuple[Call, Answer]]) -> None:
        """Keeps what came furthest."""
        count = (done & self._needed).bit_count()
        if count > self._most:
            self._most = count
            self._best = Verdict(False, tuple(self._calls[i] for i in order), tuple(following))


def agrees(call: Call, answer: Answer) -> bool:
    """True if the call can happen and gives what it gave."""
    if answer.waits:
        return False
    return call.end is None or answer.result == call.result
