"""Search: what is found, within which limits, and that no outlet or article crowds out the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag import Newsroom
from rag.datatypes import Filters
from rag.errors import NotFoundError, UsageError
from rag.retrieve.search import ARTICLE_SHARE, OUTLET_SHARE, Hit, Searcher, balance
from rag.store.excerpts import Excerpt
from tests.builders import article, draft, filled

HITS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=30)
"""Hits as (outlet, article of that outlet), best first."""


def hits_of(found: Sequence[tuple[int, int]]) -> list[Hit]:
    hits = []
    for n, (outlet, held) in enumerate(found, start=1):
        key = f"o{outlet}a{held}"
        excerpt = Excerpt(f"{key}-v-{n}-{n}", key, "v", f"Post {outlet}", "Title", None, None, None, None, (), ())
        hits.append(Hit(excerpt, 100.0 - n))
    return hits


@given(HITS, st.integers(1, 15))
def test_balance_keeps_as_many_as_asked_for_and_loses_none_while_there_is_room(
    found: list[tuple[int, int]], k: int
) -> None:
    hits = hits_of(found)
    chosen = balance(hits, k)
    assert len(chosen) == min(k, len(hits))
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(hits)
    if hits:
        assert chosen[0] == hits[0]


@given(HITS, st.integers(1, 15))
def test_no_outlet_or_article_has_more_than_its_share_while_others_have_something_to_say(
    found: list[tuple[int, int]], k: int
) -> None:
    hits = hits_of(found)
    chosen = balance(hits, k)
    shares = ((attrgetter("excerpt.outlet"), OUTLET_SHARE), (attrgetter("excerpt.article_id"), ARTICLE_SHARE))
    left = [hit for hit in hits if hit not in chosen]
    for group, share in shares:
        most = max(1, round(k * share))
        crowded = {name for name, count in Counter(group(hit) for hit in chosen).items() if count > most}
        if crowded:
            # Then nothing else was to be had: what is left out is of a full outlet or a full article.
            of_outlet = Counter(hit.excerpt.outlet for hit in chosen)
            of_article = Counter(hit.excerpt.article_id for hit in chosen)
            for hit in left:
                full_outlet = of_outlet[hit.excerpt.outlet] >= max(1, round(k * OUTLET_SHARE))
                assert full_outlet or of_article[hit.excerpt.article_id] >= max(1, round(k * ARTICLE_SHARE))


@given(HITS, st.integers(1, 15))
def test_balance_keeps_the_order_of_what_it_takes_and_of_what_fills_up(found: list[tuple[int, int]], k: int) -> None:
    hits = hits_of(found)
    places = [hits.index(hit) for hit in balance(hits, k)]
    falls = sum(after < before for before, after in pairwise(places))
    assert falls <= 1


@given(HITS, st.integers(1, 15))
def test_an_outlet_that_is_asked_about_may_fill_the_list(found: list[tuple[int, int]], k: int) -> None:
    hits = hits_of(found)
    named = [f"Post {n}" for n in range(5)]
    most = max(1, round(k * ARTICLE_SHARE))
    chosen = balance(hits, k, named)
    expected: list[Hit] = []
    for hit in hits:
        if sum(one.excerpt.article_id == hit.excerpt.article_id for one in expected) < most and len(expected) < k:
            expected.append(hit)
    assert chosen[: len(expected)] == expected


def test_passages_are_whole_paragraphs_in_order_with_their_source(samples: Newsroom) -> None:
    passages = samples.search("How many people were on board the Marsh Heron?", k=12)
    assert [p.rank for p in passages] == list(range(1, 13))
    for passage in passages:
        held = samples.article(passage.article_id)
        assert (passage.outlet, passage.title, passage.url, passage.published) == (
            held.outlet, held.title, held.url, held.published,
        )  # fmt: skip
        assert (passage.origin, passage.story) == (held.origin, held.story)
        kept = {p.id: p for p in held.body}
        assert [kept[p.id].text for p in passage.paragraphs] == [p.text for p in passage.paragraphs]
        assert passage.text == "\n\n".join(p.text for p in passage.paragraphs)
    ids = [p.id for passage in passages for p in passage.paragraphs]
    assert len(ids) == len(set(ids))


def test_the_same_question_finds_the_same_passages(samples: Newsroom) -> None:
    assert samples.search("mine dam vote") == samples.search("mine dam vote")


def test_a_question_that_names_an_outlet_hears_that_outlet_first(samples: Newsroom) -> None:
    passages = samples.search("What did the Evening Klaxon report about the ferry?", k=5)
    assert passages[0].outlet == "Evening Klaxon"


LIMITED = [
    Filters(outlets=("Evening Klaxon",)),
    Filters(outlets=("Evening Klaxon", "Radio Ossmark")),
    Filters(since="2026-06-05"),
    Filters(until="2026-06-05"),
    Filters(since="2026-06-05", until="2026-06-05"),
    Filters(since="2026-03-14", until="2026-03-15", outlets=("Meridian Wire", "Exchange Ledger")),
    Filters(since="2027-01-01"),
    Filters(outlets=("No Such Post",)),
]


@pytest.mark.parametrize("filters", LIMITED, ids=str)
@pytest.mark.parametrize("question", ["How many were hurt?", "What did Meridian Wire say about the bank?"])
def test_limits_hold_and_days_count_whole(samples: Newsroom, question: str, filters: Filters) -> None:
    allowed = {
        entry.id
        for entry in samples.articles()
        if (not filters.outlets or entry.outlet in filters.outlets)
        and (filters.since or "") <= (entry.published or "")[:10] <= (filters.until or "9999")
    }
    found = {passage.article_id for passage in samples.search(question, k=150, filters=filters)}
    assert found == allowed


def test_a_story_is_a_limit(samples: Newsroom) -> None:
    for story in samples.stories():
        found = {p.article_id for p in samples.search("How many?", k=150, filters=Filters(story=story.id))}
        assert found == set(story.articles)


def test_an_unknown_story_is_said_to_be_unknown(samples: Newsroom) -> None:
    with pytest.raises(NotFoundError, match="'s-nothing'"):
        samples.search("ferry", filters=Filters(story="s-nothing"))


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "2026-W10-1", "", "20260314x"])
@pytest.mark.parametrize("end", ["since", "until"])
def test_a_limit_that_is_no_date_is_wrong_use(samples: Newsroom, end: str, day: str) -> None:
    if day == "":
        assert samples.search("ferry", filters=limited(end, day))
        return
    with pytest.raises(UsageError, match="date"):
        samples.search("ferry", filters=limited(end, day))


def limited(end: str, day: str) -> Filters:
    return Filters(since=day) if end == "since" else Filters(until=day)


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_passage_is_wrong_use(samples: Newsroom, k: int) -> None:
    with pytest.raises(UsageError, match=str(k)):
        samples.search("ferry", k=k)


@pytest.mark.parametrize("question", ["", "?", "the of and", "a" * 3000, "\x00", "表", '"', "title:x AND (", "🙂"])
def test_any_question_can_be_searched_for(samples: Newsroom, question: str) -> None:
    assert len(samples.search(question, k=3)) <= 3


def test_halves_of_characters_are_wrong_use(samples: Newsroom) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        samples.search("ferry \ud800")


def test_what_is_not_indexed_yet_is_not_mixed_with_what_is(tmp_path: Path) -> None:
    old, new = article("Old words of the clock.", url="https://a.example/1"), article("New.", url="https://a.example/1")
    with filled(tmp_path, [old]) as library:
        searcher = Searcher(library.catalogue, library.index)
        assert len(searcher.search("words of the clock")) == 1
        library.put([new])
        assert searcher.search("words of the clock") == []
        library.catch_up()
        assert [passage.text for passage in searcher.search("words of the clock")] == ["New."]


def test_an_empty_library_has_no_passages(newsroom: Newsroom) -> None:
    assert newsroom.search("How many were hurt?") == []


def test_undated_articles_are_found_but_not_within_dates(newsroom: Newsroom) -> None:
    newsroom.add_drafts([draft(published=None), draft(outlet="Moor Post", published="2031-04-03")])
    assert len(newsroom.search("clock of Ebbing")) == 2
    assert [p.outlet for p in newsroom.search("clock of Ebbing", filters=Filters(since="2000-01-01"))] == ["Moor Post"]
    assert [p.outlet for p in newsroom.search("clock of Ebbing", filters=Filters(until="2099-01-01"))] == ["Moor Post"]


def test_a_named_day_lifts_the_articles_of_that_day(newsroom: Newsroom) -> None:
    days = [(date(2031, 4, 1) + timedelta(days=n)).isoformat() for n in range(9)]
    newsroom.add_drafts(
        [
            draft(f"The clock of Ebbing struck {n + 2} times at noon.", published=day, title=f"Clock {n}")
            for n, day in enumerate(days)
        ]
    )
    for day in days[2:5]:
        assert newsroom.search(f"How often did the clock of Ebbing strike on {day}?", k=1)[0].published == day
