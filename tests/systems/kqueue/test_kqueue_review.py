"""What the reviewer of the patch of 2003 asked, beyond the table: that the wait is left in each of the ways that the
scenario `LockBalance` is about, and what locks kn.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot.core.options import Options
from unknot.diagnose.locking import Rule
from unknot.frontend.python.load import load_file
from unknot.pipeline import check, locks

PROGRAM = """
from typing import Any

from unknot import initial, thread
from unknot.kernel.errno import EINTR
from unknot.kernel.signals import tdsignal
from unknot.lang import addr
from unknot.systems.kqueue.event import EV_ADD, EVFILT_READ, FOREVER, kevent
from unknot.systems.kqueue.interleavings import calls
from unknot.systems.kqueue.stage import KQ, READ_END, WRITE_END, staged
from unknot.systems.kqueue.v1 import VARIANT as v

k = calls(v)

@staged(v)
class Never:
    process: Any

    @initial
    def setup(self) -> None:
        v.setup(addr(self.process))
        k.change(addr(self.process), READ_END, EVFILT_READ, EV_ADD, 0)

    @thread
    def scanner(self) -> None:
        event = kevent()
        result = v.kevent(addr(self.process), KQ, addr(event), 0, addr(event), 1, TIMEOUT)
        assert result != RESULT, "so it does happen"

    @thread
    def writer(self) -> None:
        v.write(addr(self.process), WRITE_END, 1)

    @thread
    def killer(self) -> None:
        tdsignal(0, 2)
"""

WAYS = [("FOREVER", "1"), ("FOREVER", "-EINTR"), ("5", "0"), ("0", "0"), ("0", "1")]
"""Timeout and result."""


@pytest.mark.parametrize(("timeout", "result"), WAYS)
def test_the_wait_ends_in_each_way(tmp_path: Path, timeout: str, result: str) -> None:
    path = tmp_path / "never.py"
    path.write_text(PROGRAM.replace("TIMEOUT", timeout).replace("RESULT", result))
    found = check(load_file(str(path)).scenarios["Never"], Options(races=False))
    assert found.finding is not None and found.finding.kind == "assertion failed"


def test_nothing_locks_kn() -> None:
    """Objection 4, in V1: no lock is held wherever the status or what is to be reported is changed."""
    found = locks("kqueue/v1::SignalsCounted", "knote")
    rules = {field.name.removeprefix("knote."): field.rule for field in found.fields}
    assert rules["kn_status"] is Rule.BROKEN and rules["kn_kevent.data"] is Rule.BROKEN
