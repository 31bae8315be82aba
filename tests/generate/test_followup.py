"""Follow-ups: the subject of the questions before is carried over where a new one leans on it, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Turn
from rag.generate.followup import standalone

LOCK = "Who closed the Pell lock gate?"
KEEPER = "What did the lock keeper say about the ropes?"
PLAIN = "how many boats waited above the lock?"


def follow(question: str, *before: str) -> str:
    return standalone(question, [Turn(earlier, "An answer about Marl.") for earlier in before])


@pytest.mark.parametrize(
    "question",
    [
        "And how many boats waited?",
        "But who was told?",
        "Why?",
        "So what happened next to boats on the canal?",
        "What did she say about the harvest of apples?",
        "How much does it cost the trust every year?",
        "Who else was hurt in the accident of the two barges?",
        "What about the gravel company from Marl?",
        "How many?",
        "Which boats waited longest above the lock in Ebbing?",
        "The cost?",
    ],
)
def test_a_question_that_leans_gets_the_subject_before_it(question: str) -> None:
    assert follow(question, LOCK) == f"{question} (Pell lock gate)"


@pytest.mark.parametrize(
    "question",
    [
        "How many boats waited above the lock at Ebbing?",
        "Who chairs the cooperative of Thorle growers?",
        "When will the harvest of cider apples begin?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert follow(question, LOCK) == question


@pytest.mark.parametrize("question", ["And how many?", "Why?", "", "Who was hurt in the accident at Pell?"])
def test_the_first_question_is_left_as_it_is(question: str) -> None:
    assert follow(question) == question


@pytest.mark.parametrize(
    ("before", "subject"),
    [
        ([LOCK], "Pell lock gate"),
        (["Did the Pell lock gate, or the Ebbing one, fail?"], "Pell lock gate"),
        (["What happened to the barge Lapwing off Marl?"], "barge Lapwing"),
        ([PLAIN], "lock"),
        ([LOCK, "And who shut it?"], "Pell lock gate"),
        ([LOCK, PLAIN], "Pell lock gate"),
        ([LOCK, "What about the Lapwing?"], "Lapwing"),
        ([KEEPER], "ropes"),
        ([KEEPER, "why?"], "ropes"),
    ],
)
def test_the_subject_is_the_latest_name_with_the_words_around_it(before: list[str], subject: str) -> None:
    assert follow("And then?", *before) == f"And then? ({subject})"


def test_a_question_about_nothing_adds_nothing() -> None:
    assert follow("And then?", "Why is that so?", "???") == "And then?"


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=4))
def test_any_question_can_follow_any_other(question: str, before: list[str]) -> None:
    found = follow(question, *before)
    assert found.startswith(question.rstrip())
    assert found == question or (
        found.endswith(")") and any(found[len(question.rstrip()) + 2 : -1] in b for b in before)
    )
