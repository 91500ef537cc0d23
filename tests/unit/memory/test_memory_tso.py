"""x86-TSO beyond loads and stores: fences that are none by name, threads, objects, places of faults. Both executors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from unknot.core.options import Options
from unknot.frontend.python.load import build, load_file
from unknot.interp.explore import explore
from unknot.ir.faults import Fault
from unknot.pipeline import check, prepare

FILE = Path(__file__).with_name("tso_scenarios.py")
SCENARIOS = load_file(str(FILE)).scenarios

VERIFIED = None
FIRST_FAULT = {
    "DekkerBare": Fault.FINAL,
    "DekkerFence": VERIFIED,
    "DekkerReleaseFence": Fault.FINAL,
    "DekkerIndivisible": VERIFIED,
    "DekkerStoreInside": VERIFIED,
    "DekkerLoadInside": VERIFIED,
    "DekkerFree": VERIFIED,
    "DekkerAlloc": Fault.FINAL,
    "DekkerSpawn": VERIFIED,
    "LoadedBeforeSpawn": Fault.FINAL,
    "SpawnAndJoin": VERIFIED,
    "StoresOutliveTheirThread": VERIFIED,
    "InitialStoresAreThere": VERIFIED,
    "Sizes": VERIFIED,
    "StoreThenFree": VERIFIED,
    "WaiterOnTheStack": VERIFIED,
    "LateRelease": VERIFIED,
    "TrueDeadlock": Fault.DEADLOCK,
    "StoreToNull": Fault.NULL,
    "StoreAfterFree": Fault.USE_AFTER_FREE,
    "LoadAfterFree": Fault.USE_AFTER_FREE,
    "LoadUninitialised": Fault.UNINITIALISED,
    "StoreBeyondTheEnd": Fault.BOUNDS,
}
"""Under tso. Under sc the same, except that the Dekkers and LoadedBeforeSpawn are right."""
ONLY_TSO = {name for name, fault in FIRST_FAULT.items() if fault is Fault.FINAL}


def test_every_scenario_is_expected() -> None:
    assert set(FIRST_FAULT) == set(SCENARIOS)


MODES = {
    "sc": Options(spawns=2),
    "tso": Options(memory="tso", spawns=2),
    "tso-every-access": Options(memory="tso", spawns=2, every_access=True),
}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", SCENARIOS)
def test_both_executors(name: str, mode: str) -> None:
    expected = VERIFIED if mode == "sc" and name in ONLY_TSO else FIRST_FAULT[name]
    summary = explore(prepare(build(SCENARIOS[name]), MODES[mode]))
    assert (summary.first.fault if summary.first else VERIFIED) == expected
    result = check(SCENARIOS[name], replace(MODES[mode], order="bfs"))
    assert result.verdict == ("verified" if expected is VERIFIED else "violated")
    if expected is VERIFIED:
        assert result.counts.states == summary.states


FAILING = [name for name, fault in FIRST_FAULT.items() if fault not in (VERIFIED, Fault.FINAL, Fault.DEADLOCK)]


@pytest.mark.parametrize("name", FAILING)
def test_faults_point_at_the_users_line(name: str) -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    finding = check(SCENARIOS[name], Options(memory="tso")).finding
    assert finding is not None
    assert finding.where.file.endswith(FILE.name)
    assert lines[finding.where.line - 1].endswith("# fails here")
