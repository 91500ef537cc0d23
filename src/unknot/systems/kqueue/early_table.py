"""Processes, files and the tables of knotes as they were in 2003. One idea: the tables belong to the process and not to
the kqueue, one list for each file descriptor and one for all other knotes, and no lock is theirs: Giant was.

Looking up a descriptor, and changing it, is one step here; the mutex around it in the kernel plays no part.
Locking key: (i) in one step, (g) once Giant, now nothing, (a) atomic, (c) constant once the file is open, (p) `p_mtx`.
"""

from __future__ import annotations

from typing import Final

from unknot import param
from unknot.kernel.malloc import M_WAITOK, M_ZERO, malloc_of
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init
from unknot.kernel.queue import SLIST_FIRST, SLIST_INSERT_HEAD, SLIST_NEXT, SLIST_REMOVE, slist_head
from unknot.kernel.refcount import refcount_acquire, refcount_init
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, array, atomic, container, i32, indivisible, null, struct, u32
from unknot.systems.kqueue.early_knote import KN_QUEUED, M_KQUEUE, knote, kqueue
from unknot.systems.kqueue.event import EVFILT_READ, EVFILT_WRITE, kevent

FILES = param("files", 5, "V0, V1: file descriptors of a process")

DTYPE_KQUEUE: Final = 1
DTYPE_PIPE_READ: Final = 2
DTYPE_PIPE_WRITE: Final = 3


@struct
class file:
    """An open file. A pipe is two of them with one object."""

    f_count: atomic[u32]  # (a) the descriptor, and each system call that is using it
    f_type: u32  # (c)
    f_data: voidp  # (c) the kqueue or pipe


@struct
class filedesc:
    """What a process has open, and the knotes of all its kqueues. Here it is also what signals are sent to."""

    fd_ofiles: array[Ptr[file]] = array(FILES)  # (i)
    fd_knlist: array[slist_head] = array(FILES)  # (g)
    fd_knhash: slist_head  # (g)
    p_mtx: mtx
    p_klist: slist_head  # (p) knotes that wait for signals


file_malloc = malloc_of(file)


def fdinit(fdp: Ptr[filedesc]) -> None:
    """A process that has nothing open."""
    mtx_init(addr(fdp.p_mtx), "process lock", null, MTX_DEF)


def falloc(fdp: Ptr[filedesc], kind: u32, data: voidp) -> i32:
    """Opens a file; its descriptor, or -1."""
    fp = file_malloc(M_KQUEUE, M_WAITOK | M_ZERO)
    refcount_init(addr(fp.f_count), 1)
    fp.f_type = kind
    fp.f_data = data
    found: i32 = -1
    with indivisible():
        for i in range(FILES):
            if found < 0 and fdp.fd_ofiles[i] is None:
                fdp.fd_ofiles[i] = fp
                found = i32(i)
    return found


def fget(fdp: Ptr[filedesc], fd: i32) -> Ptr[file]:
    """The open file, with a reference; or null."""
    fp: Ptr[file] = null
    if 0 <= fd < FILES:
        with indivisible():
            fp = fdp.fd_ofiles[fd]
            if fp is not None:
                refcount_acquire(addr(fp.f_count))
    return fp


def fd_take(fdp: Ptr[filedesc], fd: i32) -> Ptr[file]:
    """The open file, which the descriptor is given up for, with its reference; or null."""
    fp: Ptr[file] = null
    if 0 <= fd < FILES:
        with indivisible():
            fp = fdp.fd_ofiles[fd]
            fdp.fd_ofiles[fd] = null
    return fp


# -- the tables of knotes ----------------------------------------------------------------------------------------------


def is_fd(filter: i32) -> bool:
    """True if the filter watches a file, and `ident` is a descriptor."""
    return EVFILT_WRITE <= filter <= EVFILT_READ


def table_of(fdp: Ptr[filedesc], kev: Ptr[kevent]) -> Ptr[slist_head]:
    """Where a knote for this event would be."""
    return addr(fdp.fd_knlist[kev.ident]) if is_fd(kev.filter) else addr(fdp.fd_knhash)


def lookup(fdp: Ptr[filedesc], kq: Ptr[kqueue], kev: Ptr[kevent]) -> Ptr[knote]:
    """The knote of this kqueue for this event, or null."""
    entry = SLIST_FIRST(table_of(fdp, kev))
    while entry is not None:
        kn = container(entry, knote, "kn_link")
        if kn.kn_kq == kq and kn.kn_kevent.ident == kev.ident and kn.kn_kevent.filter == kev.filter:
            return kn
        entry = SLIST_NEXT(entry)
    return null


def first_of(list: Ptr[slist_head], kq: Ptr[kqueue] | None) -> Ptr[knote]:
    """The first knote in a table: of this kqueue, or of any if it is null. Null if there is none."""
    entry = SLIST_FIRST(list)
    while entry is not None:
        kn = container(entry, knote, "kn_link")
        if kq is None or kn.kn_kq == kq:
            return kn
        entry = SLIST_NEXT(entry)
    return null


def knote_attach(fdp: Ptr[filedesc], kn: Ptr[knote]) -> None:
    """Puts the knote into its table."""
    SLIST_INSERT_HEAD(table_of(fdp, addr(kn.kn_kevent)), addr(kn.kn_link))


def knote_unlink(fdp: Ptr[filedesc], kn: Ptr[knote]) -> None:
    """Takes the knote from its table."""
    SLIST_REMOVE(table_of(fdp, addr(kn.kn_kevent)), addr(kn.kn_link))


def queued(fdp: Ptr[filedesc], kq: Ptr[kqueue]) -> u32:
    """How many knotes of this kqueue say that they are queued."""
    count: u32 = 0
    for i in range(FILES + 1):
        entry = SLIST_FIRST(addr(fdp.fd_knlist[i]) if i < FILES else addr(fdp.fd_knhash))
        while entry is not None:
            kn = container(entry, knote, "kn_link")
            if kn.kn_kq == kq and kn.kn_status & KN_QUEUED:
                count += 1
            entry = SLIST_NEXT(entry)
    return count
