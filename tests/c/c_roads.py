"""One C program on all roads. One idea: it is compiled once, and the check, the interpreter and every native search run
the same prepared program.

The tests of one program belong to one process (`of_each`), since the next would compile it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property

import pytest
from c_rows import ROWS, Row

from unknot import pipeline
from unknot.compile.successor import Compiled
from unknot.core.options import Options
from unknot.diagnose.finding import Result
from unknot.explore.outcome import Outcome
from unknot.explore.search import Search
from unknot.interp.explore import Summary, explore
from unknot.interp.limits import Limits
from unknot.ir.program import Program
from unknot.pipeline import Loaded, compile_prepared, load_program, prepare, search_for

MOST_STATES = 400
"""Programs with more are not run by the interpreter to their end."""
WALKS = 300
"""Schedules of a random search."""


@dataclass(frozen=True)
class Roads:
    """A row of the table, and what each road says of its program."""

    row: Row

    @cached_property
    def result(self) -> Result:
        """As a user gets it, but that what is there already is not made again."""

        def prepared(program: Program, options: Options) -> Program:
            return self.prepared if options == self.row.checked_with else prepare(program, options)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline, "load_program", lambda *_: self.loaded)
            patch.setattr(pipeline, "prepare", prepared)
            return pipeline.check(self.row.program, self.row.checked_with)

    @cached_property
    def loaded(self) -> Loaded:
        """As the front end makes it."""
        return load_program(self.row.program, options=self.row.checked_with)

    @cached_property
    def prepared(self) -> Program:
        """After all passes."""
        return prepare(self.loaded.program, self.row.checked_with)

    @cached_property
    def compiled(self) -> Compiled:
        """Its native code, as text."""
        return compile_prepared(self.prepared, self.row.checked_with)

    def search(self, **changes: str | int | bool) -> Outcome:
        """What a native search says with other options."""
        options: Options = replace(self.row.checked_with, **changes)
        return self._searcher(options).run()

    def _searcher(self, options: Options) -> Search:
        return search_for(self.compiled, options)

    def interpreted(self) -> Summary:
        """All schedules in the interpreter, to the nearest violation."""
        options = self.row.checked_with
        limits = Limits(options.heap, 1 << 16, options.max_loop)
        return explore(self.prepared, limits, max_states=MOST_STATES)


def of_each(names: Iterable[str]) -> pytest.MarkDecorator:
    """Makes a test one for each of these rows, all those of one row in the same process."""
    groups = [pytest.param(name, marks=pytest.mark.xdist_group(f"c/{name}")) for name in names]
    return pytest.mark.parametrize("name", groups)


@cache
def roads(name: str) -> Roads:
    """The roads of one row, kept for all tests of it."""
    return Roads(ROWS[name])
