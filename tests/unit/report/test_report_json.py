"""The JSON form: its fields, and that a result survives the way there and back."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from report_samples import DEADLOCK, RESULTS, TSO, TWO

from unknot.core.errors import TargetError
from unknot.report.json import document, dumps, result_from_json


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_survives_the_round_trip(name: str) -> None:
    assert result_from_json(dumps([RESULTS[name]], as_list=False)) == RESULTS[name]


def test_one_result_is_a_document_and_several_are_a_list() -> None:
    assert json.loads(dumps([TWO], as_list=False))["target"] == "ring.py::AlwaysRoom"
    assert [d["target"] for d in json.loads(dumps([TWO, DEADLOCK], as_list=True))] == [TWO.target, DEADLOCK.target]


def test_the_document_is_as_recorded(golden: Callable[[str, str], None]) -> None:
    golden("report/deadlock.json", dumps([DEADLOCK], as_list=False))


def test_steps_name_threads_and_places() -> None:
    step = document(TWO)["finding"]["steps"][1]
    assert step == {
        "number": 2,
        "thread": "b",
        "actor": "thread",
        "file": "ring.py",
        "line": 11,
        "column": 9,
        "end_line": 11,
        "end_column": 30,
        "source": "head = ring.prod_head.load()",
        "effect": "0",
        "more": [],
        "preempts": "a",
        "ends": False,
    }
    assert document(TSO)["finding"]["steps"][4]["actor"] == "buffer"
    assert document(DEADLOCK)["finding"]["blocked"][0]["holder"] == "b"


@pytest.mark.parametrize("text", ["", "[]", "3", "{}", '{"schema_version": 99}', '{"schema_version": 1}'])
def test_what_is_no_result_is_refused(text: str) -> None:
    with pytest.raises(TargetError):
        result_from_json(text)
