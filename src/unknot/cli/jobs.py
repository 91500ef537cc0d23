"""What one scenario to check is, and running it. One idea: a job never raises: what goes wrong becomes its result.

All targets are looked up before the first is run, so that a misspelt one is reported at once and not after an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unknot.cli.arguments import split_target
from unknot.cli.blame import failed
from unknot.cli.live import Live
from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.finding import Counts, Result

if TYPE_CHECKING:
    from unknot.pipeline import Target


@dataclass(frozen=True)
class Job:
    """One scenario with its options, or why there is none."""

    name: str
    options: Options
    parameters: Mapping[str, int]
    target: Target | None = None
    error: Exception | None = None

    def run(self) -> Result:
        """The result. `BrokenPipeError` alone passes: it is about the output, not about the job."""
        if self.target is None:
            return failed(self.error or TargetError(self.name), self.name, self.options, self.parameters)
        return check(self.target, self.name, self.options, self.parameters)


def check(target: Target | str, name: str, options: Options, parameters: Mapping[str, int]) -> Result:
    """Checks one scenario with a live line. An exception becomes an "error", Ctrl-C before the search "bounded"."""
    from unknot import pipeline

    try:
        with Live(name) as live:
            return pipeline.check(target, options, dict(parameters), live)
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


def plan(texts: Iterable[str], options: Options, parameters: Mapping[str, int]) -> list[Job]:
    """One job for each scenario that the targets mean, and one for each target that means none."""
    return [job for text in texts for job in _jobs(text, options, parameters)]


def _jobs(text: str, options: Options, parameters: Mapping[str, int]) -> list[Job]:
    from unknot import pipeline

    try:
        name, options, values = split_target(text, options, parameters)
        found = pipeline.targets(name, values)
        if not found:
            raise TargetError(f"{name} has no scenario", remedy="mark a class with @scenario")
    except Exception as error:
        return [Job(text, options, parameters, error=error)]
    return [Job(target.name, options, values, target) for target in found]


def one_target(name: str, parameters: Mapping[str, int]) -> Target:
    """The only scenario `name` means. Raises TargetError if it means several."""
    from unknot import pipeline

    found = pipeline.targets(name, dict(parameters))
    if len(found) != 1:
        names = "\n    ".join(target.name for target in found)
        raise TargetError(f"{name} is {len(found)} scenarios, and one is needed", remedy=f"name one of:\n    {names}")
    return found[0]
