"""The program's links between claims, with what a chat model says of them put in their place.

The model reads two articles side by side. Where it has read them, its word decides which claims are linked; sentences
alike to the letter stay the same without it, and articles of one origin are not put to it: copies the program tells
better. Where it gave no reply the program's links stand. Who is said to state a claim is checked afterwards, as ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from rag.generate.compare.claims import Candidate
from rag.generate.compare.likeness import Link, Pair
from rag.generate.compare.reading import Reading
from rag.generate.compare.relations import Listed, Relation, Relations

Relate = Callable[[Sequence[tuple[Listed, Listed]]], Sequence[Relations | None]]
"""Reads pairs of articles; None for each that could not be read."""

MOST_PAIRS = 60
"""Pairs of articles put to the model for one comparison: all of them up to eleven articles."""
MOST_SENTENCES = 120
"""Sentences of an article that are listed, the weightiest of a longer one."""
_SURE = 0.9
_LINKS = {Relation.SAME: Link.SAME, Relation.REVISED: Link.REPLACED, Relation.CONTRADICTS: Link.OPPOSED}


def related(
    linked: Sequence[Pair], claims: Sequence[Candidate], readings: Sequence[Reading], relate: Relate
) -> list[Pair]:
    """Return the links between claims after a model has read the articles two by two."""
    of_article = _listed_places(claims)
    by_articles: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in linked:
        one, other = claims[pair.one].sentence.article, claims[pair.other].sentence.article
        by_articles[min(one, other), max(one, other)].append(pair)
    asked = _worth_asking(by_articles, of_article, readings)
    lists = {number: _list(readings[number], [claims[i] for i in places]) for number, places in of_article.items()}
    replies = relate([(lists[one], lists[other]) for one, other in asked])
    for (one, other), reply in zip(asked, replies, strict=True):
        if reply is not None:
            by_articles[one, other] = _said(reply, by_articles[one, other], claims, of_article[one], of_article[other])
    return _closed([pair for pairs in by_articles.values() for pair in pairs])


def _listed_places(claims: Sequence[Candidate]) -> dict[int, list[int]]:
    """Return the places of the claims of each article that are listed, in the order of the article."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        places[claim.sentence.article].append(place)
    return {
        article: sorted(sorted(own, key=lambda i: (-claims[i].weight, i))[:MOST_SENTENCES])
        for article, own in places.items()
    }


def _worth_asking(
    by_articles: Mapping[tuple[int, int], Sequence[Pair]],
    of_article: Mapping[int, Sequence[int]],
    readings: Sequence[Reading],
) -> list[tuple[int, int]]:
    """Return the pairs of articles to be read, those with most in common where there are too many."""
    able = [
        (one, other)
        for one, other in combinations(sorted(of_article), 2)
        if readings[one].origin != readings[other].origin
    ]
    common = {key: sum(pair.score for pair in by_articles.get(key, ())) for key in able}
    return sorted(sorted(able, key=lambda key: (-common[key], key))[:MOST_PAIRS])


def _list(reading: Reading, claims: Iterable[Candidate]) -> Listed:
    article = reading.article
    return Listed(article.outlet, article.published, article.title, tuple(claim.sentence.text for claim in claims))


def _said(
    reply: Relations,
    before: Iterable[Pair],
    claims: Sequence[Candidate],
    ones: Sequence[int],
    others: Sequence[int],
) -> list[Pair]:
    """Return the links of two articles by a model's reply; what is alike to the letter needs no model."""
    found = {
        (pair.one, pair.other): pair
        for pair in before
        if claims[pair.one].sentence.text == claims[pair.other].sentence.text
    }
    score = {(pair.one, pair.other): pair.score for pair in before}
    for (one, other), relation in reply.items():
        key = ones[one], others[other]
        found[key] = Pair(*key, max(_SURE, score.get(key, 0.0)), _LINKS[relation])
    return [*found.values()]


def _closed(linked: Sequence[Pair]) -> list[Pair]:
    """Add that two claims the same as a third are alike: a reader of two articles does not see the third."""
    same: dict[int, set[int]] = defaultdict(set)
    known = {frozenset((pair.one, pair.other)) for pair in linked}
    for pair in linked:
        if pair.link is Link.SAME:
            same[pair.one].add(pair.other)
            same[pair.other].add(pair.one)
    added = {
        (one, other)
        for members in same.values()
        for one, other in combinations(sorted(members), 2)
        if frozenset((one, other)) not in known
    }
    return [*linked, *(Pair(one, other, _SURE / 2, Link.ALIKE) for one, other in sorted(added))]
