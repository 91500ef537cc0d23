"""Histories: what their words mean; the judge against all permutations; what is said of a specification that fails."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unknot.checks.histories.history import Call, as_python, as_word, history_of
from unknot.checks.histories.linearize import linearize
from unknot.checks.histories.specification import Specification
from unknot.checks.histories.watch import Judge
from unknot.core.errors import SpecificationError
from unknot.ir.program import Operation, Program
from unknot.ir.types import BoolType, EnumType, FunctionType, IntType, VoidType

U8, U32, U64, I32 = IntType(8, False), IntType(32, False), IntType(64, False), IntType(32, True)
PUSH = Operation("push", "Q.push", FunctionType((U8,), BoolType()))
POP = Operation("pop", "Q.pop", FunctionType((), U8))
CLEAR = Operation("clear", "Q.clear", FunctionType((), VoidType()))
OPERATIONS = [PUSH, POP, CLEAR]
ROOM = 2


class Queue:
    """A queue of at most two numbers."""

    def __init__(self) -> None:
        self.items: list[int] = []

    def push(self, item: int) -> bool:
        if len(self.items) == ROOM:
            return False
        self.items.append(item)
        return True

    def pop(self) -> int:
        return self.items.pop(0) if self.items else 0

    def clear(self) -> None:
        self.items.clear()


class Waiting(Queue):
    """The same, but pop waits for an item."""

    def pop(self) -> int:
        return self.items.pop(0) if self.items else NotImplemented


class Unmerged(Queue):
    """The same with something in it that cannot be written down, so that no two states are known to be equal."""

    def __init__(self) -> None:
        super().__init__()
        self.unwritable = (i for i in ())

    def __deepcopy__(self, memo: dict[int, object]) -> Unmerged:
        made = Unmerged()
        made.items = list(self.items)
        return made


# -- words -------------------------------------------------------------------------------------------------------------


def word(thread: int, number: int, is_return: bool, value: int = 0, following: int = 0) -> int:
    return is_return | thread << 1 | number << 8 | following << 16 | value << 20


def test_rows_of_calls_and_returns_are_counted() -> None:
    words = [word(0, 0, False, 5), word(2, 1, False), word(2, 1, True, 5), word(0, 0, True, 1), word(0, 2, False)]
    assert history_of(words, OPERATIONS) == (
        Call(0, PUSH, (5,), 1, 1, 2),
        Call(2, POP, (), 5, 1, 2),
        Call(0, CLEAR, (), None, 3, None),
    )


def test_calls_as_text() -> None:
    words = [word(0, 0, False, 5), word(1, 2, False), word(0, 0, True, 1), word(1, 2, True), word(2, 1, False)]
    assert [str(c) for c in history_of(words, OPERATIONS)] == ["push(5) -> True", "clear()", "pop() did not return"]


def test_values_that_do_not_fit_follow() -> None:
    wide = Operation("move", "Q.move", FunctionType((U64, U64), U64))
    few = Operation("set", "Q.set", FunctionType((U32, U8), I32))
    words = [word(0, 0, False, 0, 2), 1 << 63, 7, word(1, 1, False, 3 | 9 << 32), word(0, 0, True, 12)]
    words += [word(1, 1, True, 0xFFFFFFFF), word(0, 0, False, 0, 2), 1, 2, word(0, 0, True, 0, 1), 1 << 44]
    moved, done, last = history_of(words, [wide, few])
    assert (moved.arguments, moved.result) == ((1 << 63, 7), 12)
    assert (done.arguments, str(done)) == ((3, 9), "set(3, 9) -> -1")
    assert last.result == 1 << 44


def test_an_operation_within_an_operation_does_not_count() -> None:
    words = [word(0, 0, False, 5), word(0, 1, False), word(0, 1, True, 3), word(0, 0, True, 1)]
    assert [str(c) for c in history_of(words, OPERATIONS)] == ["push(5) -> True"]


def test_values_as_python_and_as_memory() -> None:
    state = EnumType("State", IntType(32, True), (("LOW", -1), ("HIGH", 1)))
    assert as_python(BoolType(), 1) is True
    assert as_python(I32, 0xFFFFFFFF) == -1 and as_python(state, 0xFFFFFFFF) == -1 and as_python(U32, 7) == 7
    assert as_word(U32, -1) == 0xFFFFFFFF and as_word(U32, 1 << 32) is None and as_word(BoolType(), True) == 1


# -- the judge ---------------------------------------------------------------------------------------------------------


def orders(history: Sequence[Call]) -> Iterator[tuple[Call, ...]]:
    """All orders that keep what precedes what, with any of the calls that did not return, or without."""
    ended = [c for c in history if c.end is not None]
    pending = [c for c in history if c.end is None]
    for count in range(len(pending) + 1):
        for some in itertools.combinations(pending, count):
            for order in itertools.permutations([*ended, *some]):
                if not any(b.precedes(a) for a, b in itertools.combinations(order, 2)):
                    yield order


def holds(order: Sequence[Call], model: Queue) -> bool:
    """True if the specification gives these results in this order."""
    for call in order:
        given = getattr(model, call.operation.name)(*call.arguments)
        if given is NotImplemented or (call.end is not None and given != call.result):
            return False
    return True


def some_history(draw: st.DataObject) -> tuple[Call, ...]:
    """Up to five calls of up to three threads, with results that are often right."""
    calls: list[Call] = []
    busy: dict[int, int] = {}
    row, last = 0, True
    for _ in range(draw.draw(st.integers(1, 9))):
        thread = draw.draw(st.integers(0, 2))
        is_return = thread in busy
        if not is_return and len(calls) == 5:
            continue
        row, last = row + (is_return != last), is_return
        if is_return:
            index = busy.pop(thread)
            call = calls[index]
            most = 1 if call.operation is PUSH else 2
            result = None if call.operation is CLEAR else draw.draw(st.integers(0, most))
            calls[index] = Call(thread, call.operation, call.arguments, result, call.begin, row)
        else:
            busy[thread] = len(calls)
            operation = draw.draw(st.sampled_from([PUSH, PUSH, POP, POP, CLEAR]))
            arguments = (draw.draw(st.integers(1, 2)),) if operation is PUSH else ()
            calls.append(Call(thread, operation, arguments, None, row, None))
    return tuple(calls)


@pytest.mark.parametrize("model", [Queue, Waiting, Unmerged])
@settings(deadline=None, max_examples=300)
@given(draw=st.data())
def test_judged_as_by_trying_all_orders(model: type[Queue], draw: st.DataObject) -> None:
    history = some_history(draw)
    verdict = linearize(history, Specification(model))
    assert verdict.fits == any(holds(order, model()) for order in orders(history))
    if not verdict.fits:
        assert holds(verdict.order, model())
        done = set(map(id, verdict.order))
        assert not any(b.precedes(a) for a, b in itertools.combinations(verdict.order, 2))
        assert all(id(call) not in done for call, _ in verdict.next)


def test_the_best_order_and_what_stands_against_the_rest() -> None:
    history = (Call(0, PUSH, (1,), 1, 1, 2), Call(1, POP, (), 0, 3, 4), Call(0, POP, (), 1, 3, 4))
    verdict = linearize(history, Specification(Queue))
    assert verdict.fits
    late = (Call(0, PUSH, (1,), 1, 1, 2), Call(1, POP, (), 0, 3, 4), Call(0, POP, (), 1, 5, 6))
    verdict = linearize(late, Specification(Queue))
    assert [str(c) for c in verdict.order] == ["push(1) -> True"]
    assert [(str(c), a.result) for c, a in verdict.next] == [("pop() -> 0", 1)]


def test_a_call_that_did_not_return_may_have_happened() -> None:
    pending = Call(0, PUSH, (1,), None, 1, None)
    assert linearize((pending, Call(1, POP, (), 1, 1, 2)), Specification(Queue)).fits
    assert linearize((pending, Call(1, POP, (), 0, 1, 2)), Specification(Queue)).fits
    assert not linearize((pending, Call(1, POP, (), 2, 1, 2)), Specification(Queue)).fits


def test_many_calls_at_once_take_no_time() -> None:
    """Without memory of what was tried, this would be 16 factorial orders."""

    class Counter:
        def __init__(self) -> None:
            self.n = 0

        def add(self) -> None:
            self.n += 1

        def get(self) -> int:
            return self.n

    add = Operation("add", "C.add", FunctionType((), VoidType()))
    get = Operation("get", "C.get", FunctionType((), U8))
    history = [Call(t, add, (), None, 1, 2) for t in range(16)] + [Call(16, get, (), 17, 3, 4)]
    assert not linearize(history, Specification(Counter)).fits


# -- the user's code ---------------------------------------------------------------------------------------------------


def judge(model: type, calls: Sequence[Call]) -> bool:
    return linearize(calls, Specification(model)).fits


class Raises(Queue):
    def pop(self) -> int:
        return self.items.pop(0)


class Text(Queue):
    def pop(self) -> int:
        return "nothing"  # what a user might write


class InTheClass:
    """Keeps its items in the class: all objects share them."""

    items: ClassVar[list[int]] = []

    def push(self, item: int) -> bool:
        self.items.append(item)
        return True


class InTheModule:
    def pop(self) -> int:
        return next(_NUMBERS)


_NUMBERS = itertools.count()


class IsItsItems(list[int]):
    """Keeps its items in itself, as a list."""

    def push(self, item: int) -> bool:
        self.append(item)
        return True

    def pop(self) -> int:
        return super().pop(0) if self else 0


class Refuses(Queue):
    def __deepcopy__(self, memo: dict[int, object]) -> Refuses:
        raise copy.Error("no copies")


def line_of(text: str) -> int:
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.strip() == text)


def test_an_exception_is_told_with_its_line() -> None:
    with pytest.raises(SpecificationError) as caught:
        judge(Raises, [Call(0, POP, (), 0, 1, 2)])
    assert caught.value.message == "the specification Raises raised IndexError: pop from empty list"
    assert caught.value.where.line == line_of("return self.items.pop(0)")
    assert "NotImplemented" in caught.value.remedy


def test_no_number_is_told() -> None:
    with pytest.raises(SpecificationError) as caught:
        judge(Text, [Call(0, POP, (), 0, 1, 2)])
    assert caught.value.message == "Text.pop returned 'nothing', and the operation gives a number"
    assert caught.value.where.line == line_of('return "nothing"  # what a user might write') - 1


def test_what_cannot_be_copied_is_told() -> None:
    with pytest.raises(SpecificationError, match="the specification Refuses raised Error: no copies"):
        judge(Refuses, [Call(0, POP, (), 0, 1, 2)])


@pytest.mark.parametrize(
    ("model", "call"), [(InTheClass, Call(0, PUSH, (5,), 1, 1, 2)), (InTheModule, Call(0, POP, (), 0, 1, 2))]
)
def test_a_state_outside_of_the_object_is_told(model: type, call: Call) -> None:
    with pytest.raises(SpecificationError, match="it changes something outside of the object"):
        judge(model, [call])


def test_a_model_may_be_a_list_itself() -> None:
    calls = [Call(0, PUSH, (5,), 1, 1, 2), Call(0, PUSH, (6,), 1, 3, 4), Call(0, POP, (), 5, 5, 6)]
    assert judge(IsItsItems, calls)
    assert not judge(IsItsItems, [*calls, Call(0, POP, (), 5, 7, 8)])


def test_equal_states_are_asked_once() -> None:
    asked: list[int] = []

    class Counted(Queue):
        def push(self, item: int) -> bool:
            asked.append(item)
            return super().push(item)

    program = Program("p", operations=list(OPERATIONS), specification=Counted)
    judged = Judge(program)
    words = [word(0, 0, False, 5), word(0, 0, True, 1), word(0, 1, False), word(0, 1, True, 5)]
    for thread in range(3):
        assert judged.judge([w | thread << 1 for w in words])[1].fits
    assert judged.judge(words * 2)[1].fits
    assert asked == [5, 5]  # twice, to see that it does the same
