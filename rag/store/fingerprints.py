"""What identifies an article among others: its wording (for shared copy) and its terms (for the event it covers).

A fingerprint depends on the article alone, so whether two articles belong together does not depend on what else a
library holds or on what came first. How rare a word is in news comes from a table that is shipped.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.datatypes import Article
from rag.text.words import STOPWORDS, WORD, stem

SHINGLE = 5
"""Words in a shingle: long enough that two desks do not write the same one by chance."""

SAMPLE = 4
"""One shingle hash in so many is kept, chosen by its value, so that two articles keep the same ones."""

TERM_WORDS = 400
"""How far into an article its terms are read: the news is at the top."""

WHOLE_WORDS = 1200
"""How far it is read for its whole subject, and for the days that it names."""

PUBLISHED_AFTER = 0.3
"""What the day of publication counts among the days that a report names, of which the first counts 1."""

FIELD_BITS = 18
"""Terms are hashed into this many bits; above them stands the field."""

STEMS, TITLE, PAIRS, WHOLE, WEEKDAYS = FIELDS = 0, 1, 2, 3, 4
"""The fields: stems of words, stems of the title, two stems in a row, stems of more of the text, days of the week."""

TERM_SPACE = len(FIELDS) << FIELD_BITS
"""Terms are below this."""

UNIT = 1 << 15
"""The length of each field's weights, which are whole numbers, so that a product of two is exact in any order."""

SCALE = 1 << 16
"""Cosines are whole numbers up to this."""

RARITY = Path(__file__).with_name("rarity.npz")
"""How rare stems are in news, by hash: 16 times the natural logarithm of one over the share of articles."""

_WORDS_KEPT = 400_000
_SCRAMBLE = np.uint64(0x9E3779B97F4A7C15)


Terms = tuple[NDArray[np.uint32], NDArray[np.uint16]]
"""Sorted terms and their weights."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Sorted sampled shingle hashes; sorted terms (field and hash) with their weights."""

    shingles: NDArray[np.uint32]
    terms: NDArray[np.uint32]
    weights: NDArray[np.uint16]

    def bounds(self) -> NDArray[np.int64]:
        """Return where each field starts among the terms, and where the last ends."""
        return self.terms.searchsorted(_FIELD_STARTS)

    def field(self, number: int) -> Terms:
        """Return the terms of one field with their weights."""
        start, end = self.bounds()[number : number + 2]
        return self.terms[start:end], self.weights[start:end]


_FIELD_STARTS = np.arange(len(FIELDS) + 1, dtype=np.uint32) << np.uint32(FIELD_BITS)


def take_fingerprint(article: Article) -> Fingerprint:
    """Compute the fingerprint of an article from its citable paragraphs and its title."""
    codes = _codes("\n".join(paragraph.text for paragraph in article.body))
    stems, title = _stems(codes[:TERM_WORDS]), np.unique(_stems(_codes(article.title)))
    fields = [
        _weighed(STEMS, stems, rarity()),
        _weighed(TITLE, title, rarity()),
        _weighed(PAIRS, _hashed_pairs(stems), None),
        _weighed(WHOLE, _stems(codes[:WHOLE_WORDS]), rarity()),
        _weekdays(codes[:WHOLE_WORDS], article.published),
    ]
    terms, weights = (np.concatenate(parts) for parts in zip(*fields, strict=True))
    return Fingerprint(_shingles(codes >> np.uint64(32)), terms, weights)


@cache
def rarity() -> NDArray[np.float64]:
    """Return how rare each stem is, by hash."""
    with np.load(RARITY) as table:
        return np.asarray(table["rarity"] / 16.0, dtype=np.float64)


class _Words(dict[str, int]):
    """Codes of lower-case words, each computed once: 32 bits for the word, 32 for its stem (0 if it says nothing)."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        says = len(word) > 1 and word.replace("’", "'") not in STOPWORDS
        code = self[word] = zlib.crc32(word.encode()) << 32 | (_nonzero(stem(word)) if says else 0)
        return code


_words = _Words()


def _nonzero(term: str) -> int:
    # The highest bit marks that there is a stem; only the lowest bits are used as its hash.
    return zlib.crc32(term.encode()) | 1 << 31


_WEEKDAYS = np.array(
    [_nonzero(stem(day)) for day in "monday tuesday wednesday thursday friday saturday sunday".split()],
    dtype=np.uint64,
)
"""The days of the week as they stand in the codes of words."""


def _codes(text: str) -> NDArray[np.uint64]:
    words = WORD.findall(text.lower())
    return np.fromiter(map(_words.__getitem__, words), dtype=np.uint64, count=len(words))


def _stems(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    stems = codes & np.uint64(0xFFFFFFFF)
    return stems[stems > 0] & np.uint64((1 << FIELD_BITS) - 1)


def _hashed_pairs(stems: NDArray[np.uint64]) -> NDArray[np.uint64]:
    # Unsigned numbers wrap around by design; the highest bits of a product are the best mixed.
    mixed = stems[:-1] * _SCRAMBLE + stems[1:]
    mixed ^= mixed >> np.uint64(29)
    return (mixed * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(64 - FIELD_BITS)


def _weighed(field: int, hashes: NDArray[np.uint64], rare: NDArray[np.float64] | None) -> Terms:
    terms, counts = np.unique(hashes.astype(np.int64), return_counts=True)
    weights: NDArray[Any] = 1.0 + np.log(counts)
    if rare is not None:
        weights = weights * rare[terms]
    return _of_unit_length(field, terms, weights)


def _weekdays(codes: NDArray[np.uint64], published: str | None) -> Terms:
    """Return the days of the week that a text names, the sooner the heavier: reports of one event name the same."""
    weights = np.zeros(len(_WEEKDAYS))
    named = np.flatnonzero(np.isin(codes & np.uint64(0xFFFFFFFF), _WEEKDAYS))
    for place, code in enumerate((codes[named] & np.uint64(0xFFFFFFFF)).tolist()):
        weights[code == _WEEKDAYS] += (1 + place) ** -0.5
    if published:
        weights[date.fromisoformat(published[:10]).weekday()] += PUBLISHED_AFTER
    days = np.flatnonzero(weights)
    return _of_unit_length(WEEKDAYS, days, weights[days])


def _of_unit_length(field: int, terms: NDArray[np.int64], weights: NDArray[Any]) -> Terms:
    length = float(np.sqrt((weights * weights).sum())) or 1.0
    return (terms + (field << FIELD_BITS)).astype(np.uint32), np.rint(weights * (UNIT / length)).astype(np.uint16)


def _shingles(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    if len(words) < SHINGLE:
        return np.empty(0, dtype=np.uint32)
    mixed = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        # A polynomial in an odd constant, so that the order of words counts.
        mixed = mixed * _SCRAMBLE + words[place : place + len(mixed)]
    mixed ^= mixed >> np.uint64(29)
    kept = mixed[mixed % np.uint64(SAMPLE) == 0]
    return np.unique((kept >> np.uint64(16)).astype(np.uint32))
