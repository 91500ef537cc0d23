"""C programs for the tests of the reader. One idea: a program writes what it computes into `out`, and the interpreter
runs it to its end without a scheduling point.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from unknot.core.options import Options
from unknot.frontend.c.clang import compile_files
from unknot.frontend.c.inputs import CInput
from unknot.frontend.c.parsing import parse_module
from unknot.frontend.c.reader import read
from unknot.frontend.c.reading import Reading
from unknot.interp.limits import Limits
from unknot.interp.machine import Machine
from unknot.ir.address import object_numbers
from unknot.ir.faults import Fault
from unknot.ir.ops import Op
from unknot.ir.printing import print_function
from unknot.ir.program import Thread
from unknot.ir.verify import verify

NAME = "program.c"
WORD = 8


def reading(source: str, options: Options | None = None, entries: tuple[str, ...] = ("main",)) -> Reading:
    """What the reader makes of a program."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_text(source, encoding="utf-8")
        units = compile_files(CInput(files=(str(path),)))
    return read([parse_module(unit.text, NAME) for unit in units], entries, options or Options())


@dataclass(frozen=True)
class Run:
    """How a program ended, and what it left in `out`: signed words."""

    fault: Fault
    message: str
    operands: tuple[int, ...]
    line: int
    out: tuple[int, ...]


def run(source: str, options: Options | None = None) -> Run:
    """Runs `main` of a program that needs no library."""
    program = reading(source, options).program
    program.threads.append(Thread("main", "main"))
    verify(program)
    (end,) = Machine(program, Limits(heap_bytes=1 << 20, private_ops=10_000_000)).start()
    out: tuple[int, ...] = ()
    if end.state is not None and "out" in program.globals:
        data = dict(end.state.memory)[object_numbers(program)["out"]].data
        words = (data[at : at + WORD] for at in range(0, len(data), WORD))
        out = tuple(int.from_bytes(word, "little", signed=True) for word in words)
    return Run(end.fault, end.message, end.details.get("operands", ()), end.loc.line, out)


def results(declarations: str, *expressions: str, options: Options | None = None) -> list[int]:
    """What expressions are worth, as longs. `declarations` stand at the beginning of `main`, after a line with three
    hashes before it."""
    outside, _, inside = declarations.rpartition("###")
    lines = "\n".join(f"  out[{i}] = (long)({e});" for i, e in enumerate(expressions))
    source = f"long out[{len(expressions)}];\n{outside}\nint main(void) {{\n{inside}\n{lines}\n  return 0;\n}}\n"
    done = run(source, options)
    assert done.fault is Fault.NONE, (done, source.splitlines()[done.line - 1 : done.line])
    return list(done.out)


def operations(source: str, name: str, *codes: str, options: Options | None = None) -> list[Op]:
    """The operations of a function, of these codes only if some are named."""
    function = reading(source, options, (name,)).program.functions[name]
    return [op for op in function.ops() if op.code in codes or not codes]


def text(source: str, name: str) -> list[str]:
    """A function as text, without places."""
    lines = print_function(reading(source, None, (name,)).program.functions[name])
    return [line.split("  @")[0].rstrip().removesuffix(f' @"{NAME}"') for line in lines]
