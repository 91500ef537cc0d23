"""From a search's outcome to a result. One idea: a verdict says what was covered, and nothing that was not."""

from __future__ import annotations

import time

from unknot.checks.registry import check_of
from unknot.core.location import Location
from unknot.core.options import LIMITS, Options
from unknot.diagnose.blocked import Wait, reasons_of, waits_at_end
from unknot.diagnose.events import events_of
from unknot.diagnose.finding import Counts, Finding, Result, Step
from unknot.diagnose.histories import with_history
from unknot.diagnose.ledger import ledger_of
from unknot.diagnose.messages import kind_of, message_of
from unknot.diagnose.names import Names, thread_names
from unknot.diagnose.rounds import Rounds, find_rounds, with_rounds, works
from unknot.diagnose.rows import make_steps, place_of_end
from unknot.diagnose.rules import about_lock
from unknot.diagnose.scene import scene_of
from unknot.diagnose.schedule import write_schedule
from unknot.diagnose.threads import names_on
from unknot.diagnose.wakeups import missed_wakeups
from unknot.diagnose.walk import Walk, confirm, machine_for, walk
from unknot.diagnose.why import explain
from unknot.explore.outcome import Action, Found, Outcome
from unknot.ir.faults import Fault
from unknot.ir.program import C, Program

FINGERPRINT_BITS = 64

_ENDLESS = ("a loop that waits must read shared memory; if it only computes for long, raise --max-loop",)

_STOPPED = {
    "states": "the limit of {max_states:,} states was reached",
    "memory": "the limit of {max_memory:,} MiB of memory was reached",
    "time": "the limit of {max_seconds:,} s was reached",
    "preemptions": "schedules with more preemptions than {max_preemptions} were not run",
    "schedules": "{order} search runs a sample of {schedules:,} schedules, seed {seed}",
    "interrupted": "interrupted",
}

_PAUSES = "every way to go on for ever pauses (timeouts, spins, tries that fail): is anything done at all?"

_CUTS = {
    Fault.LIMIT_HEAP: "heap",
    Fault.LIMIT_STACK: "stack",
    Fault.LIMIT_THREADS: "spawns",
    Fault.LIMIT_HISTORY: "history",
}
"""The options behind the limits that cut paths."""


def result_of(
    name: str, program: Program, options: Options, outcome: Outcome, compile_seconds: float, began: float
) -> Result:
    """The result of a search that has ended."""
    verdict, found = "verified", outcome.found
    finding = _only_waits(program, options, outcome) if found is None else finding_of(program, options, found)
    if finding is not None:
        verdict = "error" if found is not None and found.fault is Fault.LIMIT_LOOP else "violated"
    elif outcome.reason != "exhausted" or outcome.limits_hit or _not_judged(program, outcome):
        verdict = "bounded"
    return Result(
        target=name,
        verdict=verdict,
        memory=program.memory,
        reduced=program.merged,
        threads=tuple(t.name for t in program.threads),
        parameters=dict(program.parameters),
        starts=program.spelling == C and program.spawn_limit > 0,
        order=options.order,
        counts=_counts(outcome),
        seconds=time.perf_counter() - began,
        compile_seconds=compile_seconds,
        bounds=_bounds(program, options, outcome, verdict),
        coverage=_coverage(outcome) if verdict == "bounded" else "",
        collision_odds=outcome.states * (outcome.states - 1) / 2.0 ** (FINGERPRINT_BITS + 1),
        finding=finding,
        warnings=_warnings(program, outcome, verdict),
        others=_others(program, options, outcome, finding) if finding is not None else (),
        error=f"{finding.where}: {finding.message}\n    {_ENDLESS[0]}" if finding and verdict == "error" else "",
    )


def _others(program: Program, options: Options, outcome: Outcome, first: Finding) -> tuple[Finding, ...]:
    """The other violations of a search that went on, those that differ, the simplest first."""
    told = {_what_differs(first)}
    others: list[Finding] = []
    for found in outcome.all_found[1:]:
        finding = finding_of(program, options, found)
        if _what_differs(finding) not in told:
            told.add(_what_differs(finding))
            others.append(finding)
    return tuple(others)


def _what_differs(finding: Finding) -> tuple[object, ...]:
    """By what violations are told apart: kind, place, and of deadlocks the locks held by those who wait."""
    waiting = finding.blocked if finding.kind in ("deadlock", "lost wakeup") else ()
    return finding.kind, finding.where, frozenset(b.holds for b in waiting if b.holds)


def finding_of(program: Program, options: Options, found: Found) -> Finding:
    """The finding with its trace: the path is run again by the interpreter, which must agree."""
    machine = machine_for(program, options, found.fault is Fault.LIMIT_LOOP)
    walked = confirm(walk(machine, found.start, found.path), found)
    if found.fault is Fault.STUCK:
        return stuck_finding(walked, found.start, find_rounds(walked, bool(found.detail)))
    finding = make_finding(walked, program, found.fault, found.start, found.path)
    return with_history(finding, walked) if found.fault is Fault.HISTORY else finding


def _only_waits(program: Program, options: Options, outcome: Outcome) -> Finding | None:
    """Stuck from the beginning: no schedule ends, nobody goes on without pauses, and beside that the program's own code
    changes no memory."""
    if outcome.stuck != "pauses":
        return None
    walked = walk(machine_for(program, options), 0, ())
    rounds = find_rounds(walked, endless=True)
    whole = walk(walked.machine, 0, (*rounds.onward, *rounds.cycle))
    if not rounds.cycle or works(whole.steps[-len(rounds.cycle) :], program):
        return None
    return stuck_finding(walked, 0, rounds)


def stuck_finding(walked: Walk, start: int, rounds: Rounds) -> Finding:
    """A path to a state that is stuck, and how the threads go round from there."""
    path = tuple(taken.action for taken in walked.steps)
    whole = walk(walked.machine, start, (*path, *rounds.onward, *rounds.cycle))
    finding = make_finding(whole, walked.machine.program, Fault.STUCK, start, path)
    return with_rounds(finding, len(path), rounds, thread_names(walked.machine.program))


def make_finding(walked: Walk, program: Program, fault: Fault, start: int, path: tuple[Action, ...]) -> Finding:
    """A path that was run, as a finding."""
    events = events_of(walked)
    threads = names_on(walked, events)
    names = Names(program, threads)
    steps = make_steps(walked, names, threads, events)
    waits = waits_at_end(walked, names, threads, ledger_of(events))
    missed = missed_wakeups(walked, events, names, threads, waits) if fault is Fault.DEADLOCK else ()
    lost = next((m.headline for m in missed if m.headline), "")
    check = check_of(fault, "lost wakeup" if lost else kind_of(walked.wrong))
    scene = scene_of(walked, events, names) if fault in (Fault.RULE, Fault.ASSERT) else None
    reasons = about_lock(check.kind, walked, scene, events, names, threads)
    reasons += explain(walked, names, threads, missed[0].thread if missed else None)
    return Finding(
        kind=check.kind,
        message=f"{check.title}: {lost}" if lost else message_of(fault, walked.wrong, names, threads, waits),
        where=_where(walked, steps, waits),
        threads=threads,
        steps=steps,
        blocked=tuple(w.blocked for w in waits),
        why=_ENDLESS if fault is Fault.LIMIT_LOOP else (*(m.sentence for m in missed), *reasons),
        schedule=write_schedule(thread_names(program), start, path),
        scene=scene,
    )


def _where(walked: Walk, steps: tuple[Step, ...], waits: tuple[Wait, ...]) -> Location:
    """Where a user sees what is wrong: the line that failed, of threads that wait or race the first one's."""
    wrong = walked.wrong
    waiting = reasons_of(waits)
    if wrong is not None and wrong.fault is Fault.RACE:
        waiting = [w for w in waiting if w.blocked.thread in wrong.details["threads"]]
    if wrong is not None and wrong.fault in (Fault.DEADLOCK, Fault.RACE) and waiting:
        return waiting[0].blocked.row.where
    if wrong is not None and wrong.loc.line:
        by_step = walked.end is None and bool(walked.steps)
        return place_of_end(walked, walked.steps[-1].before if by_step else None, wrong)
    return steps[-1].row.where if steps else walked.machine.program.loc


def _counts(outcome: Outcome) -> Counts:
    stored = outcome.table_bytes + outcome.path_bytes + outcome.edge_bytes
    return Counts(
        states=outcome.states,
        transitions=outcome.transitions,
        schedules=outcome.schedules,
        preemptions_completed=outcome.level_done,
        depth=outcome.depth,
        bytes_per_state=stored / outcome.states if outcome.states else 0.0,
        frontier_bytes=outcome.frontier_bytes,
    )


def _bounds(program: Program, options: Options, outcome: Outcome, verdict: str) -> tuple[str, ...]:
    """Within what a verified result holds; what stopped a bounded one."""
    if verdict in ("violated", "error"):
        return ()
    bounds = []
    if outcome.reason != "exhausted":
        bounds.append(_STOPPED[outcome.reason].format(**vars(options)))
    if outcome.stuck in _STOPPED and outcome.reason == "exhausted":
        bounds.append("not checked for stuck: " + _STOPPED[outcome.stuck].format(**vars(options)))
    bounds += [_cut(fault, options) for fault in outcome.limits_hit]
    if _not_judged(program, outcome):
        bounds.append(f"{outcome.facts_lost:,} histories were not judged: there are too many")
    if outcome.cut_schedules:
        bounds.append(f"{outcome.cut_schedules:,} schedules were cut after {options.max_steps:,} steps")
    bounds.append(f"{_who(program)}, memory model {program.memory}")
    if program.memory == "tso":
        bounds.append(f"store buffers of at most {options.store_buffer} stores")
    if program.parameters:
        bounds.append("parameters " + ", ".join(f"{k} = {v}" for k, v in program.parameters.items()))
    return tuple(bounds)


def _who(program: Program) -> str:
    """The threads of a program, in words. A program in C begins with one, and how many it starts is its business."""
    count = len(program.threads)
    started = f" and at most {program.spawn_limit} started ones at once" if program.spawn_limit else ""
    return f"{count} thread{'s' * (count != 1)}" + (started if program.spelling == C else "")


def _not_judged(program: Program, outcome: Outcome) -> bool:
    """True if there was no room for all histories, or to look for what is stuck where nothing else finds spins."""
    spins = program.merged and outcome.stuck in ("memory", "time")
    return spins or (bool(program.operations) and outcome.facts_lost > 0)


def _cut(fault: Fault, options: Options) -> str:
    """What is said of a limit that cuts paths: which one, and how far it reached."""
    field = _CUTS.get(fault)
    limit = next((limit for limit in LIMITS if limit.field == field), None)
    value = f" ({limit.option} {getattr(options, limit.field)}, {limit.unit})" if limit else ""
    return f"{check_of(fault).kind}{value}: paths were cut there"


def _warnings(program: Program, outcome: Outcome, verdict: str) -> tuple[str, ...]:
    """What a reader of a verified result should not overlook."""
    if verdict == "verified" and outcome.ends == 0:
        pauses = (_PAUSES,) if outcome.stuck == "pauses" else ()
        judged = ", and no history was judged" if program.operations else ""
        return (f"in no schedule do all threads end, so nothing marked @at_end was ever run{judged}", *pauses)
    return ()


def _coverage(outcome: Outcome) -> str:
    if outcome.schedules:
        return f"no violation in {outcome.schedules:,} schedules of up to {outcome.depth:,} steps"
    if outcome.level_done is not None and not outcome.limits_hit:
        return f"no violation with {outcome.level_done} preemption{'s' * (outcome.level_done != 1)} or fewer"
    return f"no violation in the {outcome.states:,} state{'s' * (outcome.states != 1)} visited"
