"""Shared variables, a struct and a parameter that modules_main.py imports."""

from unknot import param
from unknot.lang import Ptr, atomic, struct, u32

hits: atomic[u32] = atomic(0)
total: u32 = 5
DEPTH = param("depth", 3)


@struct
class Box:
    v: u32


def hit(b: Ptr[Box]) -> u32:
    b.v += 1
    return hits.fetch_add(1)
