"""Compiles functions to IR: the walker of Python's ast, put together. What things mean stands in `semantics` and
`memory`."""

from __future__ import annotations

from unknot.frontend.python.session import Session
from unknot.frontend.python.statements import Statements
from unknot.ir.program import Function
from unknot.ir.types import VoidType


class FunctionWalker(Statements):
    """Compiles one function."""

    def compile(self) -> None:
        """Fills the function's blocks."""
        self.at(self.node)
        self.start()
        self.block(self.node.body)
        if not self.builder.done:
            self.at(self.node)
            if isinstance(self.signature.result, VoidType):
                self.builder.ret()
            else:
                self.builder.emit("unreachable", message="function ended without return")
        drop_unreachable(self.function)


def drop_unreachable(function: Function) -> None:
    """Removes blocks that no jump reaches."""
    reached, todo = set(), [function.entry]
    while todo:
        label = todo.pop()
        if label not in reached:
            reached.add(label)
            todo += function.blocks[label][-1].targets
    for label in list(function.blocks):
        if label not in reached:
            del function.blocks[label]


def compile_pending(session: Session) -> None:
    """Compiles every function declared so far and all they mention."""
    while session.pending:
        FunctionWalker(session, session.pending.pop(0)).compile()
