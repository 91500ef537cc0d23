"""The race check, compiled: what does each suspended thread do next, and do two of them meet?

One idea: a scheduling point says which address its thread is about to touch, so a state shows its races without a step
being run. A race: overlapping plain accesses of two threads next to run, one of them a write, not both atomic, not
declared intended.
"""

from __future__ import annotations

from unknot.compile.layout import Frame, Layout, Point
from unknot.core.errors import InternalError
from unknot.ir.address import OFFSET_BITS, pointer
from unknot.ir.faults import Fault
from unknot.ir.ops import Const, Op, Operand, Reg
from unknot.ir.types import round_up
from unknot.passes.rematerialise import constant_addresses

WRITES, ATOMIC = 1, 2

Constants = dict[Reg, tuple[str, int]]
"""Registers that always hold the address of a global, and which (symbol, byte offset)."""


def race_function(layout: Layout, wanted: bool) -> str:
    """`race(S) -> fault`: RACE if two threads' next accesses race, else 0."""
    points = _accesses(layout)
    plain = any(op.attrs["order"] == "plain" for _, op, _ in points)
    if not wanted or not plain or layout.threads < 2:
        return "define internal i64 @race(ptr noalias %S) {\n  ret i64 0\n}\n"
    return _next_access(layout, points) + _pairs(layout)


def _accesses(layout: Layout) -> list[tuple[Point, Op, str]]:
    """Scheduling points before accesses whose races are not intended, with the step and the function's name."""
    found = []
    for name, frame in layout.frames.items():
        for point in frame.points:
            if point.kind == "step":
                op = frame.function.blocks[point.label][point.index]
                if (op.args or "address" in op.attrs) and not op.attrs.get("racy"):
                    found.append((point, op, name))
    return found


def _next_access(layout: Layout, points: list[tuple[Point, Op, str]]) -> str:
    """`next_access(S, tid, base) -> {address, bytes, flags}`; 0 bytes if the thread is not about to access memory."""
    lines = ["define internal {i64, i64, i64} @next_access(ptr noalias %S, i64 %tid, i64 %base) {", "start:"]
    lines += ["  %hp = getelementptr i8, ptr %S, i64 %base", "  %h = load i32, ptr %hp", "  %pc = and i32 %h, 65535"]
    lines += ["  %sp32 = lshr i32 %h, 16", "  %sp = zext i32 %sp32 to i64", "  %fb = add i64 %base, %sp"]
    lines += [f"  switch i32 %pc, label %none [ {' '.join(f'i32 {p.pc}, label %a{p.pc}' for p, _, _ in points)} ]"]
    constants = {name: constant_addresses(layout.frames[name].function) for name in {name for _, _, name in points}}
    for point, op, name in points:
        address = _address(layout, name, point, op, lines, constants[name])
        flags = (op.attrs["access"] != "load") * WRITES | (op.attrs["order"] != "plain") * ATOMIC
        one = f"insertvalue {{i64, i64, i64}} {{i64 0, i64 {op.attrs['size']}, i64 {flags}}}, i64 {address}, 0"
        lines += [f"  %v{point.pc} = {one}", f"  ret {{i64, i64, i64}} %v{point.pc}"]
    lines += ["none:", "  ret {i64, i64, i64} zeroinitializer", "}", ""]
    return "\n".join(lines)


def _address(layout: Layout, name: str, point: Point, op: Op, lines: list[str], constants: Constants) -> str:
    """Appends code that computes the address at one point; gives its LLVM name or constant."""
    lines.append(f"a{point.pc}:")
    operand = op.attrs["address"] if "address" in op.attrs else op.args[0]
    return _Address(layout, layout.frames[name], point, lines, constants).value(operand)


class _Address:
    """Computes the address of a suspended access: from its frame, and from what is only computed behind the
    scheduling point."""

    def __init__(self, layout: Layout, frame: Frame, point: Point, lines: list[str], constants: Constants) -> None:
        self.layout, self.frame, self.point, self.lines = layout, frame, point, lines
        self.constants = constants
        self.fresh = 0
        self.later: dict[Reg, Op] = {}
        for op in frame.function.blocks[point.label][point.index + 1 :]:
            if op.code in ("load", "store", "rmw", "cas", "call"):
                break
            for reg in op.dsts:
                self.later.setdefault(reg, op)

    def let(self, text: str) -> str:
        """Appends `name = text`."""
        self.fresh += 1
        name = f"%x{self.point.pc}_{self.fresh}"
        self.lines.append(f"  {name} = {text}")
        return name

    def value(self, operand: Operand) -> str:
        """The operand's value as the thread will compute it."""
        if isinstance(operand, Const):
            return str(operand.value)
        known = self.constants.get(operand)
        if known is not None:
            return self._global(*known)
        if operand in self.later:
            return self._computed(self.later[operand])
        if operand not in self.point.live:
            raise InternalError(f"{self.frame.function.name}: {operand.name} is not kept where its access is checked")
        at = self.let(f"add i64 %fb, {self.frame.slots[operand]}")
        return self.let(f"load {operand.type}, ptr {self.let(f'getelementptr i8, ptr %S, i64 {at}')}")

    def _global(self, symbol: str, offset: int) -> str:
        item = self.layout.program.globals[symbol]
        start = pointer(self.layout.numbers[item.name], offset)
        if not item.thread_local:
            return str(start)
        return self.let(f"add i64 {self.let(f'shl i64 %tid, {OFFSET_BITS}')}, {start}")

    def _computed(self, op: Op) -> str:
        kind = op.dsts[0].type
        if op.code == "global_addr":
            return self._global(op.attrs["symbol"], 0)
        values = [self.value(a) for a in op.args]
        source = op.args[0].type
        if op.code == "mov" or (op.code in ("zext", "sext") and source == kind):
            return values[0]
        if op.code in ("zext", "sext"):
            return self.let(f"{op.code} {source} {values[0]} to {kind}")
        return self.let(f"{op.code} {kind} {values[0]}, {values[1]}")


def _pairs(layout: Layout) -> str:
    threads, size = layout.threads, round_up(layout.context_size, 8)
    lines = ["define internal i64 @race(ptr noalias %S) {", "start:"]
    for t in range(threads):
        base = layout.contexts + t * size
        lines += [f"  %n{t} = call {{i64, i64, i64}} @next_access(ptr %S, i64 {t}, i64 {base})"]
        for i, part in enumerate(("a", "s", "f")):
            lines += [f"  %{part}{t} = extractvalue {{i64, i64, i64}} %n{t}, {i}"]
        lines += [f"  %e{t} = add i64 %a{t}, %s{t}"]
    found = "false"
    for t in range(threads):
        for u in range(t + 1, threads):
            p = f"%p{t}_{u}_"
            lines += [
                f"  {p}1 = icmp ult i64 %a{t}, %e{u}",
                f"  {p}2 = icmp ult i64 %a{u}, %e{t}",
                f"  {p}3 = and i1 {p}1, {p}2",
            ]
            lines += [
                f"  {p}4 = or i64 %f{t}, %f{u}",
                f"  {p}5 = and i64 {p}4, {WRITES}",
                f"  {p}6 = icmp ne i64 {p}5, 0",
            ]
            lines += [
                f"  {p}7 = and i64 %f{t}, %f{u}",
                f"  {p}8 = and i64 {p}7, {ATOMIC}",
                f"  {p}9 = icmp eq i64 {p}8, 0",
            ]
            lines += [f"  {p}a = and i1 {p}3, {p}6", f"  {p}b = and i1 {p}a, {p}9", f"  {p}c = or i1 {p}b, {found}"]
            found = f"{p}c"
    lines += [f"  %kind = select i1 {found}, i64 {int(Fault.RACE)}, i64 0", "  ret i64 %kind", "}", ""]
    return "\n".join(lines)
