"""Options: one table for the command line, the environment, targets and the library."""

from __future__ import annotations

from dataclasses import fields

import pytest

from unknot.core.errors import OptionError
from unknot.core.options import (
    CHOICES,
    LIMITS,
    SWITCHES,
    Limit,
    Options,
    from_environment,
    from_words,
    replay_arguments,
)


def test_every_field_is_in_a_table() -> None:
    listed = [x.field for x in (*LIMITS, *CHOICES, *SWITCHES)]
    assert sorted([*listed, "blessed", "nondet"]) == sorted(f.name for f in fields(Options))


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.field)
def test_defaults_are_those_of_the_table(limit: Limit) -> None:
    assert getattr(Options(), limit.field) == limit.default >= limit.minimum


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.field)
def test_every_limit_has_its_variable(limit: Limit) -> None:
    options = from_environment({limit.variable: str(limit.minimum + 7)})
    assert getattr(options, limit.field) == limit.minimum + 7
    with pytest.raises(OptionError, match=f"{limit.variable} is 'many', not a whole number"):
        from_environment({limit.variable: "many"})


def test_the_environment_says_nothing() -> None:
    assert from_environment({"HOME": "/", "UNKNOT_CACHE_DIR": "x"}) == Options()


def test_a_variable_below_the_least() -> None:
    with pytest.raises(OptionError, match="UNKNOT_MAX_LOOP is 0"):
        from_environment({"UNKNOT_MAX_LOOP": "0"})


@pytest.mark.parametrize(("field", "word"), [("memory", "pso"), ("order", "best")])
def test_unknown_words(field: str, word: str) -> None:
    with pytest.raises(OptionError, match=f"{field} is '{word}'") as caught:
        Options(**{field: word})
    assert "use one of" in caught.value.remedy


def test_options_as_words() -> None:
    words = {"memory": "tso", "max-states": "1000", "leaks": "true", "races": "false", "max_preemptions": "-1"}
    assert from_words(words, Options()) == Options(memory="tso", max_states=1000, leaks=True, races=False)


@pytest.mark.parametrize("words", [{"colour": "red"}, {"leaks": "yes"}, {"max_states": "some"}, {"memory": "1"}])
def test_words_that_cannot_be_used(words: dict[str, str]) -> None:
    with pytest.raises(OptionError):
        from_words(words, Options())


def test_arguments_of_a_replay() -> None:
    assert replay_arguments(Options()) == ()
    assert replay_arguments(Options(order="dfs", max_states=5, seed=3)) == ()
    options = Options(memory="tso", every_access=True, races=False, heap=64, store_buffer=1)
    words = ("--memory", "tso", "--every-access", "--no-races", "--heap", "64", "--store-buffer", "1")
    assert replay_arguments(options) == words


def test_ranges_of_nondet() -> None:
    options = Options(nondet=("int=-1:0x10", "bool=0:1"))
    assert options.nondet_ranges() == {"int": (-1, 16), "bool": (0, 1)}
    assert replay_arguments(options) == ("--nondet", "int=-1:0x10", "--nondet", "bool=0:1")


@pytest.mark.parametrize("text", ["int", "int=3", "int=3:1", "int=a:b", "=0:1", "int=0:1:2", ""])
def test_ranges_that_cannot_be_used(text: str) -> None:
    with pytest.raises(OptionError, match="--nondet is") as caught:
        Options(nondet=(text,))
    assert "int=0:3" in caught.value.remedy
