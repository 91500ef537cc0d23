"""A bounded buffer under one lock, with a condition to wait for; endless."""

from unknot import param, scenario, thread
from unknot.lang import array, atomic, indivisible, relaxed, u8

size = param("size", 8, "places in the buffer")
producers = param("producers", 3, "threads that fill it")
consumers = param("consumers", 3, "threads that empty it")


@scenario
class Buffer:
    slots: array[atomic[u8]] = array(size)
    head: atomic[u8]
    tail: atomic[u8]
    count: atomic[u8]
    lock: atomic[u8]

    @thread(count=producers)
    def producer(self, me: u8) -> None:
        while True:
            with indivisible(self.lock.load(relaxed) == 0 and self.count.load(relaxed) < size):
                self.lock.store(1, relaxed)
            place = self.tail.load(relaxed)
            self.slots[place].store(me + 1, relaxed)
            self.tail.store((place + 1) % size, relaxed)
            self.count.fetch_add(1, relaxed)
            self.lock.store(0, relaxed)

    @thread(count=consumers)
    def consumer(self, me: u8) -> None:
        while True:
            with indivisible(self.lock.load(relaxed) == 0 and self.count.load(relaxed) > 0):
                self.lock.store(1, relaxed)
            place = self.head.load(relaxed)
            assert self.slots[place].load(relaxed) != 0, "an empty place"
            self.slots[place].store(0, relaxed)
            self.head.store((place + 1) % size, relaxed)
            self.count.fetch_sub(1, relaxed)
            self.lock.store(0, relaxed)
