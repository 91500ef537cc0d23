"""Replays a schedule. One idea: the same walk that confirms a finding, with the schedule read from text."""

from __future__ import annotations

import time

from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.finding import Counts, Result
from unknot.diagnose.histories import misfit_at_end, with_history
from unknot.diagnose.names import thread_names
from unknot.diagnose.result import make_finding, stuck_finding
from unknot.diagnose.rounds import Rounds, is_stuck, returns
from unknot.diagnose.schedule import PAUSING, read_schedule, split_rounds
from unknot.diagnose.walk import Walk, machine_for, walk
from unknot.ir.address import HEAP_BASE
from unknot.ir.faults import Fault
from unknot.ir.program import Program


def replay_schedule(name: str, program: Program, options: Options, schedule: str, began: float) -> Result:
    """Runs one schedule: "violated" if it breaks the program, else "bounded": one schedule is what was covered."""
    threads = thread_names(program)
    before, word, onward, cycle = split_rounds(schedule)
    start, path = read_schedule(threads, before) if before or not word else (0, [])
    onwards, round_ = (tuple(read_schedule(threads, text)[1]) if text else () for text in (onward, cycle))
    rounds = Rounds(onwards, round_, word == PAUSING)
    try:
        walked = walk(machine_for(program, options), start, path)
        goes_round = bool(word) and walked.wrong is None and _goes_round(walked, start, rounds)
    except IndexError as error:
        done = int(error.args[0])
        raise TargetError(
            f"step {done + 1} of the schedule cannot be taken: its thread is blocked or has ended",
            remedy="the schedule belongs to another program, other parameters or another memory model",
        ) from error
    wrong = walked.wrong
    fault = wrong.fault if wrong is not None else Fault.STUCK if goes_round else _at_end(walked, options)
    finding = make_finding(walked, program, fault, start, tuple(path))
    if fault is Fault.HISTORY:
        finding = with_history(finding, walked)
    if goes_round:
        finding = stuck_finding(walked, start, rounds)
    return Result(
        target=name,
        verdict="bounded" if fault is Fault.NONE or fault.is_limit else "violated",
        memory=program.memory,
        reduced=program.merged,
        threads=tuple(t.name for t in program.threads),
        parameters=dict(program.parameters),
        order="replay",
        counts=Counts(transitions=len(walked.steps), schedules=1, depth=len(walked.steps)),
        seconds=time.perf_counter() - began,
        compile_seconds=0.0,
        bounds=("one schedule was run",) if fault is Fault.NONE else (),
        coverage="this schedule breaks nothing" if fault is Fault.NONE else "",
        finding=finding,
    )


def _goes_round(walked: Walk, start: int, rounds: Rounds) -> bool:
    """True if the rounds lead back to where they begin, and not to the end as far as can be seen."""
    path = [taken.action for taken in walked.steps]
    whole = walk(walked.machine, start, [*path, *rounds.onward, *rounds.cycle])
    if walked.end is None or (rounds.cycle and not returns(whole, rounds)):
        return False
    return is_stuck(walked.machine, walked.end, rounds.endless) is not False


def _at_end(walked: Walk, options: Options) -> Fault:
    """What is wrong with a schedule though no step of it failed."""
    return Fault.HISTORY if misfit_at_end(walked) is not None else _leak(walked, options)


def _leak(walked: Walk, options: Options) -> Fault:
    """LEAK if that is looked for and the schedule ends with memory allocated."""
    if not options.leaks or walked.end is None or not walked.end.ended:
        return Fault.NONE
    return Fault.LEAK if any(number >= HEAP_BASE for number, _ in walked.end.memory) else Fault.NONE
