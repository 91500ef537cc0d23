"""A mutex whose first field is its lock_object."""

from __future__ import annotations

from library_base import CLASS_MUTEX, KASSERT, NOBODY, acquired, attempt, lock_object, released, td

from unknot.lang import Ptr, cast, cstr, here, i32, i64, indivisible, null, struct, thread_id, u32

__all__ = ["KASSERT", "lock_object", "mtx", "mtx_init", "mtx_lock", "mtx_of", "mtx_owned", "mtx_unlock", "td"]


@struct
class mtx:
    lock_object: lock_object
    owner: i64 = NOBODY


def mtx_init(m: Ptr[mtx], name: cstr, type: cstr = null, opts: u32 = 0) -> None:
    m.lock_object.lo_name = name
    m.lock_object.lo_type = name if type is None else type
    m.lock_object.lo_flags = opts | CLASS_MUTEX


def mtx_lock(m: Ptr[mtx], site: u32 = here()) -> None:
    lo = cast(Ptr[lock_object], m)
    attempt(lo, site)
    with indivisible(m.owner == NOBODY, blocked_by=m.owner):
        m.owner = i64(thread_id())
    acquired(lo, site)


def mtx_unlock(m: Ptr[mtx], site: u32 = here()) -> None:
    released(cast(Ptr[lock_object], m), site)
    with indivisible():
        m.owner = NOBODY


def mtx_of(lo: Ptr[lock_object]) -> Ptr[mtx]:
    return cast(Ptr[mtx], lo)


def mtx_owned(m: Ptr[mtx]) -> bool:
    with indivisible():
        return m.owner == i64(thread_id())


def tries(timo: i32 = NOBODY) -> i32:
    return timo
