"""Compares articles about one story without a model: the order of the parts, and nothing of their insides."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import Article, Comparison, Origin, SourceEntry
from rag.generate.compare.align import compared_claims
from rag.generate.compare.claims import candidates, topic_stems, weightiest
from rag.generate.compare.concepts import weights
from rag.generate.compare.counted import counted
from rag.generate.compare.figures import figure_ledger, group_figures
from rag.generate.compare.likeness import pairs
from rag.generate.compare.meaning import Embed
from rag.generate.compare.quotes import quotation_ledger
from rag.generate.compare.reading import read
from rag.generate.compare.related import Relate, related
from rag.generate.compare.timeline import timeline
from rag.generate.compare.tone import tone


def compare_articles(
    topic: str,
    articles: Sequence[Article],
    origins: Sequence[Origin],
    *,
    embed: Embed | None = None,
    relate: Relate | None = None,
) -> Comparison:
    """Say who reports what about one story, and where the sources differ.

    The result does not depend on the order of the articles or origins. An article that no origin names is an origin
    of its own; `SourceEntry.origin` is the place in `Comparison.origins`. `embed` turns texts into vectors, one row
    each, and refines which claims count as the same. `relate` has a model say so instead, where it can.
    """
    ordered = sorted(articles, key=lambda article: (article.published or "", article.outlet, article.id))
    known = _all_origins(ordered, origins)
    origin_of = {article_id: number for number, origin in enumerate(known) for article_id in origin.articles}
    readings = [read(article, number, origin_of[article.id]) for number, article in enumerate(ordered)]
    weight = weights([sentence.stems for reading in readings for sentence in reading.sentences])
    groups = group_figures([item for reading in readings for item in counted(reading)], weight)
    stems = topic_stems(topic, readings)
    claims = weightiest([claim for reading in readings for claim in candidates(reading, stems, weight)])
    linked = pairs(claims, weight, groups, embed)
    if relate is not None:
        linked = related(linked, claims, readings, relate)
    return Comparison(
        topic=topic,
        articles=tuple(_source(article, origin_of[article.id]) for article in ordered),
        origins=known,
        claims=compared_claims(claims, linked, readings),
        figures=figure_ledger(groups, readings, weight),
        quotations=quotation_ledger(readings, embed),
        timeline=timeline(claims, readings, weight),
        tone=tone(ordered),
    )


def _all_origins(articles: Sequence[Article], origins: Sequence[Origin]) -> tuple[Origin, ...]:
    """Return the origins of these articles, with one for each article that none names, in the articles' order."""
    place = {article.id: number for number, article in enumerate(articles)}
    taken: set[str] = set()
    found: list[Origin] = []
    for origin in sorted(
        origins, key=lambda o: (min((place.get(a, len(place)) for a in o.articles), default=0), o.why)
    ):
        members = tuple(sorted((a for a in origin.articles if a in place and a not in taken), key=place.__getitem__))
        if members:
            taken.update(members)
            found.append(Origin(members, origin.why))
    found += [
        Origin((article.id,), "no other article here carries the same copy")
        for article in articles
        if article.id not in taken
    ]
    return tuple(sorted(found, key=lambda origin: place[origin.articles[0]]))


def _source(article: Article, origin: int) -> SourceEntry:
    return SourceEntry(
        article.id, article.outlet, article.title, article.url, article.published, article.author, origin
    )
