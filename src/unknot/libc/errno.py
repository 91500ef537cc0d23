"""errno.h: error numbers with Linux's values, and each thread's own `errno`."""

from __future__ import annotations

from typing import Final

from unknot.lang import Ptr, addr, i32, thread_local

__all__ = ["__errno_location", "__error", "errno"]

EPERM: Final = 1
ENOENT: Final = 2
ESRCH: Final = 3
EINTR: Final = 4
EIO: Final = 5
E2BIG: Final = 7
EBADF: Final = 9
ECHILD: Final = 10
EAGAIN: Final = 11
ENOMEM: Final = 12
EACCES: Final = 13
EFAULT: Final = 14
EBUSY: Final = 16
EEXIST: Final = 17
ENODEV: Final = 19
ENOTDIR: Final = 20
EISDIR: Final = 21
EINVAL: Final = 22
ENFILE: Final = 23
EMFILE: Final = 24
EFBIG: Final = 27
ENOSPC: Final = 28
EPIPE: Final = 32
EDOM: Final = 33
ERANGE: Final = 34
EDEADLK: Final = 35
ENOSYS: Final = 38
EOVERFLOW: Final = 75
ENOTSUP: Final = 95
EADDRINUSE: Final = 98
ENOBUFS: Final = 105
ETIMEDOUT: Final = 110
ECONNREFUSED: Final = 111
EALREADY: Final = 114
EINPROGRESS: Final = 115
ECANCELED: Final = 125
EOWNERDEAD: Final = 130
ENOTRECOVERABLE: Final = 131

errno: thread_local[i32] = 0
"""What went wrong last in this thread."""


def __errno_location() -> Ptr[i32]:
    """Where this thread's `errno` is: what the macro of glibc and musl becomes."""
    return addr(errno)


def __error() -> Ptr[i32]:
    """The same, as BSD calls it."""
    return addr(errno)


def fail(number: i32) -> i32:
    """Sets `errno`; -1, which many functions give then."""
    global errno
    errno = number
    return -1
