"""Who answers what: cited, verbatim, independent, and nothing where it is not sure."""

from __future__ import annotations

import random

import pytest

from rag.datatypes import Article, GivenAnswer
from rag.generate.sameanswers.outlets import given_answers
from rag.store.embeddings import load_embedder
from tests.generate.answering import story, task

embed = load_embedder("wordllama").embed
HOW_MANY = "How many barges were stuck at the Ebbing lock?"
WHY = "Why was the Ebbing lock shut?"

HERALD = story("Sedge Herald", "Fourteen barges were stuck at the Ebbing lock on Monday, the river board said.")
POST = story("Ottery Post", "At the Ebbing lock 14 barges were stuck by nightfall, said a keeper.")
TIMES = story("Lowland Times", "Some 19 barges were stuck at the Ebbing lock, the owners' league said.")
BARE = story("Quiet Gazette", "The Ebbing lock is shut, and the ferry to Skarrow runs as ever.")


def answers(question: str, *articles: Article, same_origin: bool = False) -> tuple[GivenAnswer, ...]:
    return given_answers(task(question, *articles, same_origin=same_origin), embed)


def shown(given: tuple[GivenAnswer, ...]) -> set[frozenset[str]]:
    """The outlets of each answer."""
    return {frozenset(answer.outlets) for answer in given}


def test_outlets_with_one_figure_stand_together_and_another_figure_apart() -> None:
    given = answers(HOW_MANY, HERALD, POST, TIMES, BARE)
    assert [(answer.outlets, answer.origins) for answer in given] == [
        (("Sedge Herald", "Ottery Post"), 2),
        (("Lowland Times",), 1),
    ]
    assert "19 barges" in given[1].text


def test_every_answer_is_cited_to_its_own_words() -> None:
    articles = {held.id: held for held in (HERALD, POST, TIMES)}
    for answer in answers(HOW_MANY, *articles.values()):
        assert answer.text == answer.citations[0].quote
        assert answer.outlets == tuple(dict.fromkeys(cited.outlet for cited in answer.citations))
        for cited in answer.citations:
            paragraphs = {p.id: p.text for p in articles[cited.article_id].body}
            assert paragraphs[cited.paragraph_id][cited.start : cited.end] == cited.quote != ""


def test_copies_of_one_report_are_one_origin_and_not_shown_alone() -> None:
    assert answers(HOW_MANY, HERALD, POST, TIMES, same_origin=True) == ()


def test_one_outlet_alone_is_not_shown() -> None:
    assert answers(HOW_MANY, HERALD) == ()
    assert answers(HOW_MANY, HERALD, BARE) == ()


def test_a_reason_is_shown_where_independent_outlets_give_the_same() -> None:
    one = story("Sedge Herald", "The Ebbing lock was shut because of cracks in its gates, the river board said.")
    other = story("Ottery Post", "Because of cracks in the gates, the Ebbing lock was shut on Monday.")
    (given,) = answers(WHY, one, other)
    assert given.outlets == ("Sedge Herald", "Ottery Post")
    assert {cited.quote for cited in given.citations} == {"cracks in its gates", "cracks in the gates"}


def test_reasons_that_no_two_outlets_share_are_not_shown() -> None:
    one = story("Sedge Herald", "The Ebbing lock was shut because of cracks in its gates, the river board said.")
    other = story("Ottery Post", "Because of a strike of the keepers, the Ebbing lock was shut on Monday.")
    assert answers(WHY, one, other) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Did the Ebbing lock reopen?",
        "What did the river board say about the Ebbing lock?",
        "How many trams run in Skarrow Vale?",
        "What is the Ebbing lock?",
    ],
)
def test_nothing_is_shown_for_what_is_not_answered_by_such_words(question: str) -> None:
    assert answers(question, HERALD, POST, TIMES) == ()


def test_no_passages_give_nothing() -> None:
    assert answers(HOW_MANY) == ()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_articles_changes_no_group(seed: int) -> None:
    articles = [HERALD, POST, TIMES, BARE]
    random.Random(seed).shuffle(articles)
    assert shown(answers(HOW_MANY, *articles)) == shown(answers(HOW_MANY, HERALD, POST, TIMES, BARE))
