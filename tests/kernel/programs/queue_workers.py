"""A work queue as drivers have it: a TAILQ, a mutex, sleep and wakeup; for test_queue.py."""

from unknot import initial, operation, scenario, thread
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.queue import TAILQ_FIRST, TAILQ_INIT, TAILQ_INSERT_TAIL, TAILQ_REMOVE, tailq_entry, tailq_head
from unknot.kernel.sleepqueue import msleep, wakeup_one
from unknot.lang import addr, array, container, struct, u32


@struct
class job:
    number: u32
    link: tailq_entry


class Fifo:
    """What the queue should do."""

    def __init__(self):
        self.jobs = []

    def put(self, number):
        self.jobs.append(number)

    def get(self):
        return self.jobs.pop(0) if self.jobs else NotImplemented


class WorkQueue:
    specification = Fifo
    lock: mtx
    jobs: tailq_head
    made: array[job] = array(3)

    @initial
    def setup(self):
        mtx_init(addr(self.lock), "work queue", None, MTX_DEF)
        TAILQ_INIT(addr(self.jobs))
        for i in range(3):
            self.made[i].number = u32(i) + 1

    @operation
    def put(self, number: u32) -> None:
        mtx_lock(addr(self.lock))
        TAILQ_INSERT_TAIL(addr(self.jobs), addr(self.made[number - 1].link))
        wakeup_one(addr(self.jobs))
        mtx_unlock(addr(self.lock))

    @operation
    def get(self) -> u32:
        mtx_lock(addr(self.lock))
        entry = TAILQ_FIRST(addr(self.jobs))
        while entry is None:
            msleep(addr(self.jobs), addr(self.lock), 0, "getjob", 0)
            entry = TAILQ_FIRST(addr(self.jobs))
        TAILQ_REMOVE(addr(self.jobs), entry)
        mtx_unlock(addr(self.lock))
        return container(entry, job, "link").number

    @thread
    def producer(self):
        self.put(1)
        self.put(2)

    @thread(count=2)
    def consumer(self):
        self.get()


@scenario
class Workers(WorkQueue):
    pass


@scenario
class LastFirst(WorkQueue):
    """A queue that is none: what was put last is taken first."""

    @operation
    def put(self, number: u32) -> None:
        WorkQueue.put(self, 3 - number)

    @thread(count=1)
    def consumer(self):
        self.get()
