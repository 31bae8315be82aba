"""Clauses: a question that asks two things of two outlets is split where the second begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.clauses import split_clauses
from rag.retrieve.plan import question_stems

OUTLETS = ("Sedge Herald", "Moor Post")


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("Why was the lower lock shut?", [set()]),
        (
            "Did the Sedge Herald report cut ropes, while the Moor Post reported a broken gate?",
            [{"Sedge Herald"}, {"Moor Post"}],
        ),
        (
            "Does the Moor Post blame the canal trust and does the Sedge Herald blame the barge owners?",
            [{"Moor Post"}, {"Sedge Herald"}],
        ),
        ("Which boats and barges waited at Ebbing?", [set()]),
    ],
)
def test_a_question_has_a_clause_for_each_thing_it_asks(question: str, outlets: list[set[str]]) -> None:
    assert [set(clause.outlets) for clause in split_clauses(question, OUTLETS)] == outlets


@given(st.lists(st.sampled_from("the lock , and while does it Ebbing barges cut ropes ? : as".split()), max_size=30))
def test_no_word_of_a_question_is_lost(words: list[str]) -> None:
    question = " ".join(words)
    joints = {"while", "as"}
    kept = {stem for clause in split_clauses(question, ()) for stem in clause.stems}
    assert set(question_stems(question)) - joints <= kept | joints
