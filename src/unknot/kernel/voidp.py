"""C's `void *`. One idea: every pointer converts to it, for the compiler and for a type checker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from unknot.lang import Ptr

if TYPE_CHECKING:
    voidp: TypeAlias = Any
else:
    voidp = Ptr[None]
