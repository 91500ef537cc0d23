"""What can be watched in 2003: pipes, signals, and, to have a filter without an object, EVFILT_USER, which is of 2009.
One idea: whoever changes an object holds its lock and tells every knote in its list, so a filter that a scan asks has
to take that lock itself. The mutex of pipes is recursive for that reason.

Locking key: (o) the object's lock: `pipe_mtx`, `p_mtx`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from unknot import param
from unknot.kernel.errno import EPIPE
from unknot.kernel.malloc import M_WAITOK, M_ZERO, free, malloc_of
from unknot.kernel.mutex import MTX_DEF, MTX_RECURSE, mtx, mtx_destroy, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.queue import SLIST_FIRST, SLIST_INSERT_HEAD, SLIST_NEXT, SLIST_REMOVE, slist_head
from unknot.lang import Ptr, addr, cast, container, i32, i64, null, struct, u32
from unknot.systems.kqueue.early_knote import M_KQUEUE, Queue, knote
from unknot.systems.kqueue.early_table import DTYPE_PIPE_READ, DTYPE_PIPE_WRITE, falloc, file, filedesc
from unknot.systems.kqueue.event import EV_CLEAR, EV_EOF, EVFILT_READ, NOTE_SIGNAL

PIPE_SIZE = param("pipe_size", 4, "V0, V1: bytes in a pipe's buffer")

NO_READER: Final = 1
NO_WRITER: Final = 2


@struct
class pipe:
    """A pipe with its buffer, of which only the length matters."""

    pipe_mtx: mtx
    pipe_cnt: u32  # (o) bytes in the buffer
    pipe_state: u32  # (o) which ends are closed
    pipe_rnote: slist_head  # (o) knotes that wait for bytes
    pipe_wnote: slist_head  # (o) knotes that wait for room


class Objects(NamedTuple):
    """What a process does with objects. `write`, `read`: how many bytes, or -errno. `end`: an end is closed."""

    write: Callable[[file, u32], i32]
    read: Callable[[file, u32], i32]
    end: Callable[[file], None]
    psignal: Callable[[filedesc, u32], None]


pipe_malloc = malloc_of(pipe)


def pipe_open(fdp: Ptr[filedesc]) -> i32:
    """pipe(2). The descriptor for reading; that for writing is the next one, if these two are free."""
    p = pipe_malloc(M_KQUEUE, M_WAITOK | M_ZERO)
    mtx_init(addr(p.pipe_mtx), "pipe mutex", null, MTX_DEF | MTX_RECURSE)
    fd = falloc(fdp, DTYPE_PIPE_READ, p)
    falloc(fdp, DTYPE_PIPE_WRITE, p)
    return fd


def pipe_of(fp: Ptr[file]) -> Ptr[pipe]:
    """The pipe behind a file."""
    return cast(Ptr[pipe], fp.f_data)


# -- filters -----------------------------------------------------------------------------------------------------------


def filt_piperead(kn: Ptr[knote], hint: u32) -> bool:
    """Are there bytes, or will there never be any?"""
    p = pipe_of(cast(Ptr[file], kn.kn_ptr))
    mtx_lock(addr(p.pipe_mtx))
    bytes, over = p.pipe_cnt, p.pipe_state & NO_WRITER != 0
    kn.kn_kevent.data = i64(bytes)
    if over:
        kn.kn_kevent.flags |= EV_EOF
    mtx_unlock(addr(p.pipe_mtx))
    return over or bytes != 0


def filt_pipewrite(kn: Ptr[knote], hint: u32) -> bool:
    """Is there room, or will nobody ever read it?"""
    p = pipe_of(cast(Ptr[file], kn.kn_ptr))
    mtx_lock(addr(p.pipe_mtx))
    over = p.pipe_state & NO_READER != 0
    room = 0 if over else PIPE_SIZE - p.pipe_cnt
    kn.kn_kevent.data = i64(room)
    if over:
        kn.kn_kevent.flags |= EV_EOF
    mtx_unlock(addr(p.pipe_mtx))
    return over or room != 0


def filt_signal(kn: Ptr[knote], hint: u32) -> bool:
    """Counts signals, which exist as hints only. Who sends one has the process's lock, who scans has not."""
    if hint == NOTE_SIGNAL | u32(kn.kn_kevent.ident):
        kn.kn_kevent.data += 1
    return kn.kn_kevent.data != 0


def filt_user(kn: Ptr[knote], hint: u32) -> bool:
    """Was it triggered?"""
    kn.kn_kevent.fflags = kn.kn_sfflags
    return kn.kn_hookid != 0


# -- lists of objects --------------------------------------------------------------------------------------------------


def pipe_attach(kn: Ptr[knote]) -> None:
    """Into the list of the pipe's end."""
    p = pipe_of(cast(Ptr[file], kn.kn_ptr))
    mtx_lock(addr(p.pipe_mtx))
    SLIST_INSERT_HEAD(_list(kn, p), addr(kn.kn_selnext))
    mtx_unlock(addr(p.pipe_mtx))


def pipe_detach(kn: Ptr[knote]) -> None:
    """Out of it."""
    p = pipe_of(cast(Ptr[file], kn.kn_ptr))
    mtx_lock(addr(p.pipe_mtx))
    SLIST_REMOVE(_list(kn, p), addr(kn.kn_selnext))
    mtx_unlock(addr(p.pipe_mtx))


def _list(kn: Ptr[knote], p: Ptr[pipe]) -> Ptr[slist_head]:
    return addr(p.pipe_rnote) if kn.kn_kevent.filter == EVFILT_READ else addr(p.pipe_wnote)


def signal_attach(kn: Ptr[knote]) -> None:
    """Into the process's list. Signals are counted from now on: EV_CLEAR is implied."""
    fdp = cast(Ptr[filedesc], kn.kn_ptr)
    kn.kn_kevent.flags |= EV_CLEAR
    mtx_lock(addr(fdp.p_mtx))
    SLIST_INSERT_HEAD(addr(fdp.p_klist), addr(kn.kn_selnext))
    mtx_unlock(addr(fdp.p_mtx))


def signal_detach(kn: Ptr[knote]) -> None:
    """Out of it."""
    fdp = cast(Ptr[filedesc], kn.kn_ptr)
    mtx_lock(addr(fdp.p_mtx))
    SLIST_REMOVE(addr(fdp.p_klist), addr(kn.kn_selnext))
    mtx_unlock(addr(fdp.p_mtx))


def nothing_to_detach(kn: Ptr[knote]) -> None:
    """EVFILT_USER is in no list."""


# -- what tells the knotes ---------------------------------------------------------------------------------------------


def objects(queue: Queue) -> Objects:
    """The operations that tell the knotes of `queue`."""

    def tell(list: Ptr[slist_head], hint: u32) -> None:
        """knote(): asks each knote in the list, and activates it. The object is locked."""
        entry = SLIST_FIRST(list)
        while entry is not None:
            kn = container(entry, knote, "kn_selnext")
            if kn.kn_event(kn, hint):
                queue.activate(kn)
            entry = SLIST_NEXT(entry)

    def write(fp: Ptr[file], n: u32) -> i32:
        p = pipe_of(fp)
        mtx_lock(addr(p.pipe_mtx))
        done: i32 = -EPIPE
        if p.pipe_state & NO_READER == 0:
            room = min(n, PIPE_SIZE - p.pipe_cnt)
            p.pipe_cnt += room
            tell(addr(p.pipe_rnote), 0)
            done = i32(room)
        mtx_unlock(addr(p.pipe_mtx))
        return done

    def read(fp: Ptr[file], n: u32) -> i32:
        p = pipe_of(fp)
        mtx_lock(addr(p.pipe_mtx))
        bytes = min(n, p.pipe_cnt)
        p.pipe_cnt -= bytes
        tell(addr(p.pipe_wnote), 0)
        mtx_unlock(addr(p.pipe_mtx))
        return i32(bytes)

    def end(fp: Ptr[file]) -> None:
        """Tells the other end; who closes the last one frees the pipe."""
        p = pipe_of(fp)
        reader = fp.f_type == DTYPE_PIPE_READ
        mtx_lock(addr(p.pipe_mtx))
        p.pipe_state |= NO_READER if reader else NO_WRITER
        last = p.pipe_state == NO_READER | NO_WRITER
        tell(addr(p.pipe_wnote) if reader else addr(p.pipe_rnote), 0)
        mtx_unlock(addr(p.pipe_mtx))
        if last:
            mtx_destroy(addr(p.pipe_mtx))
            free(p, M_KQUEUE)

    def psignal(fdp: Ptr[filedesc], sig: u32) -> None:
        mtx_lock(addr(fdp.p_mtx))
        tell(addr(fdp.p_klist), NOTE_SIGNAL | sig)
        mtx_unlock(addr(fdp.p_mtx))

    return Objects(write, read, end, psignal)
