"""What `unknot locks` and `unknot order` call fields, locks and threads of a C program."""

from __future__ import annotations

from pathlib import Path

import pytest

from unknot import pipeline
from unknot.core.options import Options
from unknot.frontend.c.inputs import CInput

PROGRAM = CInput((str(Path(__file__).parent / "kernel" / "locks_of_softc.c"),))


def test_memory_of_malloc_is_called_by_the_type_it_turns_out_to_have() -> None:
    found = pipeline.locks(PROGRAM, "", Options())
    rules = {f.name: tuple(g.lock for g in f.guards) for f in found.fields}
    assert rules["softc.packets"] == ("softc.lock",)
    assert rules["item.first"] == ("softc.lock",)
    assert not any(name.startswith("memory") for name in rules)


@pytest.mark.parametrize("field", ["packets", "softc.packets", "softc"])
def test_fields_of_such_memory_can_be_asked_for(field: str) -> None:
    found = pipeline.locks(PROGRAM, field, Options())
    assert "softc.packets" in [f.name for f in found.fields]
    assert "item.first" not in [f.name for f in found.fields]


def test_an_edge_names_the_started_thread_without_a_reversal() -> None:
    result = pipeline.order(PROGRAM, Options())
    assert [(e.held.type, e.wanted.type, e.thread) for e in result.lock_order] == [
        ("softc", "softc's other", "interrupts")
    ]


RECURSES = """
#include <sys/param.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>

int
main(void)
{
	PROC_LOCK(curproc);
	PROC_LOCK(curproc);
	return (0);
}
"""


def test_what_the_headers_do_before_main_is_no_row(tmp_path: Path) -> None:
    file = tmp_path / "recurses.c"
    file.write_text(RECURSES)
    finding = pipeline.check(CInput((str(file),))).finding
    assert finding is not None and finding.kind == "lock_recursion"
    assert {step.row.source.strip() for step in finding.steps} == {"PROC_LOCK(curproc);"}
