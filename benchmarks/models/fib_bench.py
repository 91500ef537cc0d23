"""fib_bench: two threads add each other's variable to their own, n times. The largest value they can reach is a
Fibonacci number. After the program of that name in the competition on software verification (SV-COMP)."""

from unknot import param, scenario, thread
from unknot.lang import atomic, relaxed, u16

n = param("n", 5, "rounds of each thread")
limit = param("limit", 144, "the Fibonacci number F(2n + 2)")


@scenario
class FibBench:
    i: atomic[u16] = 1
    j: atomic[u16] = 1

    @thread
    def a(self) -> None:
        for _ in range(n):
            x = self.i.load(relaxed)
            x += self.j.load(relaxed)
            assert x <= limit, "larger than can be"
            self.i.store(x, relaxed)

    @thread
    def b(self) -> None:
        for _ in range(n):
            x = self.j.load(relaxed)
            x += self.i.load(relaxed)
            assert x <= limit, "larger than can be"
            self.j.store(x, relaxed)
