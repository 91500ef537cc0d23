"""Puts called functions into their callers, for native code: less state and fewer frames. One idea: the interpreter
never sees this pass, so every comparison of the two roads also tests it.

A function is put in if it cannot be suspended forever in itself (no recursion), has no objects of its own on the stack
(they end when it returns), and the caller stays small. Inside an indivisible block the scheduling points of the callee
are dropped. A longer function in which nobody can be suspended, or that is called in such a block, takes no place in
the state anyway, so it stays a call.
"""

from __future__ import annotations

from dataclasses import replace

from unknot.ir.ops import Op, Operand, Reg
from unknot.ir.program import Function, Program
from unknot.passes.place_steps import depth_at_blocks, depth_change

MOST_OPS, LARGE_PROGRAM = 4000, 8000
"""Operations a function may grow to; a fifth of that in a program of so many operations, where the time to compile
counts more: every scheduling point of a function writes its whole frame."""
FEW_OPS = 24
"""Operations of a function that is put in although nobody can be suspended in it: what it computes may be a constant
address."""


def inline(program: Program) -> Program:
    """A copy of `program` in which calls by name of small functions are replaced by their bodies, innermost first."""
    done: dict[str, Function] = {}
    suspending = _suspending(program)
    large = sum(1 for function in program.functions.values() for _ in function.ops()) > LARGE_PROGRAM
    most = MOST_OPS // 5 if large else MOST_OPS
    for name in program.functions:
        _inlined(name, program, suspending, most, done, ())
    return replace(program, functions={name: done[name] for name in program.functions})


def _suspending(program: Program) -> set[str]:
    """Functions in which a thread can be suspended: there, or in what they call."""
    found = {n for n, f in program.functions.items() if any(op.code in ("step", "call_indirect") for op in f.ops())}
    callees = {n: {op.attrs["symbol"] for op in f.ops() if op.code == "call"} for n, f in program.functions.items()}
    while more := {name for name, called in callees.items() if called & found} - found:
        found |= more
    return found


def _inlined(
    name: str, program: Program, suspending: set[str], most: int, done: dict[str, Function], path: tuple[str, ...]
) -> Function:
    """The function with its callees put in; functions on `path` are being worked on, so a call of them recurses."""
    if name in done:
        return done[name]
    function = program.functions[name]
    bodies: dict[str, Function] = {}
    for op in function.ops():
        if op.code == "call" and op.attrs["symbol"] not in (*path, name):
            callee = _inlined(op.attrs["symbol"], program, suspending, most, done, (*path, name))
            if _fits(callee, suspending, most, (*path, name)):
                bodies[callee.name] = callee
    result = _put_in(function, bodies, most) if bodies else function
    if not path or not _calls_any(result, path):
        done[name] = result
    return result


def _calls_any(function: Function, names: tuple[str, ...]) -> bool:
    return any(op.code == "call" and op.attrs["symbol"] in names for op in function.ops())


def _fits(callee: Function, suspending: set[str], limit: int, path: tuple[str, ...]) -> bool:
    ops = list(callee.ops())
    most = limit // 4 if callee.name in suspending else FEW_OPS
    own = any(op.code == "alloc" and op.attrs["kind"] == "stack" for op in ops)
    return not own and len(ops) <= most and not _calls_any(callee, (*path, callee.name))


class _Caller:
    """A function being rebuilt: its blocks so far, and the one that grows."""

    def __init__(self, function: Function) -> None:
        self.blocks: dict[str, list[Op]] = {}
        self.label = ""
        self.size = sum(len(ops) for ops in function.blocks.values())
        self.copies = 0

    def start(self, label: str) -> None:
        self.blocks[label] = []
        self.label = label

    def emit(self, op: Op) -> None:
        self.blocks[self.label].append(op)


def _put_in(function: Function, bodies: dict[str, Function], most: int) -> Function:
    depth = depth_at_blocks(function)
    caller = _Caller(function)
    for label, ops in function.blocks.items():
        caller.start(label)
        inside = depth.get(label, 0)
        for op in ops:
            body = bodies.get(op.attrs["symbol"]) if op.code == "call" else None
            size = sum(len(b) for b in body.blocks.values()) if body else 0
            if body is not None and size <= (FEW_OPS if inside else most - caller.size):
                _expand(caller, op, body, inside > 0)
            else:
                caller.emit(op)
            inside += depth_change(op)
    return replace(function, blocks=caller.blocks)


def _expand(caller: _Caller, call: Op, body: Function, inside: bool) -> None:
    """Replaces one call by the body: parameters are copied in, returns become jumps behind the call."""
    caller.copies += 1
    prefix = f"{body.name}.{caller.copies}:"
    after = prefix + "after"
    for param, arg in zip(body.params, call.args, strict=True):
        caller.emit(Op("mov", (_rename(param, prefix),), (arg,), {}, call.loc))
    caller.emit(Op("jump", (), (), {"targets": (prefix + body.entry,)}, call.loc))
    for label, ops in body.blocks.items():
        caller.start(prefix + label)
        caller.size += len(ops)
        for op in ops:
            if op.code == "ret":
                if call.dsts and op.args:
                    caller.emit(Op("mov", call.dsts, (_operand(op.args[0], prefix),), {}, op.loc))
                caller.emit(Op("jump", (), (), {"targets": (after,)}, op.loc))
            elif not (inside and op.code == "step"):
                caller.emit(_copy(op, prefix))
    caller.start(after)


def _copy(op: Op, prefix: str) -> Op:
    attrs = op.attrs
    if op.targets:
        attrs = {**attrs, "targets": tuple(prefix + t for t in op.targets)}
    dsts = tuple(_rename(d, prefix) for d in op.dsts)
    return replace(op, dsts=dsts, args=tuple(_operand(a, prefix) for a in op.args), attrs=attrs)


def _operand(operand: Operand, prefix: str) -> Operand:
    return _rename(operand, prefix) if isinstance(operand, Reg) else operand


def _rename(reg: Reg, prefix: str) -> Reg:
    return Reg(prefix + reg.name, reg.type)
