"""Executes operations one by one. One idea: a `Run` is one attempt at one step, on its own copy of everything, with its
choices prescribed; what must not happen is raised and the copy thrown away.

Each operation is the method `_op_<code>`; those that only compute share `_compute`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from unknot.interp.code import Activation, Code
from unknot.interp.floats import compute
from unknot.interp.limits import Limits
from unknot.interp.memory import Memory
from unknot.interp.record import Access, Assign, Call, Happening, Line, Note, Return, Runs
from unknot.interp.signals import Blocked, Faulted
from unknot.interp.state import State, Thread, signed
from unknot.interp.values import BINARY, COMPARE, binary, compare, convert
from unknot.ir.faults import Fault, fault_of
from unknot.ir.ops import Op, Operand, Reg
from unknot.ir.program import Function
from unknot.ir.types import Scalar


class Run:
    """One attempt. `choices` are the values the first `choose` operations give; later ones give 0. `choices_made` lists
    (value, how many there were) in order. `record` stays empty unless `recording`."""

    def __init__(
        self, code: Code, limits: Limits, state: State | None, choices: Sequence[int], recording: bool
    ) -> None:
        self.code = code
        program = code.program
        blocks = dict(code.first_blocks if state is None else state.memory)
        self.memory = Memory(blocks, limits.heap_bytes, code.stack_granules, program.max_threads)
        self.threads: list[Thread | None] = [None] * program.max_threads if state is None else list(state.threads)
        self.started: list[int] = []
        self.paused = False
        self.choices_made: list[tuple[int, int]] = []
        self.record: list[Happening] = []
        self._limits = limits
        self._choices = choices
        self._recording = recording
        self._line: Line | None = None
        self._left = limits.private_ops
        self._number = program.max_threads
        self._depth = 0
        self._frames: list[Activation] = []
        self._result: int | None = None
        self.function: Function | None = None
        self.op: Op | None = None

    # threads

    def state(self) -> State:
        """Where things stand now."""
        return State(tuple(sorted(self.memory.blocks.items())), tuple(self.threads))

    def run_thread(self, number: int) -> None:
        """Runs a thread from where it stands to its next scheduling point or its end, then the threads it started."""
        self._resume(number)
        while self.started:
            self._resume(self.started.pop(0))

    def start_threads(self) -> None:
        """Puts the declared threads at their beginnings."""
        for number in range(len(self.code.program.threads)):
            self.threads[number] = self.code.freeze([self.code.thread(number)])
            self.started.append(number)

    def run_started(self) -> None:
        """Runs all threads that have not begun to their first scheduling point."""
        while self.started:
            self._resume(self.started.pop(0))

    def run_between(self, name: str, args: Sequence[int] = ()) -> int | None:
        """Runs a function to its end between the threads, indivisibly. Gives its result."""
        function = self.code.program.functions[name]
        self._go(self.code.program.max_threads, [self.code.enter(function, args)], depth=1)
        return self._result

    def _resume(self, number: int) -> None:
        frames = self.threads[number]
        assert frames  # only threads that have not ended are run
        self._go(number, self.code.thaw(frames), depth=0)
        self.threads[number] = self.code.freeze(self._frames)

    def _go(self, number: int, frames: list[Activation], depth: int) -> None:
        self._number, self._frames, self._depth = number, frames, depth
        self.memory.thread = number
        self._note(Runs(number))
        while self._frames:
            top = self._frames[-1]
            op = self.op = top.op
            self.function = top.function
            top.index += 1
            if op.code == "step" and self._depth == 0 and not self._is_unseen(op):
                return
            self._left -= 1
            if self._left < 0:
                raise Faulted(Fault.LIMIT_LOOP)
            self._mark(op)
            self._execute(op)

    def _is_unseen(self, op: Op) -> bool:
        """True for a scheduling point before an access that no other thread can see, or before the end of a program of
        which no other thread is left."""
        if op.attrs["access"] == "exit":
            return not any(frames for number, frames in enumerate(self.threads) if number != self._number)
        return bool(op.args) and self.code.program.own_objects and self.memory.owned(self._get(op.args[0]))

    def _execute(self, op: Op) -> None:
        if op.code in BINARY or op.code in COMPARE or op.code in ("zext", "sext", "trunc", "mov", "select"):
            self._set(op.dsts[0], self._compute(op))
        else:
            method: Callable[[Op], None] = getattr(self, f"_op_{op.code}")
            method(op)

    # registers and records

    def _get(self, operand: Operand) -> int:
        if isinstance(operand, Reg):
            return self._frames[-1].registers.get(operand.name, 0)
        return operand.value

    def _set(self, register: Reg, value: int) -> None:
        self._frames[-1].registers[register.name] = value
        if self._recording:
            self.record.append(Assign(self._name, register.name, value, self._op.loc))

    @property
    def _op(self) -> Op:
        assert self.op is not None  # set before every operation
        return self.op

    @property
    def _name(self) -> str:
        return self.function.name if self.function is not None else ""

    def _note(self, happening: Happening) -> None:
        if isinstance(happening, Runs | Call | Return):
            self._line = None
        if self._recording:
            self.record.append(happening)

    def _mark(self, op: Op) -> None:
        if self._recording and op.loc.line:
            line = Line(self._name, op.loc)
            if self._line != line:
                self._line = line
                self.record.append(line)

    def _access(self, kind: str, address: int, size: int, old: int | None, new: int | None, ok: bool = True) -> None:
        order = str(self._op.attrs.get("order", "plain"))
        self._note(Access(kind, address, size, old, new, order, self._name, self._op.loc, ok))

    # values

    def _compute(self, op: Op) -> int:
        values = [self._get(a) for a in op.args]
        width, code = op.args[0].type, op.code
        if code == "mov":
            return values[0]
        if code == "select":
            return values[1] if values[0] else values[2]
        if code in COMPARE:
            return compare(code, width, values[0], values[1])
        if code in BINARY:
            return binary(code, width, values[0], values[1])
        return convert(code, width, op.dsts[0].type, values[0])

    def _op_global_addr(self, op: Op) -> None:
        self._set(op.dsts[0], self.code.global_address(op.attrs["symbol"], self._number))

    def _op_func_addr(self, op: Op) -> None:
        self._set(op.dsts[0], self.code.addresses[op.attrs["symbol"]])

    def _op_float(self, op: Op) -> None:
        values = [self._get(a) for a in op.args]
        self._set(op.dsts[0], compute(op.attrs["kind"], op.args[0].type, op.dsts[0].type, values))

    # memory

    def _op_load(self, op: Op) -> None:
        address, width = self._get(op.args[0]), op.dsts[0].type.bytes
        value = self.memory.load(address, width, bool(op.attrs.get("unset")))
        self._access("load", address, width, value, None)
        self._set(op.dsts[0], value)

    def _op_store(self, op: Op) -> None:
        address, value, width = self._get(op.args[0]), self._get(op.args[1]), op.args[1].type.bytes
        old = self.memory.peek(address, width) if self._recording else None
        self.memory.store(address, width, value)
        self._access("store", address, width, old, value)

    def _op_rmw(self, op: Op) -> None:
        address, width = self._get(op.args[0]), op.args[1].type
        old = self.memory.load(address, width.bytes)
        new = binary(op.attrs["kind"], width, old, self._get(op.args[1]))
        self.memory.store(address, width.bytes, new)
        self._access("rmw", address, width.bytes, old, new)
        self._set(op.dsts[0], old)

    def _op_cas(self, op: Op) -> None:
        address, expected, new = (self._get(a) for a in op.args)
        width = op.args[1].type.bytes
        old = self.memory.load(address, width)
        if old == expected:
            self.memory.store(address, width, new)
        self._access("cas", address, width, old, new if old == expected else None, old == expected)
        self._set(op.dsts[0], int(old == expected))
        self._set(op.dsts[1], old)

    def _op_check_access(self, op: Op) -> None:
        self.memory.locate(self._get(op.args[0]), op.attrs["size"])

    def _op_fence(self, op: Op) -> None:
        """Nothing: there is one memory, and everybody sees it at once."""

    _op_prefetch = _op_fence

    def _op_alloc(self, op: Op) -> None:
        size, stack = self._get(op.args[0]), op.attrs["kind"] == "stack"
        address = self.memory.alloc(size, stack, bool(op.attrs.get("zero")), self.code.program.own_objects)
        if stack:
            self._frames[-1].stack.append(address)
        self._access("alloc", address, size, None, None)
        self._set(op.dsts[0], address)

    def _op_extent(self, op: Op) -> None:
        self._set(op.dsts[0], self.memory.extent(self._get(op.args[0])))

    def _op_publish(self, op: Op) -> None:
        self.memory.publish(self._get(op.args[0]))

    def _op_free(self, op: Op) -> None:
        address = self._get(op.args[0])
        stack = op.attrs.get("kind") == "stack"
        if stack:
            self._frames[-1].stack.remove(address)
        size = self.memory.drop(address) if stack else self.memory.free(address)
        self._access("free", address, size, None, None)

    # control

    def _op_jump(self, op: Op) -> None:
        self._frames[-1].label, self._frames[-1].index = op.targets[0], 0

    def _op_branch(self, op: Op) -> None:
        taken = op.targets[0] if self._get(op.args[0]) else op.targets[1]
        self._frames[-1].label, self._frames[-1].index = taken, 0

    def _op_ret(self, op: Op) -> None:
        self._result = self._get(op.args[0]) if op.args else None
        self._note(Return(self._name, self._result, op.loc))
        for address in self._frames.pop().stack:
            self.memory.drop(address)
        if self._frames:
            caller = self._frames[-1]
            call = caller.function.blocks[caller.label][caller.index - 1]
            if call.dsts:
                assert self._result is not None  # the verifier checked that the callee gives a result
                self.function, self.op = caller.function, call
                self._set(call.dsts[0], self._result)

    def _op_call(self, op: Op) -> None:
        self._enter(self.code.program.functions[op.attrs["symbol"]], op.args)

    def _op_call_indirect(self, op: Op) -> None:
        function = self._callee(op, op.args[1:])
        if (function.result or 0) != op.attrs["result"]:
            raise Faulted(Fault.BAD_CALL, f"{function.name} gives another result", function=function.name)
        self._enter(function, op.args[1:])

    def _callee(self, op: Op, args: Sequence[Operand]) -> Function:
        """The function that the first operand points at. Raises Faulted if it is none or takes other arguments."""
        address = self._get(op.args[0])
        function = self.code.functions.get(address)
        if function is None:
            raise Faulted(Fault.BAD_CALL, "not a function", pointer=address)
        if [p.type for p in function.params] != [a.type for a in args]:
            raise Faulted(Fault.BAD_CALL, f"{function.name} takes other arguments", function=function.name)
        return function

    def _enter(self, function: Function, args: Sequence[Operand]) -> None:
        if len(self._frames) >= self._limits.max_frames:
            raise Faulted(Fault.LIMIT_STACK, function=function.name)
        values = [self._get(a) for a in args]
        self._note(Call(function.name, tuple(values), self._op.loc))
        self._frames.append(self.code.enter(function, values))

    def _op_unreachable(self, op: Op) -> None:
        raise Faulted(Fault.UNREACHABLE, op.attrs["message"])

    def _op_exit(self, op: Op) -> None:
        if self._number >= len(self.threads):
            raise Faulted(Fault.UNREACHABLE, "no thread runs here that could end")
        ending = [self._frames]
        if op.attrs["kind"] == "program":
            others = (f for number, f in enumerate(self.threads) if f and number != self._number)
            ending += [self.code.thaw(frames) for frames in others]
            self.threads = [None if thread is None else () for thread in self.threads]
            self.started.clear()
        for address in {address for frames in ending for frame in frames for address in frame.stack}:
            self.memory.drop(address)
        self._frames.clear()

    # concurrency

    def _op_spawn(self, op: Op) -> None:
        function = self._callee(op, op.args[1:])
        if None not in self.threads:
            raise Faulted(Fault.LIMIT_THREADS)
        number = self.threads.index(None)
        values = [self._get(a) for a in op.args[1:]]
        for value in values:
            self.memory.publish(value)
        self.threads[number] = self.code.freeze([self.code.enter(function, values)])
        self.memory.blocks.update(self.code.first_locals(number))
        self.started.append(number)
        self._set(op.dsts[0], number)

    def _op_join(self, op: Op) -> None:
        number = self._get(op.args[0])
        thread = self.threads[number] if number < len(self.threads) else None
        if thread is None:
            raise Faulted(Fault.BAD_JOIN, f"no thread has the number {number}", number=number)
        if thread:
            raise Blocked(number)
        self.threads[number] = None

    def _op_self(self, op: Op) -> None:
        self._set(op.dsts[0], self._number)

    def _op_atomic_begin(self, op: Op) -> None:
        self._depth += 1

    def _op_atomic_end(self, op: Op) -> None:
        self._depth -= 1

    def _op_await(self, op: Op) -> None:
        if not self._get(op.args[0]):
            raise Blocked(signed(self._get(op.args[1]), Scalar.I64) if len(op.args) > 1 else -1)

    def _op_pause(self, op: Op) -> None:
        self.paused = True

    def _op_choose(self, op: Op) -> None:
        count = self._get(op.args[0])
        if count == 0:
            raise Faulted(Fault.UNREACHABLE, "a choice among nothing")
        made = len(self.choices_made)
        value = self._choices[made] if made < len(self._choices) else 0
        self.choices_made.append((value, count))
        self._set(op.dsts[0], value)

    def _op_step(self, op: Op) -> None:
        """Nothing: nobody comes between in an indivisible block."""

    # properties and notes

    def _op_assert(self, op: Op) -> None:
        if self._get(op.args[0]):
            return
        kind, message = op.attrs.get("kind"), op.attrs["message"]
        if kind == "bounds":
            raise Faulted(Fault.BOUNDS, f"index{self._index(op)} of {message}")
        operands = tuple(self._get(a) for a in op.args[1:])
        raise Faulted(fault_of(kind), message, kind=kind, operands=operands)

    def _index(self, check: Op) -> str:
        """The index that a check of bounds refuses, from the comparison before it in its block."""
        top = self._frames[-1]
        before = top.function.blocks[top.label][: top.index - 1]
        compared = next((op for op in reversed(before) if op.dsts == check.args[:1]), None)
        if compared is None or compared.code != "ult":
            return ""
        return f" {signed(self._get(compared.args[0]), Scalar.I64)}"

    def _op_event(self, op: Op) -> None:
        args = tuple(self._get(a) for a in op.args)
        self._note(Note(op.attrs["kind"], op.attrs.get("text"), args, self._name, op.loc))
