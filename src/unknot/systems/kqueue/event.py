"""struct kevent and its numbers, by their names and with their values. One idea: what the user and the kernel say to
each other, the same in every version.

Of a kevent that goes in, `fflags` and `data` are the filter's settings; of one that comes out, what happened.
"""

from __future__ import annotations

from typing import Final

from unknot.lang import Ptr, i32, i64, struct, u32, u64

EVFILT_READ: Final = -1
EVFILT_WRITE: Final = -2
EVFILT_PROC: Final = -5
EVFILT_SIGNAL: Final = -6
EVFILT_TIMER: Final = -7
EVFILT_USER: Final = -11

EV_ADD: Final = 0x0001
EV_DELETE: Final = 0x0002
EV_ENABLE: Final = 0x0004
EV_DISABLE: Final = 0x0008
EV_ONESHOT: Final = 0x0010  # deleted when it is first reported
EV_CLEAR: Final = 0x0020  # its state is reset when it is reported
EV_RECEIPT: Final = 0x0040  # each change is answered by an EV_ERROR, with data 0 if all is well
EV_DISPATCH: Final = 0x0080  # disabled when it is reported
EV_DROP: Final = 0x1000  # the kernel's: freed without a word when it would be reported
EV_FLAG1: Final = 0x2000  # the kernel's: made by a fork, for what NOTE_TRACK asks for
EV_FLAG2: Final = 0x4000  # the kernel's: made by a fork, to report NOTE_CHILD
EV_ERROR: Final = 0x4000  # goes out: data is an error number
EV_EOF: Final = 0x8000  # goes out
EV_SYSFLAGS: Final = 0xF000

NOTE_FFNOP: Final = 0x0000_0000  # EVFILT_USER: what to do with the flags, in the two highest bits
NOTE_FFAND: Final = 0x4000_0000
NOTE_FFOR: Final = 0x8000_0000
NOTE_FFCOPY: Final = 0xC000_0000
NOTE_FFCTRLMASK: Final = 0xC000_0000
NOTE_FFLAGSMASK: Final = 0x00FF_FFFF
NOTE_TRIGGER: Final = 0x0100_0000

NOTE_EXIT: Final = 0x8000_0000
NOTE_FORK: Final = 0x4000_0000
NOTE_EXEC: Final = 0x2000_0000
NOTE_PCTRLMASK: Final = 0xF000_0000
NOTE_PDATAMASK: Final = 0x000F_FFFF
NOTE_TRACK: Final = 0x0000_0001
NOTE_TRACKERR: Final = 0x0000_0002
NOTE_CHILD: Final = 0x0000_0004
NOTE_SIGNAL: Final = 0x0800_0000  # the kernel's: a hint that is a signal

FOREVER: Final = -1
"""A timeout: what a null pointer means to kevent(2). 0 polls; any other may pass at any moment."""


@struct
class kevent:
    """An event."""

    ident: u64
    filter: i32
    flags: u32
    fflags: u32
    data: i64
    udata: u64


def EV_SET(
    kev: Ptr[kevent], ident: u64, filter: i32, flags: u32, fflags: u32 = 0, data: i64 = 0, udata: u64 = 0
) -> None:
    """Fills in a kevent."""
    kev.ident = ident
    kev.filter = filter
    kev.flags = flags
    kev.fflags = fflags
    kev.data = data
    kev.udata = udata


def copy_kevent(to: Ptr[kevent], source: Ptr[kevent]) -> None:
    """C's assignment of one kevent to another."""
    EV_SET(to, source.ident, source.filter, source.flags, source.fflags, source.data, source.udata)
