"""Which articles are worth comparing with a new one: those of about the same days, and those without a date.

Of the articles near in days every one is looked at, laid out day by day. An article without a date could be of any
day, so it is looked up by its strongest terms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rag.store.columns import Postings, Rows
from rag.store.fingerprints import SCALE, TERM_SPACE, UNIT, Terms

DAYS = 10
"""Articles further apart are not compared, unless they share wording."""

LEAST, LEAST_UNDATED = UNIT * UNIT // 25, UNIT * UNIT // 10
"""The least product of stems that is worth a closer look: more is asked where one of the two could be of any day."""

STRONGEST = 96
"""Terms by which articles without a date are looked up."""


class Screening:
    """Stems of articles by row, by day where there is one."""

    def __init__(self) -> None:
        self._by_day: dict[int, _Day] = {}
        self._by_term, self._undated = Postings(), Postings()
        self._spread = np.zeros(TERM_SPACE, dtype=np.int32)

    def extend(self, rows: Rows, days: Sequence[int], stems: Sequence[Terms]) -> None:
        """Take in articles, with their days (-1 for none)."""
        new: dict[int, list[int]] = {}
        for at, day in enumerate(days):
            new.setdefault(day, []).append(at)
        strong = [_strongest(own) for own in stems]
        for postings, posted in ((self._by_term, range(len(days))), (self._undated, new.pop(-1, []))):
            if posted:
                entries = np.repeat(rows[list(posted)], [len(strong[at][0]) for at in posted])
                terms, weights = (np.concatenate(parts) for parts in zip(*(strong[at] for at in posted), strict=True))
                postings.extend(terms, entries, weights)
        for day, places in new.items():
            held = self._by_day.get(day, _Day.empty())
            self._by_day[day] = held.with_rows(rows[places], [stems[at] for at in places])

    def near(self, day: int, stems: Terms) -> tuple[Rows, NDArray[np.int64]]:
        """Return the rows that may be about the same event as an article of a day (-1: unknown), with the cosines.

        Where one of the two has no date, the cosine is of their strongest terms only.
        """
        terms, weights = _strongest(stems)
        rows, products = (self._by_term if day < 0 else self._undated).sums(terms, weights)
        enough = products >= LEAST_UNDATED
        rows, products = rows[enough], products[enough]
        near = [self._by_day[d] for d in range(day - DAYS, day + DAYS + 1) if d in self._by_day] if day >= 0 else []
        if near:
            dated, more = self._alike(_Day.joined(near), stems)
            rows, products = np.concatenate([rows, dated]), np.concatenate([products, more])
        return rows, products // (UNIT * UNIT // SCALE)

    def _alike(self, near: _Day, stems: Terms) -> tuple[Rows, NDArray[np.int64]]:
        terms, weights = stems
        self._spread[terms] = weights
        products = self._spread.take(near.terms)
        products *= near.weights
        self._spread[terms] = 0
        # The sum over a row is the difference of two running sums; all are whole numbers, so nothing is rounded.
        running = np.cumsum(products, dtype=np.int64)
        ends = np.cumsum(near.lengths)
        sums = np.diff(np.where(ends > 0, running[ends - 1], 0), prepend=0)
        enough = sums >= LEAST
        return near.rows[enough], sums[enough]


@dataclass(frozen=True, slots=True)
class _Day:
    """The stems of a day's articles, laid end to end."""

    rows: Rows
    lengths: NDArray[np.int64]
    terms: NDArray[np.uint32]
    weights: NDArray[np.uint16]

    @classmethod
    def empty(cls) -> Self:
        whole = np.empty(0, dtype=np.int64)
        return cls(whole, whole, np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.uint16))

    @classmethod
    def joined(cls, days: Sequence[_Day]) -> Self:
        names = ("rows", "lengths", "terms", "weights")
        return cls(*(np.concatenate([getattr(day, name) for day in days]) for name in names))

    def with_rows(self, rows: Rows, stems: Sequence[Terms]) -> _Day:
        terms, weights = (np.concatenate(parts) for parts in zip(*stems, strict=True))
        return _Day.joined([self, _Day(rows, np.array([len(own) for own, _ in stems]), terms, weights)])


def _strongest(stems: Terms) -> Terms:
    terms, weights = stems
    if len(terms) <= STRONGEST:
        return stems
    order = np.sort(np.argsort(-weights.astype(np.int32), kind="stable")[:STRONGEST])
    return terms[order], weights[order]
