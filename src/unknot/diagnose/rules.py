"""What there is to say about the lock of a broken rule. One idea: who holds it, or who had it last, with step and line;
a message of the kernel's tells neither.
"""

from __future__ import annotations

from unknot.diagnose.blocked import in_file
from unknot.diagnose.events import Event
from unknot.diagnose.finding import Scene
from unknot.diagnose.ledger import ledger_of
from unknot.diagnose.names import Names
from unknot.diagnose.walk import Walk
from unknot.interp.record import Access

_ABOUT_HOLDERS = ("not_owner", "assertion", "lock_recursion", "lock_mode", "lock_destroyed")
DESTROYS = "destroys"
"""The word of the event with which a lock's life ends."""


def about_lock(
    kind: str, walked: Walk, scene: Scene | None, events: tuple[Event, ...], names: Names, threads: tuple[str, ...]
) -> tuple[str, ...]:
    """A sentence about the lock that a rule of that kind was broken with, if it is about one."""
    if kind not in _ABOUT_HOLDERS or scene is None:
        return ()
    lock = scene.about.address if scene.about is not None else _looked_at(walked, events, names)
    if lock is None:
        return ()
    name = names.lock(lock)

    def told(event: Event, does: str) -> str:
        who = threads[event.thread] if event.thread >= 0 else "the beginning"
        return f"{who} {does} step {event.step} ({in_file(event.seen.where)})"

    own = [e for e in events if e.kind == "did" and e.word(1) == lock and names.text(e.word(0)) == DESTROYS]
    if own:
        return (told(own[-1], f"destroyed {name} at"),)
    holders = ledger_of(events).holders(lock)
    if holders:
        return tuple(told(event, f"holds {name} since") for event in holders)
    released = [e for e in events if e.kind == "unlock" and e.word(0) == lock]
    if released:
        return (told(released[-1], f"gave {name} back at"),)
    return (f"nobody has locked {name} on this schedule",) if kind in ("not_owner", "assertion") else ()


def _looked_at(walked: Walk, events: tuple[Event, ...], names: Names) -> int | None:
    """The lock whose memory the failing step read last."""
    known = {e.word(0) for e in events if e.kind == "locked"}
    known |= {e.word(1) for e in events if e.kind == "did" and names.text(e.word(0)) == DESTROYS}
    record = walked.wrong.record if walked.wrong is not None else ()
    for read in (h.pointer for h in reversed(record) if isinstance(h, Access)):
        for lock in known:
            if lock <= read < lock + names.lock_size(lock):
                return lock
    return None
