"""Growing arrays: a column, and an index from keys to rows that have them; neither is copied each time it grows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]

MERGE_AT = 1 << 13
"""Entries of an index that may wait before they are sorted into it."""

PART = 1 << 19
"""Entries from which on a part of an index is left alone: sorting new ones into more would take long."""


FEW = 2000
"""Entries that are quicker to sort than to count by row."""


class Column:
    """An array that grows at its end."""

    def __init__(self, kind: type[np.generic]) -> None:
        self._all: NDArray[Any] = np.empty(1024, dtype=kind)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def values(self) -> NDArray[Any]:
        """What it holds; a view, which may be written to."""
        return self._all[: self._length]

    def extend(self, values: NDArray[Any]) -> None:
        """Add values at the end."""
        needed = self._length + len(values)
        if needed > len(self._all):
            self._all = np.concatenate([self.values, np.empty(max(needed, len(self._all)), dtype=self._all.dtype)])
        self._all[self._length : needed] = values
        self._length = needed


class Postings:
    """Which rows have a key, with a weight, in sorted parts. New entries wait in a small one of their own."""

    def __init__(self) -> None:
        self._parts = [_Sorted.nothing()]
        self._waiting = _Sorted.nothing()

    def extend(self, keys: NDArray[Any], rows: NDArray[Any], weights: NDArray[Any] | None = None) -> None:
        """Note that `rows[n]` has `keys[n]`, with a weight of 1 if none is given."""
        weights = np.ones(len(keys), dtype=np.uint16) if weights is None else weights
        self._waiting = self._waiting.joined(_Sorted.of(keys, rows, weights))
        if len(self._waiting.rows) > MERGE_AT:
            if len(self._parts[-1].rows) > PART:
                self._parts.append(_Sorted.nothing())
            self._parts[-1] = self._parts[-1].joined(self._waiting)
            self._waiting = _Sorted.nothing()

    def rows(self, keys: NDArray[Any]) -> Rows:
        """Return the rows of some keys; a row that has several of them is in it as often."""
        return np.concatenate([part.find(keys, None)[0] for part in (*self._parts, self._waiting)])

    def sums(self, keys: NDArray[Any], weights: NDArray[Any] | None = None) -> tuple[Rows, NDArray[np.int64]]:
        """Return the rows that have any of some keys, and for each the sum of the products of weights."""
        found = [part.find(keys, weights) for part in (*self._parts, self._waiting)]
        rows, products = (np.concatenate(parts) for parts in zip(*found, strict=True))
        if len(rows) < FEW:
            order = np.argsort(rows, kind="stable")
            rows, products = rows[order], products[order]
            first = np.flatnonzero(np.diff(rows, prepend=-1))
            return rows[first], np.add.reduceat(products, first) if len(first) else products
        # Whole numbers below 2 to the power of 53 are exact as floating-point ones, so the order of summing is nothing.
        sums = np.bincount(rows, weights=products)
        rows = np.flatnonzero(sums)
        return rows, sums[rows].astype(np.int64)


class _Sorted:
    """Entries in order of their key: those of `keys[n]` stand from `bounds[n]` to `bounds[n + 1]`."""

    def __init__(self, every: NDArray[np.uint32], rows: NDArray[np.int32], weights: NDArray[np.uint16]) -> None:
        self.rows, self.weights = rows, weights
        first = np.flatnonzero(np.diff(every, prepend=every[:1] + np.uint32(1)))
        self.keys, self.bounds = every[first], np.append(first, len(every))

    @classmethod
    def nothing(cls) -> _Sorted:
        return cls.of(*[np.empty(0)] * 3)

    @classmethod
    def of(cls, keys: NDArray[Any], rows: NDArray[Any], weights: NDArray[Any]) -> _Sorted:
        order = np.argsort(keys, kind="stable")
        return cls(keys[order].astype(np.uint32), rows[order].astype(np.int32), weights[order].astype(np.uint16))

    def joined(self, other: _Sorted) -> _Sorted:
        mine, theirs = self._every(), other._every()
        at = np.searchsorted(mine, theirs, side="right")
        return _Sorted(
            np.insert(mine, at, theirs),
            np.insert(self.rows, at, other.rows),
            np.insert(self.weights, at, other.weights),
        )

    def find(self, keys: NDArray[Any], weights: NDArray[Any] | None) -> tuple[Rows, NDArray[np.int64]]:
        """Return the rows of keys, and the product of each entry's weight with its key's (1 if none is given)."""
        if not len(self.keys):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        # Of one type with those held: else these would all be converted first.
        keys = keys.astype(np.uint32)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        lengths = np.where(self.keys[place] == keys, self.bounds[place + 1] - self.bounds[place], 0)
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self.bounds[place] - ends + lengths, lengths)
        products = self.weights[at].astype(np.int64)
        if weights is not None:
            products *= np.repeat(weights.astype(np.int64), lengths)
        return self.rows[at].astype(np.int64), products

    def _every(self) -> NDArray[np.uint32]:
        return np.repeat(self.keys, np.diff(self.bounds))


def distinct(values: Rows) -> Rows:
    """Return the distinct values in order; for many, this is quicker than `numpy.unique`."""
    values = np.sort(values)
    return values[np.diff(values, prepend=-1) > 0]
