"""How near in meaning words are, by their static vectors; the vectors are those of the embedded search model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from rag.store.embeddings import Embedder, Vectors, load_embedder

_ROOM = 200_000


class WordVectors:
    """The vectors of single words, each embedded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._rows: dict[str, int] = {}
        self._vectors: Vectors = np.empty((0, 256), dtype=np.float32)

    def of(self, words: Sequence[str]) -> Vectors:
        """Return the vectors of words, in order."""
        new = [word for word in dict.fromkeys(words) if word not in self._rows]
        if new:
            if len(self._rows) + len(new) > _ROOM:
                # So that a process that runs for months does not keep every misspelling it has seen.
                self._rows.clear()
                self._vectors = self._vectors[:0]
                new = list(dict.fromkeys(words))
            at = len(self._rows)
            self._rows.update(zip(new, range(at, at + len(new)), strict=True))
            self._vectors = np.concatenate([self._vectors[:at], self._embedder.embed(new)])
        return self._vectors[[self._rows[word] for word in words]]


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """Return the vectors of this process."""
    return WordVectors(load_embedder("wordllama"))
