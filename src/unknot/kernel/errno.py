"""Error numbers that functions of this library return, with FreeBSD's values."""

from __future__ import annotations

from typing import Final

EINTR: Final = 4
ENOMEM: Final = 12
EBUSY: Final = 16
EINVAL: Final = 22
EWOULDBLOCK: Final = 35
ERESTART: Final = -1
"""A system call that a signal broke off is to be made anew; others return EINTR instead. Which one is the process's
business, so both are tried."""
