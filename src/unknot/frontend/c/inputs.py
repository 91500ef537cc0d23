"""What a C program is made of, as a user says it. One idea: a value that can be turned back into the words of a command
line, so that a schedule found in a program can be run again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

SUFFIXES = (".c", ".i", ".ll")
"""C, preprocessed C, and LLVM IR as text."""

ENTRY = "main"


@dataclass(frozen=True)
class CInput:
    """One C program. `files`: its sources, together one program. `flags`: -I, -D, -U and -include, as clang takes them;
    `arguments`: anything else clang takes. `entry`: the function that is run. `clang`: which clang, "" for one that is
    found. `compile_commands`: a compilation database or its folder. `harness`: FILE.py or FILE.py::Scenario, a
    scenario over the program's functions."""

    files: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    entry: str = ENTRY
    clang: str = ""
    compile_commands: str = ""
    harness: str = ""

    @property
    def name(self) -> str:
        """What reports call the program."""
        return self.harness or " ".join(self.files)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a command line that mean this program; clang's arguments stand last, after "--"."""
        words = [*self.files, *self.flags]
        words += ["--entry", self.entry] if self.entry != ENTRY else []
        words += ["--harness", self.harness] if self.harness else []
        words += ["--clang", self.clang] if self.clang else []
        words += ["--compile-commands", self.compile_commands] if self.compile_commands else []
        return (*words, "--", *self.arguments) if self.arguments else tuple(words)

    def over(self, file: str) -> CInput:
        """The same with `file` first among the sources."""
        return self if file in self.files else replace(self, files=(file, *self.files))


def is_c(text: str) -> bool:
    """True for the name of a file that goes through clang, or has been."""
    return text.endswith(SUFFIXES)
