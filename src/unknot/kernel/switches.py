"""How the kernel was built, as constants that options set. One idea: a constant is no part of the state, so asking is
no step."""

from __future__ import annotations

from unknot.lang import constant, u32

kernel_invariants: constant[u32] = 1
"""1 as in a kernel with INVARIANTS; option --no-invariants makes it 0."""

witness_hides: constant[u32] = 0
"""1: locks created with NOWITNESS are not looked at, as in a kernel with WITNESS; option --nowitness."""
