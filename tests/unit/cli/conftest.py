"""Fixtures of the command line's tests; see cli_stub.py."""

from __future__ import annotations

from cli_stub import stub, verdict

__all__ = ["stub", "verdict"]
