"""Which words of each text answer: whatever the order of the texts, and verbatim."""

from __future__ import annotations

import random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.generate.sameanswers.finding import find_answers
from rag.generate.sameanswers.sought import Sought, sought
from rag.store.embeddings import load_embedder
from tests.generate.sameanswers.questions import QUESTIONS

SECONDS = 5.0
"""What took minutes if it took exponential time."""

embed = load_embedder("wordllama").embed
TEXTS = (
    "The lock at Ebbing was shut on Monday because of cracks in two gates.",
    "Cracks in its gates have shut Ebbing lock, the river board said.",
    "Ebbing lock has been shut after divers found cracks.",
    "Fourteen barges are waiting, and the town is short of coal.",
    "The lock was shut to let the otters breed, a councillor joked.",
)


def read(question: str) -> Sought:
    asked = sought(question)
    assert asked is not None
    return asked


def found(question: str, texts: list[str]) -> list[str]:
    return [words.text if words else "" for words in find_answers(read(question), texts, embed)]


def test_the_reason_is_found_in_each_text_that_gives_one() -> None:
    answers = found("Why was the lock at Ebbing shut?", list(TEXTS))
    assert answers[0] == "cracks in two gates"
    assert answers[2] == "divers found cracks"
    assert answers[4] == "to let the otters breed"


def test_a_day_is_no_reason() -> None:
    (answer,) = found("Why was the lock shut?", ["On Monday, the board shut the lock, because of the frost."])
    assert answer == "the frost"


def test_no_text_and_texts_without_a_word_give_nothing() -> None:
    assert find_answers(read(QUESTIONS[0]), [], embed) == []
    assert find_answers(read(QUESTIONS[0]), ["", "...", "12"], embed)[:2] == [None, None]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_order_of_the_texts_changes_no_answer(question: str, seed: int) -> None:
    order = list(TEXTS)
    random.Random(seed).shuffle(order)
    assert dict(zip(order, found(question, order), strict=True)) == dict(
        zip(TEXTS, found(question, list(TEXTS)), strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(QUESTIONS), st.lists(st.text(max_size=80), max_size=5))
def test_what_is_found_is_verbatim(question: str, texts: list[str]) -> None:
    answers = find_answers(read(question), texts, embed)
    assert len(answers) == len(texts)
    for text, words in zip(texts, answers, strict=True):
        assert words is None or text[words.start : words.end] == words.text


@pytest.mark.parametrize(
    "text",
    [
        "day" * 400 + "x",
        "on " * 600 + "x",
        "for the " * 400 + "2031",
        "12, " * 500,
        "to a " * 500,
        "as well as " * 300,
        "A B " * 400,
    ],
)
@pytest.mark.parametrize("question", QUESTIONS)
def test_text_made_to_be_slow_is_read_at_once(question: str, text: str) -> None:
    started = perf_counter()
    find_answers(read(question), [text], embed)
    assert perf_counter() - started < SECONDS
