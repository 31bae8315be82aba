"""The first stage: chunks by words and by meaning, fused into a short list for the re-ranker.

The score of a chunk is a sum of parts between 0 and 1: its BM25 score against the best of the whole library, the same
against the best of its own outlet where the question names that outlet, its cosine similarity, and bonuses for a named
outlet or date. The weights were chosen on development questions; docs/retrieval.md has the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.retrieve.plan import Plan
from rag.store.catalogue import Catalogue
from rag.store.embeddings import Vectors
from rag.store.excerpts import Excerpt
from rag.store.index import SearchIndex
from rag.store.limits import EVERYTHING, Limits, day_number

MEANING_WEIGHT = 0.6
OWN_OUTLET_WEIGHT = 0.6
OUTLET_BONUS = 0.8
DATE_BONUS = 0.3

POOL = 50
"""Candidates that are re-ranked, more where more passages are asked for."""

FROM_EACH_INDEX = 200
"""Chunks taken from each index before fusion."""

FROM_EACH_OUTLET = 60
"""Chunks taken from each outlet that the question names."""

ONE_BY_ONE = 250
"""A search within no more chunks than this compares with all of them."""

BEFORE_LIMITS = 400
"""The nearest chunks of which those within the limits are kept."""

_ASIDE = ThreadPoolExecutor(4, thread_name_prefix="search")
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Candidates:
    """Chunks, best first, and what the first stage knows of them: one row each. `excerpts` are these chunks, read."""

    scores: NDArray[np.float32]
    words: NDArray[np.float32]
    own_outlet: NDArray[np.float32]
    cosines: NDArray[np.float32]
    dated: NDArray[np.float32]
    vectors: NDArray[np.float32]
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class _Near:
    """The chunks nearest in meaning, with their cosines.

    Looking up the vector of every chunk found by its words costs more than both searches together. Those that are not
    among the nearest get the cosine of the farthest of them, and only what stays in the list its own.
    """

    cosines: Mapping[str, float]
    closest: float
    farthest: float

    @classmethod
    def of(cls, cosines: Mapping[str, float]) -> _Near:
        return cls(cosines, max(cosines.values(), default=1.0), max(min(cosines.values(), default=0.0), 0.0))

    def part(self, cosine: float) -> float:
        """Return what a cosine adds to a score."""
        return MEANING_WEIGHT * max(cosine, 0.0) / max(self.closest, _EPSILON)


def find_candidates(
    question: str, plan: Plan, limits: Limits, size: int, index: SearchIndex, catalogue: Catalogue
) -> Candidates:
    """Return the `size` best chunks by words and meaning."""
    vector = index.vectors.embed([question])[0]
    # Each index answers on a core of its own.
    meaning = _ASIDE.submit(_by_meaning, vector, limits, index)
    words, own = _by_words(plan, limits, index)
    near = _Near.of(meaning.result())
    scores = {
        key: words.get(key, 0.0)
        + (OWN_OUTLET_WEIGHT * own[key] + OUTLET_BONUS if key in own else 0.0)
        + near.part(near.cosines.get(key, near.farthest))
        for key in words.keys() | near.cosines.keys()
    }
    dated = _dated(scores, plan, catalogue)
    for key in dated:
        scores[key] += DATE_BONUS
    ids = sorted(scores, key=lambda key: (-scores[key], key))[:size]
    # Read at the same time: one waits for Chroma, the other for the database.
    held = _ASIDE.submit(index.vectors.vectors, ids)
    excerpts = catalogue.excerpts(ids)
    stored = held.result()
    # An article that another process has just corrected is found again once its new words are indexed.
    ids = [key for key in ids if key in excerpts]
    vectors = {key: stored.get(key, np.zeros_like(vector)) for key in ids}
    cosines = {key: float(vectors[key] @ vector) for key in ids}
    for key in cosines.keys() - near.cosines.keys():
        scores[key] += near.part(cosines[key]) - near.part(near.farthest)
    ids.sort(key=lambda key: (-scores[key], key))
    return Candidates(
        scores=_column(scores, ids),
        words=_column(words, ids),
        own_outlet=_column(own, ids),
        cosines=_column(cosines, ids),
        dated=_column(dict.fromkeys(dated, 1.0), ids),
        vectors=np.array([vectors[key] for key in ids], dtype=np.float32).reshape(len(ids), len(vector)),
        excerpts=tuple(excerpts[key] for key in ids),
    )


def _by_meaning(vector: Vectors, limits: Limits, index: SearchIndex) -> dict[str, float]:
    """Return the cosine similarities of the nearest chunks within the limits.

    Chroma's own filters take up to a second, so the words' index filters for it: a few chunks are compared one by one,
    many are looked for among the nearest of all.
    """
    if limits == EVERYTHING:
        return dict(index.vectors.search(vector, FROM_EACH_INDEX))
    few = index.words.within(limits, ONE_BY_ONE + 1)
    if len(few) <= ONE_BY_ONE:
        return {key: float(stored @ vector) for key, stored in index.vectors.vectors(few).items()}
    near = dict(index.vectors.search(vector, BEFORE_LIMITS))
    return {key: near[key] for key in index.words.within(limits, len(near), of=[*near])}


def _by_words(plan: Plan, limits: Limits, index: SearchIndex) -> tuple[dict[str, float], dict[str, float]]:
    """Return BM25 scores against the best of the library, and against the best of the own, named outlet."""
    found = dict(index.words.search(plan.terms, FROM_EACH_INDEX, limits))
    best = max(found.values(), default=0.0)
    own: dict[str, float] = {}
    for outlet in plan.outlets:
        if limits.outlets and outlet not in limits.outlets:
            continue
        here = dict(index.words.search(plan.terms, FROM_EACH_OUTLET, replace(limits, outlets=(outlet,))))
        top = max(here.values(), default=1.0)
        own |= {key: score / top for key, score in here.items()}
        found |= here
        best = max(best, top if here else 0.0)
    return {key: score / max(best, _EPSILON) for key, score in found.items()}, own


def _dated(scores: Mapping[str, float], plan: Plan, catalogue: Catalogue) -> list[str]:
    """Return the best chunks whose article was published on a day that the question names."""
    if not plan.days:
        return []
    best = sorted(scores, key=lambda key: (-scores[key], key))[:FROM_EACH_INDEX]
    published = catalogue.days(article_of(key) for key in best)
    days = {key: day_number(published.get(article_of(key))) for key in best}
    return [key for key, day in days.items() if any(first <= day <= last for first, last in plan.days)]


def article_of(chunk_id: str) -> str:
    """Return the id of a chunk's article: the first part of its own."""
    return chunk_id.split("-", 1)[0]


def _column(values: Mapping[str, float], ids: list[str]) -> NDArray[np.float32]:
    return np.array([values.get(key, 0.0) for key in ids], dtype=np.float32)
