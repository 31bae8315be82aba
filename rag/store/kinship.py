"""Pairs of articles that are alike: found once for each new article, and kept; in memory.

A pair is found if the two share strong terms within days of each other, or wording. It leaves out groups (`grouping`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.store.columns import Column, Postings, Rows
from rag.store.fingerprints import SCALE, Fingerprint
from rag.store.likeness import Alike, are_close, evidence_of, may_be_kin
from rag.store.measures import MEASURES, Measures, Whole
from rag.store.screening import DAYS, Screening

LOOKED_UP = 2
"""One sampled shingle in so many is looked up for copies; all of them are counted then."""

COPY_LEAST = 6
"""The fewest shared sampled shingles: about 25 words in a row."""

COPY_SHARE = 5_000
"""The share of the shorter article's shingles, of 10,000, that makes two articles one copy."""


Pair = tuple[str, str, tuple[int, ...], int]
"""Two articles, each of `MEASURES`, and their shared wording."""


CROWD_CAP = 10
"""A thousand articles in three days are as crowded as can be."""

SAME_OUTLET_SHARE = 9_000
"""The share that one outlet's articles need where what they share may be boilerplate."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows with what was found: `other` is the later row.

    `measures` has a line a pair and a column for each of `MEASURES`; `shared` is of 10,000 of the shorter's shingles.
    """

    one: Rows
    other: Rows
    measures: Whole
    shared: Whole

    @classmethod
    def joined(cls, parts: Sequence[Pairs]) -> Pairs:
        """Put pairs together."""
        nothing = np.empty(0, dtype=np.int64)
        parts = [cls(nothing, nothing, nothing.reshape(0, len(MEASURES)), nothing), *parts]
        return cls(*(np.concatenate(columns) for columns in zip(*(part._columns for part in parts), strict=True)))

    @property
    def _columns(self) -> tuple[Whole, ...]:
        return self.one, self.other, self.measures, self.shared

    def __len__(self) -> int:
        return len(self.one)

    def at(self, places: Rows) -> Pairs:
        """Return some of the pairs."""
        return Pairs(*(column[places] for column in self._columns))

    def measure(self, name: str) -> Whole:
        """Return one of `MEASURES`."""
        return self.measures[:, MEASURES.index(name)]

    def named(self, ids: Sequence[str]) -> list[Pair]:
        """Return the pairs with the ids of their articles, given by row."""
        rows = zip(*(column.tolist() for column in self._columns), strict=True)
        return [(ids[one], ids[other], tuple(measures), shared) for one, other, measures, shared in rows]

    @classmethod
    def of(cls, named: Sequence[Pair], rows: Mapping[str, int]) -> Pairs:
        """Return named pairs as pairs of rows."""
        one = np.array([rows[pair[0]] for pair in named], dtype=np.int64)
        other = np.array([rows[pair[1]] for pair in named], dtype=np.int64)
        measures = np.array([pair[2] for pair in named], dtype=np.int64).reshape(len(named), len(MEASURES))
        return cls(one, other, measures, np.array([pair[3] for pair in named], dtype=np.int64))


class Kinship:
    """Fingerprints by row, and what of them is alike."""

    def __init__(self, keep: Callable[[Whole], NDArray[np.bool_]] = may_be_kin) -> None:
        """Start empty; `keep` tells by their evidence which pairs that share terms are kept."""
        self._keep = keep
        self._measures = Measures()
        self._outlets: list[str] = []
        self._looked_up = Column(np.int32)
        self._screening = Screening()
        self._by_shingle = Postings()
        self._days = Column(np.int32)
        self._here = Column(np.bool_)
        self._closest = Column(np.int64)

    def extend(self, prints: Sequence[Fingerprint], days: Sequence[int], outlets: Sequence[str]) -> None:
        """Take in fingerprints, with their days (-1 for none) and outlets."""
        self._outlets += outlets
        rows = np.arange(len(self._days), len(self._days) + len(prints))
        self._days.extend(np.array(days, dtype=np.int32))
        self._here.extend(np.ones(len(days), dtype=np.bool_))
        self._closest.extend(np.zeros(len(days), dtype=np.int64))
        self._measures.extend(prints)
        self._screening.extend(rows, days, [self._measures.stems(row) for row in rows.tolist()])
        looked_up = [_looked_up(taken.shingles) for taken in prints]
        self._looked_up.extend(np.array([len(keys) for keys in looked_up], dtype=np.int32))
        if looked_up:
            self._by_shingle.extend(np.concatenate(looked_up), np.repeat(rows, [len(keys) for keys in looked_up]))

    def forget(self, row: int) -> None:
        """Leave a row out from now on."""
        self._here.values[row] = False

    def gaps(self, one: Rows, other: Rows) -> Whole:
        """Return the days between rows, -1 where one has no date."""
        days = self._days.values
        mine, theirs = days[one].astype(np.int64), days[other].astype(np.int64)
        return np.where((mine < 0) | (theirs < 0), -1, np.abs(mine - theirs))

    @property
    def closest(self) -> Whole:
        """The highest cosine of stems of each row with any other that is not its copy."""
        return self._closest.values

    def crowds(self) -> Whole:
        """Return for each row how crowded its days are: how often the number of articles there can be halved.

        Counted are the articles of the day before, of its own and of the day after; for a row without a date, all.
        """
        days, here = self._days.values.astype(np.int64), self._here.values
        dated = days >= 0
        counts = np.full(len(days), np.count_nonzero(here))
        if dated.any():
            first = days[dated].min()
            per_day = np.bincount(days[dated & here] - first + 1, minlength=days.max() - first + 3)
            counts[dated] = np.convolve(per_day, [1, 1, 1], "same")[days[dated] - first + 1]
        return np.minimum(np.frexp(np.maximum(counts, 1))[1].astype(np.int64) - 1, CROWD_CAP)

    def restore(self, found: Pairs) -> None:
        """Let pairs that were found before say what is closest."""
        own = found.shared == 0
        for rows in (found.one, found.other):
            np.maximum.at(self.closest, rows[own], found.measure("stems")[own])

    def kin(self, row: int) -> Pairs:
        """Find the earlier rows that are alike, by terms or by wording.

        A pair may be among them that ceases to be close when something closer comes. The closest always is.
        """
        return self._kin(row, row)

    def kin_again(self, row: int) -> Pairs:
        """Find all rows that are alike, for a row that has lost its closest."""
        self.closest[row] = 0
        return self._kin(row, len(self._days))

    def _kin(self, row: int, end: int) -> Pairs:
        rows, stems = self._screening.near(int(self._days.values[row]), self._measures.stems(row))
        wanted = (rows < end) & (rows != row) & self._here.values[rows]
        rows, stems = rows[wanted], stems[wanted]
        shares = self._shares(row, end)
        copies = np.array(sorted(shares), dtype=np.int64)
        own = ~np.isin(rows, copies)
        rows, stems = rows[own], stems[own]
        self.closest[row] = max(self.closest[row], stems.max(initial=0))
        self.closest[rows] = np.maximum(self.closest[rows], stems)
        close = are_close(stems, self.closest[row], self.closest[rows])
        rows, stems = rows[close], stems[close]
        measures = self._measures.between(row, rows)
        # Where a date is missing, only the strongest terms were looked at; that is what closeness is judged by.
        measures[:, MEASURES.index("stems")] = stems
        alike = Alike.of(measures, self.gaps(rows, np.full(len(rows), row)))
        kept = self._keep(evidence_of(alike)) | (stems == self.closest[row]) | (stems == self.closest[rows])
        found = np.concatenate([rows[kept], copies])
        shared = np.array([0] * int(kept.sum()) + [shares[other] for other in copies.tolist()], dtype=np.int64)
        measures = np.concatenate([measures[kept], self._measures.between(row, copies)])
        return Pairs(np.minimum(found, row), np.maximum(found, row), measures, shared)

    def _shares(self, row: int, end: int) -> dict[int, int]:
        """Return the rows before `end` that carry the same copy, with the share of the shorter, of 10,000."""
        shingles = self._measures.shingles(row)
        rows, counts = self._by_shingle.sums(_looked_up(shingles))
        # Of what is looked up, half should be shared; a quarter and a few leave room for chance.
        shorter = np.minimum(self._looked_up.values[rows], self._looked_up.values[row])
        likely = (counts * 4 >= shorter - 12) & (rows < end) & (rows != row) & self._here.values[rows]
        shares = {}
        for other in rows[likely].tolist():
            shared, share = share_of(shingles, self._measures.shingles(other))
            if shares_copy(shared, share) and not self._is_own_boilerplate(row, other, share):
                shares[other] = share
        return shares

    def _is_own_boilerplate(self, row: int, other: int, share: int) -> bool:
        if share >= SAME_OUTLET_SHARE or not self._outlets[row] or self._outlets[row] != self._outlets[other]:
            return False
        rows = np.array([other])
        gap = self.gaps(rows, np.array([row]))[0]
        return is_boilerplate(int(gap), self._measures.title_cosine(row, other))


def share_of(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> tuple[int, int]:
    """Return how many shingles two articles share, and what part of the shorter one's that is, of 10,000."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared, shared * 10_000 // max(min(len(one), len(other)), 1)


def shares_copy(shared: int, share: int) -> bool:
    """Tell whether two articles may carry the same copy, by what `share_of` says of them."""
    return shared >= COPY_LEAST and share >= COPY_SHARE


def is_boilerplate(gap: int, title: int) -> bool:
    """Tell whether what two articles of one outlet share in part is what it prints under many, not one report.

    It is where they are days apart, or of unknown days, and have other titles.
    """
    return not 0 <= gap <= DAYS and title < SCALE // 2


def _looked_up(shingles: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return np.asarray(shingles[shingles % LOOKED_UP == 0], dtype=np.uint32)
