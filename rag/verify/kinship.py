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
        self._vectors: Vectors = np.empty((0, 0), dtype=np.float32)

    def of(self, words: Sequence[str]) -> Vectors:
        """Return the vectors of words, in order."""
        self.meet(words)
        return self._vectors[list(map(self._rows.__getitem__, words))]

    def meet(self, words: Sequence[str]) -> None:
        """Embed the words not met before, in one call, which costs less than one for each use."""
        new = sorted(set(words).difference(self._rows))
        if not new:
            return
        if len(self._rows) + len(new) > _ROOM:
            # So that a process that runs for months does not keep every misspelling it has seen.
            self._rows.clear()
            new = sorted(set(words))
        at, vectors = len(self._rows), self._embedder.embed(new)
        if at + len(new) > len(self._vectors):
            grown = np.empty((2 * (at + len(new)), vectors.shape[1]), dtype=np.float32)
            if at:
                grown[:at] = self._vectors[:at]
            self._vectors = grown
        self._vectors[at : at + len(new)] = vectors
        self._rows.update(zip(new, range(at, at + len(new)), strict=True))


@lru_cache(maxsize=1)
def word_vectors() -> WordVectors:
    """Return the vectors of this process."""
    return WordVectors(load_embedder("wordllama"))
