"""The structs of the kqueue of 2004 and later. One idea: a knote, one registration, hangs in three lists with three
locks: the kqueue's table and its queue, under the kqueue's own mutex, and the list of the object that it watches, under
the lock which that object brings along.

Locking key: (k) `kq_lock`, (l) the lock of the knote's knlist, (f) the knote is in flux and who put it there owns it,
(g) `fd_sx`, (i) `fd_sx`, and read without it in one step with taking a reference, (a) atomic, (c) constant once the
knote or the file is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from unknot import param
from unknot.kernel.malloc import malloc_of
from unknot.kernel.mutex import mtx
from unknot.kernel.queue import slist_entry, slist_head, tailq_entry, tailq_head
from unknot.kernel.sx import sx
from unknot.kernel.taskqueue import task
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, array, atomic, i32, i64, struct, u32
from unknot.systems.kqueue.event import kevent

KN_ACTIVE: Final = 0x01  # something happened
KN_QUEUED: Final = 0x02  # it is in the queue, or a scan has it in hand
KN_DISABLED: Final = 0x04
KN_DETACHED: Final = 0x08  # it is in no knlist
KN_INFLUX: Final = 0x10  # in flux, where that is a flag; later kn_influx counts
KN_MARKER: Final = 0x20  # no knote, but the place where a scan began
KN_KQUEUE: Final = 0x40  # what it watches is a kqueue
KN_SCAN: Final = 0x100  # in flux, but knote() may activate it all the same

KQ_SLEEP: Final = 0x02  # somebody waits for events
KQ_FLUXWAIT: Final = 0x04  # somebody waits until a knote is out of flux
KQ_CLOSING: Final = 0x10
KQ_TASKSCHED: Final = 0x20  # kq_task is enqueued
KQ_TASKDRAIN: Final = 0x40  # close waits for it

DTYPE_KQUEUE: Final = 5

KNF_LISTLOCKED: Final = 1  # knote(): the caller has the lock of the list
KNF_NOKQLOCK: Final = 2  # knote(): f_event wants to be called without kq_lock
KNOTE_LOCKED: Final = KNF_LISTLOCKED
KNOTE_UNLOCKED: Final = 0

EVENT_REGISTER: Final = 1
EVENT_PROCESS: Final = 2

M_KQUEUE: Final = 11

fds = param("fds", 4, "file descriptors of a process")


@struct
class fileops:
    """What makes a kind of file. `fo_kqfilter` sets `kn_fop` and puts the knote into the object's knlist: 0, or an
    error number. `fo_close` is called when the last reference is given up."""

    fo_kqfilter: Callable[[Ptr[file], Ptr[knote]], i32]
    fo_poll: Callable[[Ptr[file], u32], u32]
    fo_close: Callable[[Ptr[file]], None]


@struct
class file:
    """An open file."""

    f_count: atomic[u32]  # (a) its descriptor, each system call that is at it, and each knote
    f_type: u32  # (c)
    f_ops: Ptr[fileops]  # (c)
    f_data: voidp  # (c) the pipe, the kqueue, ...


@struct
class filedesc:
    """What a process has open. `fd_proc`: the process."""

    fd_sx: sx
    fd_ofiles: array[Ptr[file]] = array(fds)  # (i)
    fd_kqlist: slist_head  # (g) the process's kqueues
    fd_proc: voidp  # (c)


@struct
class filterops:
    """What makes a filter. `f_event` is asked with the knlist's lock held, and by knote() with kq_lock too: it must not
    sleep. `f_attach` and `f_detach` are called in flux without locks. `f_touch` may be null."""

    f_isfd: bool
    f_attach: Callable[[Ptr[knote]], i32]
    f_detach: Callable[[Ptr[knote]], None]
    f_event: Callable[[Ptr[knote], u32], bool]
    f_touch: Callable[[Ptr[knote], Ptr[kevent], u32], None]


@struct
class knlist:
    """The knotes that watch one object, and the object's lock."""

    kl_list: slist_head  # (l)
    kl_lock: Callable[[voidp], None]  # (c)
    kl_unlock: Callable[[voidp], None]  # (c)
    kl_lockarg: voidp  # (c)
    kl_autodestroy: bool  # (l) the object is gone: the last knote frees the list


@struct
class kqueue:
    """A kqueue. `kq_note`: who watches it; si_note of its selinfo in the kernel."""

    kq_lock: mtx
    kq_refcnt: u32  # (k)
    kq_list: slist_entry  # (g)
    kq_head: tailq_head  # (k) the queue: knotes with KN_QUEUED, and markers
    kq_count: u32  # (k) knotes with KN_QUEUED
    kq_note: knlist  # its lock is kq_lock
    kq_state: u32  # (k)
    kq_fdp: Ptr[filedesc]  # (c)
    kq_knlist: slist_head  # (k) knotes of files
    kq_knhash: slist_head  # (k) all others
    kq_task: task  # tells those who watch it


@struct
class knote:
    """One registration. `kn_ptr`: the process, callout, or whatever the filter needs."""

    kn_link: slist_entry  # (k) in kq_knlist or kq_knhash
    kn_selnext: slist_entry  # (l) in kl_list
    kn_knlist: Ptr[knlist]  # (f) or (k) and (l)
    kn_tqe: tailq_entry  # (k) in kq_head
    kn_kq: Ptr[kqueue]  # (c)
    kn_kevent: kevent  # (l) what there is to report
    kn_status: u32  # (k)
    kn_influx: u32  # (k)
    kn_sfflags: u32  # (l) what was asked for
    kn_sdata: i64  # (l)
    kn_fp: Ptr[file]  # (c) with a reference
    kn_ptr: voidp  # (l)
    kn_hookid: u32  # (f) EVFILT_USER: triggered
    kn_fop: Ptr[filterops]  # (c)


knote_alloc = malloc_of(knote)
kqueue_alloc = malloc_of(kqueue)
knlist_malloc = malloc_of(knlist)
file_alloc = malloc_of(file)
