"""Peterson's algorithm for n processes (the filter lock), endless. A process climbs n - 1 levels; it waits on each
while another is as high as itself and nobody came later.

G. L. Peterson, Myths about the mutual exclusion problem, Information Processing Letters 12(3), 1981.
"""

from unknot import param, scenario, thread
from unknot.lang import array, atomic, relaxed, u8

n = param("n", 4, "processes")


@scenario
class Peterson:
    level: array[atomic[u8]] = array(n)
    last: array[atomic[u8]] = array(n)
    inside: atomic[u8]

    @thread(count=n)
    def user(self, me: u8) -> None:
        while True:
            for level in range(1, n):
                self.climb(me, u8(level))
            assert self.inside.load(relaxed) == 0, "two in the critical section"
            self.inside.store(1, relaxed)
            self.inside.store(0, relaxed)
            self.level[me].store(0, relaxed)

    def climb(self, me: u8, level: u8) -> None:
        self.level[me].store(level, relaxed)
        self.last[level].store(me, relaxed)
        for other in range(n):
            if other != me:
                while self.level[other].load(relaxed) >= level and self.last[level].load(relaxed) == me:
                    pass
