"""What identifies an article among others: its wording (for shared copy) and its terms (for the event it covers)."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.datatypes import Article
from rag.text.words import STOPWORDS, stem, tokens

SHINGLE = 5
"""Words in a shingle: long enough that two desks do not write the same one by chance."""

SAMPLE = 4
"""One shingle hash in so many is kept, chosen by its value, so that two articles keep the same ones."""

TERM_WORDS = 350
"""How far into an article its terms are read: the news is at the top."""

TITLE_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Sorted sampled shingle hashes; term hashes with their weights (no idf: that depends on the library)."""

    shingles: NDArray[np.uint32]
    terms: NDArray[np.uint32]
    weights: NDArray[np.float32]


def take_fingerprint(article: Article) -> Fingerprint:
    """Compute the fingerprint of an article from its citable paragraphs and its title."""
    words = [word for paragraph in article.body for word in tokens(paragraph.text)]
    terms, weights = _terms(article.title, words[:TERM_WORDS])
    return Fingerprint(_shingles([_hash(word.lower()) for word in words]), terms, weights)


def _shingles(hashes: list[int]) -> NDArray[np.uint32]:
    if len(hashes) < SHINGLE:
        return np.empty(0, dtype=np.uint32)
    values = np.array(hashes, dtype=np.uint64)
    mixed = np.zeros(len(values) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        # A polynomial in an odd constant, so that the order of words counts; uint64 wraps around by design.
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + values[place : place + len(mixed)]
    mixed ^= mixed >> np.uint64(29)
    kept = mixed[mixed % np.uint64(SAMPLE) == 0]
    return np.unique((kept >> np.uint64(16)).astype(np.uint32))


def _terms(title: str, words: list[str]) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    counts: Counter[str] = Counter()
    for word in words:
        if len(word) > 2 and word.lower() not in STOPWORDS:
            # A capital marks a name, and names tell events apart better than anything else.
            counts[stem(word)] += 2 if word[0].isupper() else 1
    weights = {term: 1.0 + float(np.log(count)) for term, count in counts.items()}
    for word in tokens(title):
        if word.lower() not in STOPWORDS:
            weights[stem(word)] = weights.get(stem(word), 0.0) + TITLE_WEIGHT
    merged: dict[int, float] = {}
    for term, weight in weights.items():
        merged[_hash(term)] = weight
    return np.array(list(merged), dtype=np.uint32), np.array(list(merged.values()), dtype=np.float32)


@lru_cache(maxsize=500_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())
