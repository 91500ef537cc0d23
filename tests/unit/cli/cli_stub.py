"""A pipeline that answers what a test tells it to, in the place of the real one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import ModuleType, SimpleNamespace

import pytest

import unknot
from unknot.core.errors import TargetError
from unknot.core.options import Options
from unknot.diagnose.finding import Counts, Result
from unknot.frontend.c.inputs import CInput

Progress = Callable[[object], None]
Answer = Result | BaseException | Callable[[Progress], Result]


@dataclass(frozen=True)
class Call:
    name: str
    options: Options
    parameters: Mapping[str, int]


@dataclass
class Stub:
    """`answers`: scenario by scenario, in order. `calls`: what the command line asked for; `programs`: in C."""

    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    schedules: list[str] = field(default_factory=list)
    programs: list[CInput] = field(default_factory=list)

    def targets(self, text: str | CInput, parameters: Mapping[str, int]) -> list[SimpleNamespace]:
        if isinstance(text, CInput):
            self.programs.append(text)
            return [SimpleNamespace(name=text.name)]
        names = [n for n in self.answers if n == text or n.startswith((text + "::", text + "/"))]
        if not names:
            raise TargetError(f"there is no target {text!r}", remedy="name a file or a system")
        return [SimpleNamespace(name=n) for n in names]

    def check(
        self, target: object, options: Options, parameters: Mapping[str, int], progress: Progress | None = None
    ) -> Result:
        name = target if isinstance(target, str) else target.name  # the demo names its targets
        self.calls.append(Call(name, options, parameters))
        answer = self.answers[name]
        if isinstance(answer, BaseException):
            raise answer
        if callable(answer):
            assert progress is not None
            answer = answer(progress)
        return replace(answer, target=name, parameters=dict(parameters), memory=options.memory)

    def replay(self, target: object, schedule: str, options: Options, parameters: Mapping[str, int]) -> Result:
        self.schedules.append(schedule)
        return self.check(target, options, parameters)

    def dump(self, target: object, stage: str, options: Options, parameters: Mapping[str, int]) -> str:
        return f"{stage} of {target.name}\n"


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Stands for `unknot.pipeline`."""
    made = Stub()
    module = ModuleType("unknot.pipeline")
    for name in ("targets", "check", "replay", "dump"):
        setattr(module, name, getattr(made, name))
    monkeypatch.setitem(sys.modules, "unknot.pipeline", module)
    monkeypatch.setattr(unknot, "pipeline", module, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return made


def answer(verdict: str, **more: object) -> Result:
    """A result with the given verdict and nothing special."""
    values: dict[str, object] = {
        "target": "",
        "verdict": verdict,
        "memory": "sc",
        "threads": ("a", "b"),
        "parameters": {},
        "order": "preemptions",
        "counts": Counts(10, 20),
        "seconds": 0.01,
        "compile_seconds": 0.0,
    }
    return Result(**{**values, **more})


@pytest.fixture
def verdict() -> Callable[..., Result]:
    """Makes results: verdict("verified", seconds=2)."""
    return answer
