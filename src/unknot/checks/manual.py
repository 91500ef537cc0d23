"""The reference of all checks, from the heads of their files. One idea: written once, where the check is;
docs/reference/checks.md is this text, and a test compares them."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from unknot.checks.check import Check
from unknot.checks.registry import MODULES

PARTS = ("What it checks", "Why it is a bug", "Example", "What to do")

WIDTH = 120

INTRODUCTION = """\
# The checks

What `unknot check` looks for, by the `kind` that a report begins with and that [the JSON form](json.md) carries. The
rules of the kernel's locks are stated in the kernel library with `require`; a program can state rules of its own, of
any kind. This page is made from the heads of the files in `src/unknot/checks/`.
"""


@dataclass(frozen=True)
class Entry:
    """What is told of one check: a text for each of `PARTS`."""

    check: Check
    texts: tuple[str, ...]


def manual() -> str:
    """The page."""
    chapters = [INTRODUCTION]
    for module in MODULES:
        title = _documentation(module).splitlines()[0].rstrip(".")
        chapters += [f"## {title}\n", *(_section(entry) for entry in entries(module))]
    return "\n".join(chapters)


def entries(module: ModuleType) -> Iterator[Entry]:
    """What the head of a module tells of each of its checks."""
    _, *sections = re.split(rf"^(?:([\w ]+): )?{PARTS[0]}$", _documentation(module), flags=re.M)
    checks: tuple[Check, ...] = module.CHECKS
    told = dict(zip(sections[::2], sections[1::2], strict=True))
    for check in checks:
        parts = re.split(f"^(?:{'|'.join(PARTS[1:])})$", told[None if len(checks) == 1 else check.kind], flags=re.M)
        yield Entry(check, tuple(textwrap.dedent(part.strip("\n")) for part in parts))


def _documentation(module: ModuleType) -> str:
    return inspect.cleandoc(module.__doc__ or "")


def _section(entry: Entry) -> str:
    wrong, why, example, remedy = (text.strip() for text in entry.texts)
    return "\n\n".join(
        (
            f"### `{entry.check.kind}`",
            _wrapped(wrong),
            _wrapped(f"**{PARTS[1]}.** {why}"),
            textwrap.indent(example, "    "),
            _wrapped(f"**{PARTS[3]}.** {remedy}") + "\n",
        )
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
