"""netmap as a file that kevent can watch. One idea: the filter's question *is* netmap_poll, so packets move while
kqueue holds the lock of the list in which the knote hangs; an answer to a notification is always yes, and the question
that follows finds out.
"""

from __future__ import annotations

from collections.abc import Callable

from unknot.kernel.errno import EINVAL, ENXIO
from unknot.kernel.systm import KASSERT
from unknot.lang import Ptr, addr, cast, i32, null, u32
from unknot.systems.kqueue.event import EVFILT_READ, EVFILT_WRITE
from unknot.systems.kqueue.knote import file, fileops, filterops, knote
from unknot.systems.netmap.features import WATCH_TX, Features
from unknot.systems.netmap.kqueues import kq
from unknot.systems.netmap.objects import NR_RX, NR_TX, netmap_priv_d
from unknot.systems.netmap.poll import POLLIN, POLLOUT, Poll
from unknot.systems.netmap.register import NMG_LOCK, NMG_UNLOCK

netmap_fileops: fileops = fileops()
netmap_rfiltops: filterops = filterops()
netmap_wfiltops: filterops = filterops()


def priv_of(fp: Ptr[file]) -> Ptr[netmap_priv_d]:
    """The descriptor's private data."""
    return cast(Ptr[netmap_priv_d], fp.f_data)


def make_attach(features: Features) -> Callable[[file, knote], i32]:
    """netmap_kqfilter."""

    def netmap_kqfilter(fp: Ptr[file], kn: Ptr[knote]) -> i32:
        """Hangs the knote where its events are told."""
        filter = kn.kn_kevent.filter
        if filter != EVFILT_READ and filter != EVFILT_WRITE:
            return EINVAL
        priv = priv_of(fp)
        if priv.np_na is None:
            return ENXIO
        si = priv.np_si[NR_TX if filter == EVFILT_WRITE else NR_RX]
        kn.kn_fop = addr(netmap_wfiltops) if filter == EVFILT_WRITE else addr(netmap_rfiltops)
        if features.counted:
            NMG_LOCK()
            si.kqueue_users += 1
            NMG_UNLOCK()
        kq.knlist_add(addr(si.si.si_note), kn, False)
        return 0

    return netmap_kqfilter


def make_detach(features: Features, t: int) -> Callable[[knote], None]:
    """f_detach of the filter of one direction."""

    def netmap_knrdetach(kn: Ptr[knote]) -> None:
        si = priv_of(kn.kn_fp).np_si[t]
        kq.knlist_remove(addr(si.si.si_note), kn, False)
        if features.counted:
            NMG_LOCK()
            KASSERT(si.kqueue_users > 0, "kqueue_users is 0")
            si.kqueue_users -= 1
            NMG_UNLOCK()

    return netmap_knrdetach


def make_event(netmap_poll: Poll, events: int) -> Callable[[knote, u32], bool]:
    """f_event of the filter of one direction: netmap_knrw."""

    def netmap_knrw(kn: Ptr[knote], hint: u32) -> bool:
        if hint != 0:
            return True
        return netmap_poll(priv_of(kn.kn_fp), events, null) & events != 0

    return netmap_knrw


def no_poll(fp: Ptr[file], events: u32) -> u32:
    """fo_poll: poll comes another way here."""
    return 0


def make_kevents(
    features: Features, watch: int, netmap_poll: Poll, close: Callable[[netmap_priv_d], None]
) -> Callable[[], None]:
    """What makes kevent work on descriptors of netmap; to be called once."""
    attach = make_attach(features)
    read_event, write_event = make_event(netmap_poll, POLLIN), make_event(netmap_poll, POLLOUT)
    read_detach, write_detach = make_detach(features, NR_RX), make_detach(features, NR_TX)

    def fo_close(fp: Ptr[file]) -> None:
        close(priv_of(fp))

    def setup() -> None:
        netmap_fileops.fo_kqfilter = attach
        netmap_fileops.fo_poll = no_poll
        netmap_fileops.fo_close = fo_close
        netmap_rfiltops.f_isfd = True
        netmap_rfiltops.f_event = read_event
        netmap_rfiltops.f_detach = read_detach
        if watch & WATCH_TX != 0:
            netmap_wfiltops.f_isfd = True
            netmap_wfiltops.f_event = write_event
            netmap_wfiltops.f_detach = write_detach

    return setup
