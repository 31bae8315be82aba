"""Embedding models behind one protocol; the embedded default needs no download and no key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import UsageError

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), each row of length 1, or 0 for a text without a word."""


class Embedder(Protocol):
    """Turns texts into vectors of unit length."""

    @property
    def name(self) -> str:
        """The name of the model, which becomes a part of its collection's name."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, in order."""
        ...


class WordLlamaEmbedder:
    """WordLlama: static token vectors out of a language model, 256 dimensions, carried by its own package."""

    name = "wordllama-256"

    @cached_property
    def _model(self) -> Any:
        # Loaded at the first use: it costs 0.7 s, which a command that embeds nothing should not pay.
        import wordllama

        # The package looks for its weights in a folder it does not have; pointing its cache at the package
        # itself finds them, and downloading is off in any case.
        folder = Path(wordllama.__file__).parent
        return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, in order."""
        if not texts:
            return np.empty((0, 256), dtype=np.float32)
        # A text without a token has the vector 0, which the model would divide by its length.
        with np.errstate(invalid="ignore"):
            vectors = np.asarray(self._model.embed(list(texts), norm=True), dtype=np.float32)
        return np.nan_to_num(vectors, copy=False)


@lru_cache(maxsize=2)
def load_embedder(name: str) -> Embedder:
    """Load the embedding model of that name, once a process.

    Raises:
        UsageError: no such model.
    """
    if name != "wordllama":
        raise UsageError(f"There is no embedding model {name!r}.", hint="Set PLUMBLINE_EMBEDDING to wordllama.")
    return WordLlamaEmbedder()
