"""EVFILT_USER: an event that the user triggers. One idea: there is no object and no lock; who is at the knote has it in
flux. NOTE_TRIGGER counts when the knote is changed, not when it is added: by then its flags have been cleared.
"""

from __future__ import annotations

from unknot.lang import Ptr, addr, i32, u32
from unknot.systems.kqueue.event import (
    EV_CLEAR,
    NOTE_FFAND,
    NOTE_FFCOPY,
    NOTE_FFCTRLMASK,
    NOTE_FFLAGSMASK,
    NOTE_FFOR,
    NOTE_TRIGGER,
    copy_kevent,
    kevent,
)
from unknot.systems.kqueue.filters import ops_init, user_filtops
from unknot.systems.kqueue.knote import EVENT_REGISTER, knote


def filt_userattach(kn: Ptr[knote]) -> i32:
    """Nothing to be attached to."""
    kn.kn_hookid = u32(kn.kn_kevent.fflags & NOTE_TRIGGER != 0)
    return 0


def filt_userdetach(kn: Ptr[knote]) -> None:
    """Nothing to be detached from."""


def filt_user(kn: Ptr[knote], hint: u32) -> bool:
    """Triggered?"""
    return kn.kn_hookid != 0


def filt_usertouch(kn: Ptr[knote], kev: Ptr[kevent], what: u32) -> None:
    """A change, or a report."""
    if what == EVENT_REGISTER:
        combine(kn, kev)
        if kev.flags & EV_CLEAR:
            clear(kn)
    else:
        copy_kevent(kev, addr(kn.kn_kevent))
        kev.fflags = kn.kn_sfflags
        kev.data = kn.kn_sdata
        if kn.kn_kevent.flags & EV_CLEAR:
            clear(kn)


def combine(kn: Ptr[knote], kev: Ptr[kevent]) -> None:
    """Triggers, and combines the flags as NOTE_FFCTRLMASK says."""
    if kev.fflags & NOTE_TRIGGER:
        kn.kn_hookid = 1
    how = kev.fflags & NOTE_FFCTRLMASK
    flags = kev.fflags & NOTE_FFLAGSMASK
    if how == NOTE_FFAND:
        kn.kn_sfflags &= flags
    elif how == NOTE_FFOR:
        kn.kn_sfflags |= flags
    elif how == NOTE_FFCOPY:
        kn.kn_sfflags = flags
    kn.kn_sdata = kev.data


def clear(kn: Ptr[knote]) -> None:
    """EV_CLEAR: it is not triggered any more."""
    kn.kn_hookid = 0
    kn.kn_kevent.data = 0
    kn.kn_kevent.fflags = 0


def user_setup() -> None:
    """Fills in the table."""
    ops_init(addr(user_filtops), False, filt_userattach, filt_userdetach, filt_user, filt_usertouch)
