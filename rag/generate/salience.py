"""Which claims make a bottom line: a score of six plain measures, whose weights were trained on experts' roundups.

The weights are those with which a claim shares most words with a neutral roundup of its event for the least arousal
beyond it (`benchmarks/train_salience.py` on the training part of NeuS; docs/briefings.md has the figures). No list of
words is used: what stands in the headlines and in several articles is calmer than what one outlet adds.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.datatypes import Article
from rag.generate.compare.concepts import concept_stems

LONG = 35
"""Words from which on a claim is too long for a bottom line."""

WEIGHTS = {
    "headlines": 0.0946,
    "shared": 0.1149,
    "words": 0.0323,
    "too_long": -0.0446,
    "first_person": -0.0446,
    "place": -0.0500,
}

_FIRST_PERSON = re.compile(r"\b(?:i|we|our|you)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Salience:
    """What the articles of a briefing have in common, against which claims are measured.

    Attributes:
        titles: in how many of their headlines each stem stands.
        spread: in how many of their texts.
        articles: how many there are.
    """

    titles: Counter[str]
    spread: Counter[str]
    articles: int

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Salience:
        """Read articles."""
        titles = Counter(stem for article in articles for stem in set(concept_stems(article.title)))
        texts = ({stem for p in article.body for stem in concept_stems(p.text)} for article in articles)
        return cls(titles, Counter(stem for text in texts for stem in text), len(articles))

    def measures(self, text: str, place: int) -> dict[str, float]:
        """Measure a claim; `place` is its place in the order of the comparison, from 0."""
        stems = set(concept_stems(text))
        count, words = len(stems) or 1, len(text.split())
        others = max(self.articles - 1, 1)
        return {
            "headlines": sum(self.titles[stem] for stem in stems) / (max(self.articles, 1) * math.sqrt(count)),
            "shared": sum(max(self.spread[stem] - 1, 0) for stem in stems) / (others * count),
            "words": min(words, 60) / 20,
            "too_long": max(words - LONG, 0) / 10,
            "first_person": float(bool(_FIRST_PERSON.search(text))),
            "place": math.sqrt(place + 1),
        }

    def score(self, text: str, place: int) -> float:
        """Return how well a claim fits a bottom line; only differences count."""
        return sum(WEIGHTS[name] * value for name, value in self.measures(text, place).items())
