"""Corrupt queue.

What it checks
    The links of a list or queue of queue.h do not fit together where one is followed.
Why it is a bug
    An element was inserted twice, removed twice, or two threads changed the list at the same time.
Example
    TAILQ_REMOVE of an element that another thread has just removed
What to do
    Hold one lock around every change, and around the question whether an element is on the list.
"""

from __future__ import annotations

from unknot.checks.check import Check
from unknot.ir.faults import Fault

CHECKS = (Check(Fault.RULE, "queue_corrupt"),)
