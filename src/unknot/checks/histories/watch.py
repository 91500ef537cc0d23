"""Judges the histories of a search as they come. One idea: who did it does not matter, only what and when; so equal
histories of different threads are judged once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from unknot.checks.histories.history import Call, history_of
from unknot.checks.histories.linearize import Verdict, linearize
from unknot.checks.histories.specification import Specification
from unknot.explore.outcome import Action, Fact, Found
from unknot.ir.faults import Fault
from unknot.ir.program import Program
from unknot.passes.record_history import EVENT


class Judge:
    """Compares the histories of a program's operations with its specification."""

    def __init__(self, program: Program) -> None:
        assert program.specification is not None  # the front end wants one where there are operations
        self._operations = program.operations
        self._specification = Specification(program.specification)
        self._fitting: set[tuple[tuple[object, ...], ...]] = set()

    def judge(self, words: Sequence[int]) -> tuple[tuple[Call, ...], Verdict]:
        """A history and whether it fits. Raises SpecificationError if the user's code fails."""
        history = history_of(words, self._operations)
        key = tuple(sorted((c.begin, c.end or 0, c.operation.name, c.arguments, c.result or 0) for c in history))
        if key in self._fitting:
            return history, Verdict(True)
        verdict = linearize(history, self._specification)
        if verdict.fits:
            self._fitting.add(key)
        return history, verdict

    def watch(self, facts: Sequence[Fact], path_to: Callable[[Fact], tuple[int, tuple[Action, ...]]]) -> Found | None:
        """The first of these facts that is a history which does not fit, as a violation."""
        for fact in facts:
            if fact.kind == EVENT and not self.judge(fact.words)[1].fits:
                start, path = path_to(fact)
                return Found(Fault.HISTORY, start, path, by_step=False)
        return None
