"""What the "lock" facts say, as values. One idea: a fact is an attempt to take a lock and what was held then.

The words of a fact are those that the kernel library's witness gives: lock, how it is taken | its flags and class,
name, type, site; then for each lock held, the newest last: lock, how, type, site. The locks of pthread.h have no names:
their words are those of libc/held.py, the lock itself for the name and the place of its making for the type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from unknot.explore.outcome import Fact

KIND = "lock"

EXCLUSIVE, TRY, DUP_OK = 1, 2, 4
"""How a lock is taken, in the lowest bits."""

SEEN_BY_WITNESS, DUPLICATES_OK = 0x0002_0000, 0x0040_0000
"""Flags of a lock."""

CLASS_SHIFT, CLASS_MASK = 24, 0xF
SLEEP_MUTEX, SPIN_MUTEX, RW, RM, SLEEPABLE_RM, SX, LOCKMGR, MUTEX, RWLOCK, SPIN_LOCK = range(1, 11)
CLASS_NAMES = (
    *("lock", "sleep mutex", "spin mutex", "rw", "rm", "sleepable rm", "sx", "lockmgr"),
    *("mutex", "rwlock", "spin lock"),
)
"""What messages call a class, by its number."""

_FIRST, _EACH = 5, 4
"""Words about the lock, and about each one held."""


@dataclass(frozen=True, order=True)
class LockType:
    """What WITNESS keeps an order of: locks of one name, type and class, not single ones."""

    name: str
    class_number: int

    @property
    def class_name(self) -> str:
        """The class as messages call it."""
        return CLASS_NAMES[self.class_number] if self.class_number < len(CLASS_NAMES) else CLASS_NAMES[0]

    @property
    def nameless(self) -> bool:
        """True of locks that nobody gives a name: those of pthread.h."""
        return self.class_number > LOCKMGR


def nameless(how: int) -> bool:
    """True of what an event says of such a lock: how it is taken, and its class."""
    return how >> CLASS_SHIFT & CLASS_MASK > LOCKMGR


@dataclass(frozen=True, order=True)
class Lock:
    """One lock, known by its address and its type."""

    address: int
    type: LockType
    name: str = field(compare=False)
    flags: int = field(default=SEEN_BY_WITNESS, compare=False)

    @property
    def hidden(self) -> bool:
        """True if a kernel's WITNESS would not look at it."""
        return not self.flags & SEEN_BY_WITNESS


@dataclass(frozen=True)
class Taken:
    """A lock that is held, or about to be: how, and at which site."""

    lock: Lock
    exclusive: bool
    site: int


@dataclass(frozen=True)
class Attempt:
    """`thread` is about to take `wants` while it holds `held`, the newest last. `tries`: it does not wait for it.
    `dup_ok`: a second one of its type is in order. `always_live`, `ever_live`: see `Fact`."""

    thread: int
    wants: Taken
    held: tuple[Taken, ...]
    tries: bool = False
    dup_ok: bool = False
    always_live: int = 0
    ever_live: int = 0
    fact: Fact | None = None

    def holds(self, lock: Lock) -> bool:
        """True if the lock is among those held."""
        return any(taken.lock == lock for taken in self.held)


TypeName = Callable[[int, int, int], str]
"""Gives the name of the type of a lock that has no text for it: its address, its class, the word for its type."""


def attempts(
    facts: Iterable[Fact], text: Callable[[int], str], type_name: TypeName | None = None
) -> tuple[Attempt, ...]:
    """The attempts among the facts, in order of discovery. `text` gives the text at an address."""
    mine = [fact for fact in facts if fact.kind == KIND]
    reader = Reader(text, type_name)
    for fact in mine:
        reader.meet(fact.words)
    return tuple(
        replace(reader.read(f.thread, f.words), always_live=f.always_live, ever_live=f.ever_live, fact=f) for f in mine
    )


class Reader:
    """Makes attempts of words. The words about a lock that is held do not tell its name: that is known if those with
    which it was taken were met before."""

    def __init__(self, text: Callable[[int], str], type_name: TypeName | None = None) -> None:
        self._text = text
        self._type_name = type_name
        self._known: dict[tuple[int, int], Lock] = {}

    def meet(self, words: Sequence[int]) -> Lock:
        """Learns the lock that is wanted."""
        address, flags, name, kind = words[:4]
        lock = Lock(address, self._type(address, kind, flags), self._text(name), flags)
        return self._known.setdefault((address, kind), lock)

    def read(self, thread: int, words: Sequence[int]) -> Attempt:
        """The attempt that the words tell of."""
        how = words[1]
        rows = [words[i : i + _EACH] for i in range(_FIRST, len(words), _EACH)]
        return Attempt(
            thread,
            Taken(self.meet(words), bool(how & EXCLUSIVE), words[4]),
            tuple(Taken(self._held(at, kind, mode), bool(mode & EXCLUSIVE), site) for at, mode, kind, site in rows),
            bool(how & TRY),
            bool(how & (DUP_OK | DUPLICATES_OK)),
        )

    def _held(self, address: int, kind: int, how: int) -> Lock:
        known = self._known.get((address, kind))
        made = self._type(address, kind, how)
        return known or Lock(address, made, made.name)

    def _type(self, address: int, kind: int, how: int) -> LockType:
        number = how >> CLASS_SHIFT & CLASS_MASK
        if self._type_name is None or number <= LOCKMGR:
            return LockType(self._text(kind), number)
        return LockType(self._type_name(address, number, kind), number)
