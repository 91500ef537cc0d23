"""Every limit: reaching it is a bounded result that says so and what was covered; staying within it is not noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from unknot.compile import jit
from unknot.core.errors import OptionError
from unknot.core.options import LIMITS, Options
from unknot.diagnose.finding import Result
from unknot.explore.search import Search
from unknot.pipeline import check, compile_prepared, load, prepare

PROGRAM = Path(__file__).parent / "programs" / "limits.py"


def run(scenario: str, n: int = 1000, threads: int = 1, **changes: Any) -> Result:
    return check(f"{PROGRAM}::{scenario}", Options(**changes), {"n": n, "threads": threads})


def bounded(scenario: str, n: int = 1000, **changes: Any) -> tuple[str, str]:
    """The first bound and the coverage of a result that must be bounded."""
    result = run(scenario, n, **changes)
    assert (result.verdict, result.finding, result.exit_status) == ("bounded", None, 2)
    return result.bounds[0], result.coverage


def verified(scenario: str, n: int = 1000, **changes: Any) -> Result:
    result = run(scenario, n, **changes)
    assert (result.verdict, result.error) == ("verified", ""), result
    return result


# the search's


@pytest.mark.parametrize("order", ["preemptions", "bfs", "dfs"])
def test_states(order: str) -> None:
    bound, coverage = bounded("Counting", max_states=5000, order=order)
    assert bound == "the limit of 5,000 states was reached"
    assert coverage.startswith("no violation in the 5,0")


def test_states_that_are_just_enough() -> None:
    assert verified("Straight", max_states=4).counts.states == 3


@pytest.mark.parametrize("order", ["preemptions", "bfs", "dfs"])
def test_memory(order: str) -> None:
    result = run("Counting", max_memory=8, order=order)
    assert (result.verdict, result.bounds[0]) == ("bounded", "the limit of 8 MiB of memory was reached")
    assert result.counts.states > 50_000


def test_memory_is_kept_within_one_step() -> None:
    """One step with more outcomes than there is room for."""
    bound, _ = bounded("ManyOutcomes", 1_000_000, max_memory=4)
    assert bound == "the limit of 4 MiB of memory was reached"


def test_seconds() -> None:
    bound, coverage = bounded("Counting", max_seconds=1)
    assert bound == "the limit of 1 s was reached"
    assert coverage.startswith("no violation in the ")


@pytest.mark.parametrize("most", [0, 1, 2])
def test_preemptions(most: int) -> None:
    result = run("Deep", max_preemptions=most)
    assert (result.verdict, result.counts.preemptions_completed) == ("bounded", most)
    assert result.bounds[0] == f"schedules with more preemptions than {most} were not run"
    assert result.coverage == f"no violation with {most} preemption{'s' * (most != 1)} or fewer"


def test_preemptions_that_are_just_enough() -> None:
    result = run("Deep", max_preemptions=3)
    assert result.verdict == "violated"
    assert result.finding is not None
    assert (result.finding.schedule, result.finding.preemptions) == ("a1.b2.a2.b2.a1", 3)


def test_a_bound_that_excludes_no_schedule_is_none() -> None:
    verified("Straight", max_preemptions=0)


def test_a_violation_is_reported_although_a_limit_is_reached_behind_it() -> None:
    """The first of 300 states is wrong; the others are as near, and are looked at before it is reported."""
    result = run("ManyOutcomes", 300, max_states=305, order="bfs")
    assert result.verdict == "violated"
    assert 305 <= result.counts.states < 601, "all of them"
    assert result.finding is not None
    assert result.finding.schedule == "a2"


@pytest.mark.parametrize("order", ["random", "pct"])
def test_schedules_and_steps(order: str) -> None:
    result = run("Counting", order=order, schedules=50, max_steps=100)
    assert (result.verdict, result.counts.schedules, result.counts.depth) == ("bounded", 50, 100)
    assert result.bounds[0] == f"{order} search runs a sample of 50 schedules, seed 1"
    assert result.bounds[1] == "50 schedules were cut after 100 steps"
    assert result.coverage == "no violation in 50 schedules of up to 100 steps"


def test_same_seed_same_schedules() -> None:
    one, same, other = (run("Deep", order="random", seed=seed) for seed in (3, 3, 4))
    assert one.finding is not None
    assert (one.finding, one.counts) == (same.finding, same.counts)
    assert other.counts != one.counts


def test_a_great_pct_depth() -> None:
    bounded("Straight", order="pct", pct_depth=1000, schedules=3)


# the program's


def test_heap() -> None:
    verified("Objects", 4, heap=64)
    assert bounded("Objects", 5, heap=64)[0] == "heap limit (--heap 64, bytes): paths were cut there"
    assert bounded("Objects", 1, heap=0)[0] == "heap limit (--heap 0, bytes): paths were cut there"
    assert bounded("InitialObject", heap=0)[1] == "no violation in the 0 states visited"


def test_stack() -> None:
    verified("Recursive", 10)
    assert bounded("Recursive", 1000)[0] == "stack limit (--stack 4096, bytes per thread): paths were cut there"
    verified("Recursive", 1000, stack=65536)


def test_spawns() -> None:
    verified("Children", 4)
    assert bounded("Children", 5, spawns=4)[0] == "thread limit (--spawns 4, threads): paths were cut there"
    verified("Children", 5, spawns=5)
    assert bounded("Children", 1, spawns=0)[0] == "thread limit (--spawns 0, threads): paths were cut there"


def test_room_for_threads_grows_where_nobody_says_how_much_there_is() -> None:
    assert verified("Children", 9).counts == verified("Children", 9, spawns=16).counts


def test_a_joined_thread_makes_room() -> None:
    assert verified("ChildrenOneByOne", 100, spawns=1).counts.states == 101


def test_rounds_of_private_computation() -> None:
    verified("Rounds", 999, max_loop=1000)
    result = run("Rounds", 1001, max_loop=1000)
    assert (result.verdict, result.exit_status) == ("error", 3)
    assert "endless computation" in result.error


# one step


def test_a_step_with_many_calls() -> None:
    verified("RecursiveRounds")


def test_a_step_that_changes_one_word_often() -> None:
    verified("LongBlock", 100_000)


def test_a_step_that_changes_many_words() -> None:
    verified("WideBlock", 60_000)


def test_a_large_object_comes_and_goes() -> None:
    verified("LargeObject", heap=1 << 20)


def test_a_step_with_many_choices_among_one() -> None:
    verified("ManyChoices", 60)


def test_a_step_with_too_many_choices() -> None:
    assert bounded("RealChoices", 25)[0] == "step limit: paths were cut there"


def test_an_outcome_beyond_16_bits() -> None:
    options = Options()
    _, program = load(f"{PROGRAM}::ManyOutcomes", {"n": 70_000, "wrong": 69_999})
    compiled = compile_prepared(prepare(program, options), options)
    found = Search(compiled, jit.load(compiled.text), options).run().found
    assert found is not None
    assert [action.ordinal for action in found.path] == [69_999, 0]


# between the steps


def test_an_invariant_that_computes_for_ever_is_an_error() -> None:
    result = run("EndlessInvariant", max_loop=1000)
    assert (result.verdict, result.exit_status) == ("error", 3)
    assert "endless computation" in result.error


def test_an_invariant_that_reaches_a_limit_is_not_broken() -> None:
    verified("DeepInvariant", 10)
    assert bounded("DeepInvariant", 1000)[0] == "stack limit (--stack 4096, bytes per thread): paths were cut there"
    verified("LargeInvariant", heap=1 << 20, leaks=True)
    assert bounded("LargeInvariant", leaks=True)[0] == "heap limit (--heap 65536, bytes): paths were cut there"


def test_invariants_do_not_see_what_others_write() -> None:
    verified("InvariantsThatWrite")


# large programs


@pytest.mark.parametrize("order", ["preemptions", "bfs", "dfs"])
def test_a_state_of_more_than_65536_words(order: str) -> None:
    """a: store, store, load; b: store. Two values of x once both have stored: 4 * 2 + 2."""
    assert verified("LargeState", order=order).counts.states == 10


def test_a_state_that_is_too_large() -> None:
    with pytest.raises(OptionError, match="a state takes up to 38 MiB"):
        run("TooLarge")


def test_too_many_threads() -> None:
    with pytest.raises(OptionError, match="65 threads at once"):
        run("ManyThreads", threads=64)


def test_the_most_threads() -> None:
    bounded("ManyThreads", threads=63, order="random", schedules=5)
    bounded("ManyThreads", threads=63, max_states=1000)


def test_too_many_threads_and_store_buffers_to_sample() -> None:
    with pytest.raises(OptionError, match="66 threads and store buffers"):
        run("ManyThreads", threads=32, order="random", memory="tso")


# options


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.field)
def test_less_than_the_least_is_refused(limit: Any) -> None:
    with pytest.raises(OptionError, match=f"the least it can be is {limit.minimum}"):
        Options(**{limit.field: limit.minimum - 1})


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.field)
def test_more_than_the_most_is_refused(limit: Any) -> None:
    with pytest.raises(OptionError, match=f"the most it can be is {limit.maximum}"):
        Options(**{limit.field: limit.maximum + 1})
