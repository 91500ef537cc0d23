"""What a check is to the rest: a kind of fault and its name. One idea: the search knows numbers, reports know names,
both are tied here."""

from __future__ import annotations

from dataclasses import dataclass

from unknot.ir.faults import Fault


@dataclass(frozen=True)
class Check:
    """A property. `fault` is what executors raise when it is broken, `kind` what JSON carries. A rule's kind stands in
    the program that states it."""

    fault: Fault
    kind: str

    @property
    def title(self) -> str:
        """The kind as a message begins with it."""
        return self.kind.replace("_", " ")
