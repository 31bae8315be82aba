"""Where the terms of a question stand in texts: how often, how close together, and which side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.retrieve.spans import find_spans
from rag.text.words import stem

Matrix = NDArray[np.floating[Any]]

_BLOCK = 15
"""Words in a block; a window is two neighbouring blocks, about a sentence."""

_NEAR = 2
"""How many words apart a pair of terms may stand."""

_USUAL_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Matches:
    """The T terms of a question in N texts.

    Attributes:
        counts: how often each term is there, shape (N, T).
        windows: 1 for the terms in each window of a text, shape (N, windows, T).
        pairs: the summed weights of the pairs that stand together, shape (N,).
        lengths: the words of each text, shape (N,).
    """

    counts: Matrix
    windows: Matrix
    pairs: Matrix
    lengths: Matrix

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which terms are in which text, shape (N, T)."""
        return self.counts > 0

    def of(self, rows: Sequence[int]) -> Matches:
        """Return the matches in some of the texts, in that order."""
        return Matches(self.counts[rows], self.windows[rows], self.pairs[rows], self.lengths[rows])

    def saturated(self) -> Matrix:
        """Weigh counts as BM25 does: a second mention says less than the first, and less in a long text."""
        fold = np.float32(1.2) * (0.25 + 0.75 * self.lengths[:, None] / _USUAL_LENGTH)
        weighed: Matrix = self.counts / (self.counts + fold)
        return weighed


def find_matches(texts: Sequence[str], places: Mapping[str, int], pairs: Matrix) -> Matches:
    """Look for terms in texts.

    Args:
        texts: the texts.
        places: each term's stem and its place among the T terms.
        pairs: what it is worth that one term stands just before another, shape (T, T).
    """
    row, at, term, lengths = _found(texts, places)
    shape = len(texts), len(places)
    counts = np.zeros(shape, dtype=np.float32)
    np.add.at(counts, (row, term), 1)
    windows = np.zeros((shape[0], int(lengths.max(initial=0)) // _BLOCK + 1, shape[1]), dtype=np.float32)
    windows[row, at // _BLOCK, term] = 1
    windows[row, np.maximum(at // _BLOCK - 1, 0), term] = 1
    worth = np.zeros(shape[0], dtype=np.float32)
    together = (row[1:] == row[:-1]) & (at[1:] - at[:-1] <= _NEAR)
    seen = np.unique(np.stack([row[:-1], term[:-1], term[1:]])[:, together], axis=1)
    np.add.at(worth, seen[0], pairs[seen[1], seen[2]])
    return Matches(counts, windows, worth, lengths.astype(np.float32))


def _found(texts: Sequence[str], places: Mapping[str, int]) -> tuple[NDArray[np.int64], ...]:
    """Return the text, the word number and the term of each match, and the words of each text."""
    text = "\n".join(texts)
    spans = find_spans(text)
    ends = np.cumsum([len(each) + 1 for each in texts], dtype=np.int64)
    upto = np.searchsorted(spans.starts, ends)
    # Only words that begin as a term does are looked at: a stem keeps the first letter of its word.
    likely = np.flatnonzero(_begins(places).take(spans.initials, mode="clip"))
    edges = zip(spans.starts[likely].tolist(), spans.ends[likely].tolist(), strict=True)
    words = [text[start:end] for start, end in edges]
    # Texts use the same words again and again, so each is stemmed once.
    term_of = {word: places[key] for word in set(words) if (key := stem(word)) in places}
    term = np.array([term_of.get(word, -1) for word in words], dtype=np.int64)
    at, term = likely[term >= 0], term[term >= 0]
    row = np.searchsorted(upto, at, side="right")
    lengths = np.diff(upto, prepend=0)
    return row, at - (upto - lengths)[row], term, lengths


def _begins(places: Mapping[str, int]) -> NDArray[np.bool_]:
    """Return which characters a word with one of these stems may begin with; the last is for all beyond ASCII."""
    begins = np.zeros(129, dtype=np.bool_)
    begins[-1] = True
    for initial in {place[0] for place in places}:
        if initial.isascii():
            begins[[ord(initial), ord(initial.upper())]] = True
    return begins
