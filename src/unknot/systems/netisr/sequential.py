"""One thread, one rule of a contract at a time: netisr, tags, interfaces and the deferred queue do their job when
nobody disturbs them.

One idea: each behaviour is a short function without arguments, and a scenario chooses one of them, so that all are one
program.
"""

from collections.abc import Callable

from unknot import initial, param, scenario, thread
from unknot.lang import choose, u64, unreachable
from unknot.systems.netisr import sequential_dispatch, sequential_ifnet, sequential_queue, sequential_tags
from unknot.systems.netisr.ifnet import ifnet_init
from unknot.systems.netisr.stack import Stack
from unknot.systems.netisr.workstream import netisr_init

behaviour = param("behaviour", -1, "Sequential: only the behaviour of this number, from 0")


def either(first: Callable[[], None], rest: Callable[[u64], None]) -> Callable[[u64], None]:
    """The function that runs the behaviour of a number."""

    def run(number: u64) -> None:
        if number == 0:
            first()
        else:
            rest(number - 1)

    return run


def nothing(number: u64) -> None:
    """There is no such behaviour."""
    unreachable("there are not that many behaviours")


def behaviours(v: Stack) -> tuple[Callable[[], None], ...]:
    """All that hold for a variant."""
    found = (*sequential_queue.behaviours(v), *sequential_dispatch.behaviours(v), *sequential_tags.behaviours())
    return (*found, *sequential_ifnet.behaviours(v))


def sequential(v: Stack) -> type:
    """Every behaviour."""
    tests = behaviours(v)
    run: Callable[[u64], None] = nothing
    for test in reversed(tests):
        run = either(test, run)
    count = len(tests)

    @scenario
    class Sequential:
        """Nobody disturbs it, and every answer is that of the contract."""

        @initial
        def setup(self) -> None:
            ifnet_init()
            netisr_init()

        @thread
        def only(self) -> None:
            run(choose(count) if behaviour < 0 else behaviour)

    return Sequential
