"""n dining philosophers, endless. With `ordered` the last one takes his forks the other way round: no deadlock."""

from unknot import param, scenario, thread
from unknot.lang import array, atomic, indivisible, relaxed, u8

n = param("n", 4, "philosophers")
ordered = param("ordered", 1, "1: the last takes the right fork first, 0: all take the left one first")


@scenario
class Philosophers:
    fork: array[atomic[u8]] = array(n)
    eating: array[atomic[u8]] = array(n)

    @thread(count=n)
    def philosopher(self, me: u8) -> None:
        right = (me + 1) % n
        first = right if ordered and me == n - 1 else me
        second = me if ordered and me == n - 1 else right
        while True:
            self.take(first)
            self.take(second)
            self.eating[me].store(1, relaxed)
            assert self.eating[right].load(relaxed) == 0, "two eat with one fork"
            self.eating[me].store(0, relaxed)
            self.fork[first].store(0, relaxed)
            self.fork[second].store(0, relaxed)

    def take(self, fork: u8) -> None:
        with indivisible(self.fork[fork].load(relaxed) == 0):
            self.fork[fork].store(1, relaxed)
