"""Misspelt words are put right by the words of the texts; those that are right stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.spelling import respelt

TEXTS = ("Two barges hit the lower lock at Ebbingham on Monday.", "The lock was opened in 1911, the keeper said.")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("how meny barges hit teh lock at ebingham?", "how many barges hit the lock at Ebbingham?"),
        ("Who is the keepr?", "Who is the keeper?"),
        ("When was the lokc opened?", "When was the lock opened?"),
        ("Who hit the Ebbingam lock?", "Who hit the Ebbingham lock?"),
    ],
)
def test_slips_of_a_letter_are_put_right(question: str, meant: str) -> None:
    assert respelt(question, TEXTS) == meant


@pytest.mark.parametrize(
    "question",
    ["Who opened the locks?", "When did the barge hit it?", "Was Zorblax there in 1912?", "Is it so?", "", "?? 12 %"],
)
def test_words_that_are_held_or_like_no_other_stay(question: str) -> None:
    assert respelt(question, TEXTS) is None


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_any_question_can_be_read_and_words_of_the_texts_are_right(question: str, texts: list[str]) -> None:
    meant = respelt(question, texts)
    assert meant is None or meant != question
    assert respelt(" ".join(texts), texts) is None
