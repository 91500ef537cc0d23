"""Tests by number: one program tries them all. One idea: `choose` picks the number, so all tests are compiled once, and
each runs on a machine of its own."""

from collections.abc import Callable

from unknot.lang import Ptr, u64
from unknot.systems.vmm.machine import Vm

Test = Callable[[Vm], None]


def by_number(tests: tuple[Test, ...]) -> Callable[[Vm, u64], None]:
    """A function that runs the test of a number."""
    run: Callable[[Vm, u64], None] = _none
    for place, test in enumerate(tests):
        run = _or_else(place, test, run)
    return run


def _none(vm: Ptr[Vm], which: u64) -> None:
    pass


def _or_else(place: int, test: Test, others: Callable[[Vm, u64], None]) -> Callable[[Vm, u64], None]:
    def run(vm: Ptr[Vm], which: u64) -> None:
        if which == place:
            test(vm)
        else:
            others(vm, which)

    return run
