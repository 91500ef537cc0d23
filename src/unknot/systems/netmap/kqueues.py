"""The kqueue beneath: FreeBSD 12.3's, for files. One idea: netmap's variants differ, the kqueue that asks them does
not."""

from __future__ import annotations

from unknot.systems.kqueue.v4 import variant

kq = variant("file")
