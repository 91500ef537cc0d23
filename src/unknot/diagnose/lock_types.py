"""What locks of one type are called whose makers gave them no name: those of pthread.h. One idea: a lock in a global
variable belongs to the field it is (`account.lock`, `forks[]`); so does one in other memory if it is known, on a path
that was run again, what lies there; else it belongs to the line that initialised it.
"""

from __future__ import annotations

import re

from unknot.checks.lock_order.facts import CLASS_NAMES
from unknot.diagnose.blocked import in_file
from unknot.diagnose.fields import Fields
from unknot.diagnose.names import Names
from unknot.ir.program import Program


class LockTypes:
    """Names of locks and of their types, for one program."""

    def __init__(self, program: Program, names: Names) -> None:
        self._places = program.places
        self._fields = Fields(program, [], ())
        self._names = names
        self._known: dict[int, str] = {}

    def wonders(self, address: int, made: int) -> bool:
        """True if it would help to know what lies at an address, where a lock was initialised at place `made` - 1."""
        return made > 0 and made not in self._known and not self._fields.at(address, 0)

    def learn(self, made: int, called: str) -> None:
        """What a lock that was initialised there is called on a path."""
        plain = re.sub(r"\[\d+\]", "[]", re.sub(r"#\d+", "", called))
        self._known[made] = "" if "object" in plain or " + " in plain else plain

    def text(self, word: int) -> str:
        """A lock's name: a text, or what lies there if the word for the name is the lock itself."""
        text = self._names.text(word)
        return self._names.lock(word) if text == self._names.place(word) else text

    def name(self, address: int, number: int, made: int) -> str:
        """The type of the lock at an address, of that class. `made`: 1 and the place where it was initialised, or 0."""
        spots = self._fields.at(address, 0)
        if spots:
            return next((s for s in spots if s.lock), spots[0]).field
        if self._known.get(made):
            return self._known[made]
        if 0 < made <= len(self._places):
            return f"{CLASS_NAMES[number]} of {in_file(self._places[made - 1])}"
        return CLASS_NAMES[number]
