"""Grouping: one statement once with all its sources, and a heading that says how the sources stand to each other."""

from __future__ import annotations

import pytest

from rag.datatypes import Article, FigureKind
from rag.generate.grouping import ONE_ORIGIN, SEVERAL, SINGLE, Group, group_sentences
from tests.generate.answering import readings_of, sentences, story

NINE = "The lower lock at Ebbing was shut for nine hours, the canal trust said."


def group(*articles: Article, origins: list[int] | None = None, kind: FigureKind | None = None) -> list[Group]:
    readings = readings_of(articles, origins)
    return group_sentences(sentences(readings), readings, kind)


def test_the_same_words_of_several_articles_are_one_claim() -> None:
    (found,) = group(
        story("A Post", NINE), story("B Post", NINE), story("C Post", "Orla Finch is the keeper of the lock.")
    )
    assert [[sentence.article for sentence in claim] for claim in found.claims] == [[0, 1], [2]]


@pytest.mark.parametrize(
    "other",
    [
        "The lower lock at Ebbing was shut for eleven hours, the canal trust said.",
        "The lower lock at Ebbing was shut, the canal trust said.",
        "The upper sluice of Thorle was opened by the miller.",
    ],
)
def test_other_words_or_another_figure_are_another_claim(other: str) -> None:
    (found,) = group(story("A Post", NINE), story("B Post", other))
    assert len(found.claims) == 2


def test_two_sentences_of_one_article_are_two_claims() -> None:
    (found,) = group(story("A Post", NINE, NINE))
    assert len(found.claims) == 2


def test_sentences_keep_their_order_and_none_is_lost() -> None:
    articles = [story(f"{name} Post", NINE, f"Warden {name} counted barrels.") for name in ("Ash", "Elm", "Oak")]
    (found,) = group(*articles)
    kept = [sentence for claim in found.claims for sentence in claim]
    assert sorted(kept, key=lambda s: (s.article, s.number)) == sentences(readings_of(articles))
    firsts = [(claim[0].article, claim[0].number) for claim in found.claims]
    assert firsts == sorted(firsts)


def test_no_sentences_make_no_group() -> None:
    assert group_sentences([], []) == []


ONE, OTHER = story("A Post", NINE), story("B Post", "The lock was shut for eleven hours, boaters said.")


@pytest.mark.parametrize(
    ("articles", "origins", "kind", "heading"),
    [
        ([ONE], None, None, SINGLE.format(outlet="A Post")),
        ([ONE], None, FigureKind.CONFLICT, SINGLE.format(outlet="A Post")),
        ([ONE, OTHER], [0, 0], None, ONE_ORIGIN),
        ([ONE, OTHER], [0, 0], FigureKind.CONFLICT, ONE_ORIGIN),
        ([ONE, OTHER], None, None, SEVERAL),
        ([ONE, OTHER], None, FigureKind.AGREED, SEVERAL),
        ([ONE, OTHER], None, FigureKind.CONFLICT, "The figures differ"),
        ([ONE, OTHER], None, FigureKind.REVISION, "The figure was revised"),
        ([ONE, OTHER], None, FigureKind.ROUNDING, "The same figure, exact and rounded"),
    ],
)
def test_the_heading_says_how_the_sources_stand(
    articles: list[Article], origins: list[int] | None, kind: FigureKind | None, heading: str
) -> None:
    (found,) = group(*articles, origins=origins, kind=kind)
    assert found.heading == heading
