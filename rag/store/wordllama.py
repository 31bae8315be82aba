"""WordLlama: static token vectors out of a language model, 256 dimensions, carried by its own package.

A text's vector is the mean of its tokens' vectors, so it is also the sum over its words of each word's own sum, but
for a length that is taken away in the end. Tokenising is what takes the time, and words come back: here each word is
tokenised once and its sum kept. The vectors are the package's own up to rounding, but for a few beside an underscore.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

DIMENSIONS = 256

_AT_ONCE = 32
"""Texts in one multiplication: few enough that their words' vectors stay in the processor's cache."""

_MOST_WORDS = 60_000
"""Words kept, 61 MB of vectors; when there are more, all are let go, which costs a third of a second."""

_MANY = 200
"""So many pieces are tokenised on all cores."""

_SPACE = "▁"
"""What this tokeniser writes for a blank, and before the text."""

_PIECE = re.compile(rf"{_SPACE}*\w+|{_SPACE}*[^\w{_SPACE}\n]+|\n|{_SPACE}+")
"""No token of the model has letters and punctuation marks, or reaches over the start of a word or the end of a line,
so the pieces of a text can be tokenised on their own."""


class WordLlamaEmbedder:
    """Embeds texts; safe to use from several threads."""

    name = "wordllama-256"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._sums = np.zeros((0, DIMENSIONS), dtype=np.float32)
        self._threads = threading.Lock()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts, in order, as rows of length 1; a text without a token gives a row of zeros."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        # One thread: many small products gain nothing from a second, which would stand in the way of Chroma's.
        with _threads().limit(limits=1, user_api="blas"):
            for at in range(0, len(texts), _AT_ONCE):
                split = [_pieces(text) for text in texts[at : at + _AT_ONCE]]
                flat, words = self._look_up(split)
                counts = _count(flat, [len(pieces) for pieces in split], len(words))
                np.matmul(counts, words, out=vectors[at : at + len(split)])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 0, lengths, 1)
        return vectors

    def _look_up(self, split: Sequence[Sequence[str]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return for each piece the row of its vector, and the vectors."""
        with self._threads:
            pieces = set(chain.from_iterable(split))
            new = pieces.difference(self._places)
            if len(self._places) + len(new) > _MOST_WORDS:
                self._places, new = {}, pieces
            if new:
                self._learn(sorted(new))
            total = sum(map(len, split))
            rows = np.fromiter(map(self._places.__getitem__, chain.from_iterable(split)), np.int64, total)
            used, flat = np.unique(rows, return_inverse=True)
            return flat, self._sums[used]

    def _learn(self, pieces: Sequence[str]) -> None:
        model, tokeniser = self._model
        sums = [model[encoded.ids].sum(axis=0) for encoded in _encode(tokeniser, pieces)]
        first = len(self._places)
        self._places |= {piece: first + at for at, piece in enumerate(pieces)}
        if len(self._places) > len(self._sums):
            grown = np.zeros((max(len(self._places), 2 * len(self._sums)), DIMENSIONS), dtype=np.float32)
            grown[:first] = self._sums[:first]
            self._sums = grown
        self._sums[first : len(self._places)] = sums

    @cached_property
    def _model(self) -> tuple[NDArray[np.float32], Any]:
        """The vectors of the tokens, and the tokeniser. Loaded at the first use: it costs 0.7 s."""
        import wordllama

        # The package looks for its weights in a folder it does not have; pointing its cache at the package
        # itself finds them, and downloading is off in any case.
        loaded = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
        tokeniser = type(loaded.tokenizer).from_str(loaded.tokenizer.to_str())
        # Blanks are replaced before the text is split, and nothing is filled up to one length.
        tokeniser.normalizer = None
        tokeniser.no_padding()
        return np.asarray(loaded.embedding, dtype=np.float32), tokeniser


def _encode(tokeniser: Any, pieces: Sequence[str]) -> list[Any]:
    # Handing a few pieces out to all cores takes longer than they do.
    if len(pieces) < _MANY:
        return [tokeniser.encode(piece, add_special_tokens=False) for piece in pieces]
    return list(tokeniser.encode_batch_fast(list(pieces), add_special_tokens=False))


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(_SPACE + text.replace(" ", _SPACE)) if text else []


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _count(flat: NDArray[np.int64], lengths: Sequence[int], words: int) -> NDArray[np.float32]:
    """Return how often each word stands in each text, shape (texts, words)."""
    of_text = np.repeat(np.arange(len(lengths)), lengths)
    counted = np.bincount(of_text * words + flat, minlength=len(lengths) * words)
    return counted.reshape(len(lengths), words).astype(np.float32)
