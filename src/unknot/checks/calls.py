"""Calls.

bad call: What it checks
    A call through a pointer that is no function, or one of another type.
Why it is a bug
    The processor jumps anywhere.
Example
    handler: Callable[[u32], bool] never set
What to do
    Set the pointer before others can call it.

bad join: What it checks
    `join` of a thread that was never started, or has been joined already.
Why it is a bug
    It would wait for somebody else.
Example
    join(t) twice
What to do
    Join each thread once.

unreachable: What it checks
    The program reached a place it calls unreachable, or a function ended without its result.
Why it is a bug
    The program says itself that this must not be.
Example
    unreachable("no such state")
What to do
    See which case was forgotten.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (
    Check(Fault.BAD_CALL, "bad call"),
    Check(Fault.BAD_JOIN, "bad join"),
    Check(Fault.UNREACHABLE, "unreachable"),
)
