"""string.h and strings.h. One idea: what is copied keeps its width where it can (see `memory`); texts are read byte by
byte, as they are written down."""

from __future__ import annotations

from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, cast, cstr, i32, i64, load, null, offset, require, store, u8, u64
from unknot.libc import errno as numbers
from unknot.libc.ctype import tolower
from unknot.libc.heap import malloc
from unknot.libc.memory import compare, copy_down, copy_up, fill

__all__ = [
    "bcmp",
    "bcopy",
    "bzero",
    "explicit_bzero",
    "ffs",
    "ffsl",
    "ffsll",
    "index",
    "memccpy",
    "memchr",
    "memcmp",
    "memcpy",
    "memmem",
    "memmove",
    "mempcpy",
    "memrchr",
    "memset",
    "rindex",
    "stpcpy",
    "strcasecmp",
    "strcat",
    "strchr",
    "strchrnul",
    "strcmp",
    "strcoll",
    "strcpy",
    "strcspn",
    "strdup",
    "strerror",
    "strlcat",
    "strlcpy",
    "strlen",
    "strncasecmp",
    "strncat",
    "strncmp",
    "strncpy",
    "strndup",
    "strnlen",
    "strpbrk",
    "strrchr",
    "strsep",
    "strspn",
    "strstr",
    "strtok",
    "strtok_r",
]

strtok_rest: Ptr[u8] = null
"""Where strtok goes on: one for all threads, and so they race for it."""

# -- memory ------------------------------------------------------------------------------------------------------------


def memcpy(to: voidp, source: voidp, size: u64) -> voidp:
    """Copies; the two must not overlap."""
    target, origin = cast(Ptr[u8], to), cast(Ptr[u8], source)
    apart = target == origin or offset(target, size) <= origin or offset(origin, size) <= target
    require(apart, "misuse", "memcpy: source and target overlap")
    copy_up(target, origin, size)
    return to


def mempcpy(to: voidp, source: voidp, size: u64) -> voidp:
    """memcpy; the end of what was written."""
    memcpy(to, source, size)
    return offset(cast(Ptr[u8], to), size)


def memmove(to: voidp, source: voidp, size: u64) -> voidp:
    """Copies, as if by way of another place."""
    target, origin = cast(Ptr[u8], to), cast(Ptr[u8], source)
    if target <= origin:
        copy_up(target, origin, size)
    else:
        copy_down(target, origin, size)
    return to


def memset(to: voidp, byte: i32, size: u64) -> voidp:
    """Sets all bytes."""
    fill(cast(Ptr[u8], to), u8(byte), size)
    return to


def memcmp(a: voidp, b: voidp, size: u64) -> i32:
    """Which is less in its first different byte."""
    return compare(cast(Ptr[u8], a), cast(Ptr[u8], b), size)


def memchr(memory: voidp, byte: i32, size: u64) -> voidp:
    """Where the byte stands first."""
    start = cast(Ptr[u8], memory)
    for i in range(size):
        if load(offset(start, i)) == u8(byte):
            return offset(start, i)
    return null


def memrchr(memory: voidp, byte: i32, size: u64) -> voidp:
    """Where the byte stands last."""
    start = cast(Ptr[u8], memory)
    left = size
    while left > 0:
        left -= 1
        if load(offset(start, left)) == u8(byte):
            return offset(start, left)
    return null


def memccpy(to: voidp, source: voidp, byte: i32, size: u64) -> voidp:
    """Copies up to and with a byte; what follows it in the target, null if it was not there."""
    target, origin = cast(Ptr[u8], to), cast(Ptr[u8], source)
    for i in range(size):
        c = load(offset(origin, i))
        store(offset(target, i), c)
        if c == u8(byte):
            return offset(target, i + 1)
    return null


def memmem(memory: voidp, size: u64, wanted: voidp, length: u64) -> voidp:
    """Where some bytes stand first in others."""
    start, what = cast(Ptr[u8], memory), cast(Ptr[u8], wanted)
    at: u64 = 0
    while at + length <= size:
        if compare(offset(start, at), what, length) == 0:
            return offset(start, at)
        at += 1
    return null


def bzero(to: voidp, size: u64) -> None:
    """Sets all bytes to zero."""
    fill(cast(Ptr[u8], to), 0, size)


def explicit_bzero(to: voidp, size: u64) -> None:
    """bzero."""
    fill(cast(Ptr[u8], to), 0, size)


def bcopy(source: voidp, to: voidp, size: u64) -> None:
    """memmove, the other way round."""
    memmove(to, source, size)


def bcmp(a: voidp, b: voidp, size: u64) -> i32:
    """Whether two differ."""
    return memcmp(a, b, size)


# -- length and order --------------------------------------------------------------------------------------------------


def strlen(text: Ptr[u8]) -> u64:
    """Bytes before the end."""
    length: u64 = 0
    while load(offset(text, length)) != 0:
        length += 1
    return length


def strnlen(text: Ptr[u8], most: u64) -> u64:
    """strlen, but no byte from `most` on is read."""
    length: u64 = 0
    while length < most and load(offset(text, length)) != 0:
        length += 1
    return length


def strcmp(a: Ptr[u8], b: Ptr[u8]) -> i32:
    """Which is less."""
    return strncmp(a, b, ~0)


def strcoll(a: Ptr[u8], b: Ptr[u8]) -> i32:
    """strcmp, in the C locale."""
    return strncmp(a, b, ~0)


def strncmp(a: Ptr[u8], b: Ptr[u8], most: u64) -> i32:
    """Which is less in its first `most` bytes."""
    for i in range(most):
        x, y = load(offset(a, i)), load(offset(b, i))
        if x != y or x == 0:
            return i32(x) - i32(y)
    return 0


def strcasecmp(a: Ptr[u8], b: Ptr[u8]) -> i32:
    """strcmp without regard to case."""
    return strncasecmp(a, b, ~0)


def strncasecmp(a: Ptr[u8], b: Ptr[u8], most: u64) -> i32:
    """strncmp without regard to case."""
    for i in range(most):
        x, y = tolower(i32(load(offset(a, i)))), tolower(i32(load(offset(b, i))))
        if x != y or x == 0:
            return x - y
    return 0


# -- copies ------------------------------------------------------------------------------------------------------------


def strcpy(to: Ptr[u8], source: Ptr[u8]) -> Ptr[u8]:
    """Copies a text."""
    stpcpy(to, source)
    return to


def stpcpy(to: Ptr[u8], source: Ptr[u8]) -> Ptr[u8]:
    """Copies a text; the end of the copy."""
    at: u64 = 0
    while True:
        c = load(offset(source, at))
        store(offset(to, at), c)
        if c == 0:
            return offset(to, at)
        at += 1


def strncpy(to: Ptr[u8], source: Ptr[u8], size: u64) -> Ptr[u8]:
    """Copies `size` bytes of a text, zeros behind its end; a longer text has no end then."""
    length = strnlen(source, size)
    copy_up(to, source, length)
    fill(offset(to, length), 0, size - length)
    return to


def strlcpy(to: Ptr[u8], source: Ptr[u8], size: u64) -> u64:
    """Copies what has room, and ends it; how long the source is."""
    length = strlen(source)
    if size > 0:
        kept = min(length, size - 1)
        copy_up(to, source, kept)
        store(offset(to, kept), 0)
    return length


def strcat(to: Ptr[u8], source: Ptr[u8]) -> Ptr[u8]:
    """Copies to the end of a text."""
    strcpy(offset(to, strlen(to)), source)
    return to


def strncat(to: Ptr[u8], source: Ptr[u8], most: u64) -> Ptr[u8]:
    """Copies at most `most` bytes to the end of a text, and ends it."""
    end = offset(to, strlen(to))
    length = strnlen(source, most)
    copy_up(end, source, length)
    store(offset(end, length), 0)
    return to


def strlcat(to: Ptr[u8], source: Ptr[u8], size: u64) -> u64:
    """Copies what has room to the end of a text; how long it would be with more."""
    length = strnlen(to, size)
    return length + strlcpy(offset(to, length), source, size - length)


def strdup(text: Ptr[u8]) -> Ptr[u8]:
    """A copy in memory of its own."""
    return strndup(text, ~0)


def strndup(text: Ptr[u8], most: u64) -> Ptr[u8]:
    """A copy of at most `most` bytes in memory of its own."""
    length = strnlen(text, most)
    copy = cast(Ptr[u8], malloc(length + 1))
    if copy is not None:
        copy_up(copy, text, length)
        store(offset(copy, length), 0)
    return copy


# -- finding -----------------------------------------------------------------------------------------------------------


def strchr(text: Ptr[u8], c: i32) -> Ptr[u8]:
    """Where a character stands first, null if nowhere."""
    found = strchrnul(text, c)
    return found if load(found) == u8(c) else null


def strchrnul(text: Ptr[u8], c: i32) -> Ptr[u8]:
    """Where a character stands first, the end if nowhere."""
    at = text
    while True:
        seen = load(at)
        if seen == u8(c) or seen == 0:
            return at
        at = offset(at, 1)


def strrchr(text: Ptr[u8], c: i32) -> Ptr[u8]:
    """Where a character stands last, null if nowhere."""
    return cast(Ptr[u8], memrchr(text, c, strlen(text) + 1))


def index(text: Ptr[u8], c: i32) -> Ptr[u8]:
    """strchr."""
    return strchr(text, c)


def rindex(text: Ptr[u8], c: i32) -> Ptr[u8]:
    """strrchr."""
    return strrchr(text, c)


def strstr(text: Ptr[u8], wanted: Ptr[u8]) -> Ptr[u8]:
    """Where a text stands first in another."""
    return cast(Ptr[u8], memmem(text, strlen(text), wanted, strlen(wanted)))


def strspn(text: Ptr[u8], accepted: Ptr[u8]) -> u64:
    """How many characters at the beginning are among those."""
    return _span(text, accepted, True)


def strcspn(text: Ptr[u8], rejected: Ptr[u8]) -> u64:
    """How many characters at the beginning are not among those."""
    return _span(text, rejected, False)


def strpbrk(text: Ptr[u8], accepted: Ptr[u8]) -> Ptr[u8]:
    """Where one of some characters stands first."""
    found = offset(text, strcspn(text, accepted))
    return found if load(found) != 0 else null


def _span(text: Ptr[u8], among: Ptr[u8], wanted: bool) -> u64:
    length: u64 = 0
    while True:
        c = load(offset(text, length))
        if c == 0 or (strchr(among, i32(c)) is not None) != wanted:
            return length
        length += 1


def strtok(text: Ptr[u8], between: Ptr[u8]) -> Ptr[u8]:
    """The next word; null goes on in the text of the last call, of whatever thread."""
    return strtok_r(text, between, addr(strtok_rest))


def strtok_r(text: Ptr[u8], between: Ptr[u8], rest: Ptr[Ptr[u8]]) -> Ptr[u8]:
    """The next word; null goes on where `rest` says."""
    nothing: Ptr[u8] = null
    start = text if text is not None else load(rest)
    if start is None:
        return nothing
    start = offset(start, strspn(start, between))
    if load(start) == 0:
        store(rest, null)
        return nothing
    end = offset(start, strcspn(start, between))
    if load(end) == 0:
        store(rest, null)
    else:
        store(end, 0)
        store(rest, offset(end, 1))
    return start


def strsep(place: Ptr[Ptr[u8]], between: Ptr[u8]) -> Ptr[u8]:
    """The next word, which may be empty; `place` moves on."""
    start = load(place)
    if start is None:
        return start
    end = offset(start, strcspn(start, between))
    if load(end) == 0:
        store(place, null)
    else:
        store(end, 0)
        store(place, offset(end, 1))
    return start


# -- bits and errors ---------------------------------------------------------------------------------------------------


def ffs(word: i32) -> i32:
    """The number of the lowest bit that is set, from 1; 0 if none is."""
    return ffsll(i64(word))


def ffsl(word: i64) -> i32:
    """ffs."""
    return ffsll(word)


def ffsll(word: i64) -> i32:
    """ffs."""
    for i in range(i32(64)):
        if (word >> i64(i)) & 1 != 0:
            return i + 1
    return 0


def strerror(number: i32) -> cstr:
    """What an error number means, of those that programs of threads meet."""
    if number == 0:
        return "Success"
    if number == numbers.EPERM:
        return "Operation not permitted"
    if number == numbers.ENOENT:
        return "No such file or directory"
    if number == numbers.ESRCH:
        return "No such process"
    if number == numbers.EINTR:
        return "Interrupted system call"
    if number == numbers.EAGAIN:
        return "Resource temporarily unavailable"
    if number == numbers.ENOMEM:
        return "Cannot allocate memory"
    if number == numbers.EBUSY:
        return "Device or resource busy"
    if number == numbers.EINVAL:
        return "Invalid argument"
    if number == numbers.ERANGE:
        return "Numerical result out of range"
    if number == numbers.EDEADLK:
        return "Resource deadlock avoided"
    if number == numbers.ENOTSUP:
        return "Operation not supported"
    if number == numbers.ETIMEDOUT:
        return "Connection timed out"
    return "Unknown error"
