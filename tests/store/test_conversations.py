"""Conversations come back as they were kept, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.datatypes import Answer
from rag.errors import NotFoundError
from rag.store.conversations import TITLE_LENGTH, Conversations
from rag.store.database import Database


def answer(question: str, number: int = 0) -> Answer:
    return Answer(question, "embedded", None, (), (), (), prompts={"“quoted” — ß 表": str(number)})


@pytest.fixture
def kept(tmp_path: Path) -> Conversations:
    return Conversations(Database.open(f"sqlite:///{tmp_path / 'p.db'}"))


def test_turns_come_back_in_order_under_the_first_question(kept: Conversations) -> None:
    for number in range(12):
        kept.append("one", answer(f"Question  {number}\nof many?", number))
    assert kept.answers("one") == [answer(f"Question  {n}\nof many?", n) for n in range(12)]
    assert [(entry.id, entry.title) for entry in kept.entries()] == [("one", "Question 0 of many?")]


def test_the_conversation_last_spoken_in_is_first(kept: Conversations) -> None:
    kept.append("one", answer("First?"))
    kept.append("two", answer("Second?"))
    assert {entry.id for entry in kept.entries()} == {"one", "two"}
    before = kept.entries()[0].updated
    while kept.entries()[0].id != "one" or kept.entries()[0].updated <= before:
        kept.append("one", answer("Third?"))
    assert [entry.id for entry in kept.entries()] == ["one", "two"]


def test_a_long_question_is_cut_to_a_title(kept: Conversations) -> None:
    kept.append("one", answer("why " * 400))
    assert len(kept.entries()[0].title) == TITLE_LENGTH


def test_what_is_deleted_is_gone_and_deleting_it_again_is_no_error(kept: Conversations) -> None:
    kept.append("one", answer("Why?"))
    kept.append("two", answer("How?"))
    for _ in range(2):
        kept.delete("one")
    assert [entry.id for entry in kept.entries()] == ["two"]
    with pytest.raises(NotFoundError) as caught:
        kept.answers("one")
    assert caught.value.hint
