"""Functions as ordinary native code on ordinary memory: the search loop. One idea: the same IR, with pointers that
are real addresses.

Nothing is checked here: this code is ours, not the user's.
"""

from __future__ import annotations

from unknot.compile.emit import Emitter, symbol
from unknot.ir.ops import Op, Operand
from unknot.ir.program import Program
from unknot.ir.types import Scalar


def host_module(program: Program) -> str:
    """LLVM text of all functions of `program`, callable from outside by their names."""
    text = ["declare void @llvm.prefetch.p0(ptr, i32, i32, i32)", "declare void @llvm.trap()"]
    return "\n".join(text + [HostEmitter(f).text() for f in program.functions.values()])


class HostEmitter(Emitter):
    """One function on host memory."""

    def text(self) -> str:
        """The LLVM function."""
        f = self.function
        params = ", ".join(f"{p.type} %p{i}" for i, p in enumerate(f.params))
        for i, param in enumerate(f.params):
            self.put(param, f"%p{i}")
        self.line(f'br label %"L.{f.entry}"')
        self.body()
        linkage = "" if f.name.startswith("run") else "internal "
        head = f'define {linkage}{f.result or "void"} @"{symbol(f.name)}"({params}) {{'
        return "\n".join([head, "start:", *self.slots(), *self.lines, "}"])

    def _address(self, operand: Operand) -> str:
        return self.let(f"inttoptr i64 {self.value(operand)} to ptr")

    def op_load(self, op: Op, label: str, index: int) -> None:
        """Reads memory."""
        kind = op.dsts[0].type
        self.put(op.dsts[0], self.let(f"load {kind}, ptr {self._address(op.args[0])}"))

    def op_store(self, op: Op, label: str, index: int) -> None:
        """Writes memory."""
        address = self._address(op.args[0])
        self.line(f"store {op.args[1].type} {self.value(op.args[1])}, ptr {address}")

    def op_publish(self, op: Op, label: str, index: int) -> None:
        """Nothing."""

    def op_prefetch(self, op: Op, label: str, index: int) -> None:
        """Asks for a cache line that will be written."""
        self.line(f"call void @llvm.prefetch.p0(ptr {self._address(op.args[0])}, i32 1, i32 3, i32 1)")

    def op_alloc(self, op: Op, label: str, index: int) -> None:
        """A local object on the native stack."""
        place = self.let(f"alloca i8, i64 {self.value(op.args[0])}, align 16")
        self.put(op.dsts[0], self.let(f"ptrtoint ptr {place} to i64"))

    def op_call(self, op: Op, label: str, index: int) -> None:
        """Calls by name."""
        self._call(op, f'@"{symbol(op.attrs["symbol"])}"', op.args)

    def op_call_indirect(self, op: Op, label: str, index: int) -> None:
        """Calls through a pointer."""
        self._call(op, self._address(op.args[0]), op.args[1:])

    def _call(self, op: Op, callee: str, args: tuple[Operand, ...]) -> None:
        values = ", ".join(f"{a.type} {self.value(a)}" for a in args)
        if op.dsts:
            self.put(op.dsts[0], self.let(f"call {op.dsts[0].type} {callee}({values})"))
        else:
            width = op.attrs.get("result")
            self.line(f"call {Scalar(width) if width else 'void'} {callee}({values})")

    def op_ret(self, op: Op, label: str, index: int) -> None:
        """Returns."""
        self.line(f"ret {op.args[0].type} {self.value(op.args[0])}" if op.args else "ret void")

    def op_assert(self, op: Op, label: str, index: int) -> None:
        """Nothing."""

    def op_unreachable(self, op: Op, label: str, index: int) -> None:
        """Stops the process: a mistake of ours."""
        self.line("call void @llvm.trap()")
        self.line("unreachable")
