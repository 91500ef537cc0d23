"""Rows of the expected tables, checked by several processes at once.

One idea: a process takes a row, tells how it goes, gives the result, and gets the next; who asked gets the results in
the order of the rows, whichever was done first. With one process nothing is started: the rows are checked here.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from unknot.cli.blame import failed
from unknot.cli.expected import Expected
from unknot.cli.interrupt import Interrupt
from unknot.cli.jobs import check, check_told
from unknot.cli.live import LiveLine
from unknot.core.errors import InternalError
from unknot.core.options import Options
from unknot.diagnose.finding import Result
from unknot.report import quantities

if TYPE_CHECKING:
    from unknot.explore.outcome import Progress

Done = Callable[[Expected, Result], None]


def processors() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_rows(
    rows: Sequence[Expected], defaults: Options, jobs: int, line: LiveLine, done: Done, interrupt: Interrupt
) -> None:
    """Checks the rows with `jobs` processes, and calls `done` for each in order. After Ctrl-C: for those that were
    finished."""
    if min(jobs, len(rows)) <= 1:
        _one_by_one(rows, defaults, done, interrupt)
        return
    pool = _Pool(rows, defaults, line, done)
    try:
        pool.run(min(jobs, len(rows)))
    except KeyboardInterrupt:
        interrupt.came = True
    finally:
        pool.stop()
    pool.give_all()


def _one_by_one(rows: Sequence[Expected], defaults: Options, done: Done, interrupt: Interrupt) -> None:
    for row in rows:
        result = check(row.name, row.name, row.options(defaults), row.parameters)
        if interrupt.came:
            return  # the row says nothing: it was stopped
        done(row, result)


@dataclass
class _Worker:
    """A process, the way to it, the number of its row (None: it has none), and how that goes."""

    process: BaseProcess
    connection: Connection
    number: int | None = None
    news: str = ""


@dataclass
class _Pool:
    """The processes, and the results that came before those of earlier rows."""

    rows: Sequence[Expected]
    defaults: Options
    line: LiveLine
    done: Done
    workers: list[_Worker] = field(default_factory=list)
    waiting: dict[int, Result] = field(default_factory=dict)
    started: int = 0
    given: int = 0

    def run(self, jobs: int) -> None:
        """Until all rows are done."""
        for _ in range(jobs):
            self._hire()
        while any(worker.number is not None for worker in self.workers):
            ready = wait([worker.connection for worker in self.workers])
            for worker in [worker for worker in self.workers if worker.connection in ready]:
                self._hear(worker)
            self._give()

    def stop(self) -> None:
        """Ends the processes, whatever they are doing."""
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join()
            worker.connection.close()
        self.line.clear()

    def give_all(self) -> None:
        """Gives what is left, also behind a gap."""
        for number in sorted(self.waiting):
            self.done(self.rows[number], self.waiting.pop(number))

    def _hire(self) -> None:
        """A new process, at work on the next row."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self.defaults), daemon=True)
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))
        self._next(self.workers[-1])

    def _next(self, worker: _Worker) -> None:
        worker.number, worker.news = None, ""
        if self.started < len(self.rows):
            worker.number = self.started
            self.started += 1
            worker.connection.send(self.rows[worker.number])

    def _hear(self, worker: _Worker) -> None:
        """Takes one message: how it goes, or a result."""
        try:
            message = worker.connection.recv()
        except (EOFError, ConnectionError):
            self._lost(worker)
            return
        if isinstance(message, str):
            worker.news = message
            self._show()
        elif worker.number is not None:
            self.waiting[worker.number] = message
            self._next(worker)

    def _lost(self, worker: _Worker) -> None:
        """The process is gone; its row is an error, and another takes its place."""
        self.workers.remove(worker)
        worker.process.join()
        worker.connection.close()
        if worker.number is not None:
            row = self.rows[worker.number]
            error = InternalError(f"the process that checked this row ended with status {worker.process.exitcode}")
            self.waiting[worker.number] = failed(error, row.name, row.options(self.defaults), row.parameters)
            self._hire()

    def _give(self) -> None:
        """Gives the results that are next."""
        while self.given in self.waiting:
            self.line.clear()
            self.done(self.rows[self.given], self.waiting.pop(self.given))
            self.given += 1

    def _show(self) -> None:
        finished = self.given + len(self.waiting)
        news = [worker.news for worker in self.workers if worker.news]
        self.line.show(" · ".join([f"{finished} of {quantities.plural(len(self.rows), 'scenario')}", *news]))


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """For the body, Ctrl-C waits; a process that is started in it does not hear it before it says so."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _work(connection: Connection, defaults: Options) -> None:
    """What a process does: one row after the other, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this ends it
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    try:
        while True:
            row = connection.recv()
            connection.send(_result(row, defaults, connection))
    except (EOFError, ConnectionError):
        return


def _result(row: Expected, defaults: Options, connection: Connection) -> Result:
    def tell(progress: Progress) -> None:
        connection.send(f"{row.name} {progress.seconds:.0f} s {quantities.plural(progress.states, 'state')}")

    return check_told(row.name, row.name, row.options(defaults), row.parameters, tell)
