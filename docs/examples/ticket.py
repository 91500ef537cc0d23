"""A lock of your own with the kernel's rules: a ticket lock. First come, first served."""

from unknot import at_end, initial, scenario, thread
from unknot.kernel.lock import LC_SLEEP_MUTEX, LO_WITNESS, LOP_EXCLUSIVE, lock_check, lock_init, lock_object
from unknot.kernel.mutex import MTX_DEF, mtx, mtx_init, mtx_lock, mtx_unlock
from unknot.kernel.thread import curthread
from unknot.kernel.witness import witness_checkorder, witness_lock, witness_unlock
from unknot.lang import Ptr, addr, cstr, here, i64, indivisible, null, require, struct, u32


@struct
class ticket_lock:
    """The next ticket to be given out, the ticket that is served, and who has it (a thread's number plus 1)."""

    lock: lock_object
    next: u32
    served: u32
    owner: u32


def ticket_init(t: Ptr[ticket_lock], name: cstr, site: u32 = here()) -> None:
    with indivisible():
        lock_init(addr(t.lock), LC_SLEEP_MUTEX, name, null, LO_WITNESS, site)


def ticket_acquire(t: Ptr[ticket_lock], site: u32 = here()) -> None:
    """Draws a ticket, in one step, and waits for its turn."""
    me = curthread()
    with indivisible():
        lock_check(addr(t.lock), LC_SLEEP_MUTEX, "ticket_acquire", site)
        require(t.owner != me, "lock_recursion", "ticket_acquire: {0} is held since before @ {1:site}", t, site)
        witness_checkorder(addr(t.lock), LOP_EXCLUSIVE, site, null)
        mine = t.next
        t.next += 1
    with indivisible(t.served == mine, blocked_by=i64(t.owner) - 1):
        t.owner = me
        witness_lock(addr(t.lock), LOP_EXCLUSIVE, site)


def ticket_release(t: Ptr[ticket_lock], site: u32 = here()) -> None:
    with indivisible():
        witness_unlock(addr(t.lock), LOP_EXCLUSIVE, site)
        t.owner = 0
        t.served += 1


class Queue:
    lock: ticket_lock
    m: mtx
    count: u32

    @initial
    def setup(self):
        ticket_init(addr(self.lock), "tickets")
        mtx_init(addr(self.m), "m", null, MTX_DEF)


# unknot check ticket.py::Counts: verified
@scenario
class Counts(Queue):
    @thread(count=3)
    def customer(self):
        ticket_acquire(addr(self.lock))
        self.count += 1
        ticket_release(addr(self.lock))

    @at_end
    def all_were_served(self):
        assert self.count == 3


# unknot check ticket.py::Reversed: violated, deadlock
@scenario
class Reversed(Queue):
    @thread
    def tickets_first(self):
        ticket_acquire(addr(self.lock))
        mtx_lock(addr(self.m))
        mtx_unlock(addr(self.m))
        ticket_release(addr(self.lock))

    @thread
    def mutex_first(self):
        mtx_lock(addr(self.m))
        ticket_acquire(addr(self.lock))
        ticket_release(addr(self.lock))
        mtx_unlock(addr(self.m))


# unknot check ticket.py::Forgotten: violated, lock_leak
@scenario
class Forgotten(Queue):
    @thread(count=2)
    def customer(self):
        ticket_acquire(addr(self.lock))
        self.count += 1
        if self.count == 1:
            return
        ticket_release(addr(self.lock))


# unknot check ticket.py::Twice: violated, lock_recursion
@scenario
class Twice(Queue):
    @thread
    def customer(self):
        ticket_acquire(addr(self.lock))
        ticket_acquire(addr(self.lock))
        ticket_release(addr(self.lock))
        ticket_release(addr(self.lock))
