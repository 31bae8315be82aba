"""What would answer a question, and which questions are left out."""

from __future__ import annotations

import pytest

from rag.generate.sameanswers.sought import DATED, Kind, sought
from rag.text.figures import FigureType


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who opened the lock at Ebbing?", Kind.NAME),
        ("Which minister signed the order?", Kind.NAME),
        ("How many barges were stuck?", Kind.FIGURE),
        ("How much did the repair cost?", Kind.FIGURE),
        ("When did the lock reopen?", Kind.FIGURE),
        ("How long will the lock be shut?", Kind.FIGURE),
        ("Where did the barge sink?", Kind.PLACE),
        ("Why did the lock-keeper resign?", Kind.REASON),
        ("What caused the flood at Ebbing?", Kind.REASON),
        ("What is the reason for the delay?", Kind.REASON),
        ("How did the crew free the barge?", Kind.MANNER),
        ("What is the Ebbing gauge?", Kind.NATURE),
    ],
)
def test_a_question_says_what_would_answer_it(question: str, kind: Kind) -> None:
    asked = sought(question)
    assert asked is not None
    assert asked.kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "Did the lock-keeper resign?",
        "Was the lock shut?",
        "Hasn't the barge been freed?",
        "What did the mayor say about the lock?",
        "Why?",
        "",
    ],
)
def test_a_question_for_yes_or_no_or_for_a_statement_is_left_out(question: str) -> None:
    assert sought(question) is None


def test_a_question_for_a_time_is_answered_by_days_and_one_for_a_span_by_lengths_too() -> None:
    when, how_long = sought("When did the lock reopen?"), sought("How long will the lock be shut?")
    assert when is not None
    assert how_long is not None
    assert when.figures == DATED
    assert not when.lasting
    assert how_long.figures > DATED | {FigureType.MEASURE}
    assert how_long.lasting
