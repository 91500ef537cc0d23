"""What all locks begin with: `struct lock_object`. One idea: a lock's class and flags are one word, so that rules
about locks need no knowledge of the lock.

The class stands in bits 24 to 27 of `lo_flags`, as in FreeBSD; the class's own traits (sleepable, recursable) are
flags too.
"""

from __future__ import annotations

from unknot.kernel.switches import kernel_invariants
from unknot.lang import Ptr, cstr, event, indivisible, require, struct, u32

LO_DESTROYED = 0x0000_0001  # not FreeBSD's: it was initialised, and is no more
LO_INITIALIZED = 0x0001_0000
LO_WITNESS = 0x0002_0000  # WITNESS looks at it: made without MTX_NOWITNESS or the like
LO_RECURSABLE = 0x0008_0000
LO_SLEEPABLE = 0x0010_0000  # who holds it may sleep
LO_UPGRADABLE = 0x0020_0000
LO_DUPOK = 0x0040_0000  # two of one type may be held
LO_CLASSMASK = 0x0F00_0000
LO_NEW = 0x2000_0000  # the memory is new: whatever stands there is no lock
LO_CLASSSHIFT = 24

LC_NONE = 0
LC_SLEEP_MUTEX = 1
LC_SPIN_MUTEX = 2
LC_RW = 3
LC_RM = 4
LC_RM_SLEEPABLE = 5
LC_SX = 6
LC_LOCKMGR = 7

LOP_EXCLUSIVE = 1  # else shared
LOP_TRYLOCK = 2
LOP_DUPOK = 4
LOP_NOWITNESS = 8  # the lock is hidden from WITNESS
LOP_SLEEPABLE = 16  # the lock is sleepable

LA_UNLOCKED = 0
LA_LOCKED = 1
LA_SLOCKED = 2
LA_XLOCKED = 4
LA_RECURSED = 8
LA_NOTRECURSED = 16


@struct
class lock_object:
    """The first field of every lock. All of it is written by `lock_init` and `lock_destroy` only."""

    lo_name: cstr  # this lock
    lo_type: cstr  # its type: locks of one type have one place in the order; `lo_name` if none was given
    lo_flags: u32


def class_of(flags: u32) -> u32:
    """The class that stands in `lo_flags`, or in the `how` of a held lock: an LC_ number."""
    return (flags & LO_CLASSMASK) >> LO_CLASSSHIFT


def lock_class_name(flags: u32) -> cstr:
    """The class as FreeBSD prints it."""
    number = class_of(flags)
    if number == LC_SLEEP_MUTEX:
        return "sleep mutex"
    if number == LC_SPIN_MUTEX:
        return "spin mutex"
    if number == LC_RW:
        return "rw"
    if number == LC_RM:
        return "rm"
    if number == LC_RM_SLEEPABLE:
        return "sleepable rm"
    if number == LC_SX:
        return "sx"
    return "lockmgr"


def lock_class(lo: Ptr[lock_object]) -> u32:
    """The class of a lock."""
    return class_of(lo.lo_flags)


def flags_of(opts: u32, unwitnessed: u32, recurse: u32, dupok: u32, new: u32) -> u32:
    """The LO_ flags for a lock's own options, which are given as the bits of that kind of lock."""
    flags: u32 = 0
    if opts & unwitnessed == 0:
        flags |= LO_WITNESS
    if opts & recurse:
        flags |= LO_RECURSABLE
    if opts & dupok:
        flags |= LO_DUPOK
    if opts & new:
        flags |= LO_NEW
    return flags


def lock_init(lo: Ptr[lock_object], number: u32, name: cstr, type: cstr | None, flags: u32, site: u32) -> None:
    """Makes it a lock of class `number`. The memory must be zero, or `flags` have LO_NEW. Call it in an indivisible
    block."""
    if flags & LO_NEW == 0:
        known = lo.lo_flags & LO_INITIALIZED == 0
        require(known, "misuse", 'lock "{0:text}" {1} already initialized @ {2:site}', name, lo, site)
    lo.lo_name = name
    lo.lo_type = name if type is None else type
    lo.lo_flags = flags & ~LO_NEW | LO_INITIALIZED | number << LO_CLASSSHIFT
    event("did", "initialises", lo)


def lock_destroy(lo: Ptr[lock_object], site: u32) -> None:
    """Makes it no lock any more. Its name stays, for the messages."""
    first = lo.lo_flags & LO_DESTROYED == 0
    require(first, "lock_destroyed", "lock {0:text} is destroyed twice @ {1:site}", lo.lo_name, site)
    initialised = lo.lo_flags & LO_INITIALIZED != 0
    require(initialised, "lock_uninitialised", "lock {0} is not initialized @ {1:site}", lo, site)
    lo.lo_flags = LO_DESTROYED
    event("did", "destroys", lo)


def lock_check(lo: Ptr[lock_object], number: u32, what: cstr, site: u32) -> None:
    """It is a lock of class `number`, initialised and not destroyed. `what` is the function that is called on it."""
    flags = lo.lo_flags
    destroyed = flags & LO_DESTROYED != 0
    require(not destroyed, "lock_destroyed", "{0:text}() of destroyed lock {1:text} @ {2:site}", what, lo.lo_name, site)
    initialised = flags & LO_INITIALIZED != 0
    require(initialised, "lock_uninitialised", "{0:text}() of uninitialized lock {1} @ {2:site}", what, lo, site)
    if class_of(flags) != number:
        wrong, name = lock_class_name(flags), lo.lo_name
        require(False, "misuse", "{0:text}() of {1:text} {2:text} @ {3:site}", what, wrong, name, site)


def lock_initialized(lo: Ptr[lock_object]) -> bool:
    """True from its init to its destroy."""
    return lo.lo_flags & LO_INITIALIZED != 0


def lock_assert(truth: bool, lo: Ptr[lock_object], kind: cstr, what: cstr, site: u32) -> None:
    """An assertion about who holds the lock, in a kernel with INVARIANTS. Only if it fails the lock itself is read."""
    if kernel_invariants != 0 and not truth:
        with indivisible():
            require(False, "assertion", "{0:text} {1:text} {2:text} @ {3:site}", kind, lo.lo_name, what, site)
