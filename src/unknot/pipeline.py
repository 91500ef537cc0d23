"""The road as one list: from a target to its result. The only file that imports every stage.

front end (Python, or clang and C) -> verify -> switches -> threads -> private -> steps -> merge -> history
-> memory -> addresses -> verify -> compile -> search -> diagnose
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from unknot.core.errors import TargetError, UserError
from unknot.core.options import Options, from_environment
from unknot.diagnose.finding import Result
from unknot.frontend.c.inputs import CInput, is_c
from unknot.ir.program import Program
from unknot.ir.verify import verify

if TYPE_CHECKING:
    from unknot.compile.keep import Made
    from unknot.compile.successor import Compiled
    from unknot.diagnose.locked_fields import Locks
    from unknot.explore.outcome import Outcome, Progress
    from unknot.explore.search import Search
    from unknot.frontend.c.clang import Unit
    from unknot.frontend.python.mutants import Mutant
    from unknot.passes.note_accesses import Legend

Stage = Callable[[Program, Options], Program]


def _threads(program: Program, options: Options) -> Program:
    from unknot.passes.find_spawns import allow_spawns

    room = FIRST_SPAWNS if options.spawns < 0 else options.spawns
    program = replace(allow_spawns(program, room), memory=options.memory)
    own = options.memory == "sc" and not options.every_access and not _merges(program, options)
    return replace(program, own_objects=own)


def _merges(program: Program, options: Options) -> bool:
    """Whether plain accesses are to be no steps. A fault leaves out the rest of its step, so not where all are wanted;
    and footprints change while a thread spins, which only the check for stuck states sees through."""
    from unknot.passes.merge_accesses import can_merge

    return options.reduce and options.stuck and not options.all_findings and can_merge(program)


def _switches(program: Program, options: Options) -> Program:
    from unknot.passes.set_ranges import set_ranges

    program = set_ranges(program, options.nondet_ranges())
    values = {"kernel_invariants": options.invariants, "witness_hides": options.nowitness}
    known = {name: value for name, value in values.items() if name in program.globals}
    changed = {
        n: replace(program.globals[n], init=v.to_bytes(program.globals[n].type.size, "little"))
        for n, v in known.items()
    }
    return replace(program, globals=program.globals | changed)


def _private(program: Program, options: Options) -> Program:
    from unknot.passes.find_own import make_own
    from unknot.passes.find_private import make_private

    return program if options.every_access else make_private(make_own(program))


def _steps(program: Program, options: Options) -> Program:
    from unknot.passes.place_steps import place_steps

    return place_steps(program)


def _merge(program: Program, options: Options) -> Program:
    from unknot.passes.merge_accesses import merge_accesses

    return merge_accesses(program) if _merges(program, options) else program


def _history(program: Program, options: Options) -> Program:
    from unknot.passes.record_history import record_history

    return record_history(program, options)


def _memory(program: Program, options: Options) -> Program:
    from unknot.memory.model import get

    return get(options.memory).lower(program, options)


def _addresses(program: Program, options: Options) -> Program:
    from unknot.passes.rematerialise import rematerialise

    return rematerialise(program)


def _verify(program: Program, options: Options) -> Program:
    verify(program)
    return program


EVENTS = ("lock", "history", "access", "object")
"""Kinds of events that become facts: attempts to lock, histories of operations, accesses of shared fields, objects that
come into being (the last two only for `locks`)."""

FIRST_SPAWNS = 4
"""Threads there is room for beside the declared ones where nobody says how many; twice as many if that is too few."""

PROGRAM_LEVEL = 1
"""LLVM's optimisation of the user's program: measured as fast as level 2, compiled in half the time."""
QUICK_LEVEL = 0
"""The same for a search that is likely to be over before better code is made."""

STAGES: tuple[tuple[str, str, Stage], ...] = (
    ("verify", "what the front end made is well formed", _verify),
    ("switches", "options that the libraries read", _switches),
    ("threads", "room for threads that are started while the program runs; which accesses may be private", _threads),
    ("private", "accesses that no other thread can see are no scheduling points", _private),
    ("steps", "a scheduling point before every visible operation", _steps),
    ("merge", "with --reduce: plain accesses run in the step before them", _merge),
    ("history", "operations record when they begin and end", _history),
    ("memory", "loads and stores become what the memory model makes of them", _memory),
    ("addresses", "constant addresses are computed where they are used", _addresses),
    ("verify again", "the passes kept it well formed", _verify),
)
"""IR to IR, in order: name, what it does, how."""


@dataclass(frozen=True)
class Target:
    """One scenario to check: where it stands, and what to call it on the command line (`name`). Of a C program
    `scenario` is its entry, or the name of a scenario of its harness. `mutant`: a change of a shipped system."""

    name: str
    path: str
    scenario: str
    c: CInput | None = None
    mutant: Mutant | None = None


@dataclass(frozen=True)
class Loaded:
    """A program as the front end makes it; the words that name it where its name does not; the time clang took."""

    name: str
    program: Program
    words: tuple[str, ...] = ()
    clang_seconds: float = 0.0

    def note(self, result: Result, parameters: Mapping[str, int] | None) -> Result:
        """The result with what only the front end knows."""
        compile_seconds = max(result.compile_seconds - self.clang_seconds, 0.0)
        told = replace(result, words=self.words, clang_seconds=self.clang_seconds, compile_seconds=compile_seconds)
        return replace(told, given=tuple(parameters or ()))


def targets(text: str | CInput, parameters: Mapping[str, int] | None = None) -> list[Target]:
    """The scenarios that `text` means: file.py, file.py::Scenario, system, system/variant, system/variant::Scenario,
    system/variant+mutant, file.c; those of a C program: one, or those of its harness."""
    from unknot.frontend.python.load import load_file

    if isinstance(text, CInput) or is_c(text):
        return _c_targets(text if isinstance(text, CInput) else CInput((text,)), parameters or {})
    place, _, wanted = text.partition("::")
    found: list[Target] = []
    for name, path, mutant in _files(place):
        scenarios = load_file(path, parameters or {}, mutant=mutant).scenarios
        found += [Target(f"{name}::{s}", path, s, None, mutant) for s in scenarios if not wanted or s == wanted]
        if wanted and not found:
            known = ", ".join(scenarios) or "none"
            raise TargetError(f"{place} has no scenario {wanted!r}", remedy=f"its scenarios are: {known}")
    return found


def _files(place: str) -> list[tuple[str, str, Mutant | None]]:
    """(name, path, mutant) of the files a place means."""
    if place.endswith(".py"):
        if not Path(place).is_file():
            raise TargetError(
                f"there is no file {place}", remedy="a target is FILE.py, FILE.py::Scenario, FILE.c or a shipped system"
            )
        return [(place, place, None)]
    from unknot.frontend.python.mutants import find_mutant

    root = Path(__file__).parent / "systems"
    front, plus, name = place.partition("+")
    system, _, variant = front.partition("/")
    folder = root / system
    known = sorted(p.parent.name for p in root.glob("*/expected.toml"))
    if not system or not (folder / "expected.toml").is_file():
        raise _no_target(place, known)
    variants = _variants(folder)
    if (variant or plus) and variant not in variants:
        raise TargetError(f"{system} has no variant {variant!r}", remedy=f"its variants are: {', '.join(variants)}")
    mutant = find_mutant(str(folder), name) if plus else None
    return [(f"{system}/{v}{plus}{name}", str(folder / f"{v}.py"), mutant) for v in variants if variant in ("", v)]


def _no_target(place: str, systems: list[str]) -> TargetError:
    """What to say of a target that is no file unknot reads and no system."""
    if place.endswith((".cc", ".cpp", ".cxx", ".C", ".h", ".hpp")):
        return TargetError(
            f"{place} is no program in C", remedy="unknot reads C (.c, .i, .ll); of C++ it reads nothing"
        )
    if Path(place).is_file():
        remedy = "give a file whose name ends in .py, or for C in .c, .i or .ll"
        return TargetError(f"{place} has no ending that says what it is", remedy=remedy)
    remedy = f"the systems are: {', '.join(systems)}"
    return TargetError(f"{place!r} is no file of Python or C and no shipped system", remedy=remedy)


def _variants(folder: Path) -> list[str]:
    """The variants of a system: those its table of expected outcomes names, in order."""
    import tomllib

    rows = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8")).get("row", [])
    return list(dict.fromkeys(row["variant"].partition("+")[0] for row in rows))


def _c_targets(c: CInput, parameters: Mapping[str, int]) -> list[Target]:
    """The scenarios of a C program: its entry, or those of its harness."""
    if c.harness:
        return _harness_targets(c)
    for name in parameters:
        remedy = f"give it a macro with -D{name}=..., or a scenario with --harness"
        raise TargetError(f"-p {name}: a C program has no parameters", remedy=remedy)
    return [Target(c.name, c.files[0], c.entry, c)]


def _harness_targets(c: CInput) -> list[Target]:
    """The scenarios over a C program; what is wrong with the file is told when it is loaded."""
    from unknot.frontend.harness import scenarios_in

    path, _, wanted = c.harness.partition("::")
    if is_c(path):
        raise TargetError(f"{path} is C, and a harness is in Python", remedy="name it without --harness")
    known = scenarios_in(path)
    if wanted and known and wanted not in known:
        raise TargetError(f"{path} has no scenario {wanted!r}", remedy=f"its scenarios are: {', '.join(known)}")
    names = [wanted] if wanted else known or [""]
    return [Target(f"{path}::{n}", path, n, replace(c, harness=f"{path}::{n}")) for n in names]


def load(target: Target | type | str | CInput, parameters: Mapping[str, int] | None = None) -> tuple[str, Program]:
    """The name and the program of a target. Raises UserErrors."""
    loaded = load_program(target, parameters)
    return loaded.name, loaded.program


def load_program(
    target: Target | type | str | CInput,
    parameters: Mapping[str, int] | None = None,
    options: Options | None = None,
    c: CInput | None = None,
) -> Loaded:
    """The program of a target; a class marked with @scenario is one too. `c`: of a C file, how to compile it, and
    further files. Raises UserErrors."""
    from unknot.frontend.python.load import build, load_file

    if isinstance(target, type):
        return Loaded(target.__name__, build(target))
    if isinstance(target, str) and c is not None:
        target = c.over(target)
    if isinstance(target, str | CInput):
        found = targets(target, parameters)
        if len(found) != 1:
            names = ", ".join(t.name for t in found) or "none"
            raise TargetError(f"{target} means {len(found)} scenarios: {names}", remedy="name one with ::Scenario")
        target = found[0]
    if not isinstance(target, Target):
        raise TargetError(f"{target!r} is no scenario", remedy="give a class marked with @scenario, or a target's text")
    if target.c is not None:
        return _load_c(target, target.c, parameters or {}, options or from_environment())
    module = load_file(target.path, parameters or {}, mutant=target.mutant)
    if target.scenario not in module.scenarios:
        raise TargetError(f"{target.path} has no scenario {target.scenario!r}")
    return Loaded(target.name, build(module.scenarios[target.scenario]))


def _load_c(target: Target, c: CInput, parameters: Mapping[str, int], options: Options) -> Loaded:
    """The linked program of C files, with a scenario over them if they have a harness."""
    units, clang_seconds = _clang(c)
    from unknot.frontend.c.parsing import parse_module

    modules = [parse_module(unit.text, unit.name) for unit in units]
    if c.harness:
        from unknot.frontend.harness import Harness

        program = Harness(target.path, modules).program(target.scenario, parameters, options)
    else:
        from unknot.frontend.c.entry import check_entry
        from unknot.frontend.c.reader import read
        from unknot.frontend.link import link

        check_entry(modules, c)
        program = link(read(modules, [c.entry], options), c.entry)
    return Loaded(target.name, program, c.words, clang_seconds)


def _clang(c: CInput) -> tuple[list[Unit], float]:
    """The files of a C program as LLVM IR, and the seconds that took."""
    from unknot.frontend.c.clang import compile_files

    began = time.perf_counter()
    units = compile_files(c)
    return units, time.perf_counter() - began


def prepare(program: Program, options: Options) -> Program:
    """Runs all stages that turn IR into IR."""
    for _, _, stage in STAGES:
        program = stage(program, options)
    return program


def prepare_noted(program: Program, options: Options) -> tuple[Program, Legend]:
    """Runs the stages, and after the scheduling points the pass that notes accesses."""
    from unknot.passes.note_accesses import Legend, note_accesses

    legend = Legend()
    program = replace(program, operations=[])  # histories say nothing of locks
    for name, _, stage in STAGES:
        program = stage(program, options)
        if name == "steps":
            program, legend = note_accesses(program)
    return program, legend


def compile_prepared(program: Program, options: Options) -> Compiled:
    """LLVM text and layout of a prepared program."""
    from unknot.compile.successor import Settings, compile_program

    return compile_program(program, Settings(options.heap, options.stack, options.races, options.leaks, EVENTS))


def search_for(compiled: Compiled, options: Options) -> Search:
    """A search that begins with code that is made quickly, unless better code is cached, and goes on with better code
    if it is long."""
    from unknot.compile import jit
    from unknot.explore.search import Search

    def better() -> jit.Library:
        return jit.load(compiled.text, PROGRAM_LEVEL)

    if jit.is_cached(compiled.text, PROGRAM_LEVEL):
        return Search(compiled, better(), options)
    return Search(compiled, jit.load(compiled.text, QUICK_LEVEL), options, better)


@contextmanager
def _without_collection() -> Iterator[None]:
    """For the body, Python does not look for garbage: compiling makes many objects, and nearly all of them stay."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


@dataclass(frozen=True)
class _Ran:
    """A search that is over: what was searched, with which options, and what came out."""

    program: Program
    legend: Legend
    options: Options
    search: Search
    outcome: Outcome
    compile_seconds: float


class _Source:
    """A target and what is made of it. Of a shipped system's scenario that may be kept: then nothing is loaded."""

    def __init__(
        self,
        target: Target | type | str | CInput,
        options: Options,
        parameters: Mapping[str, int] | None,
        c: CInput | None,
        noted: bool = False,
    ) -> None:
        from unknot.compile.keep import package_digest

        package_digest()  # of the files as they are before any of them is imported
        self._load: Callable[[], Loaded] = lambda: load_program(target, parameters, options, c)
        self._parameters = parameters or {}
        self._noted = noted
        self._shipped = target if isinstance(target, str) and c is None and _is_shipped(target) else ""
        if not self._shipped:
            _ = self.loaded

    @property
    def name(self) -> str:
        """The target's name."""
        return self._shipped or self.loaded.name

    def note(self, result: Result) -> Result:
        """The result with what only the front end knows."""
        return (Loaded(self.name, Program("")) if self._shipped else self.loaded).note(result, self._parameters)

    @cached_property
    def loaded(self) -> Loaded:
        """The program as the front end makes it."""
        with _without_collection():
            return self._load()

    def made(self, options: Options) -> Made:
        """What a search needs of it."""
        from unknot.compile.keep import kept

        if not self._shipped:
            return self._make(options)
        name = repr((self._shipped, sorted(self._parameters.items()), options, self._noted))
        return kept(name, lambda: self._make(options))

    def _make(self, options: Options) -> Made:
        from unknot.compile.keep import Made
        from unknot.passes.note_accesses import Legend

        program = self.loaded.program
        with _without_collection():
            prepared, legend = prepare_noted(program, options) if self._noted else (prepare(program, options), Legend())
            return Made(prepared, legend, compile_prepared(prepared, options))


def _is_shipped(target: str) -> bool:
    """True if the text names one scenario of a shipped system."""
    place, _, scenario = target.partition("::")
    system = place.partition("/")[0]
    shipped = Path(__file__).parent / "systems" / system / "expected.toml"
    return bool(scenario and system) and not place.endswith((".py", ".c")) and shipped.is_file()


def _run(source: _Source, options: Options, progress: Callable[[Progress], None] | None, began: float) -> _Ran:
    """Prepares, compiles and searches; again with room for twice as many threads if there was too little and nobody
    said how much there is to be; and again with every access a step if some met unordered."""
    from unknot.checks.histories.watch import Judge
    from unknot.explore.search import MOST_THREADS
    from unknot.ir.faults import Fault
    from unknot.passes.merge_accesses import UNFIT

    room = FIRST_SPAWNS
    while True:
        roomy = options if options.spawns >= 0 or room == FIRST_SPAWNS else replace(options, spawns=room)
        made = source.made(roomy)
        prepared = made.prepared
        search = search_for(made.compiled, roomy)
        compile_seconds = time.perf_counter() - began
        grows = options.spawns < 0 and 2 * room + len(prepared.threads) < MOST_THREADS
        unfit = UNFIT if roomy.reduce else frozenset()
        stops_at = unfit | {Fault.LIMIT_THREADS} if grows else unfit
        outcome = search.run(progress, Judge(prepared).watch if prepared.operations else None, stops_at)
        if outcome.was_cut_by(unfit):
            options = replace(options, reduce=False)
        elif grows and outcome.was_cut_by({Fault.LIMIT_THREADS}):
            room *= 2
        else:
            return _Ran(prepared, made.legend, roomy, search, outcome, compile_seconds)


def check(
    target: Target | type | str | CInput,
    options: Options | None = None,
    parameters: Mapping[str, int] | None = None,
    progress: Callable[[Progress], None] | None = None,
    c: CInput | None = None,
) -> Result:
    """Runs every schedule of a scenario (or those the options ask for) and says what it found.

    `target`: a class marked with @scenario, or what `unknot check` takes; `c`: how a C file is compiled, and further
    files of the program. `progress` is called about four times a second. Raises UserError if the program cannot be
    run; Ctrl-C during the search ends it as "bounded".
    """
    from unknot.diagnose.lock_order import with_lock_order
    from unknot.diagnose.result import result_of

    options = options or from_environment()
    began = time.perf_counter()
    source = _Source(target, options, parameters, c)
    ran = _run(source, options, progress, began)
    result = result_of(source.name, ran.program, ran.options, ran.outcome, ran.compile_seconds, began)
    result = with_lock_order(result, ran.program, ran.options, ran.outcome, ran.search.path_to)
    return source.note(result)


def locks(
    target: Target | type | str | CInput,
    field: str = "",
    options: Options | None = None,
    parameters: Mapping[str, int] | None = None,
    progress: Callable[[Progress], None] | None = None,
    c: CInput | None = None,
) -> Locks:
    """Runs every schedule and says which locks are held where fields are touched. `field` as `unknot locks` takes it.

    The search goes on after violations, and data races are none: see `unhindered`.
    """
    from unknot.diagnose.locked_fields import locks_of
    from unknot.diagnose.result import result_of

    options = unhindered(options or from_environment())
    began = time.perf_counter()
    source = _Source(target, options, parameters, c, noted=True)
    ran = _run(source, options, progress, began)
    result = result_of(source.name, ran.program, ran.options, ran.outcome, ran.compile_seconds, began)
    result = source.note(result)
    return locks_of(result, ran.program, ran.legend, ran.options, ran.outcome, ran.search.path_to, field)


def order(
    target: Target | type | str | CInput,
    options: Options | None = None,
    parameters: Mapping[str, int] | None = None,
    progress: Callable[[Progress], None] | None = None,
    c: CInput | None = None,
) -> Result:
    """Runs every schedule as `check` does, but on after violations, so that each reversal of locks gets its verdict."""
    return check(target, unhindered(options or from_environment()), parameters, progress, c)


def unhindered(options: Options) -> Options:
    """The options as `locks` and `order` want them: as little as possible hides what comes after it."""
    return replace(options, races=False, stuck=False, all_findings=True)


def replay(
    target: Target | type | str | CInput,
    schedule: str,
    options: Options | None = None,
    parameters: Mapping[str, int] | None = None,
    c: CInput | None = None,
) -> Result:
    """Runs one schedule (as a report prints it) and tells what happens on it."""
    from unknot.diagnose.replay import replay_schedule

    options = options or from_environment()
    began = time.perf_counter()
    loaded = load_program(target, parameters, options, c)
    result = replay_schedule(loaded.name, prepare(loaded.program, options), options, schedule, began)
    return loaded.note(result, parameters)


def dump(
    target: Target | type | str | CInput,
    stage: str,
    options: Options | None = None,
    parameters: Mapping[str, int] | None = None,
    c: CInput | None = None,
) -> str:
    """A stage of the road as text: "clang" (of C only), "ir" (as the front end makes it), "steps" (after all passes),
    "llvm", "layout"."""
    from unknot.compile.layout import describe
    from unknot.ir.text import print_program

    if stage == "clang":
        return _dump_clang(target, c)
    options = options or from_environment()
    program = load_program(target, parameters, options, c).program
    if stage == "ir":
        return print_program(program)
    prepared = prepare(program, options)
    if stage == "steps":
        return print_program(prepared)
    compiled = compile_prepared(prepared, options)
    if stage == "llvm":
        return compiled.text
    if stage == "layout":
        return describe(compiled.layout)
    raise UserError(f"there is no stage {stage!r}", remedy="the stages are: clang, ir, steps, llvm, layout")


def _dump_clang(target: Target | type | str | CInput, c: CInput | None) -> str:
    """What clang makes of each file of a C program."""
    program = target.c if isinstance(target, Target) else target
    if isinstance(program, str) and is_c(program):
        program = (c or CInput()).over(program)
    if not isinstance(program, CInput):
        raise UserError(
            "the stage clang is for C programs, and this is none", remedy="--stage ir shows a scenario's beginning"
        )
    return "\n".join(unit.text for unit in _clang(program)[0])
