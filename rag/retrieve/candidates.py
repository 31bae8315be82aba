"""The first stage: chunks by words and by meaning, fused into a short list for the re-ranker.

The score of a chunk is a sum of parts between 0 and 1: its BM25 score against the best of the whole library, the same
against the best of its own outlet where the question names that outlet, its cosine similarity, and bonuses for a named
outlet or date. The weights were chosen on development questions; docs/retrieval.md has the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rag.retrieve.plan import Plan
from rag.store.catalogue import Catalogue
from rag.store.embeddings import Vectors
from rag.store.excerpts import Excerpt
from rag.store.index import SearchIndex
from rag.store.lexical import WordIndex
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
class Near:
    """The chunks nearest in meaning, with their cosines, and their vectors where these have been read.

    Looking up the vector of every chunk found by its words costs more than both searches together. Those that are not
    among the nearest get the cosine of the farthest of them, and only what stays in the list its own.
    """

    cosines: Mapping[str, float]
    closest: float
    farthest: float
    vectors: Mapping[str, Vectors]

    @classmethod
    def of(cls, cosines: Mapping[str, float], vectors: Mapping[str, Vectors]) -> Near:
        """Note how near the nearest and the farthest is."""
        return cls(cosines, max(cosines.values(), default=1.0), max(min(cosines.values(), default=0.0), 0.0), vectors)

    def part(self, cosine: float) -> float:
        """Return what a cosine adds to a score."""
        return MEANING_WEIGHT * max(cosine, 0.0) / max(self.closest, _EPSILON)


@dataclass(frozen=True, slots=True)
class Found:
    """What both indexes have for a question. What Chroma has is still being looked for, on another core.

    Attributes:
        vector: The embedded question.
        limits: What was searched in.
        words: BM25 scores against the best of the library.
        own: The same against the best of the own, named outlet.
        nearest: The chunks nearest in meaning, whatever the limits.
        few: The vectors of all chunks within the limits, where these are few.
    """

    vector: Vectors
    limits: Limits
    words: Mapping[str, float]
    own: Mapping[str, float]
    nearest: Future[list[tuple[str, float]]]
    few: Future[dict[str, Vectors]] | None


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The chunks that go on, roughly in order, read. Their vectors are still being read, on another core."""

    found: Found
    near: Near
    scores: Mapping[str, float]
    dated: Sequence[str]
    excerpts: Mapping[str, Excerpt]
    vectors: Future[dict[str, Vectors]]


def find_candidates(
    question: str, plan: Plan, limits: Limits, size: int, index: SearchIndex, catalogue: Catalogue
) -> Candidates:
    """Return the `size` best chunks by words and meaning."""
    return weigh(shortlist(look_up(question, plan, limits, index), plan, size, index, catalogue))


def look_up(question: str, plan: Plan, limits: Limits, index: SearchIndex) -> Found:
    """Ask both indexes. Chroma's own filters take up to a second, so here others filter for it."""
    vectors = index.vectors
    vector = vectors.embed([question])[0]
    nearest = _ASIDE.submit(vectors.search, vector, FROM_EACH_INDEX if limits == EVERYTHING else BEFORE_LIMITS)
    within = None if limits == EVERYTHING else index.words.within(limits, ONE_BY_ONE)
    few = None if within is None else _ASIDE.submit(vectors.vectors, within)
    words, own = _by_words(plan, limits, index.words)
    return Found(vector, limits, words, own, nearest, few)


def shortlist(found: Found, plan: Plan, size: int, index: SearchIndex, catalogue: Catalogue) -> Shortlist:
    """Fuse what the indexes have, and read the `size` best."""
    near = _near(found, catalogue)
    scores = {
        key: found.words.get(key, 0.0)
        + (OWN_OUTLET_WEIGHT * found.own[key] + OUTLET_BONUS if key in found.own else 0.0)
        + near.part(near.cosines.get(key, near.farthest))
        for key in found.words.keys() | near.cosines.keys()
    }
    dated = _dated(scores, plan, catalogue)
    for key in dated:
        scores[key] += DATE_BONUS
    ids = sorted(scores, key=lambda key: (-scores[key], key))[:size]
    vectors = _ASIDE.submit(index.vectors.vectors, [key for key in ids if key not in near.vectors])
    excerpts = catalogue.excerpts(ids)
    # Where it was not needed, it is waited for all the same: the index may be closed once a search is over.
    found.nearest.result()
    # An article that another process has just corrected is found again once its new words are indexed.
    return Shortlist(found, near, scores, dated, {key: excerpts[key] for key in ids if key in excerpts}, vectors)


def weigh(listed: Shortlist) -> Candidates:
    """Give every chunk of a short list its own cosine, and put them in order."""
    found, near = listed.found, listed.near
    stored = {**near.vectors, **listed.vectors.result()}
    vectors = {key: stored.get(key, np.zeros_like(found.vector)) for key in listed.excerpts}
    cosines = {key: float(vectors[key] @ found.vector) for key in vectors}
    scores = {
        key: listed.scores[key] + (0.0 if key in near.cosines else near.part(cosine) - near.part(near.farthest))
        for key, cosine in cosines.items()
    }
    ids = sorted(scores, key=lambda key: (-scores[key], key))
    return Candidates(
        scores=_column(scores, ids),
        words=_column(found.words, ids),
        own_outlet=_column(found.own, ids),
        cosines=_column(cosines, ids),
        dated=_column(dict.fromkeys(listed.dated, 1.0), ids),
        vectors=np.array([vectors[key] for key in ids], dtype=np.float32).reshape(len(ids), len(found.vector)),
        excerpts=tuple(listed.excerpts[key] for key in ids),
    )


def _near(found: Found, catalogue: Catalogue) -> Near:
    """Return what is near within the limits: few chunks are compared one by one, many looked for among the nearest."""
    if found.few is not None:
        stored = found.few.result()
        return Near.of({key: float(each @ found.vector) for key, each in stored.items()}, stored)
    nearest = found.nearest.result()
    if found.limits == EVERYTHING:
        return Near.of(dict(nearest), {})
    sources = catalogue.sources(article_of(key) for key, _ in nearest)
    allowed = {key for key, source in sources.items() if found.limits.allow(key, *source)}
    return Near.of({key: cosine for key, cosine in nearest if article_of(key) in allowed}, {})


def _by_words(plan: Plan, limits: Limits, index: WordIndex) -> tuple[dict[str, float], dict[str, float]]:
    """Return BM25 scores against the best of the library, and against the best of the own, named outlet."""
    found = dict(index.search(plan.terms, FROM_EACH_INDEX, limits))
    best = max(found.values(), default=0.0)
    own: dict[str, float] = {}
    for outlet in plan.outlets:
        if limits.outlets and outlet not in limits.outlets:
            continue
        here = dict(index.search(plan.terms, FROM_EACH_OUTLET, replace(limits, outlets=(outlet,))))
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
    sources = catalogue.sources(article_of(key) for key in best)
    days = {key: day_number(sources.get(article_of(key), ("", None))[1]) for key in best}
    return [key for key, day in days.items() if any(first <= day <= last for first, last in plan.days)]


def article_of(chunk_id: str) -> str:
    """Return the id of a chunk's article: the first part of its own."""
    return chunk_id.split("-", 1)[0]


def _column(values: Mapping[str, float], ids: list[str]) -> NDArray[np.float32]:
    return np.array([values.get(key, 0.0) for key in ids], dtype=np.float32)
