"""Whose it is: another's office or staff does not answer, and neither does another figure."""

from __future__ import annotations

import pytest

from rag.datatypes import Article
from tests.generate.answering import answer, story

DEAL = story(
    "Moor Post",
    "Marl Cables has agreed to buy its smaller rival Thole Ropes for 40 million crowns, both said on Monday.",
    "The combined company would have 900 employees.",
    "Marl Cables chief executive Ivo Dane said the price was fair.",
    title="Marl Cables to buy rival Thole Ropes",
)
ROPES = story(
    "Sedge Herald",
    "Thole Ropes will shut its walk at Ebbing, it said on Monday.",
    "The company employs 210 people.",
    "The chief executive, Ona Lisk, said there was no choice.",
    title="Thole Ropes to shut",
)


def texts(question: str, *articles: Article) -> str:
    """What is drafted, in one text."""
    return " ".join(draft.text for draft in answer(question, *articles))


@pytest.mark.parametrize(
    "question", ["Who is the chief executive of Thole Ropes?", "How many people work at Thole Ropes?"]
)
def test_what_is_said_of_another_is_no_answer(question: str) -> None:
    assert texts(question, DEAL) == ""


def test_what_is_said_of_the_one_named_answers() -> None:
    assert "Ona Lisk" in texts("Who is the chief executive of Thole Ropes?", DEAL, ROPES)
    assert "Ivo Dane" not in texts("Who is the chief executive of Thole Ropes?", DEAL, ROPES)
    assert "Ivo Dane" in texts("Who is the chief executive of Marl Cables?", DEAL, ROPES)
    assert "210" in texts("How many people work at Thole Ropes?", DEAL, ROPES)


def test_an_office_that_no_sentence_names_is_not_answered() -> None:
    assert texts("Who is the treasurer of Thole Ropes?", ROPES) == ""


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("How many divers did the mayor ask for?", "30", "16 divers"),
        ("How many divers died?", "third to die, a diver", "five people"),
    ],
)
def test_the_figure_is_of_what_is_asked(question: str, has: str, lacks: str) -> None:
    told = story(
        "Moor Post",
        "The town has sent 12 boats to Ebbing lock, where five people were killed.",
        "About 16 divers were sent by the army.",
        "The third to die, a diver aged 29, was found on Monday.",
        "A clerk close to the mayor said she had asked for 30.",
    )
    said = texts(question, told)
    assert has in said
    assert lacks not in said


def test_what_no_passage_counts_is_not_answered() -> None:
    told = story("Moor Post", "The flood at Ebbing killed three people and swept 40 boats away.")
    assert texts("How many people were rescued from the flood at Ebbing?", told) == ""
    assert "three" in texts("How many people died in the flood at Ebbing?", told)


def test_an_age_is_that_of_the_one_asked_about_in_each_article() -> None:
    one = story("Moor Post", "The keeper, 47, was found by 12 divers.", "Ada Moss, 31, saw it.")
    other = story("Sedge Herald", "The keeper, who is 49, is in hospital.")
    assert {draft.text for draft in answer("How old is the keeper?", one, other)} == {
        "The keeper, 47, was found by 12 divers.",
        "The keeper, who is 49, is in hospital.",
    }


def test_a_question_for_money_is_answered_with_a_sum() -> None:
    told = story(
        "Moor Post",
        "The town will close two mills, after a debate of four hours.",
        '"Nobody likes to close a mill," said Wim Tarn.',
        "The clerk said the town would save €60,000 a year.",
    )
    said = texts("How much money will the town save if it closes the mills?", told)
    assert said == "The clerk said the town would save €60,000 a year."
