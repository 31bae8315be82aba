"""Questions: what is counted, who does it, whose it is, and which words only ask."""

from __future__ import annotations

import pytest

from rag.generate.question import Question


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many people were hurt at the lock?", {"injured"}),
        ("How many were hurt?", {"injured"}),
        ("How many women have been rescued from the barge?", {"rescu"}),
        ("How many people work at Thole Ropes?", {"jobs"}),
        ("How many divers died?", {"diver", "deaths"}),
    ],
)
def test_people_are_counted_by_what_became_of_them(question: str, thing: set[str]) -> None:
    asked = Question.read(question)
    assert asked.thing == thing
    assert asked.counted


@pytest.mark.parametrize("question", ["How long was the lock shut?", "What is the death toll?", "Why was it shut?"])
def test_where_it_does_not_say_any_word_of_it_may_be_what_is_counted(question: str) -> None:
    asked = Question.read(question)
    assert asked.thing == set(asked.stems)
    assert not asked.counted


@pytest.mark.parametrize(
    ("question", "stems"),
    [
        ("How old is the keeper?", {"keeper"}),
        ("What happened to the keeper?", {"keeper"}),
        ("What has happened at the lock?", {"lock"}),
        ("What happened on Friday?", {"friday"}),
        ("What happened?", {"happen"}),
    ],
)
def test_words_that_only_ask_are_not_what_a_question_is_about(question: str, stems: set[str]) -> None:
    asked = Question.read(question)
    assert set(asked.stems) == stems or asked.stems == ("happen", *stems)


@pytest.mark.parametrize(
    ("question", "role", "owner"),
    [
        ("Who is the mayor of Ebbing?", {"mayor"}, ("ebb",)),
        ("who's Ebbing's harbour master", {"harbour", "master"}, ("ebb",)),
        ("Who was the treasurer of the Thole Trust?", {"treasur"}, ("thole", "trust")),
        ("Who is Orla Finch?", set(), ()),
        ("Who opened the lock of Ebbing?", set(), ()),
        ("How many people work for Thole Ropes?", set(), ("thole", "rope")),
        ("How many divers does the Thole Trust employ?", set(), ("thole", "trust")),
        ("How many divers died at Ebbing?", set(), ()),
    ],
)
def test_an_office_and_a_staff_belong_to_somebody(question: str, role: set[str], owner: tuple[str, ...]) -> None:
    asked = Question.read(question)
    assert set(asked.role) == role
    assert asked.owner == owner


def test_one_office_has_several_names() -> None:
    assert Question.read("Who is the chief executive of Thole Ropes?").role >= {"boss", "ceo", "execut"}


@pytest.mark.parametrize(
    ("question", "doing"),
    [
        ("How many divers did the mayor ask for?", {"mayor", "ask"}),
        ("How many divers have more than one licence?", set()),
        ("How many divers died?", set()),
    ],
)
def test_who_does_what_to_those_counted(question: str, doing: set[str]) -> None:
    assert Question.read(question).doing == doing


@pytest.mark.parametrize("question", ["How old is the keeper?", "What age was he?", "What is the keeper's age?"])
def test_a_question_for_an_age(question: str) -> None:
    assert Question.read(question).age


@pytest.mark.parametrize("question", ["What is the average wage?", "Which old lock was shut?", "How many are aged?"])
def test_no_question_for_an_age(question: str) -> None:
    assert not Question.read(question).age
