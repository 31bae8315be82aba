"""ROUGE-1, ROUGE-2 and ROUGE-L of a summary against a reference (Lin 2004): stemmed words, F1 and recall."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.words import stem

_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_STEMMED = 4


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a summary and its reference share, as a part of each and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def rouge_n(summary: str, reference: str, n: int) -> Overlap:
    """Compare runs of n words."""
    ours, theirs = _runs(_words(summary), n), _runs(_words(reference), n)
    return _overlap((ours & theirs).total(), ours.total(), theirs.total())


def rouge_l(summary: str, reference: str) -> Overlap:
    """Compare by the longest common subsequence of words."""
    ours, theirs = _words(summary), _words(reference)
    return _overlap(_longest_common(ours, theirs), len(ours), len(theirs))


def _words(text: str) -> list[str]:
    return [word if len(word) < _SHORTEST_STEMMED else stem(word) for word in _WORD.findall(text.lower())]


def _runs(words: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[start:] for start in range(n)), strict=False))


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    lengths = [0] * (len(other) + 1)
    for word in one:
        diagonal = 0
        for place, candidate in enumerate(other, start=1):
            above = lengths[place]
            lengths[place] = diagonal + 1 if word == candidate else max(above, lengths[place - 1])
            diagonal = above
    return lengths[-1]


def _overlap(shared: int, ours: int, theirs: int) -> Overlap:
    return Overlap(shared / ours if ours else 0.0, shared / theirs if theirs else 0.0)
