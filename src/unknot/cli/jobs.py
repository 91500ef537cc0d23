"""What one scenario to check is, and running it. One idea: a job never raises: what goes wrong becomes its result.

All targets are looked up before the first is run, so that a misspelt one is reported at once and not after an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from unknot.cli.arguments import split_target
from unknot.cli.blame import failed
from unknot.cli.c_program import only_program, split_targets
from unknot.cli.live import Live
from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.finding import Counts, Result
from unknot.frontend.c.inputs import CInput

if TYPE_CHECKING:
    from unknot.explore.outcome import Progress
    from unknot.pipeline import Target


@dataclass(frozen=True)
class Job:
    """One scenario with its options, or why there is none."""

    name: str
    options: Options
    parameters: Mapping[str, int]
    target: Target | None = None
    error: Exception | None = None

    @property
    def scenario(self) -> Target:
        """What to check. Raises why there is nothing."""
        if self.target is None:
            raise self.error or TargetError(self.name)
        return self.target

    def run(self) -> Result:
        """The result. `BrokenPipeError` alone passes: it is about the output, not about the job."""
        if self.target is None:
            return failed(self.error or TargetError(self.name), self.name, self.options, self.parameters)
        return check(self.target, self.name, self.options, self.parameters)


def check(target: Target | str, name: str, options: Options, parameters: Mapping[str, int]) -> Result:
    """Checks one scenario with a live line. An exception becomes an "error", Ctrl-C before the search "bounded"."""
    with Live(name) as live:
        return check_told(target, name, options, parameters, live)


def check_told(
    target: Target | str,
    name: str,
    options: Options,
    parameters: Mapping[str, int],
    progress: Callable[[Progress], None],
) -> Result:
    """The same, with somebody else to be told how it goes."""
    from unknot import pipeline

    try:
        return pipeline.check(target, options, dict(parameters), progress)
    except KeyboardInterrupt:
        return _interrupted(name, options, parameters)
    except BrokenPipeError:
        raise
    except Exception as error:
        return failed(error, name, options, parameters)


def _interrupted(name: str, options: Options, parameters: Mapping[str, int]) -> Result:
    return Result(
        target=name,
        verdict="bounded",
        memory=options.memory,
        threads=(),
        parameters=dict(parameters),
        order=options.order,
        counts=Counts(),
        seconds=0.0,
        compile_seconds=0.0,
        bounds=("interrupted before the search began",),
        coverage="nothing",
    )


def plan(texts: Iterable[str], options: Options, parameters: Mapping[str, int], program: CInput) -> list[Job]:
    """One job for each scenario that the targets mean, one for the C files among them, and one for each target that
    means none."""
    others, program = split_targets(tuple(texts), program)
    means: list[str | CInput] = [*others, *([program] if program.files else [])]
    return [job for target in means for job in _jobs(target, options, parameters)]


def one_job(texts: Sequence[str], options: Options, parameters: Mapping[str, int], program: CInput) -> Job:
    """The only scenario the targets mean. Raises what went wrong; TargetError if they mean several."""
    target = only_program(texts, program)
    found = _scenarios(target, options, parameters)
    if len(found) != 1:
        names = "\n    ".join(job.name for job in found)
        remedy = f"name one of:\n    {names}"
        raise TargetError(f"{_called(target)} is {len(found)} scenarios, and one is needed", remedy=remedy)
    return found[0]


def _jobs(target: str | CInput, options: Options, parameters: Mapping[str, int]) -> list[Job]:
    try:
        found = _scenarios(target, options, parameters)
        if not found:
            raise TargetError(f"{_called(target)} has no scenario", remedy="mark a class with @scenario")
    except Exception as error:
        return [Job(_called(target), options, parameters, error=error)]
    return found


def _called(target: str | CInput) -> str:
    return target if isinstance(target, str) else target.name


def _scenarios(target: str | CInput, options: Options, parameters: Mapping[str, int]) -> list[Job]:
    """A job for each scenario of a target; settings that stand in its name are taken off."""
    from unknot import pipeline

    if isinstance(target, CInput):
        harness, options, values = split_target(target.harness, options, parameters)
        found = pipeline.targets(replace(target, harness=harness), values)
    else:
        name, options, values = split_target(target, options, parameters)
        found = pipeline.targets(name, values)
    return [Job(f.name, options, values, f) for f in found]
