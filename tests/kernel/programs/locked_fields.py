"""Fields with locks: held always, forgotten once, shared for reading, one for each object, another one later, none."""

from unknot import at_end, initial, invariant, scenario, thread
from unknot.kernel.malloc import M_NOWAIT, M_TEMP, malloc
from unknot.kernel.mutex import MTX_DEF, MTX_NEW, mtx, mtx_init, mtx_lock, mtx_trylock, mtx_unlock
from unknot.kernel.queue import TAILQ_FIRST, TAILQ_INIT, TAILQ_INSERT_TAIL, tailq_entry, tailq_head
from unknot.kernel.refcount import refcount_acquire, refcount_init
from unknot.kernel.sx import sx, sx_init, sx_slock, sx_sunlock, sx_xlock, sx_xunlock
from unknot.lang import Ptr, addr, alloc, array, atomic, cast, free, indivisible, null, size_of, store, struct, u32, u64


@struct
class account:
    a_lock: mtx
    a_balance: u32
    a_limit: u32


def deposit(account: Ptr[account], amount: u32) -> None:
    mtx_lock(addr(account.a_lock))
    if account.a_balance < account.a_limit:
        account.a_balance += amount
    mtx_unlock(addr(account.a_lock))


class Bank:
    accounts: array[account] = array(2)

    @initial
    def open(self) -> None:
        for i in range(2):
            mtx_init(addr(self.accounts[i].a_lock), "account", null, MTX_DEF)
            self.accounts[i].a_limit = 10


@scenario
class Kept(Bank):
    @thread(count=2)
    def customer(self, me: u32) -> None:
        deposit(addr(self.accounts[0]), 1)
        deposit(addr(self.accounts[1]), 1)

    @invariant
    def within(self) -> bool:
        return self.accounts[0].a_balance <= self.accounts[0].a_limit

    @at_end
    def both(self) -> None:
        self.accounts[0].a_limit = 0
        assert self.accounts[0].a_balance == 2


@scenario
class Forgotten(Bank):
    @thread(count=2)
    def customer(self) -> None:
        deposit(addr(self.accounts[0]), 1)

    @thread
    def clerk(self) -> None:
        mtx_lock(addr(self.accounts[0].a_lock))
        self.accounts[0].a_balance -= 1
        mtx_unlock(addr(self.accounts[0].a_lock))
        self.accounts[0].a_balance += 5


@scenario
class Peeked(Bank):
    @thread(count=2)
    def customer(self) -> None:
        deposit(addr(self.accounts[0]), 1)

    @thread
    def auditor(self) -> None:
        if self.accounts[0].a_balance > 0 and mtx_trylock(addr(self.accounts[0].a_lock)):
            self.accounts[0].a_balance = 0
            mtx_unlock(addr(self.accounts[0].a_lock))


@scenario
class WrongAccount(Bank):
    @thread(count=2)
    def customer(self) -> None:
        deposit(addr(self.accounts[0]), 1)
        deposit(addr(self.accounts[1]), 1)

    @thread
    def clerk(self) -> None:
        mtx_lock(addr(self.accounts[0].a_lock))
        self.accounts[0].a_balance = 0
        self.accounts[1].a_balance = 0
        mtx_unlock(addr(self.accounts[0].a_lock))


@scenario
class Settings:
    lock: sx
    speed: u32

    @initial
    def setup(self) -> None:
        sx_init(addr(self.lock), "settings")

    @thread(count=2)
    def reader(self) -> None:
        sx_slock(addr(self.lock))
        assert self.speed < 3
        sx_sunlock(addr(self.lock))

    @thread(count=2)
    def writer(self) -> None:
        sx_xlock(addr(self.lock))
        self.speed = 2
        sx_xunlock(addr(self.lock))


@struct
class job:
    j_link: tailq_entry
    j_state: u32


@struct
class port:
    p_lock: mtx
    p_jobs: tailq_head


@scenario
class OnePortEach:
    ports: array[port] = array(2)

    @initial
    def setup(self) -> None:
        for i in range(2):
            mtx_init(addr(self.ports[i].p_lock), "port", null, MTX_DEF)
            TAILQ_INIT(addr(self.ports[i].p_jobs))
            put(addr(self.ports[i]), alloc(job))

    @thread(count=2)
    def worker(self) -> None:
        for i in range(2):
            finish(addr(self.ports[i]))


def put(port: Ptr[port], new: Ptr[job]) -> None:
    new.j_state = 0
    TAILQ_INSERT_TAIL(addr(port.p_jobs), addr(new.j_link))


def finish(port: Ptr[port]) -> None:
    mtx_lock(addr(port.p_lock))
    first = cast(Ptr[job], TAILQ_FIRST(addr(port.p_jobs)))
    first.j_state += 1
    mtx_unlock(addr(port.p_lock))


@scenario
class HandedOver:
    first: mtx
    second: mtx
    phase: u32
    data: u32

    @initial
    def setup(self) -> None:
        mtx_init(addr(self.first), "first", null, MTX_DEF)
        mtx_init(addr(self.second), "second", null, MTX_DEF)

    @thread
    def maker(self) -> None:
        mtx_lock(addr(self.first))
        self.data = 1
        mtx_lock(addr(self.second))
        self.phase = 1
        mtx_unlock(addr(self.second))
        mtx_unlock(addr(self.first))

    @thread
    def user(self) -> None:
        mtx_lock(addr(self.second))
        if self.phase == 1:
            self.data = 2
        mtx_unlock(addr(self.second))


@struct
class session:
    s_refs: atomic[u32]
    s_users: atomic[u32]
    s_lock: mtx


@scenario
class Counted:
    s: session
    hits: atomic[u32]

    @initial
    def setup(self) -> None:
        mtx_init(addr(self.s.s_lock), "session", null, MTX_DEF)
        refcount_init(addr(self.s.s_users), 1)

    @thread(count=2)
    def user(self) -> None:
        self.hits.fetch_add(1)
        self.s.s_refs.fetch_add(1)
        refcount_acquire(addr(self.s.s_users))


def make_account() -> Ptr[account]:
    new = cast(Ptr[account], malloc(size_of(account), M_TEMP, M_NOWAIT))
    if new is None:
        return null
    mtx_init(addr(new.a_lock), "account", null, MTX_DEF | MTX_NEW)
    new.a_limit = 10
    new.a_balance = 0
    return new


@scenario
class Opened:
    table: mtx
    newest: Ptr[account]

    @initial
    def setup(self) -> None:
        mtx_init(addr(self.table), "table", null, MTX_DEF)

    @thread(count=2)
    def customer(self) -> None:
        mtx_lock(addr(self.table))
        mine = self.newest
        if mine is None:
            mine = make_account()
            self.newest = mine
        mtx_unlock(addr(self.table))
        if mine is not None:
            deposit(mine, 1)


@struct
class note:
    n_text: u32
    n_rest: array[u64] = array(9)


@scenario
class SamePlace:
    a: Ptr[account]
    n: Ptr[note]

    @thread
    def maker(self) -> None:
        one = alloc(account)
        one.a_balance = 1
        self.a = one
        one.a_balance = 2
        self.a = null
        free(one)
        two = alloc(note)
        two.n_text = 1
        self.n = two
        two.n_text = 2

    @thread
    def reader(self) -> None:
        with indivisible():
            if self.a is not None:
                self.a.a_balance = 4
            if self.n is not None:
                self.n.n_text += 1


@scenario
class OwnKind:
    word: atomic[u32]
    data: u32

    @thread(count=2)
    def user(self) -> None:
        with indivisible(self.word.load() == 0):
            self.word.store(1)
        self.data += 1
        self.word.store(0)


@struct
class switch:
    s_ports: array[account, 2]
    s_locks: array[mtx, 2]
    s_links: u32


class Switches:
    sw: switch

    @initial
    def attach(self) -> None:
        for i in range(2):
            mtx_init(addr(self.sw.s_ports[i].a_lock), "port", null, MTX_DEF)
            mtx_init(addr(self.sw.s_locks[i]), "switch", null, MTX_DEF)


@scenario
class EachPortItsOwn(Switches):
    @thread(count=2)
    def poller(self) -> None:
        for i in range(2):
            mtx_lock(addr(self.sw.s_ports[i].a_lock))
            self.sw.s_ports[i].a_balance += 1
            mtx_unlock(addr(self.sw.s_ports[i].a_lock))


@scenario
class TheOtherPorts(Switches):
    @thread(count=2)
    def poller(self, me: u32) -> None:
        mtx_lock(addr(self.sw.s_ports[me].a_lock))
        self.sw.s_ports[1].a_balance += 1
        mtx_unlock(addr(self.sw.s_ports[me].a_lock))


@scenario
class OneOfTwoLocks(Switches):
    @thread(count=2)
    def poller(self, me: u32) -> None:
        mtx_lock(addr(self.sw.s_locks[me]))
        self.sw.s_links += 1
        mtx_unlock(addr(self.sw.s_locks[me]))


@scenario
class TwoAtOnce(Bank):
    """Writes two fields by one store, without the lock of the second."""

    @thread
    def resetter(self) -> None:
        store(cast(Ptr[u64], addr(self.accounts[0].a_balance)), 0)

    @thread(count=2)
    def regulator(self) -> None:
        mtx_lock(addr(self.accounts[0].a_lock))
        self.accounts[0].a_limit += 1
        mtx_unlock(addr(self.accounts[0].a_lock))
