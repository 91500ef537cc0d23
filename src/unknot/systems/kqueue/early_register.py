"""Registering, changing and deleting knotes in 2003. One idea: nothing keeps a knote alive but its place in the tables,
and who finds it there, in the queue or in an object's list uses it without asking.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from unknot.kernel.errno import EBADF, EINVAL, ENOENT
from unknot.kernel.malloc import M_WAITOK, M_ZERO, free
from unknot.kernel.mutex import mtx_destroy
from unknot.kernel.refcount import refcount_release
from unknot.lang import Ptr, addr, cast, i32, null
from unknot.systems.kqueue.early_knote import M_KQUEUE, Queue, knote, knote_malloc, kqueue
from unknot.systems.kqueue.early_objects import (
    Objects,
    filt_piperead,
    filt_pipewrite,
    filt_signal,
    filt_user,
    nothing_to_detach,
    pipe_attach,
    pipe_detach,
    signal_attach,
    signal_detach,
)
from unknot.systems.kqueue.early_table import (
    DTYPE_KQUEUE,
    DTYPE_PIPE_READ,
    DTYPE_PIPE_WRITE,
    FILES,
    fd_take,
    fget,
    file,
    filedesc,
    first_of,
    is_fd,
    knote_attach,
    knote_unlink,
    lookup,
)
from unknot.systems.kqueue.event import (
    EV_ADD,
    EV_DELETE,
    EV_DISABLE,
    EV_ENABLE,
    EVFILT_READ,
    EVFILT_SIGNAL,
    EVFILT_USER,
    NOTE_FFAND,
    NOTE_FFCOPY,
    NOTE_FFCTRLMASK,
    NOTE_FFLAGSMASK,
    NOTE_FFOR,
    NOTE_TRIGGER,
    copy_kevent,
    kevent,
)


class Register(NamedTuple):
    """`register`: one change, 0 or errno. `drop`: frees a knote that is in no object's list any more. `fdrop`: gives a
    reference back. `close`: close(2), 0 or -errno."""

    register: Callable[[filedesc, kqueue, kevent], i32]
    drop: Callable[[filedesc, knote], None]
    fdrop: Callable[[filedesc, file], None]
    close: Callable[[filedesc, i32], i32]


def new_knote(fdp: Ptr[filedesc], kq: Ptr[kqueue], kev: Ptr[kevent], fp: Ptr[file]) -> Ptr[knote]:
    """A knote in its table and in the list of what it watches; it keeps the reference to the file."""
    kn = knote_malloc(M_KQUEUE, M_WAITOK | M_ZERO)
    kn.kn_kq = kq
    copy_kevent(addr(kn.kn_kevent), kev)
    kn.kn_kevent.flags &= ~(EV_ADD | EV_ENABLE | EV_DISABLE)
    kn.kn_kevent.fflags = 0
    kn.kn_kevent.data = 0
    knote_attach(fdp, kn)
    if is_fd(kev.filter):
        kn.kn_ptr = fp
        kn.kn_event = filt_piperead if kev.filter == EVFILT_READ else filt_pipewrite
        kn.kn_detach = pipe_detach
        pipe_attach(kn)
    elif kev.filter == EVFILT_SIGNAL:
        kn.kn_ptr = fdp
        kn.kn_event = filt_signal
        kn.kn_detach = signal_detach
        signal_attach(kn)
    else:
        kn.kn_event = filt_user
        kn.kn_detach = nothing_to_detach
    return kn


def touch_user(kn: Ptr[knote], kev: Ptr[kevent]) -> None:
    """EVFILT_USER is changed: its flags, and whether it is triggered."""
    if kev.filter != EVFILT_USER:
        return
    control, flags = kev.fflags & NOTE_FFCTRLMASK, kev.fflags & NOTE_FFLAGSMASK
    if control == NOTE_FFAND:
        kn.kn_sfflags &= flags
    elif control == NOTE_FFOR:
        kn.kn_sfflags |= flags
    elif control == NOTE_FFCOPY:
        kn.kn_sfflags = flags
    if kev.fflags & NOTE_TRIGGER:
        kn.kn_hookid = 1


def fits(fp: Ptr[file], kev: Ptr[kevent]) -> bool:
    """True if this end of a pipe can be watched so."""
    return fp.f_type == (DTYPE_PIPE_READ if kev.filter == EVFILT_READ else DTYPE_PIPE_WRITE)


def registers(queue: Queue, objects: Objects) -> Register:
    """The operations on this queue and these objects."""

    def drop(fdp: Ptr[filedesc], kn: Ptr[knote]) -> None:
        knote_unlink(fdp, kn)
        queue.dequeue(kn)
        if is_fd(kn.kn_kevent.filter):
            pipe_drop(cast(Ptr[file], kn.kn_ptr))
        free(kn, M_KQUEUE)

    def pipe_drop(fp: Ptr[file]) -> None:
        """Gives back a reference to a pipe's end, and closes it if that was the last."""
        if refcount_release(addr(fp.f_count)):
            objects.end(fp)
            free(fp, M_KQUEUE)

    def fdrop(fdp: Ptr[filedesc], fp: Ptr[file]) -> None:
        if fp.f_type != DTYPE_KQUEUE:
            pipe_drop(fp)
        elif refcount_release(addr(fp.f_count)):
            kqueue_close(fdp, cast(Ptr[kqueue], fp.f_data))
            free(fp, M_KQUEUE)

    def kqueue_close(fdp: Ptr[filedesc], kq: Ptr[kqueue]) -> None:
        """Frees the kqueue with all its knotes."""
        for i in range(FILES + 1):
            list = addr(fdp.fd_knlist[i]) if i < FILES else addr(fdp.fd_knhash)
            kn = first_of(list, kq)
            while kn is not None:
                kn.kn_detach(kn)
                drop(fdp, kn)
                kn = first_of(list, kq)
        mtx_destroy(addr(kq.kq_mtx))
        free(kq, M_KQUEUE)

    def close(fdp: Ptr[filedesc], fd: i32) -> i32:
        """The descriptor's knotes go first, of all kqueues (knote_fdclose)."""
        fp = fd_take(fdp, fd)
        if fp is None:
            return -EBADF
        kn = first_of(addr(fdp.fd_knlist[fd]), null)
        while kn is not None:
            kn.kn_detach(kn)
            drop(fdp, kn)
            kn = first_of(addr(fdp.fd_knlist[fd]), null)
        fdrop(fdp, fp)
        return 0

    def update(kn: Ptr[knote], kev: Ptr[kevent]) -> None:
        """The rest of a change, once there is a knote."""
        if kev.flags & EV_ADD or kev.filter == EVFILT_USER:
            kn.kn_kevent.udata = kev.udata
            touch_user(kn, kev)
            if kn.kn_event(kn, 0):
                queue.activate(kn)
        if kev.flags & EV_DISABLE:
            queue.set_disabled(kn, True)
        if kev.flags & EV_ENABLE:
            queue.set_disabled(kn, False)

    def change(fdp: Ptr[filedesc], kq: Ptr[kqueue], kev: Ptr[kevent], fp: Ptr[file]) -> i32:
        """The change itself. `fp`: the file to watch, whose reference goes to the knote or back."""
        kn = lookup(fdp, kq, kev)
        if kn is None and kev.flags & EV_ADD:
            update(new_knote(fdp, kq, kev, fp), kev)
            return 0
        if fp is not None:
            pipe_drop(fp)
        if kn is None:
            return ENOENT
        if kev.flags & EV_DELETE:
            kn.kn_detach(kn)
            drop(fdp, kn)
        else:
            update(kn, kev)
        return 0

    def register(fdp: Ptr[filedesc], kq: Ptr[kqueue], kev: Ptr[kevent]) -> i32:
        fp: Ptr[file] = null
        if is_fd(kev.filter):
            fp = fget(fdp, i32(kev.ident))
            if fp is None:
                return EBADF
            if not fits(fp, kev):
                fdrop(fdp, fp)
                return EINVAL
        elif kev.filter != EVFILT_SIGNAL and kev.filter != EVFILT_USER:
            return EINVAL
        return change(fdp, kq, kev, fp)

    return Register(register, drop, fdrop, close)
