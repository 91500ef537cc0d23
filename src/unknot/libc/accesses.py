"""What `unknot locks` asks the library: kernel/accesses.py for the locks of pthread.h."""

from __future__ import annotations

from unknot.lang import more
from unknot.libc.held import books


def held_locks() -> None:
    """Adds the locks that the thread holds to the event before, oldest first: lock, how, origin, place."""
    for i in range(books.count):
        more(books.locks[i].lock, books.locks[i].how, books.locks[i].origin, books.locks[i].site)
