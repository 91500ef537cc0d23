"""Which filter is which. One idea: a filter is a table of functions, filled in by the variant's setup; filters that a
scenario does not take are not there, and a change for one of them is EINVAL.

The counts of users that the kernel keeps for each filter, under filterops_lock, are left out: no filter is unloaded.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.lang import Ptr, addr, i32, null, u32
from unknot.systems.kqueue.event import (
    EVFILT_PROC,
    EVFILT_READ,
    EVFILT_SIGNAL,
    EVFILT_TIMER,
    EVFILT_USER,
    EVFILT_WRITE,
    kevent,
)
from unknot.systems.kqueue.knote import filterops, knote
from unknot.systems.kqueue.variant import Features

file_filtops: filterops = filterops()
user_filtops: filterops = filterops()
timer_filtops: filterops = filterops()
proc_filtops: filterops = filterops()
sig_filtops: filterops = filterops()


def ops_init(
    fops: Ptr[filterops],
    isfd: bool,
    attach: Callable[[Ptr[knote]], i32],
    detach: Callable[[Ptr[knote]], None],
    event: Callable[[Ptr[knote], u32], bool],
    touch: Callable[[Ptr[knote], Ptr[kevent], u32], None],
) -> None:
    """Fills in a table. `touch` may be null."""
    fops.f_isfd = isfd
    fops.f_attach = attach
    fops.f_detach = detach
    fops.f_event = event
    fops.f_touch = touch


def filt_fileattach(kn: Ptr[knote]) -> i32:
    """The file says which filter it is, and where the knote belongs."""
    return kn.kn_fp.f_ops.fo_kqfilter(kn.kn_fp, kn)


def file_setup() -> None:
    """EVFILT_READ and EVFILT_WRITE, before the file is known."""
    file_filtops.f_isfd = True
    file_filtops.f_attach = filt_fileattach


def finding(f: Features) -> Callable[[i32], filterops]:
    """Finds the table of a filter, or null."""
    files, user = bool({"file", "kqueue"} & f.filters), "user" in f.filters and f.later
    timer, proc, signal = "timer" in f.filters, "proc" in f.filters, "signal" in f.filters

    def find(filter: i32) -> Ptr[filterops]:
        found: Ptr[filterops] = null
        if files and EVFILT_WRITE <= filter <= EVFILT_READ:
            found = addr(file_filtops)
        elif user and filter == EVFILT_USER:
            found = addr(user_filtops)
        elif timer and filter == EVFILT_TIMER:
            found = addr(timer_filtops)
        elif proc and filter == EVFILT_PROC:
            found = addr(proc_filtops)
        elif signal and filter == EVFILT_SIGNAL:
            found = addr(sig_filtops)
        return found

    return find
