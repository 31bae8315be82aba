"""How strongly articles are linked, kept right while articles come and go; in memory.

The strength of a pair depends on how close its articles are to others, so a new article may change the links of those
it is close to. Whatever the order, the same articles end up with the same links.
"""

from __future__ import annotations

import numpy as np

from rag.store.clusters import WHOLE
from rag.store.columns import Column, Postings, Rows, distinct
from rag.store.kinship import Kinship, Pairs
from rag.store.likeness import (
    CAPS,
    NO_EVIDENCE,
    Alike,
    Around,
    are_close,
    evidence_of,
    may_be_kin,
    relative,
    strengths,
)
from rag.store.measures import MEASURES, Whole

_KEPT: dict[str, type[np.generic]] = {
    "one": np.int64,
    "other": np.int64,
    **dict.fromkeys(MEASURES, np.int32),
    "shared": np.int16,
    # What speaks, in the two alone, for their being of one event.
    "evidence": np.int32,
    # Alike enough to count, if the two are also close compared with others; and whether they are.
    "kin": np.bool_,
    "close": np.bool_,
    "here": np.bool_,
    "strength": np.int16,
}


class Links:
    """Pairs of rows, by number, with their strength."""

    def __init__(self, kinship: Kinship) -> None:
        self._kinship = kinship
        self._columns = {name: Column(kind) for name, kind in _KEPT.items()}
        self._of_row = Postings()
        # By row: the closest that all others were held against, and the crowd; and the highest of any that is close.
        self._closest, self._crowd = Column(np.int64), Column(np.int64)
        self._best = {name: Column(np.int64) for name in (*CAPS, "evidence")}

    def of(self, rows: Rows) -> Rows:
        """Return the numbers of the pairs that some rows are in."""
        numbers = distinct(self._of_row.rows(rows))
        return np.asarray(numbers[self._of("here", numbers)], dtype=np.int64)

    def ends(self, numbers: Rows) -> tuple[Rows, Rows]:
        """Return the rows of pairs."""
        return self._of("one", numbers), self._of("other", numbers)

    def strength(self, numbers: Rows) -> Rows:
        """Return the strength of pairs, 0 to `WHOLE`."""
        return self._of("strength", numbers)

    def copied(self, numbers: Rows) -> Rows:
        """Return those of some pairs that share their copy."""
        return numbers[self._of("shared", numbers) > 0]

    def add(self, found: Pairs) -> Rows:
        """Take in pairs; return the rows of all whose strength changed."""
        first = len(self._columns["one"])
        numbers = np.arange(first, first + len(found))
        for name in ("one", "other", "shared"):
            self._columns[name].extend(getattr(found, name))
        for name in MEASURES:
            self._columns[name].extend(found.measure(name))
        evidence = evidence_of(self._alike(numbers))
        self._columns["evidence"].extend(evidence)
        self._columns["kin"].extend(may_be_kin(evidence))
        self._columns["close"].extend(np.zeros(len(found), dtype=np.bool_))
        self._columns["here"].extend(np.ones(len(found), dtype=np.bool_))
        self._columns["strength"].extend(np.zeros(len(found), dtype=np.int16))
        self._of_row.extend(np.concatenate([found.one, found.other]), np.concatenate([numbers, numbers]))
        return self._refresh(numbers)

    def drop(self, gone: Rows) -> tuple[Rows, list[int]]:
        """Leave out the pairs of some rows; return the rows this concerns, and those that lost their closest."""
        numbers = self.of(gone)
        one, other = self.ends(numbers)
        lost = []
        for mine in (one, other):
            own = ~np.isin(mine, gone) & (self._of("shared", numbers) == 0)
            lost.append(mine[own & (self._of("stems", numbers) == self._closest.values[mine])])
        self._columns["here"].values[numbers] = False
        self._columns["close"].values[numbers] = False
        left = np.setdiff1d(np.union1d(one, other), gone)
        self._look_around(left)
        changed = self._strengthen(self.of(np.union1d(left, self._crowded())))
        return np.setdiff1d(np.union1d(left, changed), gone), np.unique(np.concatenate(lost)).tolist()

    def has(self, one: int, other: int) -> bool:
        """Tell whether a pair is held."""
        mine, theirs = self.ends(self.of(np.array([one])))
        return bool(np.any((mine == other) | (theirs == other)))

    def _refresh(self, new: Rows) -> Rows:
        closest = self._kinship.closest
        for column in (self._closest, self._crowd, *self._best.values()):
            column.extend(np.zeros(len(closest) - len(column), dtype=np.int64))
        moved = np.union1d(np.flatnonzero(self._closest.values != closest), self._crowded())
        self._closest.values[:] = closest
        numbers = distinct(np.concatenate([new, self.of(moved)]))
        one, other = self.ends(numbers)
        close = are_close(self._of("stems", numbers), closest[one], closest[other])
        close &= self._of("kin", numbers) & (self._of("shared", numbers) == 0)
        turned = close != self._of("close", numbers)
        self._columns["close"].values[numbers] = close
        ends = distinct(np.concatenate([one[turned], other[turned]]))
        self._look_around(ends)
        return self._strengthen(distinct(np.concatenate([numbers, self.of(ends)])))

    def _crowded(self) -> Rows:
        """Take in how crowded the days of all rows are now; return the rows for which that changed."""
        crowds = self._kinship.crowds()
        moved = np.flatnonzero(self._crowd.values != crowds)
        self._crowd.values[:] = crowds
        return moved

    def _look_around(self, rows: Rows) -> None:
        """Find anew what is around some rows."""
        numbers = self.of(rows)
        numbers = numbers[self._of("close", numbers)]
        sides = self.ends(numbers)
        for name, column in self._best.items():
            column.values[rows] = 0 if name in CAPS else NO_EVIDENCE
            for ends in sides:
                np.maximum.at(column.values, ends, self._of(name, numbers))

    def _around(self, rows: Rows) -> Around:
        closest = {name: self._best[name].values[rows] for name in CAPS}
        return Around(closest, self._best["evidence"].values[rows], self._crowd.values[rows])

    def _strengthen(self, numbers: Rows) -> Rows:
        one, other = self.ends(numbers)
        alike, evidence = self._alike(numbers), self._of("evidence", numbers).astype(np.int64)
        found = strengths(alike.columns() | relative(alike, evidence, self._around(one), self._around(other)))
        found[~self._of("close", numbers)] = 0
        found[self._of("shared", numbers) > 0] = WHOLE
        changed = found != self._of("strength", numbers)
        self._columns["strength"].values[numbers] = found
        return distinct(np.concatenate([one[changed], other[changed]]))

    def _alike(self, numbers: Rows) -> Alike:
        measures: dict[str, Whole] = {name: self._of(name, numbers).astype(np.int64) for name in MEASURES}
        return Alike(measures, self._kinship.gaps(*self.ends(numbers)))

    def _of(self, name: str, numbers: Rows) -> Rows:
        return self._columns[name].values[numbers]
