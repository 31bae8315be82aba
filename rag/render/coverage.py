"""The one quiet line above a piece: how many outlets and independent origins it rests on, and from when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rag.datatypes import Answer, Briefing, Comparison, SourceEntry
from rag.render.dates import readable_range
from rag.render.document import outlet_name


@dataclass(frozen=True, slots=True)
class _Covered:
    """An article as far as this line needs it."""

    article_id: str
    outlet: str
    published: str | None
    origin: str


def coverage_line(piece: Answer | Briefing | Comparison) -> str:
    """Say what a piece rests on: "4 outlets, 3 independent origins, 12 to 14 March 2026".

    An answer rests on the articles its claims cite; a briefing and a comparison on all the articles they were made
    from. Returns "" where there is none.
    """
    articles = {article.article_id: article for article in _covered(piece)}.values()
    if not articles:
        return ""
    outlets = {outlet_name(article.outlet) for article in articles}
    origins = {article.origin for article in articles}
    dates = [article.published for article in articles]
    return ", ".join(
        (_count(len(outlets), "outlet"), _count(len(origins), "independent origin"), *_when(dates)),
    )


def _covered(piece: Answer | Briefing | Comparison) -> Iterable[_Covered]:
    if isinstance(piece, Answer):
        return _cited(piece)
    return map(_entry, piece.sources if isinstance(piece, Briefing) else piece.articles)


def _cited(answer: Answer) -> Iterable[_Covered]:
    # A passage knows the origin of its article; an article without one is an origin of its own.
    origins = {passage.article_id: passage.origin for passage in answer.passages}
    for claim in answer.claims:
        for cited in claim.citations:
            origin = origins.get(cited.article_id) or f"article {cited.article_id}"
            yield _Covered(cited.article_id, cited.outlet, cited.published, origin)


def _entry(source: SourceEntry) -> _Covered:
    return _Covered(source.article_id, source.outlet, source.published, str(source.origin))


def _when(dates: list[str | None]) -> Iterable[str]:
    span = readable_range(dates)
    if not span:
        yield "dates unknown"
        return
    yield span
    undated = sum(not readable_range([date]) for date in dates)
    if undated:
        yield _count(undated, "article") + " undated"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
