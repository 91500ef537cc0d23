"""All checks, by fault. One idea: a fault without a check is a mistake of ours, found when this module is imported."""

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
    invariant,
    leak,
    limits,
    null_pointer,
    out_of_bounds,
    uninitialised,
    use_after_free,
)
from unknot.checks.check import Check
from unknot.core.errors import InternalError
from unknot.ir.faults import Fault

MODULES = (
    arithmetic,
    assertion,
    at_end,
    bad_free,
    calls,
    data_race,
    deadlock,
    double_free,
    invariant,
    leak,
    limits,
    null_pointer,
    out_of_bounds,
    uninitialised,
    use_after_free,
)

_NOTHING = Check(Fault.NONE, "no violation")
_BY_FAULT: dict[Fault, Check] = {check.fault: check for module in MODULES for check in module.CHECKS} | {
    Fault.NONE: _NOTHING
}


def check_of(fault: Fault) -> Check:
    """The check that a fault belongs to."""
    if fault not in _BY_FAULT:
        raise InternalError(f"no check is named for {fault.name}")
    return _BY_FAULT[fault]
