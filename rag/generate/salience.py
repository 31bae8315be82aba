"""Which claims make a bottom line: those with most of the words that a neutral roundup of the event would have.

How likely a roundup has a word is learnt from experts' roundups, by plain traits of where the word stands: in how
many of the articles' openings, their first sentences, their headlines, and so on. No list of words is used, but for
those of grammar. A sum over words follows: the share a set of claims is expected to have in common with the roundup,
less a price for each common word that the roundup is not expected to have, for that is where an outlet's colour is.
`benchmarks/train_salience.py` trains the weights on the training part of NeuS; docs/briefings.md has the figures.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.datatypes import Article
from rag.text.sentences import split_sentences
from rag.text.words import STOPWORDS, stem

OPENING = 70
"""Words of an article that count, up to the end of the sentence: news stands in front."""

ROUNDUP = 75
"""Words of the roundup that claims are held against. A shorter one asks for fewer claims."""

MOST_TIMES = 3
"""A roundup is not expected to have a word more often."""

WEIGHTS: Mapping[str, float] = {
    "always": -1.21,
    "openings": 1.00,
    "first sentences": 0.60,
    "headlines": 1.46,
    "often": 1.62,
    "second time": -1.99,
    "third time": -3.14,
    "name": 0.41,
    "number": 0.53,
    "grammar": 0.14,
    "grammar, often": -0.35,
    "grammar, second time": 0.82,
    "grammar, third time": 1.22,
}
"""Log odds that a roundup has a word (or has it a second time, a third) for each trait."""

_WORD = re.compile(r"[^\W_]+")
_INSIDE = re.compile(r"(?<=[a-z,;] )[^\W\d_]+")
"""A word that does not open a sentence, whose capital therefore means a name."""
_GRAMMAR = frozenset(piece for word in STOPWORDS for piece in _WORD.findall(word))


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are counted here: stems, and words of grammar as they are."""
    return [word if word in _GRAMMAR else stem(word) for word in _WORD.findall(text.lower())]


@dataclass(frozen=True, slots=True)
class Salience:
    """Where each word stands in the articles of a briefing; against this claims are measured.

    Attributes:
        openings: the words of each article's opening, counted.
        firsts: the words of each article's first sentence.
        titles: the words of each headline.
        names: words that are written with a capital more often than without.
        sentences: the sentences of each opening.
    """

    openings: tuple[Counter[str], ...]
    firsts: tuple[frozenset[str], ...]
    titles: tuple[frozenset[str], ...]
    names: frozenset[str]
    sentences: tuple[tuple[str, ...], ...]
    _chances: dict[tuple[str, int], float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Salience:
        """Read articles."""
        openings = [list(_opening(article)) for article in articles]
        capital: Counter[str] = Counter()
        for word in (found for texts in openings for text in texts for found in _INSIDE.findall(text)):
            capital.update({root: 1 if word[0].isupper() else -1 for root in words_of(word)})
        return cls(
            tuple(Counter(word for text in texts for word in words_of(text)) for texts in openings),
            tuple(frozenset(words_of(texts[0])) if texts else frozenset() for texts in openings),
            tuple(frozenset(words_of(article.title)) for article in articles),
            frozenset(word for word, more in capital.items() if more > 0),
            tuple(map(tuple, openings)),
        )

    def traits(self, word: str, time: int) -> dict[str, float]:
        """Measure a word, for the first, second or third time that claims have it."""
        articles = max(len(self.openings), 1)
        often = math.log(sum(counts[word] for counts in self.openings) / articles + 0.2)
        grammar = float(word in _GRAMMAR)
        return {
            "always": 1.0,
            "openings": sum(counts[word] >= time for counts in self.openings) / articles,
            "first sentences": sum(word in words for words in self.firsts) / articles,
            "headlines": sum(word in words for words in self.titles) / articles,
            "often": often,
            "second time": float(time == 2),
            "third time": float(time > 2),
            "name": float(word in self.names),
            "number": float(word[0].isdigit()),
            "grammar": grammar,
            "grammar, often": grammar * often,
            "grammar, second time": grammar * (time == 2),
            "grammar, third time": grammar * (time > 2),
        }

    def chance(self, word: str, time: int = 1) -> float:
        """Return how likely a roundup has a word so many times."""
        if time > MOST_TIMES:
            return 0.0
        if (word, time) not in self._chances:
            traits = self.traits(word, time)
            odds = sum(weight * traits[name] for name, weight in WEIGHTS.items())
            self._chances[word, time] = 1 / (1 + math.exp(-odds))
        return self._chances[word, time]

    def place(self, sentence: str) -> int | None:
        """Return the place of a sentence, or of part of one, in an opening, from 0; None if it stands in none."""
        found = (n for texts in self.sentences for n, text in enumerate(texts) if sentence in text)
        return min(found, default=None)

    def density(self, text: str) -> float:
        """Return the mean chance of a text's words of meaning; fewer than five count as five."""
        words = {word for word in words_of(text) if word not in _GRAMMAR}
        return sum(map(self.chance, words)) / max(len(words), 5)

    def worth(self, texts: Iterable[str], calm: float) -> float:
        """Return how well claims make a bottom line together; `calm` is the price of a word the roundup has not.

        The first part is the expected ROUGE-1 F with the roundup: it rises with words in common and falls with length.
        """
        counts = Counter(word for text in texts for word in words_of(text))
        shared = coloured = 0.0
        for word, times in counts.items():
            shared += sum(self.chance(word, time) for time in range(1, times + 1))
            if word not in _GRAMMAR and word not in self.names and not word[0].isdigit():
                coloured += times * (1 - self.chance(word))
        return 2 * shared / (counts.total() + ROUNDUP) - calm * coloured


def _opening(article: Article) -> Iterator[str]:
    """Yield the sentences of an article's opening."""
    told = 0
    for paragraph in article.body:
        for span in split_sentences(paragraph.text, article.language or "en"):
            if told >= OPENING:
                return
            told += len(span.text.split())
            yield span.text
