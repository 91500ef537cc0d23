"""What `unknot locks` asks the library. One idea: which locks the running thread holds is known to the library alone;
passes/note_accesses.py makes this part of the programs that take locks, and calls it at every access."""

from __future__ import annotations

from unknot.kernel.thread import td
from unknot.lang import more


def held_locks() -> None:
    """Adds the locks that the thread holds to the event before, oldest first: lock, how, type, place."""
    for i in range(td.td_held):
        more(td.td_locks[i].lock, td.td_locks[i].how, td.td_locks[i].type, td.td_locks[i].site)
