"""Which articles carry the same copy (origins), and which cover one event (stories); in memory, one at a time.

An origin: half of the shorter article's wording stands in the other. A story: the article's terms, weighted by how
rare they are in the library, are on average close enough to those of the story's articles of about the same days.
It leaves out where the groups are kept (`groups`).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
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

STRONGEST = 25
"""Terms by which articles that may belong together are looked up."""

CANDIDATES = 40
"""Articles looked at closely."""

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
        self._numbers: list[NDArray[np.int64]] = []
        self._days: list[int | None] = []
        self._placed: dict[str, Placed] = {}
        self._place_of: dict[str, int] = {}
        self._sizes: Counter[str] = Counter()
        self._origins: Counter[str] = Counter()
        self._by_shingle: dict[int, list[int]] = defaultdict(list)
        self._by_term: dict[int, list[int]] = defaultdict(list)
        self._terms = Vocabulary()

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
            numbers = self._numbers[place]
            for number in numbers.tolist():
                self._by_term[number].remove(place)
            self._terms.forget(numbers)
            left = self._placed.pop(article_id)
            self._sizes[left.story] -= 1
            self._origins[left.origin] -= 1

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
            own = _unused(article_id, self._origins)
            placed = Placed(own, story or _unused(f"s{article_id[:11]}", self._sizes), None)
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
        self._origins[placed.origin] += 1
        for shingle in fingerprint.shingles.tolist():
            self._by_shingle[shingle].append(place)
        numbers = self._terms.learn(fingerprint.terms)
        self._numbers.append(numbers)
        for number in numbers.tolist():
            self._by_term[number].append(place)

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
        numbers = self._terms.numbers(fingerprint.terms)
        mine = self._weighted(numbers, fingerprint.weights)
        spread = self._terms.spread(numbers, mine)
        sums: dict[str, float] = defaultdict(float)
        for place in self._candidates(numbers, mine):
            if self._near(day, self._days[place]):
                theirs = self._weighted(self._numbers[place], self._prints[place].weights)
                cosine = float(spread[self._numbers[place]] @ theirs)
                sums[self._placed[self._ids[place]].story] += cosine
        means = [(total / self._sizes[story], story) for story, total in sums.items()]
        best = max(means, default=None)
        return best[1] if best is not None and best[0] >= STORY_CLOSENESS else None

    def _candidates(self, numbers: NDArray[np.int64], weights: NDArray[np.float64]) -> list[int]:
        """Return the articles that share the strongest terms, the most alike first."""
        scores: dict[int, float] = defaultdict(float)
        for at in np.argsort(-weights, kind="stable")[:STRONGEST].tolist():
            for place in self._by_term.get(int(numbers[at]), ()):
                scores[place] += weights[at]
        return sorted(scores, key=lambda place: (-scores[place], place))[:CANDIDATES]

    def _weighted(self, numbers: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return term weights with their rarity, as a vector of length 1."""
        total = len(self._place_of) + SMOOTHING
        rarity = np.log(total / (self._terms.counts[numbers] + 1.0))
        weighted = weights * np.maximum(rarity, 0.0)
        norm = float(np.sqrt(weighted @ weighted)) or 1.0
        return np.asarray(weighted / norm, dtype=np.float64)

    def _near(self, one: int | None, other: int | None) -> bool:
        return one is None or other is None or abs(one - other) <= STORY_DAYS


class Vocabulary:
    """Terms numbered as they come, with the number of articles that have each: `counts[number]`."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self.counts: NDArray[np.int64] = np.zeros(1024, dtype=np.int64)
        self._scratch: NDArray[np.float64] = np.zeros(1024)

    def numbers(self, terms: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Return the numbers of terms, new ones for those not met before."""
        known = self._numbers
        found = np.array([known.setdefault(term, len(known)) for term in terms.tolist()], dtype=np.int64)
        if len(known) > len(self.counts):
            more = len(known)
            self.counts = np.concatenate([self.counts, np.zeros(more, dtype=np.int64)])
            self._scratch = np.zeros(len(self.counts))
        return found

    def learn(self, terms: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Count one more article with these terms and return their numbers."""
        found = self.numbers(terms)
        self.counts[found] += 1
        return found

    def forget(self, numbers: NDArray[np.int64]) -> None:
        """Count one article less."""
        self.counts[numbers] -= 1

    def spread(self, numbers: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return values by term number, 0 for all other terms; valid until the next call."""
        self._scratch[:] = 0.0
        self._scratch[numbers] = values
        return self._scratch


def _unused(name: str, taken: Mapping[str, int]) -> str:
    """Return a name for a new group: an article that was rewritten may have left its own to others."""
    while taken.get(name):
        name = name[0] + hashlib.sha256(name.encode()).hexdigest()[: len(name) - 1]
    return name


def _day(published: str | None) -> int | None:
    return date.fromisoformat(published[:10]).toordinal() if published else None
