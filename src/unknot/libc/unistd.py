"""unistd.h: who and where the program is. One idea: the answers are always the same, but that each thread has its own
number."""

from __future__ import annotations

from unknot.lang import i32, i64, thread_id, u32
from unknot.libc.errno import EINVAL, fail

__all__ = ["getpagesize", "getpid", "getppid", "gettid", "getuid", "isatty", "sysconf"]

PROCESS = 1000
PROCESSORS = 4
PAGE = 4096

_SC_PAGESIZE = 30
_SC_NPROCESSORS_CONF = 83
_SC_NPROCESSORS_ONLN = 84


def getpid() -> i32:
    """The number of the process."""
    return PROCESS


def getppid() -> i32:
    """The number of the process that started it."""
    return 1


def gettid() -> i32:
    """The number of the thread: the first one's is that of the process."""
    return PROCESS + i32(thread_id())


def getuid() -> u32:
    """The number of the user."""
    return 1000


def getpagesize() -> i32:
    """Bytes of a page."""
    return PAGE


def sysconf(name: i32) -> i64:
    """The size of a page, or how many processors there are."""
    if name == _SC_PAGESIZE:
        return PAGE
    if _SC_NPROCESSORS_CONF <= name <= _SC_NPROCESSORS_ONLN:
        return PROCESSORS
    return i64(fail(EINVAL))


def isatty(descriptor: i32) -> i32:
    """Nothing is a terminal."""
    return 0
