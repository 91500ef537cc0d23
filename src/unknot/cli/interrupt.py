"""Ctrl-C. One idea: the pipeline turns it into a bounded result; the verb learns here that no further one is wanted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupt:
    """Tells whether Ctrl-C came."""

    def __init__(self) -> None:
        self.came = False

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.came = True
        raise KeyboardInterrupt


@contextmanager
def noticed() -> Iterator[Interrupt]:
    """Notices Ctrl-C inside the block; it raises KeyboardInterrupt as ever."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = signal.signal(signal.SIGINT, interrupt._handle)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)
