"""Orders of locks that several threads may share: what readers let pass, and what a writer that waits makes of it."""

from unknot import initial, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.rmlock import rm_init, rm_priotracker, rm_rlock, rm_runlock, rm_wlock, rm_wunlock, rmlock
from unknot.kernel.rwlock import rw_init, rw_rlock, rw_runlock, rw_wlock, rw_wunlock, rwlock
from unknot.kernel.sx import sx, sx_init, sx_slock, sx_sunlock, sx_xlock, sx_xunlock
from unknot.lang import addr, null


class TwoRwLocks:
    one: rwlock
    two: rwlock

    @initial
    def setup(self):
        rw_init(addr(self.one), "one")
        rw_init(addr(self.two), "two")

    @thread
    def t1(self):
        rw_rlock(addr(self.one))
        rw_rlock(addr(self.two))
        rw_runlock(addr(self.two))
        rw_runlock(addr(self.one))

    @thread
    def t2(self):
        rw_rlock(addr(self.two))
        rw_rlock(addr(self.one))
        rw_runlock(addr(self.one))
        rw_runlock(addr(self.two))


@scenario
class ReadersOfTwo(TwoRwLocks):
    """Nobody writes."""


@scenario
class ReadersPassTheWriter(TwoRwLocks):
    """Who reads already need not wait behind a writer."""

    @thread
    def writer(self):
        rw_wlock(addr(self.one))
        rw_wunlock(addr(self.one))


@scenario
class WriterOfBoth(TwoRwLocks):
    """A writer that holds one and waits for the other."""

    @thread
    def writer(self):
        rw_wlock(addr(self.one))
        rw_wlock(addr(self.two))
        rw_wunlock(addr(self.two))
        rw_wunlock(addr(self.one))


class SharedSx:
    s: sx
    m: sx

    @initial
    def setup(self):
        sx_init(addr(self.s), "s")
        sx_init(addr(self.m), "m")

    @thread
    def t1(self):
        sx_slock(addr(self.s))
        sx_xlock(addr(self.m))
        sx_xunlock(addr(self.m))
        sx_sunlock(addr(self.s))

    @thread
    def t2(self):
        sx_xlock(addr(self.m))
        sx_slock(addr(self.s))
        sx_sunlock(addr(self.s))
        sx_xunlock(addr(self.m))


@scenario
class SxReaders(SharedSx):
    """Shared by both."""


@scenario
class SxReadersAndAWaitingWriter(SharedSx):
    """Shared by both, wanted by a third."""

    @thread
    def writer(self):
        sx_xlock(addr(self.s))
        sx_xunlock(addr(self.s))


class ReadMostly:
    rm: rmlock
    m: mtx
    first: rm_priotracker
    second: rm_priotracker

    @initial
    def setup(self):
        rm_init(addr(self.rm), "rm")
        mtx_init(addr(self.m), "m", null, MTX_DEF)

    @thread
    def t1(self):
        rm_rlock(addr(self.rm), addr(self.first))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        rm_runlock(addr(self.rm), addr(self.first))

    @thread
    def t2(self):
        mtx_lock(addr(self.m))
        rm_rlock(addr(self.rm), addr(self.second))
        rm_runlock(addr(self.rm), addr(self.second))
        mtx_unlock(addr(self.m))


@scenario
class RmReaders(ReadMostly):
    """Readers only."""


@scenario
class RmReadersAndAWriter(ReadMostly):
    """The writer keeps new readers out while it waits for the old ones."""

    @thread
    def writer(self):
        rm_wlock(addr(self.rm))
        rm_wunlock(addr(self.rm))
