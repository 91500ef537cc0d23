"""Functions of the user's program as steps on the state image.

One idea: a function that a thread can be suspended in becomes a state machine over its resume points; its live
registers stand in its frame in the image while it is suspended. Functions that nobody can be suspended in are plain
native functions.
"""

from __future__ import annotations

from unknot.compile.calls import Calls
from unknot.compile.context import BLOCKED, CONTINUE, EXITED, FAULT, INDEX, RAN, STRAIGHT
from unknot.compile.emit import DIVISIONS, SHIFTS, Emitter, block, symbol
from unknot.compile.layout import PC_ENDED, WORD, Frame, Layout, Point, alignment
from unknot.ir.address import OFFSET_BITS, function_addresses, pointer
from unknot.ir.faults import Fault, fault_of
from unknot.ir.ops import MORE, Op, Operand, Reg
from unknot.ir.program import Function, Global
from unknot.ir.types import Scalar, round_up

READ, WRITE = 1, 2


class StepEmitter(Emitter):
    """What native and framed functions share: memory in the image, faults, choices, threads."""

    def __init__(self, function: Function, layout: Layout, calls: Calls) -> None:
        super().__init__(function)
        self.layout = layout
        self.calls = calls
        self.program = layout.program

    # context and faults ----------------------------------------------------------------------------------------------

    def place(self, name: str) -> str:
        """Address of a context field."""
        return self.let(f"getelementptr i64, ptr %C, i64 {INDEX[name]}")

    def get(self, name: str) -> str:
        """Reads a context field."""
        return self.let(f"load i64, ptr {self.place(name)}")

    def set(self, name: str, value: str) -> None:
        """Writes a context field."""
        self.line(f"store i64 {value}, ptr {self.place(name)}")

    def fault(self, kind: Fault) -> None:
        """Ends the step with a fault."""
        self.line(f"call void @fault(ptr %C, i64 {int(kind)})")
        self.line(f"ret i32 {FAULT}")

    def fault_unless(self, bit: str, kind: Fault) -> None:
        """Goes on only if `bit` (i1) is true."""
        good, bad = self.label("ok"), self.label("bad")
        self.line(f"br i1 {bit}, label %{good}, label %{bad}")
        self.begin(bad)
        self.fault(kind)
        self.begin(good)

    def stop_if_negative(self, value: str) -> None:
        """Ends the step if a runtime call found a fault."""
        good, bad = self.label("ok"), self.label("bad")
        sign = self.let(f"icmp slt i64 {value}, 0")
        self.line(f"br i1 {sign}, label %{bad}, label %{good}")
        self.begin(bad)
        self.line(f"ret i32 {FAULT}")
        self.begin(good)

    def count_round(self) -> None:
        """One round less in the budget; also a place where the log's room is checked."""
        left = self.let(f"sub i64 {self.get('budget')}, 1")
        self.set("budget", left)
        self.fault_unless(self.let(f"icmp sgt i64 {left}, 0"), Fault.LIMIT_LOOP)
        self.check_room()

    def check_room(self) -> None:
        """Makes room in the log if it is nearly full."""
        self.stop_if_negative(self.let("call i64 @room(ptr %S, ptr %C, i64 0)"))

    def op(self, op: Op, label: str, index: int) -> None:
        """One operation; in long straight code also a check of the log's room."""
        if index % STRAIGHT == STRAIGHT - 1:
            self.check_room()
        super().op(op, label, index)

    def guard(self, op: Op, left: str, right: str) -> None:
        """Division by zero, overflow of a division, shifts too wide."""
        kind = op.dsts[0].type
        if op.code in SHIFTS:
            self.fault_unless(self.let(f"icmp ult {kind} {right}, {int(kind)}"), Fault.SHIFT)
        if op.code in DIVISIONS:
            self.fault_unless(self.let(f"icmp ne {kind} {right}, 0"), Fault.DIVISION)
        if op.code in ("sdiv", "srem"):
            least = self.let(f"icmp ne {kind} {left}, {1 << (int(kind) - 1)}")
            minus = self.let(f"icmp ne {kind} {right}, -1")
            self.fault_unless(self.let(f"or i1 {least}, {minus}"), Fault.DIVISION)

    # memory ----------------------------------------------------------------------------------------------------------

    def base_of(self, operand: Operand) -> Global | None:
        """The global an address is derived from, if that is known here."""
        while isinstance(operand, Reg) and operand in self.single:
            op = self.single[operand]
            if op.code == "global_addr":
                return self.program.globals[op.attrs["symbol"]]
            if op.code not in ("add", "mov"):
                return None
            operand = op.args[0]
        return None

    def instance(self, item: Global) -> tuple[str, str]:
        """The address (as i64) and the image offset of a global: of this thread's instance if it is thread-local."""
        number, offset = self.layout.numbers[item.name], self.layout.globals[item.name]
        if not item.thread_local:
            return str(pointer(number)), str(offset)
        stride = round_up(item.type.size, alignment(item))
        high = self.let(f"add i64 %tid, {number}")
        place = self.let(f"mul i64 %tid, {stride}")
        return self.let(f"shl i64 {high}, {OFFSET_BITS}"), self.let(f"add i64 {place}, {offset}")

    def resolve(self, operand: Operand, width: int, mode: int) -> str:
        """Image offset of an access, after its checks. Accesses derived from a global are checked in line."""
        address = self.value(operand)
        item = self.base_of(operand)
        if item is None or item.type.size < width or (item.constant and mode & WRITE):
            return self._resolve_any(address, width, mode)
        start, offset = self.instance(item)
        inside = self.let(f"sub i64 {address}, {start}")
        fits = self.let(f"icmp ule i64 {inside}, {item.type.size - width}")
        odd = self.let(f"and i64 {inside}, {width - 1}")
        good = self.let(f"and i1 {fits}, {self.let(f'icmp eq i64 {odd}, 0')}")
        fast, slow, join = self.label("fast"), self.label("slow"), self.label("join")
        self.line(f"br i1 {good}, label %{fast}, label %{slow}, !prof !0")
        self.begin(slow)
        elsewhere = self._resolve_any(address, width, mode)
        end = self.lines[-1].removesuffix(":")
        self.line(f"br label %{join}")
        self.begin(fast)
        here = self.let(f"add i64 {inside}, {offset}")
        self.line(f"br label %{join}")
        self.begin(join)
        return self.let(f"phi i64 [ {here}, %{fast} ], [ {elsewhere}, %{end} ]")

    def _resolve_any(self, address: str, width: int, mode: int) -> str:
        found = self.let(f"call i64 @resolve(ptr %S, ptr %C, i64 %tid, i64 {address}, i64 {width}, i64 {mode})")
        self.stop_if_negative(found)
        return found

    def read(self, offset: str, kind: Scalar) -> str:
        """The value at an image offset."""
        place = self.let(f"getelementptr i8, ptr %S, i64 {offset}")
        return self.let(f"load {kind}, ptr {place}")

    def write(self, offset: str, kind: Scalar, value: str) -> None:
        """Writes a value at an image offset, through the log."""
        if kind == Scalar.I64:
            word = self.let(f"lshr i64 {offset}, 3")
            self.line(f"call void @put(ptr %S, ptr %C, i64 {word}, i64 {value})")
        else:
            wide = self.let(f"zext {kind} {value} to i64")
            self.line(f"call void @put_part(ptr %S, ptr %C, i64 {offset}, i64 {wide}, i64 {kind.mask})")

    def op_load(self, op: Op, label: str, index: int) -> None:
        """Reads memory."""
        kind = op.dsts[0].type
        mode = 0 if op.attrs.get("unset") else READ
        self.put(op.dsts[0], self.read(self.resolve(op.args[0], kind.bytes, mode), kind))

    def op_store(self, op: Op, label: str, index: int) -> None:
        """Writes memory."""
        kind = op.args[1].type
        offset = self.resolve(op.args[0], kind.bytes, WRITE)
        self.write(offset, kind, self.value(op.args[1]))
        self.publish_written(op.args[0], offset)

    def op_rmw(self, op: Op, label: str, index: int) -> None:
        """Reads, computes, writes; gives the old value."""
        kind, how = op.dsts[0].type, op.attrs["kind"]
        offset = self.resolve(op.args[0], kind.bytes, READ | WRITE)
        old, operand = self.read(offset, kind), self.value(op.args[1])
        if how == "xchg":
            new = operand
        elif how in ("max", "min", "umax", "umin"):
            sign = {"max": "sgt", "min": "slt", "umax": "ugt", "umin": "ult"}[how]
            bit = self.let(f"icmp {sign} {kind} {old}, {operand}")
            new = self.let(f"select i1 {bit}, {kind} {old}, {kind} {operand}")
        else:
            new = self.let(f"{how} {kind} {old}, {operand}")
        self.write(offset, kind, new)
        self.publish_written(op.args[0], offset)
        self.put(op.dsts[0], old)

    def op_cas(self, op: Op, label: str, index: int) -> None:
        """Writes the new value if the old one is as expected; gives success and the old value."""
        kind = op.dsts[1].type
        offset = self.resolve(op.args[0], kind.bytes, READ | WRITE)
        old, expected, new = self.read(offset, kind), self.value(op.args[1]), self.value(op.args[2])
        bit = self.let(f"icmp eq {kind} {old}, {expected}")
        self.write(offset, kind, self.let(f"select i1 {bit}, {kind} {new}, {kind} {old}"))
        self.publish_written(op.args[0], offset)
        self.put(op.dsts[0], self.let(f"zext i1 {bit} to i8"))
        self.put(op.dsts[1], old)

    @property
    def owning(self) -> bool:
        """Whether objects may be a thread's own."""
        return self.program.own_objects and self.layout.granules > 0

    def may_be_own(self, address: Operand) -> bool:
        """Whether what an address means may turn out to be a thread's own, or a constant."""
        base = self.base_of(address)
        return self.program.own_objects and (base is None or base.constant)

    def publish_written(self, address: Operand, offset: str) -> None:
        """What the aligned word names that was just written is its thread's own no longer, unless the word is."""
        if not self.owning:
            return
        word = self.let(f"lshr i64 {offset}, 3")
        value = self.let(f"load i64, ptr {self.let(f'getelementptr i64, ptr %S, i64 {word}')}")
        look, join = self.label("look"), self.label("join")
        names = self.let(f"call i1 @names_object(i64 {value})")
        self.line(f"br i1 {names}, label %{look}, label %{join}")
        self.begin(look)
        pointer = self.value(address)
        done = self.let(f"call i64 @publish_written(ptr %S, ptr %C, i64 %tid, i64 {pointer})")
        self.stop_if_negative(done)
        self.line(f"br label %{join}")
        self.begin(join)

    def op_publish(self, op: Op, label: str, index: int) -> None:
        """What a word may name is its thread's own no longer."""
        if self.owning:
            self.stop_if_negative(self.let(f"call i64 @publish(ptr %S, ptr %C, i64 {self.value(op.args[0])})"))

    def op_extent(self, op: Op, label: str, index: int) -> None:
        """How large a heap object is."""
        found = self.let(f"call i64 @extent(ptr %S, ptr %C, i64 {self.value(op.args[0])})")
        self.stop_if_negative(found)
        self.put(op.dsts[0], found)

    def op_check_access(self, op: Op, label: str, index: int) -> None:
        """Only the checks of an access."""
        self.resolve(op.args[0], op.attrs["size"], 0)

    def op_global_addr(self, op: Op, label: str, index: int) -> None:
        """The address of a global."""
        self.put(op.dsts[0], self.instance(self.program.globals[op.attrs["symbol"]])[0])

    def op_func_addr(self, op: Op, label: str, index: int) -> None:
        """The address of a function."""
        self.put(op.dsts[0], str(function_addresses(self.program)[op.attrs["symbol"]]))

    def op_alloc(self, op: Op, label: str, index: int) -> None:
        """A new object in the heap."""
        stack = 4 if op.attrs["kind"] == "stack" else 0
        init = 0xFFFF if op.attrs.get("zero") else 0
        size = self.value(op.args[0])
        made = self.let(f"call i64 @heap_alloc(ptr %S, ptr %C, i64 %tid, i64 {size}, i64 {stack}, i64 {init})")
        self.stop_if_negative(made)
        self.put(op.dsts[0], made)

    def op_free(self, op: Op, label: str, index: int) -> None:
        """Gives an object back."""
        stack = 4 if op.attrs.get("kind") == "stack" else 0
        done = self.let(f"call i64 @heap_free(ptr %S, ptr %C, i64 {self.value(op.args[0])}, i64 {stack})")
        self.stop_if_negative(done)

    def free_stack_objects(self) -> None:
        """Frees the function's stack objects, at its return."""
        for op in self.function.ops():
            if op.code == "alloc" and op.attrs["kind"] == "stack":
                done = self.let(f"call i64 @heap_free(ptr %S, ptr %C, i64 {self.value(op.dsts[0])}, i64 4)")
                self.stop_if_negative(done)

    # the rest --------------------------------------------------------------------------------------------------------

    def op_assert(self, op: Op, label: str, index: int) -> None:
        """A fault unless true."""
        self.fault_unless(self.truth(op.args[0]), fault_of(op.attrs.get("kind")))

    def op_event(self, op: Op, label: str, index: int) -> None:
        """Leaves an event behind for the search if it collects this kind."""
        kinds, kind = self.layout.events, op.attrs["kind"]
        if kind in kinds:
            head = self.let(f"or i64 %tid, {kinds.index(kind) << 32}")
            self.stop_if_negative(self.let(f"call i64 @event(ptr %C, i64 {head})"))
        elif kinds and kind != MORE:
            self.set("event_last", "0")
        if kind in kinds or (kinds and kind == MORE):
            for arg in op.args:
                self.stop_if_negative(self.let(f"call i64 @event_word(ptr %C, i64 {self.wide(arg)})"))

    def op_unreachable(self, op: Op, label: str, index: int) -> None:
        """A fault."""
        self.fault(Fault.UNREACHABLE)

    def op_exit(self, op: Op, label: str, index: int) -> None:
        """The thread, or everything, ends here."""
        self.fault_unless(self.let(f"icmp ult i64 %tid, {self.layout.threads}"), Fault.UNREACHABLE)
        if op.attrs["kind"] == "program":
            self.set("spawned", "0")
            self.stop_if_negative(self.let("call i64 @end_program(ptr %S, ptr %C)"))
        else:
            self.stop_if_negative(self.let("call i64 @end_thread(ptr %S, ptr %C, i64 %tid)"))
        self.line(f"ret i32 {EXITED}")

    def op_await(self, op: Op, label: str, index: int) -> None:
        """Blocks the step unless true."""
        good, wait = self.label("go"), self.label("wait")
        self.line(f"br i1 {self.truth(op.args[0])}, label %{good}, label %{wait}")
        self.begin(wait)
        self.set("holder", self.value(op.args[1]) if len(op.args) > 1 else "-1")
        self.line(f"ret i32 {BLOCKED}")
        self.begin(good)

    def op_choose(self, op: Op, label: str, index: int) -> None:
        """One of n values."""
        value = self.let(f"call i64 @choose(ptr %C, i64 {self.value(op.args[0])})")
        self.stop_if_negative(value)
        self.put(op.dsts[0], value)

    def op_pause(self, op: Op, label: str, index: int) -> None:
        """A spin-wait hint."""
        self.set("paused", "1")

    def op_self(self, op: Op, label: str, index: int) -> None:
        """This thread's number."""
        self.put(op.dsts[0], "%tid")

    def op_step(self, op: Op, label: str, index: int) -> None:
        """Nothing in a native function: nobody can be suspended here."""

    def op_atomic_begin(self, op: Op, label: str, index: int) -> None:
        """Nothing in a native function."""

    def op_atomic_end(self, op: Op, label: str, index: int) -> None:
        """Nothing in a native function."""

    def op_join(self, op: Op, label: str, index: int) -> None:
        """Waits until a thread has ended, and makes its number free."""
        thread = self.value(op.args[0])
        known = self.let(f"icmp ult i64 {thread}, {self.layout.threads}")
        self.fault_unless(known, Fault.BAD_JOIN)
        offset = self.let(f"mul i64 {thread}, {self.layout.context_size}")
        offset = self.let(f"add i64 {offset}, {self.layout.contexts}")
        state = self.let(f"and i32 {self.read(offset, Scalar.I32)}, 65535")
        self.fault_unless(self.let(f"icmp ne i32 {state}, 0"), Fault.BAD_JOIN)
        go, wait = self.label("go"), self.label("wait")
        ended = self.let(f"icmp eq i32 {state}, {PC_ENDED}")
        self.line(f"br i1 {ended}, label %{go}, label %{wait}")
        self.begin(wait)
        self.set("holder", thread)
        self.line(f"ret i32 {BLOCKED}")
        self.begin(go)
        self.write(offset, Scalar.I32, "0")

    def op_spawn(self, op: Op, label: str, index: int) -> None:
        """Starts a thread in the lowest free place."""
        for arg in op.args[1:]:
            if self.owning and arg.type == Scalar.I64:
                self.stop_if_negative(self.let(f"call i64 @publish(ptr %S, ptr %C, i64 {self.value(arg)})"))
        args = ", ".join(f"{a.type} {self.value(a)}" for a in op.args[1:])
        widths = "_".join(str(a.type) for a in op.args[1:])
        tail = f", {args}" if args else ""
        made = self.let(f'call i64 @"spawn.{widths}"(ptr %S, ptr %C, i64 {self.value(op.args[0])}{tail})')
        self.stop_if_negative(made)
        self.put(op.dsts[0], made)

    def native_call(self, op: Op) -> None:
        """A call of a function in which nobody can be suspended."""
        args = "".join(f", {a.type} {self.value(a)}" for a in op.args)
        callee = symbol(op.attrs["symbol"])
        status = self.let(f'call i32 @"nat.{callee}"(ptr %S, ptr %C, i64 %tid, ptr %R{args})')
        fine = self.let(f"icmp eq i32 {status}, {RAN}")
        good, bad = self.label("ok"), self.label("bad")
        self.line(f"br i1 {fine}, label %{good}, label %{bad}")
        self.begin(bad)
        self.line(f"ret i32 {status}")
        self.begin(good)
        if op.dsts:
            self.put(op.dsts[0], self.let(f"load {op.dsts[0].type}, ptr %R"))


class NativeEmitter(StepEmitter):
    """A function in which nobody is suspended: `i32 nat.f(S, C, tid, place of the result, arguments...)`."""

    def text(self) -> str:
        """The LLVM function."""
        f = self.function
        params = "".join(f", {p.type} %p{i}" for i, p in enumerate(f.params))
        for i, param in enumerate(f.params):
            self.put(param, f"%p{i}")
        if any(op.code == "call" for op in f.ops()):
            self.check_room()
        self.line(f"br label %{block(f.entry)}")
        self.body()
        name = f'@"nat.{symbol(f.name)}"'
        head = f"define internal i32 {name}(ptr noalias %S, ptr noalias %C, i64 %tid, ptr %OUT{params}) {{"
        return "\n".join([head, "start:", "  %R = alloca i64", *self.slots(), *self.lines, "}"])

    def op_call(self, op: Op, label: str, index: int) -> None:
        """A native call."""
        self.native_call(op)

    def op_ret(self, op: Op, label: str, index: int) -> None:
        """Returns: the result goes where the caller wants it."""
        self.free_stack_objects()
        if op.args:
            self.line(f"store {op.args[0].type} {self.value(op.args[0])}, ptr %OUT")
        self.line(f"ret i32 {RAN}")


class FramedEmitter(StepEmitter):
    """A function that can be suspended: `i32 run.f(S, C, tid, base, sp, pc)` goes on at `pc` with the frame at base +
    sp.

    `nested` tells whether code that can be suspended may run while an indivisible block is open.
    """

    def __init__(self, function: Function, layout: Layout, calls: Calls, nested: bool) -> None:
        super().__init__(function, layout, calls)
        self.frame: Frame = layout.frames[function.name]
        self.points = {(p.label, p.index, p.kind): p for p in self.frame.points}
        self.nested = nested

    def text(self) -> str:
        """The LLVM function."""
        cases = " ".join(f"i64 {p.pc}, label %R{p.pc}" for p in self.frame.points)
        self.line("%fb = add i64 %base, %sp")
        self.line(f"switch i64 %pc, label %nowhere [ {cases} ]")
        self.begin("nowhere")
        self.line("unreachable")
        for point in self.frame.points:
            self._resume(point)
        self.body()
        name = f'@"run.{symbol(self.function.name)}"'
        head = f"define internal i32 {name}(ptr noalias %S, ptr noalias %C, i64 %tid, i64 %base, i64 %sp, i64 %pc) {{"
        return "\n".join([head, "start:", "  %R = alloca i64", *self.slots(), *self.lines, "}"])

    def _resume(self, point: Point) -> None:
        """Loads what was kept and goes on behind the point."""
        self.begin(f"R{point.pc}")
        for reg in point.live:
            self.put(reg, self.read(self.let(f"add i64 %fb, {self.frame.slots[reg]}"), reg.type))
        if point.kind == "entry":
            self.line(f"br label %{block(point.label)}")
            return
        op = self.function.blocks[point.label][point.index]
        if point.kind == "call" and op.dsts:
            result = self.get("result")
            kind = op.dsts[0].type
            self.put(op.dsts[0], result if kind == Scalar.I64 else self.let(f"trunc i64 {result} to {kind}"))
        self.line(f"br label %K{point.pc}")

    # keeping registers -----------------------------------------------------------------------------------------------

    def _word(self, reg_values: dict[Reg, str], word: int) -> str:
        """The slots of one frame word as one value; places without a live register are 0."""
        total = "0"
        for reg, value in reg_values.items():
            slot = self.frame.slots[reg]
            if slot // WORD == word:
                wide = value if reg.type == Scalar.I64 else self.let(f"zext {reg.type} {value} to i64")
                moved = self.let(f"shl i64 {wide}, {8 * (slot % WORD)}")
                total = moved if total == "0" else self.let(f"or i64 {total}, {moved}")
        return total

    def _header(self, pc: str, sp: str) -> str:
        return self.let(f"or i64 {pc}, {self.let(f'shl i64 {sp}, 16')}")

    def _put_word(self, offset: str, value: str) -> None:
        self.write(offset, Scalar.I64, value)

    def _at(self, base: str, word: int) -> str:
        return base if word == 0 else self.let(f"add i64 {base}, {word * WORD}")

    def suspend(self, live: tuple[Reg, ...], pc: int, sp: str) -> None:
        """Writes the frame's words and makes (pc, sp) the thread's place; `sp` is `%sp` unless a frame is pushed."""
        values = {reg: self.value(reg) for reg in live}
        for word in range(1, self.frame.words):
            self._put_word(self._at("%fb", word), self._word(values, word))
        header = self._header(str(pc), sp)
        upper = self._word(values, 0)
        root, inner, join = self.label("root"), self.label("inner"), self.label("join")
        self.line(f"br i1 {self.let('icmp eq i64 %sp, 0')}, label %{root}, label %{inner}")
        self.begin(root)
        self._put_word("%fb", self.let(f"or i64 {upper}, {header}"))
        self.line(f"br label %{join}")
        self.begin(inner)
        kept = self.let(f"and i64 {self.read('%fb', Scalar.I64)}, 4294967295")
        self._put_word("%fb", self.let(f"or i64 {upper}, {kept}"))
        self._set_header(header)
        self.line(f"br label %{join}")
        self.begin(join)

    def _set_header(self, header: str) -> None:
        """Changes the thread's place but not the root frame's slots beside it."""
        slots = self.let(f"and i64 {self.read('%base', Scalar.I64)}, -4294967296")
        self._put_word("%base", self.let(f"or i64 {slots}, {header}"))

    # operations ------------------------------------------------------------------------------------------------------

    def op_step(self, op: Op, label: str, index: int) -> None:
        """Suspends, unless an indivisible block is open or nobody could see what follows."""
        point = self.points[label, index, "step"]
        if self.nested:
            stop = self.label("stop")
            open_block = self.let(f"icmp ne i64 {self.get('depth')}, 0")
            self.line(f"br i1 {open_block}, label %K{point.pc}, label %{stop}")
            self.begin(stop)
        unseen = ""
        if op.args and self.may_be_own(op.args[0]):
            unseen = self.let(f"call i1 @is_own(ptr %S, i64 %tid, i64 {self.value(op.args[0])})")
        elif op.attrs["access"] == "exit":
            unseen = self.let("call i1 @is_last(ptr %S, i64 %tid)")
        if unseen:
            seen = self.label("seen")
            self.line(f"br i1 {unseen}, label %K{point.pc}, label %{seen}")
            self.begin(seen)
        self.suspend(point.live, point.pc, "%sp")
        self.line(f"ret i32 {RAN}")
        self.begin(f"K{point.pc}")

    def op_atomic_begin(self, op: Op, label: str, index: int) -> None:
        """Nobody comes between from here."""
        self._deepen(1)

    def op_atomic_end(self, op: Op, label: str, index: int) -> None:
        """Somebody may come between again."""
        self._deepen(-1)

    def _deepen(self, by: int) -> None:
        if self.nested:
            self.set("depth", self.let(f"add i64 {self.get('depth')}, {by}"))

    def op_call(self, op: Op, label: str, index: int) -> None:
        """A native call, or a new frame."""
        if self.calls.is_native(self.function.name, label, index, op):
            self.native_call(op)
            return
        self._push(op.attrs["symbol"], op.args, self.points[label, index, "call"])
        self.begin(f"K{self.points[label, index, 'call'].pc}")

    def op_call_indirect(self, op: Op, label: str, index: int) -> None:
        """A new frame for whichever function the pointer names."""
        point = self.points[label, index, "call"]
        target = self.value(op.args[0])
        bad = self.label("bad")
        wanted = (tuple(a.type for a in op.args[1:]), op.attrs["result"] or None)
        addresses = function_addresses(self.program)
        fitting = [n for n in sorted(self.calls.framed) if _signature(self.program.functions[n]) == wanted]
        labels = {name: self.label("f") for name in fitting}
        cases = " ".join(f"i64 {addresses[n]}, label %{labels[n]}" for n in fitting)
        self.line(f"switch i64 {target}, label %{bad} [ {cases} ]")
        for name in fitting:
            self.begin(labels[name])
            self._push(name, op.args[1:], point)
        self.begin(bad)
        self.fault(Fault.BAD_CALL)
        self.begin(f"K{point.pc}")

    def _push(self, name: str, args: tuple[Operand, ...], point: Point) -> None:
        """Keeps this frame, lays the callee's behind it, and lets the dispatcher go on there. Recursion is a loop, so
        this
        counts as a round."""
        self.count_round()
        callee = self.layout.frames[name]
        new = self.let(f"add i64 %sp, {self.frame.size}")
        fits = self.let(f"icmp ule i64 {self.let(f'add i64 {new}, {callee.size}')}, {self.layout.context_size}")
        self.fault_unless(fits, Fault.LIMIT_STACK)
        values = ", ".join(f"{a.type} {self.value(a)}" for a in args)
        self.suspend(point.live, callee.points[0].pc, new)
        place = self.let(f"add i64 %base, {new}")
        back = self._header(str(point.pc), "%sp")
        tail = f", {values}" if values else ""
        self.line(f'call void @"enter.{symbol(name)}"(ptr %S, ptr %C, i64 {place}, i64 {back}{tail})')
        self.line(f"ret i32 {CONTINUE}")

    def op_ret(self, op: Op, label: str, index: int) -> None:
        """Pops the frame; in the root frame the thread ends."""
        self.free_stack_objects()
        if op.args:
            self.set("result", self.wide(op.args[0]))
        root, inner = self.label("root"), self.label("inner")
        self.line(f"br i1 {self.let('icmp eq i64 %sp, 0')}, label %{root}, label %{inner}")
        self.begin(root)
        self._put_word("%fb", str(PC_ENDED))
        self._clear_rest()
        self.line(f"ret i32 {RAN}")
        self.begin(inner)
        back = self.let(f"and i64 {self.read('%fb', Scalar.I64)}, 4294967295")
        self._put_word("%fb", "0")
        self._clear_rest()
        self._set_header(back)
        self.line(f"ret i32 {CONTINUE}")

    def _clear_rest(self) -> None:
        for word in range(1, self.frame.words):
            self._put_word(self._at("%fb", word), "0")


def enter_function(frame: Frame) -> str:
    """LLVM text of `enter.f(S, C, place, header, arguments...)`: lays a fresh frame with its parameters at `place`."""
    emitter = Emitter(frame.function)
    params = "".join(f", {p.type} %p{i}" for i, p in enumerate(frame.function.params))
    names = {p: f"%p{i}" for i, p in enumerate(frame.function.params)}
    for word in range(frame.words):
        total = "%header" if word == 0 else "0"
        for reg in frame.points[0].live:
            slot = frame.slots[reg]
            if slot // WORD == word:
                wide = names[reg] if reg.type == Scalar.I64 else emitter.let(f"zext {reg.type} {names[reg]} to i64")
                moved = emitter.let(f"shl i64 {wide}, {8 * (slot % WORD)}")
                total = emitter.let(f"or i64 {total}, {moved}")
        place = emitter.let(f"add i64 %place, {word * WORD}")
        number = emitter.let(f"lshr i64 {place}, 3")
        emitter.line(f"call void @put(ptr %S, ptr %C, i64 {number}, i64 {total})")
    head = f'define internal void @"enter.{symbol(frame.function.name)}"'
    head += f"(ptr noalias %S, ptr noalias %C, i64 %place, i64 %header{params}) {{"
    return "\n".join([head, *emitter.lines, "  ret void", "}"])


def _signature(function: Function) -> tuple[tuple[Scalar, ...], Scalar | None]:
    return tuple(p.type for p in function.params), function.result
