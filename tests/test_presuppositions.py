"""What a question takes for granted, read off its form alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.presuppositions import presupposed


@pytest.mark.parametrize(
    ("question", "statement", "verb"),
    [
        ("Why did Mayor Ona Pell resign?", "Mayor Ona Pell resign", "resign"),
        ("Why did the mayor resign?", "the mayor resign", "resign"),
        ("And when was the lock at Ebbing reopened?", "the lock at Ebbing reopened", "reopened"),
        ("How long did it take the barge to sink?", "the barge sink", "sink"),
        ("Which of the two skippers failed the test?", "the two skippers failed the test", "failed"),
        ("Why did the ferry and the tug collide on Sunday?", "the ferry and the tug collide on Sunday", "collide"),
        ("Why couldn't the crane lift it?", "not the crane lift it", "lift"),
        ("How much public money did the minister spend?", "public money the minister spend", "money"),
        ("Why did she resign? (Ona Pell)", "she resign", "resign"),
    ],
)
def test_a_question_for_a_reason_or_a_time_says_that_it_happened(question: str, statement: str, verb: str) -> None:
    first = presupposed(question)[0]
    assert (first.text, first.verb) == (statement, verb)


@pytest.mark.parametrize(
    "question",
    [
        "Did the mayor resign?",
        "Was the lock shut on Tuesday?",
        "What did the mayor say?",
        "Who is the mayor of Fennick?",
        "When, if ever, did the mayor resign?",
        "Why were any of the skippers fined?",
        "ferry collision",
        "",
    ],
)
def test_a_question_that_leaves_it_open_takes_nothing_for_granted(question: str) -> None:
    assert presupposed(question) == []


@pytest.mark.parametrize(
    ("question", "clauses"),
    [
        ("Did the council meet after the petition was rejected?", ["the petition was rejected"]),
        ("When was the ferry raised after sinking on Monday?", ["ferry sinking on Monday"]),
        ("When was the ferry raised after it sank on Monday?", ["ferry sank on Monday"]),
        ("And when was it raised after it sank? (Marsh Heron)", ["it sank"]),
    ],
)
def test_a_clause_of_time_is_taken_for_granted_whatever_is_asked(question: str, clauses: list[str]) -> None:
    found = [said.text for said in presupposed(question)]
    assert found[-len(clauses) :] == clauses


def test_a_follow_up_keeps_whom_it_is_about() -> None:
    assert [said.about for said in presupposed("Why was he fined? (Joris Pell)")] == ["Joris Pell"]


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from("why did when the Pell after it sank (x) not any ?".split())).map(" ".join)
)
def test_any_text_can_be_read_and_nothing_is_made_up(question: str) -> None:
    words = set(question.replace("(", " ").replace(")", " ").split()) | {"not"}
    for said in presupposed(question):
        assert all(
            any(part in word for word in words) for part in said.text.replace("(", " ").replace(")", " ").split()
        )
