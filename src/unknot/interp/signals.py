"""How a step ends early. One idea: whoever finds the reason raises it; the machine turns it into an outcome."""

from __future__ import annotations

from typing import Any

from unknot.core.errors import UnknotError
from unknot.ir.faults import Fault


class Faulted(UnknotError):
    """The step broke the program, or a limit. `details` are what a report may want to name: pointer, size, ..."""

    def __init__(self, fault: Fault, message: str = "", **details: Any) -> None:
        super().__init__(message or fault.name)
        self.fault = fault
        self.message = message
        self.details = details


class Blocked(UnknotError):
    """The step cannot be taken now. `holder` is the thread that could change that, NOBODY or IDLE (ir/ops.py)."""

    def __init__(self, holder: int) -> None:
        super().__init__(f"blocked by {holder}")
        self.holder = holder
