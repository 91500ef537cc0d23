"""Open files and the table of their descriptors. One idea: whoever looks up a descriptor gets a reference in the same
step and needs no lock; who changes the table has its sx lock. (To close a descriptor is the variant's `close`: its
knotes go, too.)"""

from __future__ import annotations

from typing import Final

from unknot.kernel.malloc import M_WAITOK, M_ZERO, free
from unknot.kernel.refcount import refcount_acquire, refcount_init, refcount_release
from unknot.kernel.sx import sx_init, sx_xlock, sx_xunlock
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, i32, indivisible, null, u32, u64
from unknot.systems.kqueue.knote import DTYPE_KQUEUE, fds, file, file_alloc, filedesc, fileops

__all__ = ["DTYPE_KQUEUE", "DTYPE_PIPE", "falloc", "fdinit", "fdrop", "fds", "fget", "file", "filedesc", "fileops"]

DTYPE_PIPE: Final = 3
M_FILE: Final = 12


def fdinit(fdp: Ptr[filedesc], proc: voidp) -> None:
    """A process that has nothing open. `proc` may be null where nobody asks for it."""
    sx_init(addr(fdp.fd_sx), "filedesc structure")
    fdp.fd_proc = proc


def falloc(fdp: Ptr[filedesc], kind: u32, ops: Ptr[fileops], data: voidp) -> i32:
    """Opens a file at the lowest free descriptor, and gives that; -1 if there is none."""
    fp = file_alloc(M_FILE, M_WAITOK | M_ZERO)
    refcount_init(addr(fp.f_count), 1)
    fp.f_type = kind
    fp.f_ops = ops
    fp.f_data = data
    sx_xlock(addr(fdp.fd_sx))
    for i in range(fds):
        if fdp.fd_ofiles[i] is None:
            fd_store(fdp, i32(i), fp)
            sx_xunlock(addr(fdp.fd_sx))
            return i32(i)
    sx_xunlock(addr(fdp.fd_sx))
    free(fp, M_FILE)
    return -1


def fd_store(fdp: Ptr[filedesc], fd: i32, fp: Ptr[file]) -> None:
    """Changes an entry of the table; the caller has fd_sx, but those who look up have not."""
    with indivisible():
        fdp.fd_ofiles[fd] = fp


def fget(fdp: Ptr[filedesc], fd: u64) -> Ptr[file]:
    """The open file with a reference, or null."""
    fp: Ptr[file] = null
    if fd < fds:
        with indivisible():
            fp = fdp.fd_ofiles[fd]
            if fp is not None:
                refcount_acquire(addr(fp.f_count))
    return fp


def fdrop(fp: Ptr[file]) -> None:
    """Gives up a reference; the last one closes the file."""
    if refcount_release(addr(fp.f_count)):
        fp.f_ops.fo_close(fp)
        free(fp, M_FILE)
