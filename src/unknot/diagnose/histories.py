"""A history that fits no order, as a finding. One idea: the interpreter runs the end of the schedule again and its
history is judged anew, so here too it is a second opinion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from unknot.checks.histories.history import Call
from unknot.checks.histories.linearize import Verdict, agrees
from unknot.checks.histories.specification import Answer
from unknot.checks.histories.watch import Judge
from unknot.core.errors import InternalError
from unknot.diagnose.finding import Finding, Use
from unknot.diagnose.walk import Walk
from unknot.interp.events import events
from unknot.interp.expand import expand
from unknot.ir.program import Program
from unknot.ir.types import show_value
from unknot.passes.record_history import BODY, EVENT

_NOTHING_FITS = "no order of these operations that respects real time gives these results"


@dataclass(frozen=True)
class Misfit:
    """A history and why it does not fit."""

    history: tuple[Call, ...]
    verdict: Verdict


def misfit_at_end(walked: Walk) -> Misfit | None:
    """The history of a schedule that was run to its end, if it fits no order. Raises SpecificationError."""
    program = walked.machine.program
    if not program.operations or walked.end is None or not expand(walked.machine, walked.end).final:
        return None
    judge = Judge(program)
    for outcome in walked.machine.at_end(walked.end):
        for event in events(outcome.record):
            if event.kind == EVENT:
                history, verdict = judge.judge(event.words)
                if not verdict.fits:
                    return Misfit(history, verdict)
    return None


def with_history(finding: Finding, walked: Walk) -> Finding:
    """The finding with its history and the reason why it fits no order."""
    misfit = misfit_at_end(walked)
    if misfit is None:
        raise InternalError("the search found a history that fits no order, the interpreter none on the same path")
    program, threads = walked.machine.program, finding.threads
    refused = next(call for call, answer in misfit.verdict.next if not agrees(call, answer))
    where = program.functions[refused.operation.function + BODY].loc
    return replace(
        finding,
        message=f"{finding.message}: {_NOTHING_FITS}",
        where=where,
        why=tuple(_reasons(misfit, program, threads)),
        history=tuple(_use(call, misfit.history, threads) for call in misfit.history),
    )


def _use(call: Call, history: Sequence[Call], threads: tuple[str, ...]) -> Use:
    result = ""
    if call.result is not None:
        result = show_value(call.operation.type.result, call.result)
    return Use(_who(call, history, threads), call.name, result, call.begin, call.end)


def _who(call: Call, history: Sequence[Call], threads: tuple[str, ...]) -> str:
    """The thread of a call, or what ran between the threads."""
    if call.thread < len(threads):
        return threads[call.thread]
    first = min((c.begin for c in history if c.thread < len(threads)), default=call.begin + 1)
    return "initial" if call.begin < first else "at end"


def _reasons(misfit: Misfit, program: Program, threads: tuple[str, ...]) -> list[str]:
    """How far the best order got, and what stands against each way to go on."""
    verdict = misfit.verdict
    done = [call for call in verdict.order if call.end is not None]
    count = sum(call.end is not None for call in misfit.history)
    shown = ", ".join(map(str, verdict.order))
    name = program.specification.__name__ if program.specification is not None else ""
    refused = [(call, answer) for call, answer in verdict.next if not agrees(call, answer)]
    against = ", and ".join(_against(call, answer, misfit, threads) for call, answer in refused)
    if not done:
        return [f"none of them can come first: {against}, says {name}"]
    return [f"the best order explains {len(done)} of {count}: {shown}; then, says {name}, {against}"]


def _against(call: Call, answer: Answer, misfit: Misfit, threads: tuple[str, ...]) -> str:
    who, kind = _who(call, misfit.history, threads), call.operation.type.result
    if answer.waits:
        return f"{who}'s {call.name} would wait"
    given = repr(answer.given) if answer.result is None else show_value(kind, answer.result)
    return f"{who}'s {call.name} would give {given}, not {show_value(kind, call.result or 0)}"
