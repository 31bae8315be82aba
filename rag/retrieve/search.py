"""Hybrid search: words and meaning over chunks, fused, then balanced by outlet and article.

The score of a chunk is a sum of parts between 0 and 1: its BM25 score against the best of the whole library, the same
against the best of its own outlet where the question names that outlet, its cosine similarity, and bonuses for a named
outlet or date. The weights were chosen on development questions; docs/retrieval.md has the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.datatypes import Article, Filters, Passage, PassageParagraph
from rag.retrieve.plan import Plan, plan_question
from rag.store.catalogue import Catalogue
from rag.store.chunks import chunk_of
from rag.store.index import SearchIndex
from rag.store.limits import Limits, day_number

MEANING_WEIGHT = 0.6
OWN_OUTLET_WEIGHT = 0.6
OUTLET_BONUS = 0.8
DATE_BONUS = 0.3

CANDIDATES = 200
"""Chunks taken from each index before fusion."""

OUTLET_CANDIDATES = 60
"""Chunks taken from each outlet that the question names."""

OUTLET_SHARE = 0.6
"""The most of a list that one outlet may fill while others have something to say."""

ARTICLE_SHARE = 0.4
"""The same for one article."""

FAR_PAST, FAR_FUTURE = 1, 99_999_999


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found, with its score."""

    chunk_id: str
    score: float

    @property
    def article_id(self) -> str:
        """The article of the chunk: the first part of its id."""
        return self.chunk_id.split("-", 1)[0]


class Searcher:
    """Finds passages in one library."""

    def __init__(self, catalogue: Catalogue, index: SearchIndex) -> None:
        self._catalogue = catalogue
        self._index = index

    def search(self, question: str, k: int = 10, filters: Filters = Filters()) -> list[Passage]:
        """Return the k best passages for a question, best first, no two of the same paragraphs."""
        plan = plan_question(question, self._catalogue.outlets())
        limits = self._limits(filters)
        hits = self._fuse(question, plan, limits)
        articles = self._catalogue.articles(hit.article_id for hit in hits)
        present = [hit for hit in hits if hit.article_id in articles]
        chosen = balance(present, articles, k, plan.outlets)
        return [_passage(rank, hit, articles[hit.article_id]) for rank, hit in enumerate(chosen, start=1)]

    def _limits(self, filters: Filters) -> Limits:
        days = None
        if filters.since or filters.until:
            days = (
                day_number(filters.since) if filters.since else FAR_PAST,
                day_number(filters.until) if filters.until else FAR_FUTURE,
            )
        story = tuple(self._catalogue.ids_of_story(filters.story)) if filters.story else None
        return Limits(filters.outlets, days, story)

    def _fuse(self, question: str, plan: Plan, limits: Limits) -> list[Hit]:
        words, vectors = self._index.words, self._index.vectors
        by_words = dict(words.search(plan.terms, CANDIDATES, limits))
        scores = _shares(by_words)
        for outlet in plan.outlets:
            if limits.outlets and outlet not in limits.outlets:
                continue
            here = dict(words.search(plan.terms, OUTLET_CANDIDATES, replace(limits, outlets=(outlet,))))
            for chunk_id, share in _shares(here).items():
                whole = here[chunk_id] / max(by_words.values(), default=here[chunk_id])
                scores[chunk_id] = whole + OWN_OUTLET_WEIGHT * share + OUTLET_BONUS
        vector = vectors.embed([question])[0]
        near = dict(vectors.search(vector, CANDIDATES, limits))
        closest = max(near.values(), default=1.0)
        missing = [chunk_id for chunk_id in scores if chunk_id not in near]
        near |= {key: float(stored @ vector) for key, stored in vectors.vectors(missing).items()}
        for chunk_id, cosine in near.items():
            scores[chunk_id] = scores.get(chunk_id, 0.0) + MEANING_WEIGHT * max(cosine, 0.0) / max(closest, 1e-9)
        return self._with_bonuses(scores, plan)

    def _with_bonuses(self, scores: dict[str, float], plan: Plan) -> list[Hit]:
        best = sorted(scores, key=lambda key: (-scores[key], key))[:CANDIDATES]
        if plan.days:
            published = self._catalogue.days(key.split("-", 1)[0] for key in best)
            for key in best:
                day = day_number(published.get(key.split("-", 1)[0]))
                if any(first <= day <= last for first, last in plan.days):
                    scores[key] += DATE_BONUS
            best.sort(key=lambda key: (-scores[key], key))
        return [Hit(key, scores[key]) for key in best]


def balance(hits: Sequence[Hit], articles: Mapping[str, Article], k: int, named: Sequence[str] = ()) -> list[Hit]:
    """Choose k hits so that neither an outlet nor an article fills the list while others have something to say.

    Outlets that the question names may fill it between them. What was passed over fills the places left.
    """
    of_outlet: Counter[str] = Counter()
    of_article: Counter[str] = Counter()
    most_outlet = max(1, round(k * OUTLET_SHARE))
    most_article = max(1, round(k * ARTICLE_SHARE))
    chosen, passed = [], []
    for hit in hits:
        outlet = articles[hit.article_id].outlet
        full = of_outlet[outlet] >= (k if outlet in named else most_outlet)
        if full or of_article[hit.article_id] >= most_article:
            passed.append(hit)
            continue
        chosen.append(hit)
        of_outlet[outlet] += 1
        of_article[hit.article_id] += 1
        if len(chosen) == k:
            return chosen
    return chosen + passed[: k - len(chosen)]


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    top = max(scores.values(), default=1.0)
    return {key: score / top for key, score in scores.items()}


def _passage(rank: int, hit: Hit, article: Article) -> Passage:
    chunk = chunk_of(article, hit.chunk_id)
    return Passage(
        rank=rank,
        score=round(hit.score, 6),
        article_id=article.id,
        outlet=article.outlet,
        title=article.title,
        url=article.url,
        published=article.published,
        paragraphs=tuple(PassageParagraph(p.id, p.number, p.text) for p in chunk.paragraphs),
        text=chunk.text,
        origin=article.origin,
        story=article.story,
    )
