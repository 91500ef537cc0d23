"""A pipe with a small buffer: something to read from and to write to. One idea: its mutex is the lock of both its
knlists, so whoever changes the buffer tells the knotes under the lock under which their filters look at it.

Locking key: (p) `p_mtx`. There are no bytes in the buffer, just how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot import param
from unknot.kernel.errno import EINVAL, EPIPE
from unknot.kernel.malloc import M_WAITOK, M_ZERO, free, malloc_of
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_destroy, mtx_init, mtx_lock, mtx_unlock
from unknot.lang import Ptr, addr, cast, i32, i64, null, struct, u32
from unknot.systems.kqueue.event import EV_EOF, EVFILT_READ, EVFILT_WRITE
from unknot.systems.kqueue.file import DTYPE_PIPE, falloc, file, filedesc, fileops
from unknot.systems.kqueue.filters import ops_init
from unknot.systems.kqueue.knlist import knlist_destroy, knlist_init_mtx
from unknot.systems.kqueue.knote import KNOTE_LOCKED, filterops, knlist, knote
from unknot.systems.kqueue.variant import Variant

room = param("room", 2, "bytes that fit into a pipe")
M_PIPE = 13


@struct
class pipe:
    """A pipe; each of its two files holds a reference."""

    p_mtx: mtx
    p_count: i64  # (p) bytes in the buffer
    p_readers: u32  # (p) 1 until the end that is read from is closed
    p_writers: u32  # (p)
    p_rnote: knlist  # (p) who waits for bytes
    p_wnote: knlist  # (p) who waits for room


pipe_alloc = malloc_of(pipe)
pipe_rops: fileops = fileops()
pipe_wops: fileops = fileops()
pipe_rfiltops: filterops = filterops()
pipe_wfiltops: filterops = filterops()


class Pipes(NamedTuple):
    """`make` opens two descriptors, first the end to read from, and gives the pipe; `read` and `write` never wait: how
    many bytes."""

    setup: Callable[[], None]
    make: Callable[[filedesc], pipe]
    read: Callable[[pipe, i64], i64]
    write: Callable[[pipe, i64], i64]


def pipe_of(kn: Ptr[knote]) -> Ptr[pipe]:
    """What the knote watches."""
    return cast(Ptr[pipe], kn.kn_fp.f_data)


def filt_piperead(kn: Ptr[knote], hint: u32) -> bool:
    """Bytes to read, or nobody who writes."""
    p = pipe_of(kn)
    kn.kn_kevent.data = p.p_count
    if p.p_writers == 0:
        kn.kn_kevent.flags |= EV_EOF
        return True
    return p.p_count > 0


def filt_pipewrite(kn: Ptr[knote], hint: u32) -> bool:
    """Room to write, or nobody who reads."""
    p = pipe_of(kn)
    kn.kn_kevent.data = room - p.p_count
    if p.p_readers == 0:
        kn.kn_kevent.flags |= EV_EOF
        return True
    return p.p_count < room


def no_attach(kn: Ptr[knote]) -> i32:
    """Never called: the file's kqfilter has attached the knote."""
    return EINVAL


def pipes(v: Variant) -> Pipes:
    """Pipes on this variant."""

    def kqfilter(fp: Ptr[file], kn: Ptr[knote]) -> i32:
        p = cast(Ptr[pipe], fp.f_data)
        reads = fp.f_ops == addr(pipe_rops)
        if kn.kn_kevent.filter != (EVFILT_READ if reads else EVFILT_WRITE):
            return EINVAL
        kn.kn_fop = addr(pipe_rfiltops) if reads else addr(pipe_wfiltops)
        mtx_lock(addr(p.p_mtx))
        v.knlist_add(addr(p.p_rnote) if reads else addr(p.p_wnote), kn, True)
        mtx_unlock(addr(p.p_mtx))
        return 0

    def rdetach(kn: Ptr[knote]) -> None:
        v.knlist_remove(addr(pipe_of(kn).p_rnote), kn, False)

    def wdetach(kn: Ptr[knote]) -> None:
        v.knlist_remove(addr(pipe_of(kn).p_wnote), kn, False)

    def poll(fp: Ptr[file], events: u32) -> u32:
        return 0

    def rclose(fp: Ptr[file]) -> None:
        p = cast(Ptr[pipe], fp.f_data)
        mtx_lock(addr(p.p_mtx))
        p.p_readers = 0
        v.knote(addr(p.p_wnote), 0, KNOTE_LOCKED)
        v.knlist_cleardel(addr(p.p_rnote), True, False)
        end(p)

    def wclose(fp: Ptr[file]) -> None:
        p = cast(Ptr[pipe], fp.f_data)
        mtx_lock(addr(p.p_mtx))
        p.p_writers = 0
        v.knote(addr(p.p_rnote), 0, KNOTE_LOCKED)
        v.knlist_cleardel(addr(p.p_wnote), True, False)
        end(p)

    def end(p: Ptr[pipe]) -> None:
        """Frees it when both ends are closed. It is locked."""
        last = p.p_readers == 0 and p.p_writers == 0
        mtx_unlock(addr(p.p_mtx))
        if last:
            knlist_destroy(addr(p.p_rnote))
            knlist_destroy(addr(p.p_wnote))
            mtx_destroy(addr(p.p_mtx))
            free(p, M_PIPE)

    def setup() -> None:
        ops_init(addr(pipe_rfiltops), True, no_attach, rdetach, filt_piperead, null)
        ops_init(addr(pipe_wfiltops), True, no_attach, wdetach, filt_pipewrite, null)
        for_file(addr(pipe_rops), rclose)
        for_file(addr(pipe_wops), wclose)

    def for_file(ops: Ptr[fileops], close: Callable[[Ptr[file]], None]) -> None:
        ops.fo_kqfilter = kqfilter
        ops.fo_poll = poll
        ops.fo_close = close

    def make(fdp: Ptr[filedesc]) -> Ptr[pipe]:
        p = pipe_alloc(M_PIPE, M_WAITOK | M_ZERO)
        mtx_init(addr(p.p_mtx), "pipe mutex", null, MTX_DEF)
        knlist_init_mtx(addr(p.p_rnote), addr(p.p_mtx))
        knlist_init_mtx(addr(p.p_wnote), addr(p.p_mtx))
        p.p_readers = 1
        p.p_writers = 1
        falloc(fdp, DTYPE_PIPE, addr(pipe_rops), p)
        falloc(fdp, DTYPE_PIPE, addr(pipe_wops), p)
        return p

    def read(p: Ptr[pipe], most: i64) -> i64:
        mtx_lock(addr(p.p_mtx))
        count = min(most, p.p_count)
        p.p_count -= count
        v.knote(addr(p.p_wnote), 0, KNOTE_LOCKED)
        mtx_unlock(addr(p.p_mtx))
        return count

    def write(p: Ptr[pipe], bytes: i64) -> i64:
        mtx_lock(addr(p.p_mtx))
        count = min(bytes, room - p.p_count) if p.p_readers else i64(-EPIPE)
        if count > 0:
            p.p_count += count
            v.knote(addr(p.p_rnote), 0, KNOTE_LOCKED)
        mtx_unlock(addr(p.p_mtx))
        return count

    return Pipes(setup, make, read, write)
