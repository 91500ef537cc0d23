"""Names from other modules, closures over variants, annotations kept as text."""

from __future__ import annotations

from types import SimpleNamespace

import modules_helper as helper
from modules_helper import Box, hit, total
from modules_helper import hits as strikes

from unknot import invariant, scenario, thread
from unknot.lang import Ptr, addr, array, struct, u32


@struct
class Node:
    left: Ptr[Node]
    right: Ptr[Later] | None


@struct
class Later:
    x: u32


def bump_plain(p: Ptr[Box]) -> None:
    p.v += 1


def bump_twice(p: Ptr[Box]) -> None:
    p.v += 2


def make(variant, n):
    K = n * 2

    @struct
    class Local:
        a: array[u32, K]

    @scenario
    class S:
        box: variant.Box
        loc: Local
        node: Node

        @thread
        def t(self):
            global total
            variant.bump(addr(self.box))
            assert self.box.v == n
            assert len(self.loc.a) == K
            assert hit(addr(self.box)) == 0
            assert strikes.load() == 1 and helper.hits.load() == 1
            helper.hits.store(4)
            assert strikes.load() == 4
            assert helper.total == total
            total += 1
            assert helper.total == 6
            assert helper.DEPTH == 3
            helper.total = 9
            assert total == 9

        @invariant
        def ok(self) -> bool:
            return True

    return S


one = make(SimpleNamespace(bump=bump_plain, Box=Box), 1)
two = make(SimpleNamespace(bump=bump_twice, Box=Box), 2)
