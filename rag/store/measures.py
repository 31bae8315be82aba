"""What two articles have in common, measured field by field; in memory. All measures are whole numbers.

It leaves out how much each of them says about the event (`likeness`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.store.columns import Rows
from rag.store.fingerprints import FIELD_BITS, PAIRS, SCALE, TERM_SPACE, TITLE, UNIT, Fingerprint, Terms

Whole = NDArray[np.int64]

MEASURES = ("stems", "title", "pairs", "whole", "weekdays", "told_least", "told_most", "phrases")
"""What is measured of a pair.

First the cosines of the fields, in their order, up to `SCALE`. Then how much of the one's title is told in the text of
the other, up to `SCALE`: of the two ways round the lesser and the greater. And how many sampled runs of five words both
have.
"""

_UNITS = UNIT * UNIT // SCALE


class Measures:
    """Fingerprints by row, to be measured against each other."""

    def __init__(self) -> None:
        self._prints: list[Fingerprint] = []
        self._bounds: list[NDArray[np.int64]] = []
        self._spread = np.zeros(TERM_SPACE, dtype=np.int32)

    def extend(self, prints: Sequence[Fingerprint]) -> None:
        """Take in fingerprints."""
        self._prints += prints
        self._bounds += [taken.bounds() for taken in prints]

    def stems(self, row: int) -> Terms:
        """Return the stems of a row."""
        taken, end = self._prints[row], self._bounds[row][1]
        return taken.terms[:end], taken.weights[:end]

    def shingles(self, row: int) -> NDArray[np.uint32]:
        """Return the sampled shingles of a row."""
        return self._prints[row].shingles

    def title_cosine(self, row: int, other: int) -> int:
        """Return the cosine of two titles."""
        return int(self.between(row, np.array([other]))[0, TITLE])

    def between(self, row: int, rows: Rows) -> Whole:
        """Return what a row has in common with others: a line each, a column for each of `MEASURES`."""
        if not len(rows):
            return np.empty((0, len(MEASURES)), dtype=np.int64)
        others = [self._prints[other] for other in rows.tolist()]
        bounds = np.array([self._bounds[other] for other in rows.tolist()])
        mine = self._prints[row]
        cosines = self._cosines(mine, others, bounds)
        ways = self._told(row, others, bounds)
        phrases = _phrases(mine.shingles, [other.shingles for other in others])
        return np.column_stack([cosines, ways.min(axis=1), ways.max(axis=1), phrases])

    def _cosines(self, mine: Fingerprint, others: Sequence[Fingerprint], bounds: Whole) -> Whole:
        self._spread[mine.terms] = mine.weights
        products = self._spread[np.concatenate([other.terms for other in others])]
        products *= np.concatenate([other.weights for other in others])
        self._spread[mine.terms] = 0
        return _sums(products, bounds) // _UNITS

    def _told(self, row: int, others: Sequence[Fingerprint], bounds: Whole) -> Whole:
        """Return how much of the row's title is in the others' texts, and how much of theirs is in its text."""
        mine, (_, text, end, *_) = self._prints[row], self._bounds[row]
        # Stems and titles are the first fields. A title's terms stand in for those of a text, and the other way round.
        as_text, as_title = mine.terms[text:end] - _TITLES, mine.terms[:text] + _TITLES
        self._spread[as_text] = _squared(mine.weights[text:end])
        self._spread[as_title] = 1
        heads = [(other.terms[:to], other.weights[:to]) for other, to in zip(others, bounds[:, PAIRS], strict=True)]
        terms, weights = (np.concatenate(parts) for parts in zip(*heads, strict=True))
        told = self._spread[terms]
        self._spread[as_text] = self._spread[as_title] = 0
        titles = terms >= _TITLES
        told[titles] *= _squared(weights[titles])
        return _sums(told, bounds[:, : PAIRS + 1]) // _UNITS


_TITLES = np.uint32(TITLE << FIELD_BITS)
"""The first term of a title, less that of a text."""


def _squared(weights: NDArray[np.uint16]) -> NDArray[np.int32]:
    return weights.astype(np.int32) ** 2


def _phrases(mine: NDArray[np.uint32], theirs: Sequence[NDArray[np.uint32]]) -> Whole:
    if not len(mine):
        return np.zeros(len(theirs), dtype=np.int64)
    every = np.concatenate(theirs)
    at = np.minimum(np.searchsorted(mine, every), len(mine) - 1)
    return _sums(mine[at] == every, np.array([(0, len(their)) for their in theirs]))[:, 0]


def _sums(values: NDArray[Any], bounds: Whole) -> Whole:
    """Return the sums of the stretches between the bounds of each line; lines lie end to end."""
    # The sum over a stretch is the difference of two running sums; all are whole numbers, so nothing is rounded.
    running = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    starts = np.cumsum(bounds[:, -1]) - bounds[:, -1]
    return np.asarray(np.diff(running[starts[:, None] + bounds], axis=1), dtype=np.int64)
