"""Which articles carry the same copy (origins), and which cover one event (stories); in memory, one at a time.

An origin: half of the shorter article's wording stands in the other. A story: the article's terms, weighted by how
rare they are in the library, are on average close enough to those of the story's articles of about the same days.
It leaves out where the groups are kept (`groups`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rag.store.fingerprints import Fingerprint

COPY_SHARE = 0.5
"""The share of the shorter article's shingles that makes two articles one copy."""

COPY_LEAST = 6
"""The fewest shared sampled shingles: about 25 words in a row."""

STORY_CLOSENESS = 0.17
"""The mean cosine with a story's articles that makes an article a part of it (docs/stories.md)."""

STORY_DAYS = 6
"""Articles on one event are published within so many days of another one on it."""

COMMON = 60
"""A shingle in more articles than this is boilerplate, not copy."""

SMOOTHING = 40
"""Articles that the library is thought to have more than it has, so that a handful does not make all words rare."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an article belongs. `evidence` says why it shares an origin, None if it is its own."""

    origin: str
    story: str
    evidence: str | None


class Grouping:
    """Articles seen so far and the groups they are in."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._prints: list[Fingerprint] = []
        self._days: list[int | None] = []
        self._placed: dict[str, Placed] = {}
        self._place_of: dict[str, int] = {}
        self._sizes: Counter[str] = Counter()
        self._by_shingle: dict[int, list[int]] = defaultdict(list)
        self._by_term: dict[int, list[int]] = defaultdict(list)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._place_of

    def restore(self, article_id: str, fingerprint: Fingerprint, published: str | None, placed: Placed) -> None:
        """Take in an article whose groups are known."""
        self._remember(article_id, fingerprint, published, placed)

    def forget(self, article_id: str) -> None:
        """Leave an article out from now on."""
        place = self._place_of.pop(article_id, None)
        if place is not None:
            fingerprint = self._prints[place]
            for shingle in fingerprint.shingles.tolist():
                self._by_shingle[shingle].remove(place)
            for term in fingerprint.terms.tolist():
                self._by_term[term].remove(place)
            self._sizes[self._placed.pop(article_id).story] -= 1

    def place(self, article_id: str, fingerprint: Fingerprint, published: str | None) -> Placed:
        """Find an article's origin and story, starting new ones where nothing fits, and remember it."""
        copy = self._closest_copy(fingerprint)
        story = self._closest_story(fingerprint, _day(published))
        if copy is not None:
            other, share = copy
            evidence = f"{share:.0%} of the shorter article's wording is in the other"
            # Copy of one text is about one event, whatever the terms say.
            placed = Placed(self._placed[other].origin, self._placed[other].story, evidence)
        else:
            placed = Placed(article_id, story or f"s{article_id[:11]}", None)
        self._remember(article_id, fingerprint, published, placed)
        return placed

    def _remember(self, article_id: str, fingerprint: Fingerprint, published: str | None, placed: Placed) -> None:
        place = len(self._ids)
        self._ids.append(article_id)
        self._prints.append(fingerprint)
        self._days.append(_day(published))
        self._place_of[article_id] = place
        self._placed[article_id] = placed
        self._sizes[placed.story] += 1
        for shingle in fingerprint.shingles.tolist():
            self._by_shingle[shingle].append(place)
        for term in fingerprint.terms.tolist():
            self._by_term[term].append(place)

    def _closest_copy(self, fingerprint: Fingerprint) -> tuple[str, float] | None:
        shared: Counter[int] = Counter()
        for shingle in fingerprint.shingles.tolist():
            places = self._by_shingle.get(shingle, ())
            if len(places) <= COMMON:
                shared.update(places)
        best: tuple[str, float] | None = None
        for place, count in shared.items():
            shorter = min(len(fingerprint.shingles), len(self._prints[place].shingles))
            share = count / shorter
            if count >= COPY_LEAST and share >= COPY_SHARE and (best is None or share > best[1]):
                best = self._ids[place], share
        return best

    def _closest_story(self, fingerprint: Fingerprint, day: int | None) -> str | None:
        vector = self._weighted(fingerprint)
        sums: dict[str, float] = defaultdict(float)
        for place in self._candidates(vector):
            if self._near(day, self._days[place]):
                other = self._weighted(self._prints[place])
                sums[self._placed[self._ids[place]].story] += _cosine(vector, other)
        means = [(total / self._sizes[story], story) for story, total in sums.items()]
        best = max(means, default=None)
        return best[1] if best is not None and best[0] >= STORY_CLOSENESS else None

    def _candidates(self, vector: dict[int, float], most: int = 40) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        strongest = sorted(vector, key=lambda term: (-vector[term], term))[:25]
        for term in strongest:
            for place in self._by_term.get(term, ()):
                scores[place] += vector[term]
        return sorted(scores, key=lambda place: (-scores[place], place))[:most]

    def _weighted(self, fingerprint: Fingerprint) -> dict[int, float]:
        total = len(self._place_of) + SMOOTHING
        terms = fingerprint.terms.tolist()
        rarity: NDArray[np.float64] = np.log(total / np.array([len(self._by_term.get(t, ())) + 1.0 for t in terms]))
        weights = fingerprint.weights * np.maximum(rarity, 0.0)
        norm = float(np.linalg.norm(weights)) or 1.0
        return dict(zip(terms, (weights / norm).tolist(), strict=True))

    def _near(self, one: int | None, other: int | None) -> bool:
        return one is None or other is None or abs(one - other) <= STORY_DAYS


def _cosine(one: dict[int, float], other: dict[int, float]) -> float:
    return sum(weight * other.get(term, 0.0) for term, weight in one.items())


def _day(published: str | None) -> int | None:
    return date.fromisoformat(published[:10]).toordinal() if published else None
