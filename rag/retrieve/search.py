"""Search: candidates by words and meaning, re-ranked, then balanced by outlet and article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rag.datatypes import Filters, Passage
from rag.errors import NotFoundError, UsageError
from rag.retrieve.candidates import POOL
from rag.retrieve.features import examine
from rag.retrieve.plan import Plan, plan_question
from rag.retrieve.rerank import load_reranker
from rag.store.catalogue import Catalogue
from rag.store.excerpts import Excerpt
from rag.store.index import SearchIndex
from rag.store.limits import Limits, days_between

SPREAD = 3.0
"""What the differences of re-ranking scores are divided by before they become shares of the best."""

OUTLET_SHARE = 0.6
"""The most of a list that one outlet may fill while others have something to say."""

ARTICLE_SHARE = 0.4
"""The same for one article."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found, with its score."""

    excerpt: Excerpt
    score: float


class Searcher:
    """Finds passages in one library."""

    def __init__(self, catalogue: Catalogue, index: SearchIndex) -> None:
        self._catalogue = catalogue
        self._index = index
        self._known: tuple[int, Sequence[str]] | None = None

    def search(self, question: str, k: int = 10, filters: Filters = Filters()) -> list[Passage]:
        """Return the k best passages for a question, best first, no two of the same paragraphs.

        Raises:
            UsageError: k is less than 1, or the question or a date is none.
            NotFoundError: no story has the id of the filters.
        """
        if k < 1:
            raise UsageError(f"{k} passages cannot be searched for; ask for 1 or more.")
        check_text(question)
        plan = plan_question(question, self._outlets())
        hits = self._ranked(question, plan, self._limits(filters), max(POOL, 2 * k))
        chosen = balance(hits, k, plan.outlets)
        return [_passage(rank, hit) for rank, hit in enumerate(chosen, start=1)]

    def mentions(self, question: str) -> bool:
        """Whether any word of a question that says something stands in the library."""
        plan = plan_question(question, ())
        return bool(self._index.words.search(plan.terms, 1))

    def _ranked(self, question: str, plan: Plan, limits: Limits, size: int) -> list[Hit]:
        with self._index.reading():
            examined = examine(question, plan, limits, size, self._index, self._catalogue)
        if not examined.excerpts:
            return []
        scores = load_reranker().scores(examined.features)
        standing = np.exp((scores - scores.max()) / SPREAD)
        hits = [Hit(excerpt, float(score)) for excerpt, score in zip(examined.excerpts, standing, strict=True)]
        return sorted(hits, key=lambda hit: -hit.score)

    def _outlets(self) -> Sequence[str]:
        """List the outlets of the library, which takes long, once a change."""
        last = self._catalogue.last_change()
        if self._known is None or self._known[0] != last:
            self._known = last, self._catalogue.outlets()
        return self._known[1]

    def _limits(self, filters: Filters) -> Limits:
        story = None
        if filters.story:
            story = tuple(self._catalogue.ids_of_story(filters.story))
            if not story:
                raise NotFoundError(f"There is no story {filters.story!r}.", hint="`stories` lists them.")
        return Limits(filters.outlets, days_between(filters.since, filters.until), story)


def check_text(question: str) -> None:
    """Refuse what no index and no model can take in.

    Raises:
        UsageError: the question holds halves of characters, as a broken encoding leaves them.
    """
    try:
        question.encode()
    except UnicodeEncodeError:
        raise UsageError("The question holds characters that cannot be read.", hint="Type it again.") from None


def balance(hits: Sequence[Hit], k: int, named: Sequence[str] = ()) -> list[Hit]:
    """Choose k hits so that neither an outlet nor an article fills the list while others have something to say.

    Outlets that the question names may fill it between them. What was passed over fills the places left.
    """
    of_outlet: Counter[str] = Counter()
    of_article: Counter[str] = Counter()
    most_outlet = max(1, round(k * OUTLET_SHARE))
    most_article = max(1, round(k * ARTICLE_SHARE))
    chosen, passed = [], []
    for hit in hits:
        outlet, article = hit.excerpt.outlet, hit.excerpt.article_id
        full = of_outlet[outlet] >= (k if outlet in named else most_outlet)
        if full or of_article[article] >= most_article:
            passed.append(hit)
            continue
        chosen.append(hit)
        of_outlet[outlet] += 1
        of_article[article] += 1
        if len(chosen) == k:
            return chosen
    return chosen + passed[: k - len(chosen)]


def _passage(rank: int, hit: Hit) -> Passage:
    excerpt = hit.excerpt
    return Passage(
        rank=rank,
        score=round(hit.score, 6),
        article_id=excerpt.article_id,
        outlet=excerpt.outlet,
        title=excerpt.title,
        url=excerpt.url,
        published=excerpt.published,
        paragraphs=excerpt.paragraphs,
        text=excerpt.text,
        origin=excerpt.origin,
        story=excerpt.story,
    )
