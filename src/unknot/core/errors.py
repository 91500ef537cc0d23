"""The one tree of errors, by whose fault it is.

`UserError` and below are for the user: a place, a fact, and what to do. `InternalError` is ours and says so.
Limits are no errors: they end a search as `bounded` (see core/options.py).
"""

from __future__ import annotations

from unknot.core.location import NOWHERE, Location


class UnknotError(Exception):
    """Root of all errors this package raises on purpose."""


class UserError(UnknotError):
    """Something the user can mend. `str()` gives "file:line:column: message" and, indented, the remedy."""

    def __init__(self, message: str, where: Location = NOWHERE, remedy: str = "") -> None:
        self.message = message
        self.where = where
        self.remedy = remedy
        place = f"{where}: " if where.line else ""
        super().__init__(place + message + (f"\n    {remedy}" if remedy else ""))


class LanguageError(UserError):
    """The program uses something the language lacks, or breaks one of its rules."""


class TargetError(UserError):
    """The target, scenario, parameter or schedule named on the command line cannot be found or used."""


class OptionError(UserError):
    """An option or environment variable has a value that cannot be used."""


class CompileError(UserError):
    """The compiler of the user's language refuses the program; the message is what it said."""


class SpecificationError(UserError):
    """The user's specification of an object, plain Python, raised an exception or gave no number."""


class InternalError(UnknotError):
    """A mistake of unknot itself, never of the user's program."""

    def __init__(self, message: str) -> None:
        self.fact = message
        super().__init__(f"internal error of unknot (please report it): {message}")


class IRError(InternalError):
    """The verifier or the parser of the IR found an ill-formed program."""
