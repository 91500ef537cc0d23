"""What an entry of queue(3) that was removed looks like. One idea: its links get a value that is no address, so that a
second removal is told from a damaged list.

Like all checks of the lists this is done with `kernel_invariants` only. A check that fails is the violation
`queue_corrupt`, in the words of the kernel's panic.
"""

from __future__ import annotations

TRASHED = 0xFFFF_FFFF_FFFF_FFFF
"""What stands in the links of a removed entry."""
