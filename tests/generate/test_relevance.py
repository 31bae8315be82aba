"""Relevance: what a question asks for, which sentence has it, and whether any does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Article
from rag.generate.compare.reading import Sentence
from rag.generate.question import Question, Wanted
from rag.generate.relevance import Relevance, Scorer, stems_of
from tests.generate.answering import readings_of, sentences, story


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many boats waited?", Wanted.COUNT),
        ("how long was the lock shut", Wanted.COUNT),
        ("What is the death toll?", Wanted.COUNT),
        ("How much does the gate cost?", Wanted.AMOUNT),
        ("How cold was the water?", Wanted.AMOUNT),
        ("When did the lock open?", Wanted.DATE),
        ("On which day did the lock open?", Wanted.DATE),
        ("And until when was it shut?", Wanted.DATE),
        ("Who is the keeper?", Wanted.PERSON),
        ("Which company owns the barges?", Wanted.PERSON),
        ("What did Orla Finch say about the ropes?", Wanted.STATEMENT),
        ("How did the trust respond?", Wanted.STATEMENT),
        ("What will the gate cost to mend?", Wanted.AMOUNT),
        ("death toll at Ebbing", Wanted.COUNT),
        ("Who counted the number of boats?", Wanted.PERSON),
        ("Which keeper's vote was lost?", Wanted.ANYTHING),
        ("What did the boaters do after the vote?", Wanted.ANYTHING),
        ("Why was the lock shut?", Wanted.ANYTHING),
        ("Was anyone hurt when the barges hit the gate?", Wanted.ANYTHING),
        ("", Wanted.ANYTHING),
    ],
)
def test_a_question_asks_for_one_kind_of_thing(question: str, wanted: Wanted) -> None:
    assert Question.read(question).wanted is wanted


def test_a_question_for_a_statement_says_whose() -> None:
    assert Question.read("What did Orla Finch say about the ropes?").speaker == {"orla", "finch"}
    assert Question.read("Who is Orla Finch?").speaker == frozenset()


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("How many hours was the lock shut?", {"hour"}),
        ("How many cargo boats waited at Ebbing?", {"cargo", "ship", "wait"}),
        ("What is the number of locks on the canal?", {"lock"}),
    ],
)
def test_a_question_for_a_count_says_what_is_counted(question: str, thing: set[str]) -> None:
    assert Question.read(question).thing == thing


def test_a_question_is_about_its_words_each_once_and_its_dates_however_printed() -> None:
    assert Question.read("The lock, the locks and the LOCK?").stems == Question.read("lock").stems
    one, other = Question.read("What opened on 2 April 2031?"), Question.read("What opened on April 2, 2031?")
    assert set(one.stems) == set(other.stems)


HERALD = story(
    "Sedge Herald",
    "The lower lock at Ebbing was shut for nine hours on Tuesday after two barges drifted against its gate.",
    "Lock keeper Orla Finch said: “Both ropes had been cut with a knife.”",
    "The canal trust runs 14 locks between Marl and Thorle.",
)


def scores(question: str, *articles: Article, meaning: float = 0.3) -> list[tuple[Sentence, Relevance]]:
    readings = readings_of(articles)
    found = sentences(readings)
    titles = {n: f"{held.title} {held.outlet}" for n, held in enumerate(articles)}
    scorer = Scorer(Question.read(question), found, titles, {}, {})
    return [(sentence, scorer.score(sentence, meaning)) for sentence in found]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long was the lower lock at Ebbing shut?", "nine hours"),
        ("What did Orla Finch say?", "Both ropes"),
        ("How many locks does the canal trust run?", "14 locks"),
    ],
)
def test_the_sentence_that_has_what_is_asked_for_comes_first(question: str, words: str) -> None:
    best, relevance = max(scores(question, HERALD), key=lambda pair: pair[1].score)
    assert words in best.text
    assert relevance.answers


@pytest.mark.parametrize("question", ["Who discovered the comet Halvard with a telescope?", "the of and", "", "?"])
def test_no_sentence_answers_what_no_sentence_is_about(question: str) -> None:
    assert not any(relevance.answers for _, relevance in scores(question, HERALD))


@pytest.mark.parametrize(
    "question",
    ["How many keepers were hurt at the lower lock?", "When was the knife found?", "How much did the gate cost?"],
)
def test_no_sentence_without_a_figure_answers_a_question_for_one(question: str) -> None:
    without = story("Moor Post", "The keepers at the lower lock were hurt when the gate fell, and a knife was found.")
    assert not any(relevance.answers for _, relevance in scores(question, without))


def test_nobody_is_a_count() -> None:
    nobody = story("Moor Post", "No one was hurt at the lower lock when the gate fell.")
    assert [relevance.answers for _, relevance in scores("How many were hurt at the lower lock?", nobody)] == [True]


def test_what_is_closer_in_meaning_scores_higher() -> None:
    near, far = (scores("Why was the lock shut?", HERALD, meaning=meaning) for meaning in (0.9, 0.1))
    assert all(a[1].score > b[1].score for a, b in zip(near, far, strict=True))


@given(st.text(max_size=80))
def test_any_question_can_be_scored(question: str) -> None:
    for _, relevance in scores(question, HERALD):
        assert 0.0 <= relevance.fits <= 1.0
        assert relevance.score == relevance.score


def test_dates_are_what_a_sentence_is_about_however_they_are_printed() -> None:
    one, other = (
        sentences(readings_of([story("A Post", f"The lock will open again on {day}, the trust said.")]))[0]
        for day in ("2 April 2031", "April 2, 2031")
    )
    assert stems_of(one) == stems_of(other)
