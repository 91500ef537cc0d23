"""The table of models, and what lowering leaves behind."""

from __future__ import annotations

import pytest

from unknot.core.errors import InternalError, OptionError
from unknot.core.options import MEMORIES, Options
from unknot.ir.builder import Builder
from unknot.ir.ops import Op, const
from unknot.ir.program import Function, Global, Program, Thread
from unknot.ir.types import IntType, Scalar
from unknot.ir.verify import verify
from unknot.memory.model import MODELS, get
from unknot.passes.place_steps import place_steps


def sample(*orders: str) -> Program:
    """One thread: a store and a load of each order, fences, an access of the order `raw`."""
    program = Program("sample", memory="tso")
    program.globals["x"] = Global("x", IntType(32, False))
    builder = Builder(program.add(Function("f")))
    p = builder.value("global_addr", Scalar.I64, symbol="x")
    for order in orders:
        builder.emit("store", (), (p, const(1, Scalar.I32)), order=order)
    builder.value("load", Scalar.I32, p, order="acquire")
    builder.emit("fence", order="acq_rel")
    builder.emit("fence", order="seq_cst")
    builder.value("load", Scalar.I32, p, order="raw")
    builder.ret()
    program.threads.append(Thread("a", "f"))
    return program


def lowered(program: Program, **options: int) -> Program:
    result = get("tso").lower(place_steps(program), Options(memory="tso", **options))
    verify(result)
    return result


def codes(ops: list[Op]) -> list[str]:
    return [str(op.attrs["symbol"]) if op.code == "call" else op.code for op in ops]


def test_every_model_is_an_option() -> None:
    assert set(MODELS) == set(MEMORIES)
    assert all(name == model.name for name, model in MODELS.items())


def test_unknown_model() -> None:
    with pytest.raises(OptionError, match="no memory model 'pso'") as caught:
        get("pso")
    assert caught.value.remedy == "use one of sc, tso"


def test_sc_changes_nothing() -> None:
    program = place_steps(sample("relaxed"))
    assert get("sc").lower(program, Options()) is program


def test_what_the_models_functions_are() -> None:
    program = lowered(sample("relaxed"))
    model = [f for name, f in program.functions.items() if name.startswith("tso.")]
    ops = [op for f in model for op in f.ops()]
    assert {op.attrs["order"] for op in ops if op.code in ("load", "store")} == {"raw"}
    assert not [op for op in ops if op.code in ("step", "call_indirect", "event")]
    assert {name for name, item in program.globals.items() if item.model} == {"tso.places", "tso.values"}
    assert program.agent == "tso.flush"
    assert next(iter(program.globals)) == "x", "the program's own objects keep their numbers"


@pytest.mark.parametrize(("entries", "size"), [(1, 16), (4, 64)])
def test_state_of_a_buffer(entries: int, size: int) -> None:
    program = lowered(sample("relaxed"), store_buffer=entries)
    assert sum(item.type.size for item in program.globals.values() if item.model) == size


def test_stores_and_fences() -> None:
    program = lowered(sample("plain", "release", "seq_cst"))
    text = " ".join(codes(list(program.functions["f"].ops())))
    buffered = "step check_access event zext tso.push"
    assert text.startswith(f"global_addr {buffered} {buffered} step tso.drain_own store step tso.find")
    assert text.endswith("fence step tso.drain_own fence load ret"), "only the full fence is a scheduling point"


def test_a_name_that_is_taken() -> None:
    program = sample("relaxed")
    program.add(Function("tso.push"))
    Builder(program.functions["tso.push"]).ret()
    with pytest.raises(InternalError, match=r"a function tso\.push of its own"):
        lowered(program)
