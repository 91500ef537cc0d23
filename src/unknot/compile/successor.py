"""The successor functions of one program: native code that runs one step of one thread on a state image.

One idea: the search loop calls five functions and knows nothing else of the program:

    start(S, C) -> status          runs init and every thread's private beginning, on the initial image
    step(S, C, actor) -> status    one step of a thread, or of a thread's store buffer (actors from `threads` up)
    check(S, C) -> fault           invariants and data races of a state
    final(S, C) -> fault           what must hold when everything has ended; 0 if fine
    ended(S) -> 0 or 1             whether all threads have ended

Statuses stand in compile/context.py. Every change of S is in the log of C, so the caller can undo it.
"""

from __future__ import annotations

from dataclasses import dataclass

from unknot.compile.access import race_function
from unknot.compile.calls import Calls, classify
from unknot.compile.context import BLOCKED, CONTINUE, EXITED, FAULT, INDEX, NOT_THERE, RAN
from unknot.compile.emit import symbol
from unknot.compile.layout import FIRST_PC, PC_ENDED, WORD, Layout, alignment, lay_out_program
from unknot.compile.runtime import runtime
from unknot.compile.threads import FramedEmitter, NativeEmitter, enter_function
from unknot.ir.address import function_addresses, pointer
from unknot.ir.faults import Fault
from unknot.ir.program import Global, Program
from unknot.ir.types import round_up
from unknot.passes.find_loops import may_stick
from unknot.passes.find_spins import may_spin
from unknot.passes.find_stack_need import stack_granules
from unknot.passes.inline import inline
from unknot.passes.propagate import propagate
from unknot.passes.sink import sink


@dataclass(frozen=True)
class Settings:
    """What goes into the machine code: limits in bytes, whether races and leaks are looked for, which kinds of events
    the search collects."""

    heap: int = 65536
    stack: int = 4096
    races: bool = True
    leaks: bool = False
    events: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compiled:
    """LLVM text, where everything lies, the initial image (a whole image, zeros at the end), whether a thread could go
    round for ever without writing, and whether the program could get stuck by going round."""

    layout: Layout
    text: str
    image: bytes
    spins: bool
    sticks: bool

    @property
    def actors(self) -> int:
        """Threads, then as many store buffers if the memory model has them."""
        return self.layout.threads * (2 if self.layout.program.agent else 1)


def compile_program(program: Program, settings: Settings) -> Compiled:
    """Compiles a program whose scheduling points are placed and whose memory accesses are those of its memory model."""
    spins, sticks, stacks = may_spin(program), may_stick(program), stack_granules(program)
    program = sink(propagate(inline(program)))
    calls = classify(program)
    allocates = any(op.code == "alloc" for name in calls.framed | calls.natives for op in program.functions[name].ops())
    layout = lay_out_program(program, calls, allocates, settings.heap, settings.stack, stacks)
    made = {op.attrs["kind"] for function in program.functions.values() for op in function.ops() if op.code == "event"}
    layout.events = tuple(kind for kind in settings.events if kind in made)
    nested = _can_nest(program, calls)
    parts = [runtime(layout), "declare i64 @llvm.cttz.i64(i64, i1)", '!0 = !{!"branch_weights", i32 1000, i32 1}']
    parts += [NativeEmitter(program.functions[n], layout, calls).text() for n in sorted(calls.natives)]
    parts += [FramedEmitter(program.functions[n], layout, calls, nested).text() for n in sorted(calls.framed)]
    parts += [enter_function(layout.frames[n]) for n in sorted(calls.framed)]
    parts += [_spawn(layout, calls, widths) for widths in sorted(_spawn_widths(program))]
    parts += [_fresh_locals(layout), _ends(layout), *_float_declarations(program), _drivers(layout, calls)]
    parts += [race_function(layout, settings.races), _checks(layout, calls, settings)]
    return Compiled(layout, "\n".join(parts), initial_image(layout), spins, sticks)


def _can_nest(program: Program, calls: Calls) -> bool:
    """True if code with frames may run inside an indivisible block, or between the threads."""
    between = [*filter(None, [program.init, program.agent]), *(f for _, f in program.invariants + program.finals)]
    if any(name in calls.framed and name not in calls.natives for name in between):
        return True
    for name in calls.framed:
        for label, ops in program.functions[name].blocks.items():
            for index, op in enumerate(ops):
                call = op.code in ("call", "call_indirect") and not calls.is_native(name, label, index, op)
                if call and calls.inside[name][label][index]:
                    return True
    return False


def initial_image(layout: Layout) -> bytes:
    """The image before anything has run: globals with their first content."""
    image = bytearray(layout.words * WORD)
    for item in layout.program.globals.values():
        content = _first_content(layout, item)
        for copy in range(layout.threads + 1 if item.thread_local else 1):
            at, size = layout.objects[layout.numbers[item.name] - 1 + copy]
            image[at : at + size] = content
    return bytes(image)


def _first_content(layout: Layout, item: Global) -> bytes:
    """The bytes of a global before anything has run."""
    addresses = function_addresses(layout.program)
    content = bytearray(item.init or bytes(item.type.size))
    for offset, name, addend in item.relocations:
        content[offset : offset + WORD] = _address(layout, addresses, name, addend).to_bytes(WORD, "little")
    return bytes(content)


def _address(layout: Layout, addresses: dict[str, int], name: str, addend: int) -> int:
    base = addresses[name] if name in addresses else pointer(layout.numbers[name])
    return base + addend


def _spawn_widths(program: Program) -> set[tuple[str, ...]]:
    return {
        tuple(str(a.type) for a in op.args[1:])
        for f in program.functions.values()
        for op in f.ops()
        if op.code == "spawn"
    }


def _spawn(layout: Layout, calls: Calls, widths: tuple[str, ...]) -> str:
    """`spawn.widths(S, C, function, arguments...)`: a thread in the lowest free place, or -1."""
    params = "".join(f", {w} %p{i}" for i, w in enumerate(widths))
    addresses = function_addresses(layout.program)
    fitting = [
        n for n in sorted(calls.framed) if tuple(str(p.type) for p in layout.program.functions[n].params) == widths
    ]
    cases = " ".join(f"i64 {addresses[n]}, label %f{i}" for i, n in enumerate(fitting))
    lines = [
        f'define internal i64 @"spawn.{"_".join(widths)}"(ptr noalias %S, ptr noalias %C, i64 %f{params}) {{',
        "start:",
    ]
    lines += ["  br label %look", "look:", "  %t = phi i64 [ 0, %start ], [ %t1, %next ]"]
    lines += [f"  %more = icmp ult i64 %t, {layout.threads}", "  br i1 %more, label %try, label %full", "try:"]
    lines += [f"  %o = mul i64 %t, {layout.context_size}", f"  %at = add i64 %o, {layout.contexts}"]
    lines += ["  %p = getelementptr i8, ptr %S, i64 %at", "  %h = load i32, ptr %p", "  %pc = and i32 %h, 65535"]
    lines += ["  %free = icmp eq i32 %pc, 0", "  br i1 %free, label %found, label %next"]
    lines += [
        "next:",
        "  %t1 = add i64 %t, 1",
        "  br label %look",
        "found:",
        f"  switch i64 %f, label %bad [ {cases} ]",
    ]
    for i, name in enumerate(fitting):
        values = "".join(f", {w} %p{k}" for k, w in enumerate(widths))
        entry = layout.frames[name].points[0].pc
        lines += [
            f"f{i}:",
            f'  call void @"enter.{symbol(name)}"(ptr %S, ptr %C, i64 %at, i64 {entry}{values})',
            "  br label %done",
        ]
    lines += ["done:", "  %fresh = call i64 @fresh_locals(ptr %S, ptr %C, i64 %t)"]
    lines += ["  %cut = icmp slt i64 %fresh, 0", "  br i1 %cut, label %stop, label %go", "stop:", "  ret i64 -1"]
    lines += ["go:", f"  %sp = getelementptr i64, ptr %C, i64 {INDEX['spawned']}", "  %old = load i64, ptr %sp"]
    lines += ["  %bit = shl i64 1, %t", "  %new = or i64 %old, %bit", "  store i64 %new, ptr %sp", "  ret i64 %t"]
    lines += ["bad:", f"  call void @fault(ptr %C, i64 {int(Fault.BAD_CALL)})", "  ret i64 -1"]
    lines += ["full:", f"  call void @fault(ptr %C, i64 {int(Fault.LIMIT_THREADS)})", "  ret i64 -1", "}"]
    return "\n".join(lines)


def _fresh_locals(layout: Layout) -> str:
    """`fresh_locals(S, C, thread)`: a thread that starts finds its thread-local variables as they were at first,
    whoever had its number before. Gives -1 if the step is too large."""
    items = [item for item in layout.program.globals.values() if item.thread_local and item.type.size]
    constants = []
    lines = ["define internal i64 @fresh_locals(ptr noalias %S, ptr noalias %C, i64 %t) {", "start:"]
    lines += [f"  %r = call i64 @room(ptr %S, ptr %C, i64 {sum(i.type.size for i in items)})"]
    lines += ["  %cut = icmp slt i64 %r, 0", "  br i1 %cut, label %stop, label %g0", "stop:", "  ret i64 -1"]
    for k, item in enumerate(items):
        width = min(max(item.type.align, 1), WORD)
        content = _first_content(layout, item)
        values = [int.from_bytes(content[i : i + width], "little") for i in range(0, len(content), width)]
        kind = f"i{8 * width}"
        table = f"[{len(values)} x {kind}]"
        constants += [f"@locals{k} = internal constant {table} [{', '.join(f'{kind} {v}' for v in values)}]"]
        lines += [f"g{k}:", f"  %o{k} = mul i64 %t, {round_up(item.type.size, alignment(item))}"]
        lines += [f"  %b{k} = add i64 %o{k}, {layout.globals[item.name]}", f"  br label %l{k}", f"l{k}:"]
        lines += [f"  %i{k} = phi i64 [ 0, %g{k} ], [ %j{k}, %l{k} ]"]
        lines += [f"  %p{k} = getelementptr {table}, ptr @locals{k}, i64 0, i64 %i{k}"]
        lines += [f"  %v{k} = load {kind}, ptr %p{k}", f"  %d{k} = mul i64 %i{k}, {width}"]
        lines += [f"  %a{k} = add i64 %b{k}, %d{k}"]
        if width == WORD:
            lines += [f"  %w{k} = lshr i64 %a{k}, 3"]
            lines += [f"  call void @put(ptr %S, ptr %C, i64 %w{k}, i64 %v{k})"]
        else:
            lines += [f"  %w{k} = zext {kind} %v{k} to i64"]
            lines += [f"  call void @put_part(ptr %S, ptr %C, i64 %a{k}, i64 %w{k}, i64 {(1 << 8 * width) - 1})"]
        lines += [f"  %j{k} = add i64 %i{k}, 1", f"  %m{k} = icmp ult i64 %j{k}, {len(values)}"]
        lines += [f"  br i1 %m{k}, label %l{k}, label %g{k + 1}"]
    return "\n".join([*constants, *lines, f"g{len(items)}:", "  ret i64 0", "}"])


def _ends(layout: Layout) -> str:
    """`end_thread(S, C, thread)`: whatever it is doing, it has ended. `end_program(S, C)`: all have. -1 if the step is
    too large. `is_last(S, thread)`: whether no other is left."""
    values = {
        "WORDS": layout.context_size // WORD,
        "SIZE": layout.context_size,
        "CONTEXTS": layout.contexts,
        "THREADS": layout.threads,
        "ENDED": PC_ENDED,
        "ALLOCATES": "call i64 @free_frames(ptr %S, ptr %C, i64 %t)" if layout.granules else "add i64 0, 0",
    }
    text = _ENDS
    for key, value in values.items():
        text = text.replace(f"<{key}>", str(value))
    return text


def _float_declarations(program: Program) -> list[str]:
    """What LLVM text with operations on floating point numbers must declare."""
    if not any(op.code == "float" for function in program.functions.values() for op in function.ops()):
        return []
    lines = [f"declare {kind} @llvm.sqrt.f{bits}({kind})" for kind, bits in (("float", 32), ("double", 64))]
    for kind, bits in (("float", 32), ("double", 64)):
        for sign in ("fptosi", "fptoui"):
            lines += [f"declare i{w} @llvm.{sign}.sat.i{w}.f{bits}({kind})" for w in (8, 16, 32, 64)]
    return lines


def _drivers(layout: Layout, calls: Calls) -> str:
    """dispatch, reset, start, step, ended."""
    cases, blocks = [], []
    for i, name in enumerate(sorted(calls.framed)):
        cases += [f"i64 {p.pc}, label %f{i}" for p in layout.frames[name].points]
        call = f'call i32 @"run.{symbol(name)}"(ptr %S, ptr %C, i64 %tid, i64 %base, i64 %sp, i64 %pc)'
        blocks += [f"f{i}:", f"  %s{i} = {call}", "  br label %check"]
    status = ", ".join(f"[ %s{i}, %f{i} ]" for i in range(len(calls.framed)))
    fields = {
        "log_count": "0",
        "fault": "0",
        "depth": "0",
        "paused": "0",
        "holder": "-1",
        "choice_next": "0",
        "spawned": "0",
        **({"event_count": "0", "event_last": "0"} if layout.events else {}),
    }
    reset = [
        f"  %r{i} = getelementptr i64, ptr %C, i64 {INDEX[n]}\n  store i64 {v}, ptr %r{i}"
        for i, (n, v) in enumerate(fields.items())
    ]
    text = (
        _DRIVERS.replace("<CASES>", " ".join(cases))
        .replace("<BLOCKS>", "\n".join(blocks))
        .replace("<STATUS>", status or "")
    )
    values = {
        "RESET": "\n".join(reset),
        "MAXLOOP": INDEX["max_loop"],
        "BUDGET": INDEX["budget"],
        "SPAWNED": INDEX["spawned"],
        "CONTEXTS": layout.contexts,
        "CONTEXT": layout.context_size,
        "THREADS": layout.threads,
        "FIRST": FIRST_PC,
        "ENDED": PC_ENDED,
        "AGENT": _agent(layout, calls),
        "START": _start(layout, calls),
        "BETWEEN": _between_functions(layout, calls),
        **{
            "S_" + k: v
            for k, v in {
                "RAN": RAN,
                "CONTINUE": CONTINUE,
                "BLOCKED": BLOCKED,
                "FAULT": FAULT,
                "EXITED": EXITED,
                "NONE": NOT_THERE,
            }.items()
        },
    }
    for key in sorted(values, key=len, reverse=True):
        text = text.replace(f"<{key}>", str(values[key]))
    return text


def _agent(layout: Layout, calls: Calls) -> str:
    """The end of `step` for actors that are no threads."""
    name = layout.program.agent
    if not name:
        return f"  ret i32 {NOT_THERE}"
    call = f'call i32 @"between.{symbol(name)}"(ptr %S, ptr %C, i64 %served, ptr %R)'
    return f"  %R = alloca i64\n  %served = sub i64 %actor, {layout.threads}\n  %as = {call}\n  ret i32 %as"


def _start(layout: Layout, calls: Calls) -> str:
    """The body of `start` after the reset: the declared threads take their places, init runs, then their private
    beginnings."""
    lines = ["  %R = alloca i64"]
    for number, thread in enumerate(layout.program.threads):
        values = "".join(f", {a.type} {a.value}" for a in thread.args)
        entry, base = layout.frames[thread.function].points[0].pc, layout.context(number)
        lines += [f'  call void @"enter.{symbol(thread.function)}"(ptr %S, ptr %C, i64 {base}, i64 {entry}{values})']
    if layout.program.init:
        lines += [f'  %init = call i32 @"between.{symbol(layout.program.init)}"(ptr %S, ptr %C, ptr %R)']
        lines += [f"  %fine = icmp eq i32 %init, {RAN}", "  br i1 %fine, label %t0, label %failed"]
        lines += ["failed:", "  ret i32 %init"]
    else:
        lines += ["  br label %t0"]
    for number, _ in enumerate(layout.program.threads):
        base = layout.context(number)
        lines += [f"t{number}:"]
        lines += [f"  %s{number} = call i32 @dispatch(ptr %S, ptr %C, i64 {number}, i64 {base})"]
        lines += [
            f"  %ok{number} = icmp eq i32 %s{number}, {RAN}",
            f"  br i1 %ok{number}, label %t{number + 1}, label %f{number}",
        ]
        lines += [f"f{number}:", f"  ret i32 %s{number}"]
    lines += [f"t{len(layout.program.threads)}:", "  %sp = call i32 @begin_spawned(ptr %S, ptr %C)", "  ret i32 %sp"]
    return "\n".join(lines)


def _between_functions(layout: Layout, calls: Calls) -> str:
    """`between.f(S, C, arguments..., R)` for all that runs between the threads: natively, or with frames in its own
    context."""
    program = layout.program
    names = {*filter(None, [program.init, program.agent]), *(f for _, f in program.invariants + program.finals)}
    return "\n".join(_between(layout, calls, name) for name in sorted(names))


def _between(layout: Layout, calls: Calls, name: str) -> str:
    function = layout.program.functions[name]
    params = "".join(f", {p.type} %p{i}" for i, p in enumerate(function.params))
    head = f'define internal i32 @"between.{symbol(name)}"(ptr noalias %S, ptr noalias %C{params}, ptr %R) {{'
    if name in calls.natives:
        call = f'call i32 @"nat.{symbol(name)}"(ptr %S, ptr %C, i64 {layout.threads}, ptr %R{params})'
        return "\n".join([head, f"  %s = {call}", "  ret i32 %s", "}"])
    base, entry = layout.between, layout.frames[name].points[0].pc
    return "\n".join(
        [
            head,
            f"  %d = getelementptr i64, ptr %C, i64 {INDEX['depth']}",
            "  store i64 1, ptr %d",
            f'  call void @"enter.{symbol(name)}"(ptr %S, ptr %C, i64 {base}, i64 {entry}{params})',
            f"  %s = call i32 @dispatch(ptr %S, ptr %C, i64 {layout.threads}, i64 {base})",
            "  store i64 0, ptr %d",
            f"  %rp = getelementptr i64, ptr %C, i64 {INDEX['result']}",
            "  %r = load i64, ptr %rp",
            "  store i64 %r, ptr %R",
            f"  call void @put(ptr %S, ptr %C, i64 {base // WORD}, i64 0)",
            "  ret i32 %s",
            "}",
        ]
    )


def _checks(layout: Layout, calls: Calls, settings: Settings) -> str:
    """`check` and `final`."""
    program = layout.program
    invariants = _must_hold(
        "check", program.invariants, Fault.INVARIANT, layout, "  %race = call i64 @race(ptr %S)\n  ret i64 %race"
    )
    leak = "  ret i64 0"
    if settings.leaks and layout.granules:
        kind = f"  %kind = select i1 %leak, i64 {int(Fault.LEAK)}, i64 0"
        leak = "\n".join(["  %top = load i64, ptr %S", "  %leak = icmp ne i64 %top, 0", kind, "  ret i64 %kind"])
    return invariants + _must_hold("final", program.finals, Fault.FINAL, layout, leak)


def _must_hold(name: str, functions: list[tuple[str, str]], fault: Fault, layout: Layout, rest: str) -> str:
    lines = [f"define i64 @{name}(ptr noalias %S, ptr noalias %C) {{", "  %R = alloca i64"]
    lines += [f"  %dp = getelementptr i64, ptr %C, i64 {INDEX['detail']}"]
    for i, (_, function) in enumerate(functions):
        before = "reset(ptr %C)" if i == 0 else "undo(ptr %S, ptr %C)"
        lines += [f"  call void @{before}", "  store i64 1, ptr %R", f"  store i64 {i}, ptr %dp"]
        lines += [
            f'  %s{i} = call i32 @"between.{symbol(function)}"(ptr %S, ptr %C, ptr %R)',
            f"  %ran{i} = icmp eq i32 %s{i}, {RAN}",
        ]
        has_result = layout.program.functions[function].result is not None
        lines += [f"  %b{i} = load i8, ptr %R", f"  %t{i} = icmp ne i8 %b{i}, 0"]
        lines += [f"  %g{i} = {f'and i1 %ran{i}, %t{i}' if has_result else f'and i1 %ran{i}, true'}"]
        lines += [f"  br i1 %g{i}, label %n{i}, label %bad", f"n{i}:"]
    lines += [rest]
    if functions:
        lines += ["bad:", f"  %fp = getelementptr i64, ptr %C, i64 {INDEX['fault']}", "  %f = load i64, ptr %fp"]
        lines += [f"  %cut = icmp uge i64 %f, {int(Fault.LIMIT_HEAP)}"]
        lines += [f"  %wrong = select i1 %cut, i64 %f, i64 {int(fault)}", "  ret i64 %wrong"]
    return "\n".join([*lines, "}", ""])


_ENDS = """
define internal i1 @is_last(ptr noalias %S, i64 %tid) noinline {
start:
  br label %look
look:
  %t = phi i64 [ 0, %start ], [ %t1, %next ]
  %more = icmp ult i64 %t, <THREADS>
  br i1 %more, label %try, label %last
try:
  %o = mul i64 %t, <SIZE>
  %at = add i64 %o, <CONTEXTS>
  %p = getelementptr i8, ptr %S, i64 %at
  %h = load i16, ptr %p
  %there = icmp ugt i16 %h, <ENDED>
  %other = icmp ne i64 %t, %tid
  %live = and i1 %there, %other
  br i1 %live, label %some, label %next
next:
  %t1 = add i64 %t, 1
  br label %look
last:
  ret i1 true
some:
  ret i1 false
}

define internal i64 @end_thread(ptr noalias %S, ptr noalias %C, i64 %t) noinline {
start:
  %room = call i64 @room(ptr %S, ptr %C, i64 <WORDS>)
  %cut = icmp slt i64 %room, 0
  br i1 %cut, label %stop, label %go
go:
  %o = mul i64 %t, <SIZE>
  %at = add i64 %o, <CONTEXTS>
  %first = lshr i64 %at, 3
  call void @put(ptr %S, ptr %C, i64 %first, i64 <ENDED>)
  br label %look
look:
  %i = phi i64 [ 1, %go ], [ %i1, %each ]
  %more = icmp ult i64 %i, <WORDS>
  br i1 %more, label %each, label %frames
each:
  %w = add i64 %first, %i
  call void @put(ptr %S, ptr %C, i64 %w, i64 0)
  %i1 = add i64 %i, 1
  br label %look
frames:
  %r = <ALLOCATES>
  ret i64 %r
stop:
  ret i64 -1
}

define internal i64 @end_program(ptr noalias %S, ptr noalias %C) noinline {
start:
  br label %look
look:
  %t = phi i64 [ 0, %start ], [ %t1, %next ]
  %more = icmp ult i64 %t, <THREADS>
  br i1 %more, label %one, label %done
one:
  %o = mul i64 %t, <SIZE>
  %at = add i64 %o, <CONTEXTS>
  %p = getelementptr i8, ptr %S, i64 %at
  %h = load i16, ptr %p
  %there = icmp ne i16 %h, 0
  br i1 %there, label %end, label %next
end:
  %r = call i64 @end_thread(ptr %S, ptr %C, i64 %t)
  %cut = icmp slt i64 %r, 0
  br i1 %cut, label %stop, label %next
next:
  %t1 = add i64 %t, 1
  br label %look
done:
  ret i64 0
stop:
  ret i64 -1
}
"""

_DRIVERS = """
define internal i32 @dispatch(ptr noalias %S, ptr noalias %C, i64 %tid, i64 %base) {
start:
  br label %again
again:
  %hp = getelementptr i8, ptr %S, i64 %base
  %h32 = load i32, ptr %hp
  %h = zext i32 %h32 to i64
  %pc = and i64 %h, 65535
  %sp = lshr i64 %h, 16
  switch i64 %pc, label %nowhere [ <CASES> ]
<BLOCKS>
check:
  %s = phi i32 <STATUS>
  %on = icmp eq i32 %s, <S_CONTINUE>
  br i1 %on, label %again, label %done
done:
  %out = icmp eq i32 %s, <S_EXITED>
  %r = select i1 %out, i32 <S_RAN>, i32 %s
  ret i32 %r
nowhere:
  ret i32 <S_NONE>
}

define internal void @reset(ptr noalias %C) alwaysinline {
<RESET>
  %mp = getelementptr i64, ptr %C, i64 <MAXLOOP>
  %m = load i64, ptr %mp
  %bp = getelementptr i64, ptr %C, i64 <BUDGET>
  store i64 %m, ptr %bp
  ret void
}

define internal i32 @begin_spawned(ptr noalias %S, ptr noalias %C) {
start:
  %p = getelementptr i64, ptr %C, i64 <SPAWNED>
  br label %look
look:
  %bits = load i64, ptr %p
  %none = icmp eq i64 %bits, 0
  br i1 %none, label %done, label %one
one:
  %t = call i64 @llvm.cttz.i64(i64 %bits, i1 true)
  %less = sub i64 %bits, 1
  %rest = and i64 %bits, %less
  store i64 %rest, ptr %p
  %o = mul i64 %t, <CONTEXT>
  %base = add i64 %o, <CONTEXTS>
  %s = call i32 @dispatch(ptr %S, ptr %C, i64 %t, i64 %base)
  %fine = icmp eq i32 %s, <S_RAN>
  br i1 %fine, label %look, label %stop
stop:
  ret i32 %s
done:
  ret i32 <S_RAN>
}

<BETWEEN>

define i32 @start(ptr noalias %S, ptr noalias %C) {
  call void @reset(ptr %C)
<START>
}

define i32 @step(ptr noalias %S, ptr noalias %C, i64 %actor) {
start:
  call void @reset(ptr %C)
  %isthread = icmp ult i64 %actor, <THREADS>
  br i1 %isthread, label %thread, label %agent
thread:
  %o = mul i64 %actor, <CONTEXT>
  %base = add i64 %o, <CONTEXTS>
  %hp = getelementptr i8, ptr %S, i64 %base
  %h = load i16, ptr %hp
  %there = icmp uge i16 %h, <FIRST>
  br i1 %there, label %live, label %gone
live:
  %s = call i32 @dispatch(ptr %S, ptr %C, i64 %actor, i64 %base)
  %p = getelementptr i64, ptr %C, i64 <SPAWNED>
  %bits = load i64, ptr %p
  %any = icmp ne i64 %bits, 0
  %ran = icmp eq i32 %s, <S_RAN>
  %go = and i1 %any, %ran
  br i1 %go, label %others, label %done
others:
  %s2 = call i32 @begin_spawned(ptr %S, ptr %C)
  ret i32 %s2
done:
  ret i32 %s
gone:
  ret i32 <S_NONE>
agent:
<AGENT>
}

define i64 @ended(ptr noalias %S) {
start:
  br label %look
look:
  %t = phi i64 [ 0, %start ], [ %t1, %next ]
  %more = icmp ult i64 %t, <THREADS>
  br i1 %more, label %try, label %all
try:
  %o = mul i64 %t, <CONTEXT>
  %at = add i64 %o, <CONTEXTS>
  %p = getelementptr i8, ptr %S, i64 %at
  %h = load i16, ptr %p
  %over = icmp ule i16 %h, <ENDED>
  br i1 %over, label %next, label %some
next:
  %t1 = add i64 %t, 1
  br label %look
all:
  ret i64 1
some:
  ret i64 0
}
"""
