"""`unknot locks` finds the locking key of 12.3 by itself: the queue and the state of knotes under kq_lock, what a
filter looks at under the lock of the object's list. The scenario's object is a process, whose lock is its mutex."""

from __future__ import annotations

from unknot.core.options import Options
from unknot.diagnose.locking import Rule
from unknot.pipeline import locks

KEY = {
    "kqueue.kq_head": "kqueue.kq_lock",
    "kqueue.kq_count": "kqueue.kq_lock",
    "kqueue.kq_state": "kqueue.kq_lock",
    "knote.kn_status": "kqueue.kq_lock",
    "knote.kn_influx": "kqueue.kq_lock",
    "knote.kn_tqe": "kqueue.kq_lock",
    "knote.kn_sfflags": "proc.p_mtx",
    "knote.kn_sdata": "proc.p_mtx",
    "knote.kn_kevent.fflags": "proc.p_mtx",
    "knlist.kl_list": "proc.p_mtx",
}


def test_the_key_of_v4() -> None:
    found = {f.name: f for f in locks("kqueue/v4::Locks", "", Options(max_preemptions=1)).fields}
    guards = {name: [g.lock for g in found[name].guards] for name in KEY}
    assert guards == {name: [lock] for name, lock in KEY.items()}
    rules = {found[name].rule for name in KEY}
    assert rules <= {Rule.PROTECTED, Rule.WRITES_PROTECTED}
