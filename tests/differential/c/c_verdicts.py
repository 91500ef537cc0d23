"""What unknot says of a C program that is known to be right: both of its roads must agree to that."""

from __future__ import annotations

from pathlib import Path

from unknot.core.options import Options
from unknot.frontend.c.inputs import CInput
from unknot.interp.explore import explore
from unknot.interp.limits import Limits
from unknot.pipeline import compile_prepared, load_program, prepare, search_for

OPTIONS = Options(stack=1 << 16)


def verdicts(path: Path, flags: tuple[str, ...] = (), options: Options = OPTIONS) -> tuple[str, str]:
    """Of the native road and of the interpreter: "right", or what is wrong."""
    program = prepare(load_program(CInput((str(path),), flags), options=options).program, options)
    outcome = search_for(compile_prepared(program, options), options).run()
    native = outcome.reason if outcome.found is None else f"{outcome.found.fault.name}"
    native = "right" if native == "exhausted" and not outcome.limits_hit else f"{native} {outcome.limits_hit}"
    summary = explore(program, Limits(options.heap, 1 << 16, options.max_loop * 64))
    faults = [f"{f.fault.name} {f.message} at {f.loc}" for f in summary.faults.values()]
    return native, ", ".join(faults) or ("right" if summary.finals else "no end")
