"""The evidence as ground to stand on: its sentences indexed by stem, so that any text can be held against them.

A set of sentences is kept as one integer, a bit a sentence, so that "do these two words stand together anywhere?" is
one operation. It leaves out what the findings mean for a verdict.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from rag.store.embeddings import Vectors
from rag.text.sentences import split_sentences
from rag.text.words import STOPWORDS, WORD, lowered, stem
from rag.verify.kinship import WordVectors
from rag.verify.wording import NUMBER_WORDS

LONGEST_SENTENCE = 1200
"""A longer run of text is cut at line ends or white space, so that one unpunctuated page is not one sentence."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: `source[start:end] == text`; its words lower-cased, and the stems that carry meaning."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    content: tuple[str, ...]
    printed: tuple[str, ...]
    """The words behind `content`, as printed."""


_WORDY = re.compile(r"[^\W\d_]{2}|\d{2}")


@lru_cache(maxsize=4096)
def read_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text of any length, line by line, into its sentences that have a word or a number."""
    found = []
    at = 0
    label = -1
    for line in text.split("\n"):
        for span in split_sentences(line) if line.strip() else ():
            start = span.start if label < 0 else label - at
            # "1." and "(b)" are the label of what follows, not a sentence.
            if not _WORDY.search(span.text):
                label = at + start
                continue
            label = -1
            found += [_read(text, a, b) for a, b in _pieces(text, at + start, at + span.end)]
        at += len(line) + 1
    return tuple(found)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]


def _read(text: str, start: int, end: int) -> Sentence:
    body = text[start:end]
    printed = WORD.findall(body)
    words = lowered(printed)
    kept = [i for i, word in enumerate(words) if word not in STOPWORDS]
    content = tuple([stem(words[i]) for i in kept])
    return Sentence(start, end, body, tuple(words), content, tuple([printed[i] for i in kept]))


@dataclass(frozen=True, slots=True)
class Match:
    """What a set of stems finds in a ground: shares of its weight (0 to 1), and where.

    `best` is the number of the sentence that has most, `second` of the one that adds most to it (or -1).
    """

    everywhere: float
    in_best: float
    in_two: float
    in_window: float
    best: int
    second: int


class Ground:
    """The sentences of the evidence and where each stem stands in them."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        """Index `texts`, pairs of a paragraph's id and its text."""
        self.sentences: list[Sentence] = []
        self.owners: list[str] = []
        self.places: dict[str, int] = {}
        self.words: set[str] = set()
        for owner, text in texts:
            for sentence in read_sentences(text):
                self._add(owner, sentence)
        self._vectors: Vectors | None = None
        # Several checks in turn ask for the same sentence.
        self._last_match: tuple[tuple[str, ...], Match] | None = None
        self._last_order: tuple[tuple[str, ...], list[tuple[int, float]]] | None = None
        total = len(self.sentences) + 1
        self._weights = [math.log(1.0 + total / (count + 0.5)) for count in range(total)]
        self._everything = (1 << len(self.sentences)) - 1

    def _add(self, owner: str, sentence: Sentence) -> None:
        bit = 1 << len(self.sentences)
        self.sentences.append(sentence)
        self.owners.append(owner)
        for one in sentence.content:
            self.places[one] = self.places.get(one, 0) | bit
        self.words.update(sentence.words)

    @cached_property
    def bigrams(self) -> set[tuple[str, str]]:
        """The stems that follow one another in a sentence, function words left out, by twos."""
        found: set[tuple[str, str]] = set()
        for sentence in self.sentences:
            found.update(pairwise(sentence.content))
        return found

    @cached_property
    def trigrams(self) -> set[tuple[str, str, str]]:
        """The words that follow one another in a sentence, by threes."""
        found: set[tuple[str, str, str]] = set()
        for sentence in self.sentences:
            words = sentence.words
            found.update(zip(words, words[1:], words[2:], strict=False))
        return found

    @cached_property
    def telling_words(self) -> list[str]:
        """The words of the evidence, lower-cased, without function words and numbers."""
        return [word for word in self.words if word not in STOPWORDS and not word[0].isdigit()]

    @property
    def has_vectors(self) -> bool:
        """Whether the vectors of `telling_words` are held already."""
        return self._vectors is not None

    def vectors(self, vectors: WordVectors) -> Vectors:
        """Return the vectors of `telling_words`."""
        if self._vectors is None:
            self._vectors = vectors.of(self.telling_words)
        return self._vectors

    def has_word(self, word: str) -> bool:
        """Whether the evidence has a word (lower-cased), with or without a possessive ending."""
        bare = word.replace("’", "'").removesuffix("'s")
        return bare in self.words or bare + "'s" in self.words

    def has_number(self, word: str) -> bool:
        """Whether the evidence has a number, in digits or as a word."""
        return NUMBER_WORDS.get(word, word.replace(",", "").rstrip("%")) in self.numbers

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers of the evidence in digits, without signs."""
        digits = {word.replace(",", "").rstrip("%") for word in self.words if word[0].isdigit()}
        return digits | {digits_of for word, digits_of in NUMBER_WORDS.items() if word in self.words}

    def weight(self, one: str) -> float:
        """Return how much a stem tells: the more the fewer sentences have it, and most if none has."""
        return self._weights[self.places.get(one, 0).bit_count()]

    def match(self, stems: Sequence[str]) -> Match:
        """Hold stems against the sentences; no stems at all are found everywhere."""
        key, last = tuple(stems), self._last_match
        if last is None or last[0] != key:
            last = self._last_match = key, self._match(key)
        return last[1]

    def _match(self, stems: tuple[str, ...]) -> Match:
        wanted = dict.fromkeys(stems)
        weights = {one: self.weight(one) for one in wanted}
        total = sum(weights.values())
        if not wanted or not self.sentences:
            share = 0.0 if wanted else 1.0
            return Match(share, share, share, share, -1, -1)
        places = {one: self.places[one] for one in wanted if one in self.places}
        best, in_best = self._fullest(places, weights)
        rest = {one: bits for one, bits in places.items() if best < 0 or not bits >> best & 1}
        second, added = self._fullest(rest, weights)
        spread = {one: (bits | bits << 1 | bits >> 1) & self._everything for one, bits in places.items()}
        _, in_window = self._fullest(spread, weights)
        found = sum(weights[one] for one in places)
        return Match(found / total, in_best / total, (in_best + added) / total, in_window / total, best, second)

    def nearest(self, stems: Sequence[str], most: int) -> list[tuple[int, float]]:
        """Return the sentences that have most of the stems' weight, best first, and the share (0 to 1) they have."""
        key, last = tuple(stems), self._last_order
        if last is None or last[0] != key:
            last = self._last_order = key, self._order(key)
        return last[1][:most]

    def _order(self, stems: tuple[str, ...]) -> list[tuple[int, float]]:
        weights = {one: self.weight(one) for one in stems}
        held = self._held({one: self.places[one] for one in weights if one in self.places}, weights)
        total = sum(weights.values())
        return [(at, held[at] / total) for at in sorted(held, key=lambda at: (-held[at], at))]

    def _fullest(self, places: dict[str, int], weights: dict[str, float]) -> tuple[int, float]:
        """Return the sentence that has most of the weight, the first of equals, and how much it has."""
        held = self._held(places, weights)
        if not held:
            return -1, 0.0
        best = max(held, key=lambda at: (held[at], -at))
        return best, held[best]

    def _held(self, places: dict[str, int], weights: dict[str, float]) -> dict[int, float]:
        """Return how much of the weight each sentence has that has any."""
        held: dict[int, float] = {}
        for one, bits in places.items():
            weight = weights[one]
            while bits:
                low = bits & -bits
                at = low.bit_length() - 1
                held[at] = held.get(at, 0.0) + weight
                bits ^= low
        return held
