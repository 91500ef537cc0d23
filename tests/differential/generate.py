"""Hypothesis strategies for small multi-threaded programs. One idea: statements are drawn into a Builder as a front end
would emit them, under a budget of visible operations that keeps the state space small.

`programs()` gives programs as a front end makes them; `stepped_programs()` has scheduling points. All are verified.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from unknot.ir.builder import Builder
from unknot.ir.ops import IDLE, NOBODY, RMW_KINDS, Operand, Reg, const
from unknot.ir.program import Function, Global, Program, Thread
from unknot.ir.types import ArrayType, DataType, IntType, PointerType, Scalar, VoidType
from unknot.ir.verify import verify
from unknot.passes.place_steps import place_steps

FEATURES = frozenset(
    {"arithmetic", "atomic", "await", "call", "choose", "faults", "heap", "indirect", "init", "invariant", "lock"}
    | {"events", "idle", "rules"}
    | {"identity", "loop", "nested", "plain", "recursion", "spawn", "spin", "stack", "thread_local"}
)
"""What a program may contain beside atomic accesses, branches and asserts."""
LOOPS = frozenset({"endless", "retry"})
"""What it may contain besides, if it is to get stuck."""

LOADS = ("relaxed", "acquire", "seq_cst")
STORES = ("relaxed", "release", "seq_cst")
MODIFIES = ("relaxed", "acquire", "release", "acq_rel", "seq_cst")
_I64 = Scalar.I64
_VARIABLES = 3


@dataclass(frozen=True)
class Shape:
    """How large and how varied. `visible`: visible operations in the text of each thread (loops run them twice)."""

    threads: tuple[int, int] = (2, 3)
    globals: int = 3
    visible: int = 6
    features: frozenset[str] = FEATURES


@st.composite
def programs(draw: st.DrawFn, shape: Shape = Shape()) -> Program:
    """A verified program without scheduling points."""
    return _Maker(draw, shape).make()


def stepped_programs(shape: Shape = Shape()) -> st.SearchStrategy[Program]:
    """The same with scheduling points."""
    return programs(shape).map(place_steps)


class _Maker:
    """Draws one program."""

    def __init__(self, draw: st.DrawFn, shape: Shape) -> None:
        self.draw = draw
        self.shape = shape
        self.program = Program("generated")
        self.words: list[str] = []
        self.helpers: list[Function] = []
        self.features = frozenset(f for f in sorted(shape.features) if draw(st.booleans()))

    def make(self) -> Program:
        """The program."""
        self._globals()
        if "lock" in self.features:
            self._lock_functions()
        if self.features & {"call", "indirect", "nested", "spawn"}:
            self.helpers = [self._function("helper", 2, [Reg("arg", _I64)], result=_I64)]
        if "recursion" in self.features:
            self._recursive_function()
        if "spawn" in self.features:
            self.program.spawn_limit = 1
        count = self.draw(st.integers(*self.shape.threads))
        functions = [self._function(f"run{i}", self.shape.visible, [Reg("arg", _I64)]) for i in range(min(count, 2))]
        for i in range(count):
            name = self.draw(st.sampled_from(functions)).name if i else functions[0].name
            self.program.threads.append(Thread(f"t{i}", name, (const(i),)))
        self._properties()
        verify(self.program)
        return self.program

    def _globals(self) -> None:
        for i in range(self.draw(st.integers(1, self.shape.globals))):
            kind = IntType(self.draw(st.sampled_from([8, 16, 32, 64])), self.draw(st.booleans()))
            first = self.draw(st.sampled_from([b"", bytes([1]) + bytes(kind.size - 1)]))
            self._global(f"g{i}", kind, first)
            self.words.append(f"g{i}")
        if "thread_local" in self.features:
            self._global("mine", IntType(32, False), thread_local=True)
        if "heap" in self.features:
            self._global("shared", PointerType(VoidType()))
        if "lock" in self.features:
            self._global("lock", IntType(64, True), b"\xff" * 8)
        if "faults" in self.features:
            self._global("table", ArrayType(IntType(16, False), 3))

    def _global(self, name: str, kind: DataType, init: bytes = b"", thread_local: bool = False) -> None:
        self.program.globals[name] = Global(name, kind, init, thread_local=thread_local)

    def _function(self, name: str, visible: int, params: list[Reg], result: Scalar | None = None) -> Function:
        function = self.program.add(Function(name, tuple(params), result))
        _Body(self, function, visible).write()
        return function

    def _properties(self) -> None:
        if "init" in self.features:
            b = Builder(self.program.add(Function("init")))
            value = b.value("choose", _I64, const(2))
            self.store(b, self.words[0], value)
            b.ret()
            self.program.init = "init"
        for role, wanted in (("invariant", "invariant" in self.features), ("final", self.draw(st.booleans()))):
            if wanted:
                b = Builder(self.program.add(Function(role, result=Scalar.I8)))
                value = self.load(b, self.draw(st.sampled_from(self.words)), "relaxed")
                b.ret(b.value("ne", Scalar.I8, value, const(self.draw(st.integers(0, 4)))))
                (self.program.invariants if role == "invariant" else self.program.finals).append((role, role))

    def _recursive_function(self) -> None:
        """again(n): perhaps a visible operation, then itself with n - 1 if n is 1 or 2, then perhaps another."""
        n = Reg("n", _I64)
        b = Builder(self.program.add(Function("again", (n,), _I64)))
        sum_, more, done = b.reg(_I64, "sum"), b.block("more"), b.block("done")
        b.emit("mov", (sum_,), (n,))
        if self.draw(st.booleans()):
            b.emit("mov", (sum_,), (self.load(b, self.words[0], "relaxed"),))
        b.branch(b.value("ult", Scalar.I8, b.value("sub", _I64, n, const(1)), const(2)), more, done)
        b.start(more)
        inner = b.value("call", _I64, b.value("sub", _I64, n, const(1)), symbol="again")
        b.emit("add", (sum_,), (sum_, inner))
        if self.draw(st.booleans()):
            self.store(b, self.words[-1], sum_)
        b.jump(done)
        b.start(done)
        b.ret(sum_)

    def _lock_functions(self) -> None:
        b = Builder(self.program.add(Function("acquire")))
        b.emit("atomic_begin")
        place = b.value("global_addr", _I64, symbol="lock")
        owner = b.value("load", _I64, place, order="plain")
        b.emit("await", (), (b.value("eq", Scalar.I8, owner, const(-1)), owner))
        b.emit("store", (), (place, b.value("self", _I64)), order="plain")
        b.emit("atomic_end")
        b.ret()
        b = Builder(self.program.add(Function("release")))
        b.emit("store", (), (b.value("global_addr", _I64, symbol="lock"), const(-1)), order="seq_cst")
        b.ret()

    def width(self, name: str) -> Scalar:
        """Width of a global word."""
        return Scalar(self.program.globals[name].type.size * 8)

    def load(self, b: Builder, name: str, order: str, racy: bool = False) -> Reg:
        """The value of a global as i64."""
        place = b.value("global_addr", _I64, symbol=name)
        value = b.value("load", self.width(name), place, order=order, racy=racy)
        return b.value("zext", _I64, value)

    def store(self, b: Builder, name: str, value: Operand, order: str = "relaxed", racy: bool = False) -> None:
        """Stores an i64, cut to the width of the global."""
        place = b.value("global_addr", _I64, symbol=name)
        narrow = b.value("trunc", self.width(name), value)
        b.emit("store", (), (place, narrow), order=order, racy=racy)


class _Body:
    """Draws the statements of one function. It has a few variables of 64 bits, all 0 at first."""

    def __init__(self, maker: _Maker, function: Function, visible: int) -> None:
        self.maker = maker
        self.draw = maker.draw
        self.function = function
        self.b = Builder(function)
        self.visible = visible
        self.variables = [Reg(f"v{i}", _I64) for i in range(_VARIABLES)]
        self.inside = False

    def write(self) -> None:
        """Everything from entry to return."""
        for variable in self.variables:
            self.set(variable, const(0))
        endless = self.has("endless") and self.function.name.startswith("run") and self.draw(st.booleans())
        head = self.b.block("endless") if endless else ""
        if endless:
            self.b.jump(head)
            self.b.start(head)
            self.load(depth=0)  # no round without anything visible
        for _ in range(self.draw(st.integers(2, 7))):
            self.statement(depth=0)
        if endless:
            self.b.jump(head)
        else:
            self.b.ret(self.value() if self.function.result is not None else None)

    # what is drawn

    def set(self, variable: Reg, value: Operand) -> None:
        """Writes a variable."""
        self.b.emit("mov", (variable,), (value,))

    def variable(self) -> Reg:
        """One of the variables."""
        return self.draw(st.sampled_from(self.variables))

    def value(self) -> Operand:
        """A variable, the argument, or a small constant."""
        small: list[Operand] = [const(n) for n in (0, 1, 2, 3)]
        return self.draw(st.sampled_from([*self.variables, self.function.params[0], *small]))

    def word(self) -> str:
        """The name of a global integer."""
        return self.draw(st.sampled_from(self.maker.words))

    def condition(self) -> Reg:
        """A truth value."""
        code = self.draw(st.sampled_from(["eq", "ne", "ult", "slt"]))
        return self.b.value(code, Scalar.I8, self.variable(), self.value())

    def has(self, feature: str) -> bool:
        """True if the program may contain that."""
        return feature in self.maker.features

    def statement(self, depth: int) -> None:
        """One statement; visible ones while the budget lasts."""
        kinds: dict[str, Callable[[int], None]] = {"branch": self.branch} if depth < 2 else {}
        if self.has("arithmetic"):
            kinds["arithmetic"] = self.arithmetic
        if self.has("choose"):
            kinds["choose"] = self.choose
        if self.has("identity"):
            kinds["identity"] = self.identity
        if self.has("events"):
            kinds["event"] = self.event
        if self.has("rules"):
            kinds["rule"] = self.rule
        kinds["assert"] = self.check
        if self.visible > 0:
            kinds |= {"load": self.load, "store": self.store, "rmw": self.rmw, "cas": self.cas}
            kinds |= self.optional_kinds(depth)
        chosen = self.draw(st.sampled_from(sorted(kinds)))
        kinds[chosen](depth)

    def optional_kinds(self, depth: int) -> dict[str, Callable[[int], None]]:
        """The visible statements of the features that are in use, by feature."""
        anywhere = {"faults": self.table, "thread_local": self.local, "plain": self.plain, "stack": self.stack}
        outside = {"atomic": self.atomic, "await": self.wait, "heap": self.heap, "loop": self.loop, "spin": self.spin}
        outside |= {"retry": self.retry}
        if self.maker.helpers:
            anywhere |= {"nested": self.call}
        if self.function.name != "helper":
            anywhere |= {"recursion": self.recursion}
        if self.maker.helpers:
            outside |= {"call": self.call, "indirect": self.indirect, "spawn": self.spawn}
        if self.function.name != "helper":
            outside |= {"lock": self.lock}
        usable = anywhere if self.inside or depth > 1 else anywhere | outside
        return {f: statement for f, statement in usable.items() if self.has(f)}

    # statements that stay private

    def branch(self, depth: int) -> None:
        """if ... else ..."""
        condition = self.condition()
        then, otherwise, join = (self.b.block(hint) for hint in ("then", "else", "join"))
        self.b.branch(condition, then, otherwise)
        for label in (then, otherwise):
            self.b.start(label)
            for _ in range(self.draw(st.integers(0, 2))):
                self.statement(depth + 1)
            self.b.jump(join)
        self.b.start(join)

    def arithmetic(self, depth: int) -> None:
        """variable = value op value, in some width."""
        codes = ["add", "sub", "mul", "and", "or", "xor"]
        if self.has("faults"):
            codes += ["udiv", "sdiv", "urem", "srem", "shl", "lshr", "ashr"]
        width = self.draw(st.sampled_from(list(Scalar)))
        left, right = (self.b.value("trunc", width, self.value()) for _ in range(2))
        result = self.b.value(self.draw(st.sampled_from(codes)), width, left, right)
        self.set(self.variable(), self.b.value(self.draw(st.sampled_from(["zext", "sext"])), _I64, result))

    def choose(self, depth: int) -> None:
        """variable = choose(2 or 3)"""
        self.set(self.variable(), self.b.value("choose", _I64, const(self.draw(st.integers(2, 3)))))

    def identity(self, depth: int) -> None:
        """variable = this thread's number if some condition holds, else some value"""
        mine = self.b.value("self", _I64)
        self.set(self.variable(), self.b.value("select", _I64, self.condition(), mine, self.value()))

    def check(self, depth: int) -> None:
        """An assertion that is often true."""
        unequal = self.b.value("ne", Scalar.I8, self.variable(), const(self.draw(st.integers(1, 4))))
        self.b.emit("assert", (), (unequal,), message="never that value")

    def rule(self, depth: int) -> None:
        """A rule that is mostly kept."""
        value = self.variable()
        unequal = self.b.value("ne", Scalar.I8, value, const(self.draw(st.integers(2, 6))))
        self.b.emit("assert", (), (unequal, value), message="never {0:d}", kind="some_rule")

    def event(self, depth: int) -> None:
        """An event of a kind that is collected or not, and perhaps more of its words."""
        kind = self.draw(st.sampled_from(["lock", "access", "other"]))
        self.b.emit("event", (), (self.variable(), const(self.draw(st.integers(0, 1)))), kind=kind)
        for _ in range(self.draw(st.integers(0, 2))):
            self.b.emit("event", (), (self.value(),), kind="+")

    # visible statements

    def load(self, depth: int) -> None:
        """variable = atomic load"""
        self.visible -= 1
        self.set(self.variable(), self.maker.load(self.b, self.word(), self.draw(st.sampled_from(LOADS))))

    def store(self, depth: int) -> None:
        """atomic store"""
        self.visible -= 1
        self.maker.store(self.b, self.word(), self.value(), self.draw(st.sampled_from(STORES)))

    def plain(self, depth: int) -> None:
        """A plain access, perhaps declared racy."""
        self.visible -= 1
        racy = self.draw(st.booleans())
        if self.draw(st.booleans()):
            self.set(self.variable(), self.maker.load(self.b, self.word(), "plain", racy))
        else:
            self.maker.store(self.b, self.word(), self.value(), "plain", racy)

    def rmw(self, depth: int) -> None:
        """variable = read-modify-write"""
        self.visible -= 1
        name = self.word()
        place = self.b.value("global_addr", _I64, symbol=name)
        operand = self.b.value("trunc", self.maker.width(name), self.value())
        kind, order = self.draw(st.sampled_from(RMW_KINDS)), self.draw(st.sampled_from(MODIFIES))
        old = self.b.value("rmw", self.maker.width(name), place, operand, kind=kind, order=order)
        self.set(self.variable(), self.b.value("zext", _I64, old))

    def cas(self, depth: int) -> None:
        """variable, variable = compare-and-set"""
        self.visible -= 1
        name = self.word()
        width = self.maker.width(name)
        place = self.b.value("global_addr", _I64, symbol=name)
        expected, new = (self.b.value("trunc", width, self.value()) for _ in range(2))
        done, old = self.b.reg(Scalar.I8), self.b.reg(width)
        order, fail = self.draw(st.sampled_from(MODIFIES)), self.draw(st.sampled_from(LOADS))
        self.b.emit("cas", (done, old), (place, expected, new), order=order, fail_order=fail)
        self.set(self.variable(), self.b.value("zext", _I64, done))
        self.set(self.variable(), self.b.value("zext", _I64, old))

    def local(self, depth: int) -> None:
        """The thread's own word: count it up."""
        self.visible -= 1
        one_more = self.b.value("add", _I64, self.maker.load(self.b, "mine", "plain"), const(1))
        self.maker.store(self.b, "mine", one_more, "plain")
        self.set(self.variable(), one_more)

    def table(self, depth: int) -> None:
        """An element of an array of three, perhaps the fourth, perhaps between two."""
        self.visible -= 1
        start = self.b.value("global_addr", _I64, symbol="table")
        place = self.b.value("add", _I64, start, const(self.draw(st.sampled_from([0, 2, 4, 6, 1]))))
        old = self.b.value("rmw", Scalar.I16, place, const(1, Scalar.I16), kind="add", order="relaxed")
        self.set(self.variable(), self.b.value("zext", _I64, old))

    def stack(self, depth: int) -> None:
        """A variable whose address is taken. It must stand where it runs once, so not in a loop."""
        self.visible -= 1
        place = self.b.value("alloc", _I64, const(8), kind="stack", zero=self.draw(st.booleans()))
        self.b.emit("store", (), (place, self.value()), order="plain")
        self.set(self.variable(), self.b.value("load", _I64, place, order="plain"))

    # statements that stand outside of indivisible blocks

    def loop(self, depth: int) -> None:
        """Twice."""
        counter = self.b.reg(_I64, "round")
        self.b.emit("mov", (counter,), (const(0),))
        head, done = self.b.block("head"), self.b.block("done")
        self.b.jump(head)
        self.b.start(head)
        self.visible -= 2
        self.rmw(depth) if self.draw(st.booleans()) else self.load(depth)
        self.b.emit("add", (counter,), (counter, const(1)))
        self.b.branch(self.b.value("ult", Scalar.I8, counter, const(2)), head, done)
        self.b.start(done)

    def spin(self, depth: int) -> None:
        """Loads until the value is something."""
        self.visible -= 2
        head, done = self.b.block("spin"), self.b.block("seen")
        name, wanted = self.word(), const(self.draw(st.integers(0, 2)))
        self.b.jump(head)
        self.b.start(head)
        seen = self.maker.load(self.b, name, "acquire")
        if self.draw(st.booleans()):
            self.b.emit("pause")
        self.b.branch(self.b.value("eq", Scalar.I8, seen, wanted), done, head)
        self.b.start(done)

    def retry(self, depth: int) -> None:
        """One or two accesses again and again until a condition holds, perhaps with a pause."""
        head, done = self.b.block("retry"), self.b.block("done")
        self.b.jump(head)
        self.b.start(head)
        for _ in range(self.draw(st.integers(1, 2))):
            self.draw(st.sampled_from([self.load, self.store, self.rmw, self.cas]))(depth)
        condition = self.condition()
        if self.draw(st.booleans()):
            self.b.emit("pause")
        self.b.branch(condition, done, head)
        self.b.start(done)

    def atomic(self, depth: int) -> None:
        """An indivisible block of one or two statements."""
        self.b.emit("atomic_begin")
        before, self.inside = self.visible, True
        self.visible = 2
        for _ in range(self.draw(st.integers(1, 2))):
            self.statement(depth=2)
        self.visible, self.inside = before - 1, False
        self.b.emit("atomic_end")

    def wait(self, depth: int) -> None:
        """An indivisible block with a condition to wait for, then a store. Only locks name a holder."""
        self.visible -= 2
        self.b.emit("atomic_begin")
        seen = self.maker.load(self.b, self.word(), "plain")
        condition = self.b.value("ne", Scalar.I8, seen, const(self.draw(st.integers(0, 1))))
        holders: list[tuple[Operand, ...]] = [(), (const(NOBODY),)]
        holder = self.draw(st.sampled_from(holders + [(const(IDLE),)] * self.has("idle")))
        self.b.emit("await", (), (condition, *holder))
        self.maker.store(self.b, self.word(), self.value(), "plain")
        self.b.emit("atomic_end")

    def lock(self, depth: int) -> None:
        """Something under the lock."""
        self.b.emit("call", symbol="acquire")
        self.visible -= 1
        self.store(depth) if self.draw(st.booleans()) else self.load(depth)
        if self.draw(st.integers(0, 5)):
            self.b.emit("call", symbol="release")

    def call(self, depth: int) -> None:
        """variable = helper(value)"""
        self.visible -= 2
        self.set(self.variable(), self.b.value("call", _I64, self.value(), symbol="helper"))

    def recursion(self, depth: int) -> None:
        """variable = again(value)"""
        self.visible -= 2
        self.set(self.variable(), self.b.value("call", _I64, self.value(), symbol="again"))

    def indirect(self, depth: int) -> None:
        """The same through a pointer, perhaps a bad one."""
        self.visible -= 2
        target: Operand = self.b.value("func_addr", _I64, symbol="helper")
        if self.has("faults") and self.draw(st.integers(0, 3)) == 0:
            target = self.value()
        self.set(self.variable(), self.b.value("call_indirect", _I64, target, self.value(), result=64))

    def spawn(self, depth: int) -> None:
        """Starts a helper, and perhaps waits for it."""
        self.visible -= 3
        target = self.b.value("func_addr", _I64, symbol="helper")
        number = self.b.value("spawn", _I64, target, self.value())
        if self.visible > 0 and self.draw(st.booleans()):
            self.load(depth)
        if self.draw(st.integers(0, 3)):
            self.b.emit("join", (), (number,))
        else:
            self.set(self.variable(), number)

    def heap(self, depth: int) -> None:
        """An object of our own that comes and goes, or one that is handed over."""
        self.visible -= 2
        if self.draw(st.booleans()):
            self.own_object()
        else:
            self.handed_over()

    def own_object(self) -> None:
        """alloc, store, load, perhaps free."""
        size = self.draw(st.sampled_from([8, 16, 24] + ([0, 4] if self.has("faults") else [])))
        place = self.b.value("alloc", _I64, const(size), kind="heap", zero=self.draw(st.booleans()))
        if self.draw(st.integers(0, 4)) or not self.has("faults"):
            self.b.emit("store", (), (place, self.value()), order="plain")
        self.set(self.variable(), self.b.value("load", _I64, place, order="plain"))
        if self.draw(st.booleans()):
            self.b.emit("free", (), (place,))

    def handed_over(self) -> None:
        """Puts an object into a global and frees the one that was there."""
        place = self.b.value("alloc", _I64, const(8), kind="heap", zero=True)
        shared = self.b.value("global_addr", _I64, symbol="shared")
        old = self.b.value("rmw", _I64, shared, place, kind="xchg", order="acq_rel")
        if self.has("faults") and self.draw(st.booleans()):
            self.set(self.variable(), self.b.value("load", _I64, old, order="relaxed"))
        self.b.emit("free", (), (old,))
