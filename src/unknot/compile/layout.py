"""The state image: where everything lives. One idea: one flat row of 64-bit words, small enough to copy and hash
cheaply.

    heap header (only if the program allocates) | globals | thread contexts | heap granules | context between the
    threads | constants

A thread context starts with its program counter (u16) and the offset of its top frame (u16). A frame starts with the
same four bytes (in the root frame they are the thread's; in others the caller's return point and frame), then come
the slots of registers that live across a scheduling point or a call. Registers that never live at once share a slot.
The heap comes last among what is stored, so a stored state ends with its highest used granule.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from unknot.compile.calls import Calls
from unknot.core.errors import InternalError
from unknot.ir.address import GRANULE, object_numbers
from unknot.ir.ops import Reg
from unknot.ir.program import Function, Global, Program
from unknot.ir.types import round_up
from unknot.passes.find_stack_need import callees
from unknot.passes.liveness import live_after_ops, live_into_blocks

PC_ENDED = 1
"""A thread's program counter when it has ended; 0 is that of a place without a thread."""
FIRST_PC = 2
FRAME_HEADER = 4
WORD = 8
GRANULE_BYTES = GRANULE + WORD
"""A granule in the image: one word about it (size of the object in bytes, initialised bits, flags), then its bytes."""


@dataclass(frozen=True)
class Point:
    """A place where a thread can be resumed: `kind` is "entry", "step" or "call"; `live` are the registers kept
    there."""

    pc: int
    kind: str
    label: str
    index: int
    live: tuple[Reg, ...]


@dataclass
class Frame:
    """A function's frame: `slots` gives each kept register's byte offset, `size` is a multiple of 8."""

    function: Function
    points: list[Point]
    slots: dict[Reg, int] = field(default_factory=dict)
    size: int = WORD

    @property
    def words(self) -> int:
        """Size in words."""
        return self.size // WORD


@dataclass
class Layout:
    """Byte offsets of everything in the image; see the module's text. `threads` is how many can exist at once. `events`
    are the kinds of events that steps leave behind for the search, by their numbers. The first granules of the heap are
    for stack objects: `stack_granules` for each thread, and for what runs between the threads."""

    program: Program
    frames: dict[str, Frame]
    stack: int
    heap: int
    objects: list[tuple[int, int]]
    numbers: dict[str, int]
    globals: dict[str, int]
    contexts: int
    context_size: int
    heap_offset: int
    stack_granules: int
    granules: int
    between: int
    constants: int
    words: int
    events: tuple[str, ...] = ()

    @property
    def threads(self) -> int:
        """How many threads can exist at once."""
        return self.program.max_threads

    @property
    def static_words(self) -> int:
        """Words of the image before the heap: the least size of a stored state."""
        return self.heap_offset // WORD

    def context(self, thread: int) -> int:
        """Byte offset of a thread's context; number `threads` is the context between the threads."""
        return self.between if thread == self.threads else self.contexts + thread * self.context_size


def lay_out_program(program: Program, calls: Calls, uses_heap: bool, heap: int, stack: int, stacks: int = 0) -> Layout:
    """The image of a program whose scheduling points are placed. `heap` and `stack` are limits in bytes (the stack
    only matters where calls recurse), `stacks` the granules for each thread's stack objects."""
    frames = _frames(program, calls)
    stack = _stack_need(program, frames, stack)
    offset = WORD if uses_heap else 0
    changing = [item for item in program.globals.values() if not item.constant]
    places, offset = _place_globals(changing, program.max_threads, offset)
    contexts = round_up(offset, WORD)
    heap_offset = contexts + program.max_threads * stack
    stacks = stacks if uses_heap else 0
    granules = round_up(heap, GRANULE) // GRANULE + stacks * (program.max_threads + 1) if uses_heap else 0
    between = heap_offset + granules * GRANULE_BYTES
    constants = [item for item in program.globals.values() if item.constant]
    constants_at, end = _place_globals(constants, program.max_threads, between + stack)
    places |= constants_at
    return Layout(
        program,
        frames,
        stack,
        heap,
        _objects(program, places),
        object_numbers(program),
        places,
        contexts,
        stack,
        heap_offset,
        stacks,
        granules,
        between,
        between + stack,
        round_up(end, WORD) // WORD,
    )


def _place_globals(items: list[Global], threads: int, offset: int) -> tuple[dict[str, int], int]:
    """Offsets by name; the end. Most aligned first, so that nothing is padded."""
    places: dict[str, int] = {}
    for item in sorted(items, key=lambda g: -alignment(g)):
        offset = round_up(offset, alignment(item))
        places[item.name] = offset
        offset += round_up(item.type.size, alignment(item)) * (threads + 1 if item.thread_local else 1)
    return places, offset


def alignment(item: Global) -> int:
    """Of a global in the image, in bytes. What can hold a pointer begins with a word, whatever its type says."""
    return WORD if item.type.size >= WORD else max(item.type.align, 1)


def _objects(program: Program, places: dict[str, int]) -> list[tuple[int, int]]:
    """(offset, size) by object number from 1."""
    objects: list[tuple[int, int]] = []
    for item in program.globals.values():
        stride = round_up(item.type.size, alignment(item))
        copies = program.max_threads + 1 if item.thread_local else 1
        objects += [(places[item.name] + i * stride, item.type.size) for i in range(copies)]
    return objects


def _frames(program: Program, calls: Calls) -> dict[str, Frame]:
    frames: dict[str, Frame] = {}
    pc = FIRST_PC
    for name, function in program.functions.items():
        if name in calls.framed:
            frames[name] = _frame(function, pc, calls)
            pc += len(frames[name].points)
    if pc > 0xFFFF:
        raise InternalError(f"{pc} places where threads can be resumed; the image has room for 65535")
    return frames


def _frame(function: Function, pc: int, calls: Calls) -> Frame:
    into = live_into_blocks(function)
    entry = tuple(sorted(into[function.entry] & set(function.params), key=lambda r: r.name))
    points = [Point(pc, "entry", function.entry, 0, entry)]
    for label, after in live_after_ops(function).items():
        for index, op in enumerate(function.blocks[label]):
            if op.code in ("step", "call", "call_indirect") and not calls.is_native(function.name, label, index, op):
                live = sorted(after[index] - set(op.dsts), key=lambda r: r.name)
                kind = "step" if op.code == "step" else "call"
                points.append(Point(pc + len(points), kind, label, index, tuple(live)))
    frame = Frame(function, points)
    _place_slots(frame)
    return frame


def _place_slots(frame: Frame) -> None:
    """Gives every kept register the lowest place that no register kept at the same time has."""
    rivals: dict[Reg, set[Reg]] = {}
    for point in frame.points:
        for reg in point.live:
            rivals.setdefault(reg, set()).update(point.live)
    end = FRAME_HEADER
    for reg in sorted(rivals, key=lambda r: (-r.type, r.name)):
        taken = [(frame.slots[o], o.type.bytes) for o in rivals[reg] if o in frame.slots]
        size = reg.type.bytes
        place = round_up(FRAME_HEADER, size)
        while any(place < at + length and at < place + size for at, length in taken):
            place += size
        frame.slots[reg] = place
        end = max(end, place + size)
    frame.size = round_up(end, WORD)


def _stack_need(program: Program, frames: dict[str, Frame], limit: int) -> int:
    """Bytes of a thread context: the deepest chain of frames, or `limit` where calls recurse."""
    depth: dict[str, int] = {}
    called = callees(program)

    def need(name: str, path: tuple[str, ...]) -> int:
        if name in path:
            return limit
        if name not in depth:
            deepest = max((need(callee, (*path, name)) for callee in called[name] if callee in frames), default=0)
            depth[name] = min(frames[name].size + deepest, limit)
        return depth[name]

    deepest = max((need(name, ()) for name in frames), default=WORD)
    return round_up(min(max(deepest, *(f.size for f in frames.values()), WORD), 0xFFF8), WORD)


def describe(layout: Layout) -> str:
    """The layout as text, for `unknot dump --stage layout`."""
    lines = [f"state: {layout.static_words * WORD} bytes and {GRANULE_BYTES} for each {GRANULE} bytes of heap in use"]
    lines.append("globals: offset, bytes, name: type")
    for item in layout.program.globals.values():
        lines.append(f"  {layout.globals[item.name]:6d} {item.type.size:6d}  {item.name}: {item.type}")
    lines.append(f"threads: {layout.threads} contexts of {layout.context_size} bytes from {layout.contexts}")
    lines.append("frames: function, bytes; places where it can be resumed, and the registers kept there")
    for name, frame in layout.frames.items():
        lines.append(f"  {name}: {frame.size}")
        for point in frame.points:
            op = frame.function.blocks[point.label][point.index]
            kept = ", ".join(f"{r.name}: {r.type} at {frame.slots[r]}" for r in point.live)
            lines.append(f"    {point.pc:5d} {point.kind:5s} {op.loc.line:5d}  {kept}")
    return "\n".join(lines) + "\n"
