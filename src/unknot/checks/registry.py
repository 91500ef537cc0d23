"""All checks. One idea: a fault without a check is a mistake of ours; a rule of the program names its check itself."""

from __future__ import annotations

from unknot.checks import (
    arithmetic,
    assertion,
    at_end,
    bad_free,
    calls,
    data_race,
    deadlock,
    double_free,
    gave_up,
    invariant,
    leak,
    limits,
    linearizability,
    lock_context,
    lock_life,
    lock_use,
    lost_wakeup,
    misuse,
    null_pointer,
    out_of_bounds,
    queue_corrupt,
    read_only,
    refcount,
    sleeping,
    stuck,
    uninitialised,
    use_after_free,
)
from unknot.checks.check import Check
from unknot.core.errors import InternalError
from unknot.ir.faults import Fault

MODULES = (
    assertion,
    gave_up,
    invariant,
    at_end,
    linearizability,
    deadlock,
    lost_wakeup,
    stuck,
    data_race,
    lock_use,
    lock_life,
    lock_context,
    sleeping,
    refcount,
    queue_corrupt,
    misuse,
    null_pointer,
    out_of_bounds,
    use_after_free,
    double_free,
    bad_free,
    uninitialised,
    leak,
    read_only,
    arithmetic,
    calls,
    limits,
)
"""In the order of the reference."""

_NOTHING = Check(Fault.NONE, "no violation")
_ALL = (_NOTHING, *(check for module in MODULES for check in module.CHECKS))
_BY_KIND: dict[tuple[Fault, str], Check] = {(check.fault, check.kind): check for check in _ALL}
_BY_KIND[Fault.RULE, "assertion_failed"] = assertion.CHECKS[0]  # assert() of C
_BY_FAULT: dict[Fault, Check] = {check.fault: check for check in reversed(_ALL)}


def check_of(fault: Fault, kind: str = "") -> Check:
    """The check that a fault belongs to; `kind` where it has several. A rule of the user's own may have any kind."""
    if fault not in _BY_FAULT:
        raise InternalError(f"no check is named for {fault.name}")
    if (fault, kind) in _BY_KIND:
        return _BY_KIND[fault, kind]
    return Check(fault, kind) if fault is Fault.RULE and kind else _BY_FAULT[fault]
