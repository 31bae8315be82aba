"""The datatypes: frozen values that turn into JSON and back without loss."""

from __future__ import annotations

import dataclasses
import inspect
import json
from enum import StrEnum
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rag import Newsroom, datatypes
from rag.datatypes import Claim, Paragraph, ParagraphKind, Usage, to_json

TYPES = [
    found
    for _, found in inspect.getmembers(datatypes, inspect.isclass)
    if found.__module__ == "rag.datatypes" and dataclasses.is_dataclass(found)
]
CLOSED = [found for _, found in inspect.getmembers(datatypes, inspect.isclass) if issubclass(found, StrEnum)]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: str(kind.__name__))
def test_every_datatype_is_frozen_slotted_and_described(kind: Any) -> None:
    assert kind.__dataclass_params__.frozen
    assert hasattr(kind, "__slots__")
    assert kind.__doc__
    assert not kind.__doc__.startswith(f"{kind.__name__}(")


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: str(kind.__name__))
def test_no_datatype_holds_a_list(kind: Any) -> None:
    assert [name for name, hint in get_type_hints(kind).items() if str(hint).startswith("list")] == []


@pytest.mark.parametrize("kind", CLOSED, ids=lambda kind: str(kind.__name__))
def test_closed_sets_are_small_words(kind: type[StrEnum]) -> None:
    values = [member.value for member in kind]
    assert len(set(values)) == len(values)
    assert all(value == value.lower() and value.replace("_", "").isalpha() for value in values)


@given(st.from_type(Claim))
def test_a_claim_survives_json(claim: Claim) -> None:
    assert TypeAdapter(Claim).validate_json(json.dumps(to_json(claim))) == claim


def test_what_a_reader_gets_survives_json(samples: Newsroom) -> None:
    for value in (samples.ask("How many people were on board the Marsh Heron?"), samples.brief(), samples.compare()):
        assert TypeAdapter(type(value)).validate_json(json.dumps(to_json(value))) == value


def test_only_reporting_may_be_cited() -> None:
    kinds = [kind for kind in ParagraphKind if Paragraph("a-b-1", 1, 0, 1, kind, "x").citable]
    assert kinds == [ParagraphKind.BODY]


def test_closed_sets_become_plain_words_and_keys_texts() -> None:
    assert to_json({1: ParagraphKind.BODY, "b": (ParagraphKind.BYLINE, None, 1.5)}) == {
        "1": "body",
        "b": ["byline", None, 1.5],
    }
    assert type(to_json(ParagraphKind.BODY)) is str
    assert to_json(Usage) is Usage


@given(
    st.builds(Usage, st.none() | st.text(), st.none() | st.integers(0, 9), st.none() | st.integers(0, 9), st.just(0.5))
)
def test_what_was_not_counted_stays_uncounted(usage: Usage) -> None:
    total = usage + Usage()
    assert (total.prompt_tokens, total.completion_tokens) == (usage.prompt_tokens, usage.completion_tokens)
