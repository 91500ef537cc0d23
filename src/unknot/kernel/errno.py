"""Error numbers by FreeBSD's names, with its values: those that this library returns, and others that drivers use."""

from __future__ import annotations

from typing import Final

EPERM: Final = 1
ENOENT: Final = 2
ESRCH: Final = 3
EINTR: Final = 4
EIO: Final = 5
ENXIO: Final = 6
E2BIG: Final = 7
EBADF: Final = 9
EDEADLK: Final = 11
ENOMEM: Final = 12
EACCES: Final = 13
EFAULT: Final = 14
EBUSY: Final = 16
EEXIST: Final = 17
ENODEV: Final = 19
EINVAL: Final = 22
ENFILE: Final = 23
EMFILE: Final = 24
EFBIG: Final = 27
ENOSPC: Final = 28
EPIPE: Final = 32
EDOM: Final = 33
ERANGE: Final = 34
EAGAIN: Final = 35
EWOULDBLOCK: Final = 35
EINPROGRESS: Final = 36
EALREADY: Final = 37
EOPNOTSUPP: Final = 45
EADDRINUSE: Final = 48
ENETDOWN: Final = 50
ECONNABORTED: Final = 53
ECONNRESET: Final = 54
ENOBUFS: Final = 55
EISCONN: Final = 56
ENOTCONN: Final = 57
ETIMEDOUT: Final = 60
ECONNREFUSED: Final = 61
EOVERFLOW: Final = 84
ECANCELED: Final = 85
EPROTO: Final = 92
ERESTART: Final = -1
"""A system call that a signal broke off is to be made anew; others return EINTR instead. Which one is the process's
business, so both are tried."""
