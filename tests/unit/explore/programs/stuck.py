"""Small programs that get stuck while their threads run, and such that only look so."""

from unknot import param, scenario, thread
from unknot.lang import Ptr, addr, array, atomic, here, indivisible, pause, relaxed, u8, u32

n = param("n", 1, "values of a counter")


def try_lock(lock: Ptr[atomic[u32]]) -> bool:
    with indivisible():
        free = lock.load(relaxed) == 0
        if free:
            lock.store(1, relaxed)
        return free


def unlock(lock: Ptr[atomic[u32]]) -> None:
    lock.store(0, relaxed)


def snooze(asleep: Ptr[atomic[u8]], site: u32 = here()) -> None:
    asleep.store(1, relaxed)
    pause()
    asleep.store(0, relaxed)


@scenario
class TwoTryLocks:
    """Each keeps its first lock while it tries the second, and counts its tries: no deadlock, no end either."""

    lock: array[atomic[u32]] = array(2)
    odd: array[atomic[u8]] = array(2)

    @thread(count=2)
    def taker(self, me: u8) -> None:
        other = 1 - me
        while not try_lock(addr(self.lock[me])):
            pause()
        while not try_lock(addr(self.lock[other])):
            self.odd[me].store(1 - self.odd[me].load(relaxed), relaxed)
            pause()
        unlock(addr(self.lock[other]))
        unlock(addr(self.lock[me]))


@scenario
class BackingOff:
    """The same, but whoever fails gives back what it has: there is always a schedule to the end."""

    lock: array[atomic[u32]] = array(2)

    @thread(count=2)
    def taker(self, me: u8) -> None:
        other = 1 - me
        done = False
        while not done:
            if try_lock(addr(self.lock[me])):
                done = try_lock(addr(self.lock[other]))
                if done:
                    unlock(addr(self.lock[other]))
                unlock(addr(self.lock[me]))


@scenario
class Timeouts:
    """Two processors that may ask each other for an answer, and look every second whether it has come. Who waits does
    not answer."""

    asks: array[atomic[u8]] = array(2)
    answers: array[atomic[u8]] = array(2)
    asleep: array[atomic[u8]] = array(2)

    @thread(count=2)
    def cpu(self, me: u8) -> None:
        other = 1 - me
        if self.asks[other].load(relaxed) != 0:
            self.answers[me].store(1, relaxed)
            return
        self.asks[me].store(1, relaxed)
        while self.answers[other].load(relaxed) == 0:
            self.asleep[me].store(1, relaxed)
            pause()
            self.asleep[me].store(0, relaxed)


@scenario
class LostFlag:
    """The flag may be gone before it is seen; who waits for it counts."""

    flag: atomic[u8]
    count: atomic[u8]

    @thread
    def blink(self) -> None:
        self.flag.store(1, relaxed)
        self.flag.store(0, relaxed)

    @thread
    def wait(self) -> None:
        while self.flag.load(relaxed) == 0:
            self.count.store((self.count.load(relaxed) + 1) % n, relaxed)


@scenario
class Claims:
    """A loop around a compare-and-swap: whoever fails has been overtaken, and may try again."""

    count: atomic[u8]

    @thread(count=3)
    def add(self) -> None:
        old = self.count.load(relaxed)
        while not self.count.cas(old, old + 1, relaxed):
            old = self.count.load(relaxed)
            pause()


@scenario
class Counted:
    """Loops that count come to their end."""

    x: atomic[u8]

    @thread(count=2)
    def run(self) -> None:
        for _ in range(3):
            left: u8 = 2
            while left > 0:
                self.x.store(left, relaxed)
                left -= 1


@scenario
class Endless:
    """A producer and a consumer that never end; each looks again and again, with a pause, whether it is its turn."""

    full: atomic[u8]
    looks: atomic[u8]

    @thread
    def produce(self) -> None:
        while True:
            while self.full.load(relaxed) != 0:
                self.looks.store(1 - self.looks.load(relaxed), relaxed)
                pause()
            self.full.store(1, relaxed)

    @thread
    def consume(self) -> None:
        while True:
            while self.full.load(relaxed) == 0:
                pause()
            self.full.store(0, relaxed)


@scenario
class EndlessUntil(Endless):
    """The same until somebody takes an item and gives nothing back."""

    @thread
    def steal(self) -> None:
        if self.full.load(relaxed) == 1:
            self.full.store(2, relaxed)

    @thread
    def consume(self) -> None:
        while True:
            while self.full.load(relaxed) != 1:
                pause()
            self.full.cas(1, 0, relaxed)


@scenario
class Clock:
    """Never ends, and sleeps in every round: that may be its work."""

    time: atomic[u8]

    @thread
    def tick(self) -> None:
        while True:
            self.time.store((self.time.load(relaxed) + 1) % 12, relaxed)
            pause()


@scenario
class OnlyWaiting:
    """Two that wait for each other's flag, and sleep for a second when it is not there: the sleep is the library's."""

    up: array[atomic[u8]] = array(2)
    asleep: array[atomic[u8]] = array(2)

    @thread(count=2)
    def waiter(self, me: u8) -> None:
        while True:
            if self.up[1 - me].load(relaxed) != 0:
                self.up[me].store(1, relaxed)
            snooze(addr(self.asleep[me]))


@scenario
class Spread:
    """Many states, most of which differ in what somebody wrote last; loops that can always end."""

    word: array[atomic[u8]] = array(4)

    @thread(count=4)
    def run(self, me: u8) -> None:
        value = self.word[me].load(relaxed)
        while value < n:
            if self.word[me].cas(value, value + 1, relaxed):
                value += 1
