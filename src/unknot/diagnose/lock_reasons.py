"""Why a reversal cannot deadlock, in words. One idea: each reason names the lock, the threads or the order that keeps
the threads apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unknot.checks.lock_order.facts import Lock
from unknot.checks.lock_order.verdicts import Reason


@dataclass(frozen=True)
class Told:
    """What things are called: threads by number, locks. `alone`: the number of what runs while no thread does."""

    threads: tuple[str, ...]
    lock: Callable[[Lock], str]
    alone: int


def reason_text(reason: Reason, types: int, told: Told) -> str:
    """The clause for a reason; `types`: how many types of locks the reversal is about."""
    if reason.kind == "gate" and reason.lock is not None:
        return f"gate lock: {told.lock(reason.lock)} is held around {'both' if types < 3 else 'two of them'}"
    if reason.kind == "not alive" and reason.edge is not None:
        tail, head = reason.edge
        if told.alone in reason.threads:
            return f"one after the other: at {told.threads[told.alone]} no thread runs"
        one, other = (told.threads[t] for t in reason.threads)
        text = f"{other} does not exist whenever {one} takes {told.lock(head)} after {told.lock(tail)}"
        return f"one after the other: {text}"
    if reason.kind == "readers" and reason.lock is not None:
        return f"readers only: {told.lock(reason.lock)} is shared there, and no writer comes between"
    if reason.kind == "one thread":
        names = " and ".join(told.threads[t] for t in reason.threads)
        return f"only {names} take{'s' * (len(reason.threads) == 1)} the locks so, fewer threads than a deadlock needs"
    if reason.kind == "instances":
        return "never the same locks" if types > 1 else "always in the same order"
    return "on no schedule do the threads wait for each other there"
