"""What the terminal can do. One idea: asked in one place, so that reports decide nothing about terminals."""

from __future__ import annotations

import os
import shutil
import sys


def cells() -> int:
    """The width to write for: $COLUMNS, else the terminal's, else 100."""
    return shutil.get_terminal_size((100, 24)).columns


def colour() -> bool:
    """Whether standard output shows colours: a terminal, and nobody said NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
