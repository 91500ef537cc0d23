"""Threads of pthread.h and of C11: results, ends, values of their own, what is undefined."""

from unknot import at_end, scenario, thread
from unknot.kernel.voidp import voidp
from unknot.lang import Ptr, addr, alloc, array, cast, free, i32, load, null, store, u32, u64
from unknot.libc.errno import EDEADLK
from unknot.libc.pthread_attr import (
    DETACHED,
    pthread_attr_destroy,
    pthread_attr_getdetachstate,
    pthread_attr_init,
    pthread_attr_setdetachstate,
    pthread_attr_setstacksize,
    pthread_attr_t,
)
from unknot.libc.pthread_cleanup import cleanup_pop, cleanup_push, pthread_cleanup
from unknot.libc.pthread_cond import pthread_cond_t
from unknot.libc.pthread_key import (
    pthread_getspecific,
    pthread_key_create,
    pthread_key_delete,
    pthread_setspecific,
)
from unknot.libc.pthread_mutex import pthread_mutex_lock, pthread_mutex_t, pthread_mutex_unlock
from unknot.libc.pthread_thread import (
    pthread_create,
    pthread_detach,
    pthread_equal,
    pthread_exit,
    pthread_join,
    pthread_self,
    sched_yield,
)
from unknot.libc.threads import (
    BUSY,
    ERROR,
    RECURSIVE,
    SUCCESS,
    TIMED_OUT,
    c11_mtx_destroy,
    c11_mtx_init,
    c11_mtx_lock,
    c11_mtx_timedlock,
    c11_mtx_trylock,
    c11_mtx_unlock,
    call_once,
    cnd_broadcast,
    cnd_init,
    cnd_signal,
    cnd_timedwait,
    cnd_wait,
    thrd_create,
    thrd_current,
    thrd_detach,
    thrd_equal,
    thrd_exit,
    thrd_join,
    thrd_yield,
    tss_create,
    tss_get,
    tss_set,
)

lock: pthread_mutex_t = pthread_mutex_t()
count: u32 = 0
who: u64 = 0
key: u32 = 0
ended: u32 = 0


def add(arg: voidp) -> voidp:
    """Counts under the lock."""
    global count
    pthread_mutex_lock(addr(lock))
    count += 1
    pthread_mutex_unlock(addr(lock))
    return arg


def add_unlocked(arg: voidp) -> voidp:
    """Counts."""
    global count
    count += 1
    return null


def give(arg: voidp) -> voidp:
    """Ends in the middle, with what it was given."""
    give_now(arg)
    return null


def give_now(arg: voidp) -> None:
    """Ends its thread."""
    pthread_exit(arg)


@scenario
class CreateAndJoin:
    @thread
    def main(self):
        t: array[u64] = array(3)
        for i in range(3):
            assert pthread_create(addr(t[i]), null, add, addr(lock)) == 0
        for i in range(3):
            result: voidp = null
            assert pthread_join(t[i], addr(result)) == 0
            assert result == addr(lock)
        assert count == 3


@scenario
class CreateAgainAndAgain:
    """The number of a thread that was joined is given out again."""

    @thread
    def main(self):
        t = u64(0)
        for _ in range(9):
            pthread_create(addr(t), null, add, null)
            pthread_join(t, null)
        assert count == 9


@scenario
class ReadsBeforeTheJoin:
    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, add_unlocked, null)
        assert count < 2
        pthread_join(t, null)


@scenario
class ExitsInACall:
    @thread
    def main(self):
        t = u64(0)
        result: voidp = null
        pthread_create(addr(t), null, give, addr(lock))
        pthread_join(t, addr(result))
        assert result == addr(lock)


@scenario
class TheFirstExits:
    """The others go on."""

    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, add, null)
        pthread_exit(null)

    @at_end
    def went_on(self):
        assert count == 1


@scenario
class Detached:
    @thread
    def main(self):
        attr = pthread_attr_t()
        state = i32(7)
        t = u64(0)
        pthread_attr_init(addr(attr))
        pthread_attr_getdetachstate(addr(attr), addr(state))
        assert state == 0
        assert pthread_attr_setdetachstate(addr(attr), DETACHED) == 0
        assert pthread_attr_setstacksize(addr(attr), 1 << 20) == 0
        pthread_create(addr(t), addr(attr), add, null)
        pthread_attr_destroy(addr(attr))
        pthread_create(addr(t), null, add, null)
        assert pthread_detach(t) == 0

    @at_end
    def both_ran(self):
        assert count == 2


@scenario
class JoinsTwice:
    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, add, null)
        pthread_join(t, null)
        pthread_join(t, null)


@scenario
class JoinsDetached:
    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, add, null)
        pthread_detach(t)
        pthread_join(t, null)


@scenario
class DetachesTwice:
    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, add, null)
        pthread_detach(t)
        pthread_detach(t)


def join_it(arg: voidp) -> voidp:
    """Joins the thread that `arg` names."""
    pthread_join(cast(u64, arg), null)
    return null


@scenario
class TwoJoinOne:
    @thread
    def main(self):
        t = u64(0)
        other = u64(0)
        pthread_create(addr(t), null, add, null)
        pthread_create(addr(other), null, join_it, cast(voidp, t))
        pthread_join(t, null)
        pthread_join(other, null)


@scenario
class JoinsItself:
    @thread
    def main(self):
        assert pthread_join(pthread_self(), null) == EDEADLK


def join_who(arg: voidp) -> voidp:
    """Joins the thread that started it."""
    pthread_join(who, null)
    return null


@scenario
class JoinEachOther:
    @thread
    def main(self):
        global who
        t = u64(0)
        who = pthread_self()
        pthread_create(addr(t), null, join_who, null)
        pthread_join(t, null)


@scenario
class JoinsWithTheLock:
    """The thread needs the lock that the one who joins it holds."""

    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, add, null)
        pthread_mutex_lock(addr(lock))
        pthread_join(t, null)
        pthread_mutex_unlock(addr(lock))


def leave_locked(arg: voidp) -> voidp:
    """Ends with the lock."""
    pthread_mutex_lock(addr(lock))
    return null


def unlock(arg: voidp) -> voidp:
    """Gives back what another thread has locked."""
    pthread_mutex_unlock(addr(lock))
    return null


@scenario
class UnlocksWhatItsForerunnerLocked:
    """Both threads have the same number."""

    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, leave_locked, null)
        pthread_join(t, null)
        pthread_create(addr(t), null, unlock, null)
        pthread_join(t, null)


def is_who(arg: voidp) -> voidp:
    """Looks whether it is itself."""
    assert pthread_equal(pthread_self(), cast(u64, arg)) == 0
    sched_yield()
    return null


@scenario
class Selves:
    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, is_who, cast(voidp, pthread_self()))
        assert pthread_equal(t, pthread_self()) == 0
        assert pthread_equal(t, t) == 1
        pthread_join(t, null)


# -- values of their own -----------------------------------------------------------------------------------------------


def release(value: voidp) -> None:
    """Gives back a thread's number."""
    global ended
    pthread_mutex_lock(addr(lock))
    ended += load(cast(Ptr[u32], value))
    pthread_mutex_unlock(addr(lock))
    free(value)


def keep(arg: voidp) -> voidp:
    """Has a number of its own until it ends."""
    assert pthread_getspecific(key) is None
    mine = alloc(u32)
    store(mine, 5)
    assert pthread_setspecific(key, mine) == 0
    assert pthread_getspecific(key) == mine
    if arg is not None:
        pthread_exit(null)
    return null


@scenario
class OwnValues:
    """Their destructors run when threads end."""

    @thread
    def main(self):
        t: array[u64] = array(2)
        pthread_key_create(addr(key), release)
        pthread_create(addr(t[0]), null, keep, null)
        pthread_create(addr(t[1]), null, keep, addr(lock))
        pthread_join(t[0], null)
        pthread_join(t[1], null)
        assert ended == 10
        assert pthread_getspecific(key) is None
        assert pthread_key_delete(key) == 0


def push(arg: voidp) -> voidp:
    """Pushes two handlers, runs one, leaves one to its end."""
    outer = pthread_cleanup()
    inner = pthread_cleanup()
    cleanup_push(addr(outer), note, addr(count))
    cleanup_push(addr(inner), note, addr(ended))
    cleanup_pop(addr(inner), 1)
    pthread_exit(null)
    return null


def note(what: voidp) -> None:
    """Sets a number to 1."""
    store(cast(Ptr[u32], what), 1)


@scenario
class Cleanups:
    @thread
    def main(self):
        t = u64(0)
        pthread_create(addr(t), null, push, null)
        pthread_join(t, null)
        assert count == 1 and ended == 1


# -- C11 ---------------------------------------------------------------------------------------------------------------

c: pthread_cond_t = pthread_cond_t()
flag: i32 = 0


def set_up() -> None:
    """What is to be done once."""
    assert c11_mtx_init(addr(lock), 0) == SUCCESS
    assert cnd_init(addr(c)) == SUCCESS
    assert tss_create(addr(key), null) == SUCCESS


def c11_worker(arg: voidp) -> i32:
    """Counts, tells, and gives a number back."""
    global count
    call_once(addr(flag), set_up)
    assert c11_mtx_lock(addr(lock)) == SUCCESS
    count += 1
    cnd_signal(addr(c))
    c11_mtx_unlock(addr(lock))
    tss_set(key, addr(count))
    assert tss_get(key) == addr(count)
    thrd_yield()
    if arg is not None:
        thrd_exit(-3)
    return 7


@scenario
class C11Threads:
    @thread
    def main(self):
        t: array[u64] = array(2)
        result = i32(0)
        assert thrd_create(addr(t[0]), c11_worker, null) == SUCCESS
        assert thrd_create(addr(t[1]), c11_worker, addr(lock)) == SUCCESS
        call_once(addr(flag), set_up)
        c11_mtx_lock(addr(lock))
        while count < 2:
            cnd_wait(addr(c), addr(lock))
        c11_mtx_unlock(addr(lock))
        assert thrd_equal(thrd_current(), t[0]) == 0
        thrd_join(t[0], addr(result))
        assert result == 7
        thrd_join(t[1], addr(result))
        assert result == -3
        c11_mtx_destroy(addr(lock))


def nothing(arg: voidp) -> i32:
    """Nothing."""
    return 0


@scenario
class C11Mutexes:
    m: pthread_mutex_t

    @thread
    def main(self):
        t = u64(0)
        assert c11_mtx_init(addr(self.m), 9) == ERROR
        c11_mtx_init(addr(self.m), 0)
        c11_mtx_lock(addr(self.m))
        assert c11_mtx_trylock(addr(self.m)) == BUSY
        assert c11_mtx_timedlock(addr(self.m), null) == TIMED_OUT
        assert cnd_timedwait(addr(c), addr(self.m), null) == TIMED_OUT
        cnd_broadcast(addr(c))
        c11_mtx_unlock(addr(self.m))
        c11_mtx_init(addr(self.m), RECURSIVE)
        c11_mtx_lock(addr(self.m))
        assert c11_mtx_lock(addr(self.m)) == SUCCESS
        c11_mtx_unlock(addr(self.m))
        c11_mtx_unlock(addr(self.m))
        thrd_create(addr(t), nothing, null)
        thrd_detach(t)


@scenario
class C11UnlocksRecursive:
    """C11 has no error for it."""

    m: pthread_mutex_t

    @thread
    def main(self):
        c11_mtx_init(addr(self.m), RECURSIVE)
        c11_mtx_unlock(addr(self.m))
