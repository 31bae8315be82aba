"""Embedding models behind one protocol; the embedded default needs no download and no key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import UsageError
from rag.store.wordllama import WordLlamaEmbedder

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), each row of length 1, or 0 for a text without a word."""

Embed = Callable[[Sequence[str]], Vectors]
"""Embeds texts, in order."""


class Embedder(Protocol):
    """Turns texts into vectors of unit length."""

    @property
    def name(self) -> str:
        """The name of the model."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, in order."""
        ...


@lru_cache(maxsize=2)
def load_embedder(name: str) -> Embedder:
    """Load an embedded model, once a process; those on servers are `embedding_models`'.

    Raises:
        UsageError: no such model.
    """
    if name != "wordllama":
        raise UsageError(f"There is no embedded embedding model {name!r}.", hint="There is one: wordllama.")
    return WordLlamaEmbedder()
