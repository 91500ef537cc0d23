"""The order of locks in every form, from values written by hand."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace

import pytest
from report_samples import TWO, VERIFIED

from unknot.core.location import Location
from unknot.diagnose.finding import Edge, LockUse, OrderSite, RankedLock, Result, Reversal, Scene, StackFrame
from unknot.report import json, order_svg
from unknot.report.columns import render as report
from unknot.report.order import render, verdict_on
from unknot.report.order_dot import dot
from unknot.report.order_layout import HEIGHT, lay_out
from unknot.report.order_svg import svg
from unknot.report.reversals import MOST
from unknot.report.witness import console


def at(line: int) -> Location:
    return Location("kq.py", line, 5, line, 20)


def use(kind: str, line: int, name: str = "") -> LockUse:
    return LockUse(name or kind, kind, "sleep mutex", f"kq.{name or kind}", 0x100 * line, True, at(line))


def edge(held: str, wanted: str, line: int, **more: bool | LockUse) -> Edge:
    stack = (
        StackFrame("witness_checkorder", 3, 0x6000000100000003, at(1)),
        StackFrame("Kq.scan", line, 0x60000002_00000000 + line, at(line)),
    )
    sites = (OrderSite(at(line), at(line + 1), ("scan",)),)
    plain = Edge(use(held, line), use(wanted, line + 1), "scan", ("scan",), sites, schedule="scan2", stack=stack)
    return replace(plain, **more)


DOWN, ACROSS, UP = edge("kqueue", "knlist", 10), edge("knlist", "knote <x>", 20), edge("knote <x>", "kqueue", 30)
LONG, SELF = edge("kqueue", "knote <x>", 40, implied=True), edge("knlist", "knlist", 50, reverses=True)
UP = replace(UP, reverses=True)
RANKS = (
    RankedLock("kqueue", "sleep mutex", 1, ("kq.kq_lock",)),
    RankedLock("bdg", "sleep mutex", 1, ("bdg",), hidden=True),
    RankedLock("knlist", "sleep mutex", 2, ("kq.list[0]", "kq.list[1]")),
    RankedLock("knote <x>", "sleep mutex", 3, ("kn",)),
)
RING = Reversal("lock order", (DOWN, ACROSS, UP), "deadlocks", schedule="scan1.post2")
TWICE = Reversal("duplicate", (SELF,), "cannot deadlock here", "always in the same order", ("instances",))


def result(*reversals: Reversal, of: Result = VERIFIED) -> Result:
    edges = (DOWN, ACROSS, LONG, UP, SELF)
    return replace(of, lock_order=edges, lock_ranks=RANKS, reversals=reversals, given=())


BOTH = result(RING, TWICE)

# -- as a whole --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["txt", "dot", "svg", "console"])
def test_the_whole_is_as_recorded(form: str, golden: Callable[[str, str], None]) -> None:
    forms = {"txt": lambda: render(BOTH, 100), "dot": lambda: dot(BOTH), "svg": lambda: svg(BOTH)}
    golden(f"report/order.{form}", forms.get(form, lambda: console(BOTH))())


# -- text --------------------------------------------------------------------------------------------------------------


def test_types_are_listed_outermost_first_and_reversals_marked() -> None:
    text = render(BOTH, 120)
    places = [text.index(f"  {row.type}   sleep mutex") for row in RANKS]
    assert places == sorted(places)
    assert "   ! -> kqueue   kq.py:30, then kq.py:31   scan\n" in text
    assert "     -> knlist      kq.py:10, then kq.py:11   scan\n" in text
    assert "bdg   sleep mutex   hidden from WITNESS" in text
    assert f"again     unknot replay {BOTH.target} scan1.post2" in text
    assert 'two locks of type "knlist": cannot deadlock here; always in the same order' in text


def test_an_edge_has_the_verdict_of_the_reversal_it_closes() -> None:
    assert [verdict_on(BOTH, e) for e in BOTH.lock_order] == ["", "", "", "deadlocks", "cannot deadlock here"]
    assert verdict_on(result(), UP) == "accepted"


def test_a_report_shows_reversals_in_a_line_and_one_for_each_edge() -> None:
    text = report(BOTH, 120)
    assert '"kqueue", "knlist" and "knote <x>": deadlocks in schedule scan1.post2' in text
    assert 'scan takes "knlist" at kq.py:20, then "knote <x>" at kq.py:21' in text


def test_the_finding_that_shows_a_deadlock_is_not_named_again() -> None:
    assert TWO.finding is not None
    shown = replace(RING, schedule=TWO.finding.schedule)
    assert "deadlocks, as shown" in report(result(shown, of=TWO), 120)


def test_other_violations_and_limits_are_not_hidden() -> None:
    assert "note    no lock is taken that the libraries know" in render(VERIFIED, 120)
    assert f"besides  assertion: unknot check {TWO.target} --all" in render(result(RING, of=TWO), 120)
    bounded = replace(BOTH, verdict="bounded", bounds=("the limit of 9 states was reached",))
    assert "stopped  the limit of 9 states was reached" in render(bounded, 120)


def test_many_reversals_are_cut_short() -> None:
    text = report(result(*[TWICE] * (MOST + 2)), 120)
    assert text.count("two locks of type") == MOST
    assert f"and 2 more: unknot order {BOTH.target}" in text


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_the_picture_is_well_formed_and_has_every_type_and_verdict() -> None:
    texts = [element.text for element in ElementTree.fromstring(svg(BOTH)).iter("{http://www.w3.org/2000/svg}text")]
    assert {row.type for row in RANKS} <= set(texts)
    assert {"deadlocks", "cannot deadlock here", "reversal: deadlocks"} <= set(texts)


def test_lines_differ_in_more_than_colour() -> None:
    looks = [(style.width, style.dashes) for style in order_svg.STYLES.values()]
    assert len(set(looks)) == len(looks)


def test_boxes_do_not_overlap_and_edges_start_and_end_at_them() -> None:
    drawing = lay_out(BOTH)
    for i, one in enumerate(drawing.boxes):
        assert one.x - one.width / 2 > 0 and one.x + one.width / 2 < drawing.width
        for other in drawing.boxes[i + 1 :]:
            assert one.y != other.y or abs(one.x - other.x) >= (one.width + other.width) / 2
    levels = {box.y + HEIGHT / 2 for box in drawing.boxes} | {box.y - HEIGHT / 2 for box in drawing.boxes}
    assert all(way.points[0][1] in levels and way.points[-1][1] in levels for way in drawing.ways)
    assert [way.points[0][1] > way.points[-1][1] for way in drawing.ways] == [way.edge.reverses for way in drawing.ways]


def test_nothing_is_drawn_of_a_program_without_locks() -> None:
    assert lay_out(VERIFIED).boxes == ()
    assert ElementTree.fromstring(svg(VERIFIED)) is not None


def test_the_graph_has_ranks_edges_and_verdicts() -> None:
    text = dot(BOTH)
    assert '{ rank=same; "kqueue (sleep mutex)" [label="kqueue\\nsleep mutex"]; "bdg (sleep mutex)"' in text
    assert '"knote <x> (sleep mutex)" -> "kqueue (sleep mutex)" [tooltip="scan: kq.py:30, then kq.py:31"' in text
    assert text.count("->") == len(BOTH.lock_order) and text.count('label="deadlocks"') == 1


# -- programs ----------------------------------------------------------------------------------------------------------


def test_json_gives_back_all_of_it() -> None:
    scene = Scene("not locked", (use("kqueue", 1),), DOWN.stack, "mtx_unlock", use("knlist", 2), 0x20, "kqread")
    assert TWO.finding is not None
    whole = result(RING, TWICE, of=replace(TWO, finding=replace(TWO.finding, scene=scene)))
    back = json.result_from_json(json.dumps([whole], as_list=False))
    assert (back.lock_order, back.lock_ranks, back.reversals) == (whole.lock_order, whole.lock_ranks, whole.reversals)
    assert back.finding is not None and back.finding.scene == scene


@pytest.mark.parametrize("kind", ["sleepable after non-sleepable", "Giant after non-sleepable"])
def test_a_console_says_what_kind_of_reversal(kind: str) -> None:
    assert console(result(Reversal(kind, (UP,), "forbidden"))).startswith(f"lock order reversal: ({kind})\n 1st ")


def test_a_console_names_another_lock_of_the_wanted_type_first() -> None:
    closing = replace(UP, also=use("kqueue", 5, "kq0"))
    lines = console(result(replace(RING, edges=(DOWN, ACROSS, closing)))).splitlines()
    assert [line[:4] for line in lines[1:4]] == [" 1st", " 2nd", " 3rd"]
    assert lines[1] == " 1st 0x500 kq0 (kqueue, sleep mutex) @ kq.py:5"
    assert [line for line in lines if line.startswith("lock order ")][1:] == [
        "lock order kqueue -> knlist established at:",
        "lock order knlist -> knote <x> established at:",
        "lock order knote <x> -> kqueue attempted at:",
    ]


def test_a_console_reports_a_pair_once() -> None:
    shorter = replace(RING, edges=(LONG, UP))
    assert console(result(RING, shorter)).count("lock order reversal:") == 1
