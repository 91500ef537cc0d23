"""Runs a search: memory for the native loop, its limits, progress, Ctrl-C. One idea: native code runs in slices of some
milliseconds; between them Python looks at the clock.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from unknot.compile.context import BYTES as CONTEXT_BYTES
from unknot.compile.context import INDEX
from unknot.compile.jit import Library
from unknot.compile.layout import WORD
from unknot.compile.successor import Compiled
from unknot.core.errors import OptionError
from unknot.core.options import Options
from unknot.explore import state as codes
from unknot.explore.native import Native, native_loop
from unknot.explore.outcome import Action, Fact, Found, Outcome, Progress
from unknot.explore.table import LINE, SLACK
from unknot.ir.faults import Fault

FIRST_LINES = 1 << 12
LINE_BYTES = LINE * WORD
PER_LINE = {0: 8, 1: 7, 2: 6, 4: 5, 8: 4}
"""How many fingerprints share a line of the table, by bytes of their masks."""
PROGRESS_SECONDS = 0.25
SLICE_SECONDS = 0.05
UPGRADE_SECONDS, UPGRADE_LINES = 0.3, 14_000
"""After so long a search goes on with better code; for large programs, after a second for so many lines of LLVM text,
about half of what compiling them takes."""
FUNCTIONS = ("start", "step", "check", "final", "ended")
"""What the search calls of a program."""
MOST_THREADS = 64
PACKED_FROM = 64
"""Words of a state from which on states that wait are packed."""
GIVEN_AT_ONCE = 64 << 20
"""Bytes in which the memory of expanded records is given back."""
GIVEN_FROM = 1 << 30
"""Bytes of records, or a quarter of the limit, from which on it is given back: clearing pages anew costs time."""
FRONTIER_ROOM = 4
"""Times the limit of memory is reserved as address space for records, since what is given back is not used again."""
_STOPS = {codes.MEMORY: "memory", codes.STATES: "states"}
_ORDERS = {"preemptions": codes.PREEMPTIONS, "bfs": codes.BREADTH, "dfs": codes.DEPTH}


Watch = Callable[[tuple[Fact, ...], Callable[[Fact], tuple[int, tuple[Action, ...]]]], Found | None]
"""Given new facts and the way to each, says which violation they amount to."""


class Region:
    """Reserved address space of `size` bytes; only what is touched costs memory."""

    def __init__(self, size: int) -> None:
        size = (size + mmap.PAGESIZE - 1) // mmap.PAGESIZE * mmap.PAGESIZE
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | getattr(mmap, "MAP_NORESERVE", 0x4000)
        self.size = size
        try:
            self.map = mmap.mmap(-1, size, flags=flags)
        except OSError as error:
            message = f"cannot reserve {size >> 20:,} MiB of address space: {error.strerror}"
            raise OptionError(message, remedy="allow the search less memory with --max-memory") from error
        with contextlib.suppress(OSError, AttributeError):
            self.map.madvise(mmap.MADV_HUGEPAGE)
        self._view = ctypes.c_char.from_buffer(self.map)
        self.address = ctypes.addressof(self._view)

    def give_back(self, start: int, end: int) -> None:
        """Gives the memory of some bytes back (multiples of the page size); they read as zeros."""
        self.map.madvise(mmap.MADV_DONTNEED, start, end - start)


@dataclass
class _Clock:
    started: float
    limit: float
    next_report: float

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    @property
    def is_over(self) -> bool:
        return bool(self.limit) and self.seconds >= self.limit


class Search:
    """One search of one compiled program. Use it once: `run()`. `better` makes faster machine code of the same
    program, which a long search goes on with."""

    def __init__(
        self, compiled: Compiled, library: Library, options: Options, better: Callable[[], Library] | None = None
    ) -> None:
        _check_size(compiled, options)
        self.compiled = compiled
        self.options = options
        self.native: Native = native_loop()
        self._libraries = [library]
        self._better = better
        self._upgrade_from = max(UPGRADE_SECONDS, compiled.text.count("\n") / UPGRADE_LINES)
        self._struct = (ctypes.c_uint64 * (self.native.size // WORD))()
        self._keep: list[Region] = []
        self._image = self._region(compiled.layout.words * WORD)
        self._image.map[: len(compiled.image)] = compiled.image
        self._context = self._region(CONTEXT_BYTES)
        self._context_words = (ctypes.c_uint64 * INDEX_WORDS).from_buffer(self._context.map)
        self._context_words[INDEX["max_loop"]] = options.max_loop or 1 << 62
        self._is_sample = options.order in ("random", "pct")
        self._fill(library)
        self._level = 0
        self._facts: list[Fact] = []
        self._findings: list[Fact] = []
        self._facts_read, self._facts_given = 0, 0
        self._last_level, self._run_before = 0, 0
        self._most_waiting = 0
        self._looks_for_stuck = bool(self._get("edges_room"))
        self._stuck_note, self._most_edges = "", 0
        self._stuck: Found | None = None
        self._edge_parts: list[int] = [0]
        self._give_back_from = min(GIVEN_FROM, (options.max_memory or 1 << 20) << 18)

    # the native struct -----------------------------------------------------------------------------------------------

    def _get(self, name: str) -> int:
        return int(self._struct[self.native.offsets[name] // WORD])

    def _set(self, name: str, value: int) -> None:
        self._struct[self.native.offsets[name] // WORD] = value

    def _region(self, size: int) -> Region:
        self._keep.append(Region(max(size, mmap.PAGESIZE)))
        return self._keep[-1]

    def _fill(self, library: Library) -> None:
        layout, options = self.compiled.layout, self.options
        limit = (options.max_memory or 1 << 20) << 20
        mask_bytes = 0
        if options.order == "preemptions":
            mask_bytes = next(size for size in PER_LINE if layout.threads <= 8 * size)
        lines = min(limit // LINE_BYTES, (1 << 32) - 1 - SLACK)
        queues = [self._region(FRONTIER_ROOM * limit + codes.RECORD_ROOM * WORD) for _ in range(codes.QUEUES)]
        self._by_address = {region.address: region for region in queues}
        values = {
            "image": self._image.address,
            "context": self._context.address,
            **{name: library.address(name) for name in FUNCTIONS},
            "threads": layout.threads,
            "actors": self.compiled.actors,
            "static_words": layout.static_words,
            "heap": int(layout.granules > 0),
            "image_words": layout.static_words,
            "order": _ORDERS.get(options.order, codes.BREADTH),
            "table": self._region((lines + SLACK) * LINE_BYTES).address,
            "mask_bytes": mask_bytes,
            "per_line": PER_LINE[mask_bytes],
            "lines": FIRST_LINES,
            "most": FIRST_LINES * PER_LINE[mask_bytes] * 3 // 4,
            "max_lines": lines,
            "new": queues[codes.NEW].address,
            "old": queues[codes.OLD].address,
            "again": queues[codes.AGAIN].address,
            "region": FRONTIER_ROOM * limit // WORD + codes.RECORD_ROOM,
            "paths": self._region(limit + codes.PATH_ROOM).address,
            "max_path_bytes": limit + codes.PATH_ROOM,
            "checkpoints": self._region(limit // 4).address,
            "pending": self._region(2 * codes.PENDING_ROOM * WORD).address,
            "scratch": self._region(64 * WORD + layout.context_size).address,
            "packs": int(layout.static_words >= PACKED_FROM),
            "unpacked": self._region(layout.words * WORD).address,
            "contexts": layout.contexts // WORD,
            "context_words": layout.context_size // WORD,
            "spins": int(self.compiled.spins),
            "priorities": self._region(128 * WORD).address,
            "changes": self._region(options.pct_depth * WORD).address,
            "go_on": int(options.all_findings and not self._is_sample),
            "facts": self._region(codes.MOST_FACT_WORDS * WORD).address,
            "fact_slots": self._region(codes.FACT_SLOTS * WORD).address,
            **self._edges(limit),
            "max_states": options.max_states,
            "memory_limit": limit,
            "random": (options.seed * 0x9E3779B97F4A7C15 + 0x1234567) % (1 << 64) or 1,
            "max_steps": options.max_steps,
            "trail": self._region((options.max_steps + 1) * WORD).address,
        }
        for name, value in values.items():
            self._set(name, value)

    def _edges(self, limit: int) -> dict[str, int]:
        """Room for the edges between states, if they are to be kept."""
        if self._is_sample or not (self.options.stuck and self.compiled.sticks):
            return {}
        room = limit + codes.RECORD_ROOM * WORD
        self._edge_region = self._region(room)
        return {"edges": self._edge_region.address, "edges_room": room // WORD}

    def _call(self, name: str, *args: int) -> int:
        kinds = [ctypes.c_uint64] * (len(args) + 1)
        function = ctypes.CFUNCTYPE(ctypes.c_uint64, *kinds)(self.native.addresses[name])
        return int(function(ctypes.addressof(self._struct), *args))

    # facts -----------------------------------------------------------------------------------------------------------

    def facts(self) -> tuple[Fact, ...]:
        """The facts that are new since the last call, in order of discovery; violations are not among them."""
        end = self._get("facts_end")
        while self._facts_read < end:
            size = codes.FACT_WORDS + 2 + self._word("facts", self._facts_read + codes.FACT_WORDS + 1)
            fact = self._fact([self._word("facts", self._facts_read + i) for i in range(size)])
            (self._findings if fact.kind == "" else self._facts).append(fact)
            self._facts_read += size
        fresh = self._facts[self._facts_given :]
        self._facts_given = len(self._facts)
        return tuple(fresh)

    def _fact(self, words: list[int]) -> Fact:
        item, action, depth, always, ever, head, _, *own = words
        number = head >> 32
        kind = "" if number == codes.FINDING else self.compiled.layout.events[number]
        return Fact(
            kind,
            head & 0xFFFFFFFF,
            tuple(own),
            always,
            ever,
            depth & 0xFFFFFFFF,
            depth >> 32,
            item,
            Action(action & 0xFF, action >> 8),
        )

    def path_to(self, fact: Fact) -> tuple[int, tuple[Action, ...]]:
        """(outcome of the beginning, steps) of the simplest schedule that makes the fact; of sampled schedules nothing
        is kept, and the path is empty."""
        if self._is_sample:
            return 0, ()
        return self._way(fact.item, fact.action)

    def _as_found(self, fact: Fact) -> Found:
        start, path = self.path_to(fact)
        kind, detail = fact.words[0], fact.words[1]
        return Found(Fault(kind), start, path, fact.action.actor != codes.NOBODY, detail)

    # running ---------------------------------------------------------------------------------------------------------

    def run(
        self,
        progress: Callable[[Progress], None] | None = None,
        watch: Watch | None = None,
        stops_at: frozenset[Fault] = frozenset(),
    ) -> Outcome:
        """Searches until nothing is left, a fault is found, a limit is reached or Ctrl-C is pressed. `watch` is shown
        new facts from time to time; if it gives a violation that they amount to, the search is over. So it is when
        a path is cut by one of `stops_at`."""
        self._stops_at = sum(1 << (fault - codes.FIRST_LIMIT) for fault in stops_at)
        clock = _Clock(time.perf_counter(), float(self.options.max_seconds), PROGRESS_SECONDS)
        self._report = progress
        self._watch = watch
        self._watched: Found | None = None
        try:
            reason = self._walk(clock) if self._is_sample else self._exhaust(clock)
            self._look()
            if reason == "exhausted" and self._looks_for_stuck and not self._all_found():
                self._find_stuck(clock)
        except KeyboardInterrupt:
            reason = "interrupted"
        self._look()
        found = self._all_found()
        outcome = self._outcome("found" if found else reason, clock, found)
        whole = reason == "exhausted" and not outcome.limits_hit and not outcome.facts_lost
        return replace(outcome, complete=whole, stuck=self._stuck_note, edge_bytes=self._most_edges * WORD)

    @property
    def _limits_hit(self) -> int:
        """A bit for each limit that cut a path, from the first."""
        return self._get("limits_hit")

    def _look(self) -> bool:
        """Shows new facts to who watches; True if they amount to a violation and the search is to end with it."""
        fresh = self.facts()
        if self._watch is not None and fresh and self._watched is None:
            self._watched = self._watch(fresh, self._last_walk if self._is_sample else self.path_to)
        return self._watched is not None and not self.options.all_findings

    def _all_found(self) -> tuple[Found, ...]:
        """What was found, the simplest first."""
        if self._get("fault"):
            return (self._found(),)
        kept = sorted(self._findings, key=lambda fact: (fact.level, fact.length))
        return (*map(self._as_found, kept), *filter(None, [self._watched, self._stuck]))

    def _exhaust(self, clock: _Clock) -> str:
        if self._call("run_start") == codes.FOUND:
            return "found"
        budget = 2000
        while True:
            before = clock.seconds
            why = self._call("run_search", budget)
            if self._limits_hit & self._stops_at:
                return "cut"
            if why == codes.LEVEL:
                if not self._next_level():
                    return "exhausted"
                most = self.options.max_preemptions
                if 0 <= most < self._level:
                    return "preemptions" if self._call("run_rest") & 1 else "exhausted"
            elif why != codes.BUDGET:
                return {codes.DONE: "exhausted", codes.FOUND: "found"}.get(why) or _STOPS[why]
            budget = _next_budget(budget, clock.seconds - before)
            if self._look():
                return "found"
            if self._pause(clock):
                return "time"

    def _next_level(self) -> bool:
        """Begins the next number of preemptions; False if no record is left that could be preempted."""
        old, new = self._get("old"), self._get("new")
        self._set("old", new)
        self._set("new", old)
        self._set("old_next", 0)
        self._set("old_end", self._get("new_end"))
        self._set("new_next", 0)
        self._set("new_end", 0)
        self._set("old_given", 0)
        self._set("new_given", 0)
        if self._get("transitions") > self._run_before:
            self._last_level, self._run_before = self._level, self._get("transitions")
        self._level += 1
        self._set("level", self._level)
        self._set("edges_source", 0)
        self._edge_parts.append(self._get("edges_end"))
        return self._get("old_end") > 0

    def _walk(self, clock: _Clock) -> str:
        words = self.compiled.layout.words
        first = self._region(words * WORD)
        first.map[: len(self.compiled.image)] = self.compiled.image
        left = self.options.schedules or 1 << 62
        changes = max(self.options.pct_depth - 1, 0)
        chunk = 1 if self._watch is not None else 10  # who watches asks for the way, and only the last one is kept
        while left > 0:
            chunk = min(chunk, left)
            before = clock.seconds
            if (
                self._call("run_walks", first.address, words, int(self.options.order == "pct"), changes, chunk)
                == codes.FOUND
            ):
                return "found"
            left -= chunk
            if self._watch is None:
                chunk = _next_budget(chunk, clock.seconds - before)
            if self._look():
                return "found"
            if self._pause(clock):
                return "time"
        return "schedules"

    def _last_walk(self, _: Fact) -> tuple[int, tuple[Action, ...]]:
        """The schedule that was run last, which made what is new."""
        start, path = self._walked()
        return start, tuple(path)

    def _give_back(self) -> None:
        """Gives back the memory of records that have been expanded for good. The native loop holds no pointer into
        it."""
        if sum(self._get(f"{name}_end") for name in ("old", "new", "again")) * WORD < self._give_back_from:
            return
        queues = {"bfs": ["new"], "preemptions": ["old", "again"]}.get(self.options.order, [])
        for name in queues:
            given, done = self._get(f"{name}_given"), self._get(f"{name}_next")
            done -= done % (GIVEN_AT_ONCE // WORD)
            if done > given:
                self._by_address[self._get(name)].give_back(given * WORD, done * WORD)
                self._set(f"{name}_given", done)

    # stuck -----------------------------------------------------------------------------------------------------------

    def _find_stuck(self, clock: _Clock) -> None:
        """When all states are known: looks for those from which no way leads to the end."""
        self._most_edges = max(self._most_edges, self._get("edges_end"))
        if not self._get("edges_room"):
            self._stuck_note = "memory"
            return
        if not self._get("states"):
            return  # the beginning itself was cut
        self._stuck_note, left = self._sweep_all(clock)
        if left:
            self._edge_region.give_back(0, self._edge_region.size)
            self._stuck = self._way_to_stuck()

    def _sweep_all(self, clock: _Clock) -> tuple[str, bool]:
        """Sweeps over the edges until what is left are those of states that are stuck: are there any? Or says why
        not."""
        places = (self._get("lines") + SLACK) * LINE
        self._set("marks", self._region(places // 8).address)
        if self._get("ends") == 0:
            self._set("counts", self._region(2 * places).address)
            end = self._get("edges_end")
            if not (self._sweep("run_count", 0, end, clock) and self._sweep("run_strip", 0, end, clock)):
                return "time", False
            if self._call("run_mark") == 0:
                return "pauses", False
        return self._spread(clock)

    def _spread(self, clock: _Clock) -> tuple[str, bool]:
        """Sweeps by numbers of preemptions until nothing changes."""
        parts = list(pairwise([*self._edge_parts, self._get("edges_end")]))
        changed = True
        while changed:
            changed = False
            for i, (first, end) in enumerate(parts):
                if first < end and not self._sweep("run_spread", first, end, clock):
                    return "time", False
                if first < end:
                    parts[i] = self._get("sweep_keep"), end
                    changed = changed or bool(self._get("sweep_changed"))
        return "", any(first < end for first, end in parts)

    def _sweep(self, name: str, first: int, end: int, clock: _Clock) -> bool:
        """Sweeps from the end to the first of some edges; False if the time is up."""
        places = {"sweep_first": first, "sweep_read": end, "sweep_keep": end, "sweep_changed": 0}
        for place, value in places.items():
            self._set(place, value)
        budget = 2000
        while True:
            before = clock.seconds
            if self._call(name, budget) == codes.DONE:
                return True
            budget = _next_budget(budget, clock.seconds - before)
            if self._pause(clock):
                return False

    def _way_to_stuck(self) -> Found | None:
        """The simplest schedule to a state that is stuck: the same search again, which now knows such a state. It needs
        less memory than the edges took."""
        options = replace(self.options, max_states=0, max_seconds=0, stuck=False, all_findings=False)
        again = Search(self.compiled, self._libraries[-1], options)
        for past, now in (("past", "table"), ("past_lines", "lines"), ("past_marks", "marks")):
            again._set(past, self._get(now))
        outcome = again.run(self._report)
        if outcome.found is None:
            if outcome.reason == "interrupted":
                raise KeyboardInterrupt
            self._stuck_note = outcome.reason
            return None
        return replace(outcome.found, detail=int(self._get("ends") == 0))

    def _pause(self, clock: _Clock) -> bool:
        """Reports when it is time; True if the time is up."""
        if self._better is not None and clock.seconds > self._upgrade_from:
            self._upgrade(self._better())
        self._most_waiting = max(self._most_waiting, self._waiting_words() * WORD)
        self._most_edges = max(self._most_edges, self._get("edges_end"))
        if self._looks_for_stuck and not self._get("edges_room"):
            self._edge_region.give_back(0, self._edge_region.size)
            self._looks_for_stuck, self._stuck_note = False, "memory"
        self._give_back()
        if self._report is not None and clock.seconds >= clock.next_report:
            clock.next_report = clock.seconds + PROGRESS_SECONDS
            self._report(self._progress(clock))
        return clock.is_over

    def _upgrade(self, library: Library) -> None:
        """Goes on with other machine code of the same program."""
        self._better = None
        self._libraries.append(library)
        for name in FUNCTIONS:
            self._set(name, library.address(name))

    # results ---------------------------------------------------------------------------------------------------------

    def _progress(self, clock: _Clock) -> Progress:
        level = self._level if self.options.order == "preemptions" else None
        table, paths, frontier = self._bytes()
        waiting = sum(self._get(f"{name}_end") - self._get(f"{name}_next") for name in ("old", "new", "again"))
        record = max(self._get("stored") // max(self._get("items"), 1), 1)
        memory = table + paths + frontier + self._get("edges_end") * WORD
        return Progress(
            self._get("states"),
            self._get("transitions"),
            clock.seconds,
            level,
            waiting // record,
            memory,
            self._get("schedules"),
        )

    def _bytes(self) -> tuple[int, int, int]:
        """Bytes used by the table, the paths and the records."""
        table = (self._get("lines") + SLACK) * LINE_BYTES
        return table, self._get("path_end"), self._waiting_words() * WORD

    def _waiting_words(self) -> int:
        """Words of records that are still in memory."""
        return sum(self._get(f"{name}_end") - self._get(f"{name}_given") for name in ("old", "new", "again"))

    def _outcome(self, reason: str, clock: _Clock, found: tuple[Found, ...]) -> Outcome:
        table, paths, frontier = self._bytes()
        done = None
        if self.options.order == "preemptions":
            done = self._last_level if reason == "exhausted" else self._level - 1
        bits = self._limits_hit
        hit = tuple(f for f in Fault if f.is_limit and bits >> (f - codes.FIRST_LIMIT) & 1 and f is not Fault.DISCARDED)
        return Outcome(
            reason,
            self._get("states"),
            self._get("transitions"),
            self._get("schedules"),
            done if done is not None and done >= 0 else None,
            self._get("depth"),
            clock.seconds,
            table,
            paths,
            max(frontier, self._most_waiting),
            hit,
            self._get("cut"),
            self._get("ends"),
            found[0] if found else None,
            found,
            tuple(self._facts),
            self._get("facts_lost"),
        )

    def _found(self) -> Found:
        action = Action(self._get("fault_actor"), self._get("fault_ordinal"))
        start, path = self._way(self._get("fault_item"), action)
        by_step = action.actor != codes.NOBODY
        return Found(Fault(self._get("fault")), start, path, by_step, self._get("fault_detail"))

    def _way(self, item: int, action: Action) -> tuple[int, tuple[Action, ...]]:
        """(outcome of the beginning, steps) to a record, and the action there if an actor takes it; of what happens in
        the beginning itself, which outcome it is."""
        if item == codes.NO_ITEM:
            return action.ordinal, ()
        start, path = self._walked() if self._is_sample else self._path(item)
        return start, (*path, action) if action.actor != codes.NOBODY else tuple(path)

    def _word(self, name: str, index: int) -> int:
        return int(ctypes.c_uint64.from_address(self._get(name) + index * WORD).value)

    def _walked(self) -> tuple[int, list[Action]]:
        words = [self._word("trail", i) for i in range(self._get("path_length"))]
        return self._get("start_ordinal"), [Action(w & 0xFF, w >> 8) for w in words]

    def _path(self, item: int) -> tuple[int, list[Action]]:
        path: list[Action] = []
        start = 0
        while item != codes.NO_ITEM:
            item = self._call("run_look_up", item)
            action = Action(self._get("found_actor"), self._get("found_ordinal"))
            if item == codes.NO_ITEM:
                start = action.ordinal
            else:
                path.append(action)
        return start, path[::-1]


INDEX_WORDS = max(INDEX.values()) + 1


def _check_size(compiled: Compiled, options: Options) -> None:
    """Raises OptionError if the program is too large for the search."""
    walks = options.order in ("random", "pct")
    if (compiled.actors if walks else compiled.layout.threads) > MOST_THREADS:
        what = "threads and store buffers" if walks and compiled.layout.program.agent else "threads"
        raise OptionError(
            f"{compiled.actors if walks else compiled.layout.threads} {what} at once; the search keeps track of at most"
            f" {MOST_THREADS}",
            remedy="declare fewer, or lower --spawns",
        )
    if compiled.layout.words > codes.MOST_WORDS:
        mib = compiled.layout.words * WORD >> 20
        raise OptionError(
            f"a state takes up to {mib} MiB; the search can store at most {codes.MOST_WORDS * WORD >> 20}",
            remedy="make arrays smaller, or lower --heap",
        )


def _next_budget(budget: int, seconds: float) -> int:
    """How much to do in the next slice, so that it takes about `SLICE_SECONDS`."""
    if seconds < SLICE_SECONDS / 2:
        return min(budget * 2, 1 << 24)
    return max(budget // 2, 1) if seconds > 2 * SLICE_SECONDS else budget
