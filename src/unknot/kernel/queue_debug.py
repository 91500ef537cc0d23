"""What an entry of queue(3) that was removed looks like. One idea: its links get a value that is no address, so that a
second removal is told from a damaged list.

Like all checks of the lists this is done with `kernel_invariants` only. A check that fails is the violation
`queue_corrupt`, in the words of the kernel's panic.
"""

from __future__ import annotations

from unknot.kernel.voidp import voidp
from unknot.lang import cstr, here, require, u32

TRASHED = 0xFFFF_FFFF_FFFF_FFFF
"""What stands in the links of a removed entry."""


def queue_corrupt(what: cstr, where: voidp, site: u32 = here()) -> None:
    """What C's macros find."""
    require(False, "queue_corrupt", "{0:text}: {1} @ {2:site}", what, where, site)
