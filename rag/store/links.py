"""How strongly articles are linked, kept right while articles come and go; in memory.

The strength of a pair depends on how close its articles are to others, so a new article may change the links of those
it is close to. Whatever the order, the same articles end up with the same links.
"""

from __future__ import annotations

import numpy as np

from rag.store.clusters import WHOLE
from rag.store.columns import Column, Postings, Rows, distinct
from rag.store.kinship import Kinship, Pairs
from rag.store.likeness import Alike, are_close, may_be_kin, relative, strengths

_KEPT: dict[str, type[np.generic]] = {
    "one": np.int64,
    "other": np.int64,
    "stems": np.int32,
    "pairs": np.int32,
    "title": np.int32,
    "shared": np.int16,
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
        self._closest_stems = Column(np.int64)
        self._closest_pairs = Column(np.int64)

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
        for name in ("one", "other", "stems", "pairs", "title", "shared"):
            self._columns[name].extend(getattr(found, name))
        self._columns["kin"].extend(may_be_kin(self._alike(numbers)))
        self._columns["close"].extend(np.zeros(len(found), dtype=np.bool_))
        self._columns["here"].extend(np.ones(len(found), dtype=np.bool_))
        self._columns["strength"].extend(np.zeros(len(found), dtype=np.int16))
        self._of_row.extend(np.concatenate([found.one, found.other]), np.concatenate([numbers, numbers]))
        return self._refresh(numbers)

    def drop(self, gone: Rows) -> tuple[Rows, list[int]]:
        """Leave out the pairs of some rows; return the rows they were with, and those that lost their closest."""
        numbers = self.of(gone)
        one, other = self.ends(numbers)
        lost = []
        for mine in (one, other):
            own = ~np.isin(mine, gone) & (self._of("shared", numbers) == 0)
            lost.append(mine[own & (self._of("stems", numbers) == self._closest_stems.values[mine])])
        self._columns["here"].values[numbers] = False
        self._columns["close"].values[numbers] = False
        left = np.setdiff1d(np.union1d(one, other), gone)
        self._closest_pairs_anew(left)
        return left, np.unique(np.concatenate(lost)).tolist()

    def has(self, one: int, other: int) -> bool:
        """Tell whether a pair is held."""
        mine, theirs = self.ends(self.of(np.array([one])))
        return bool(np.any((mine == other) | (theirs == other)))

    def _refresh(self, new: Rows) -> Rows:
        closest = self._kinship.closest
        self._closest_pairs.extend(np.zeros(len(closest) - len(self._closest_pairs), dtype=np.int64))
        self._closest_stems.extend(np.zeros(len(closest) - len(self._closest_stems), dtype=np.int64))
        moved = np.flatnonzero(self._closest_stems.values != closest)
        self._closest_stems.values[:] = closest
        numbers = distinct(np.concatenate([new, self.of(moved)]))
        one, other = self.ends(numbers)
        close = are_close(self._of("stems", numbers), closest[one], closest[other])
        close &= self._of("kin", numbers) & (self._of("shared", numbers) == 0)
        turned = close != self._of("close", numbers)
        self._columns["close"].values[numbers] = close
        ends = distinct(np.concatenate([one[turned], other[turned]]))
        self._closest_pairs_anew(ends)
        return self._strengthen(distinct(np.concatenate([numbers, self.of(ends)])))

    def _closest_pairs_anew(self, rows: Rows) -> None:
        column = self._closest_pairs.values
        column[rows] = 0
        numbers = self.of(rows)
        numbers = numbers[self._of("close", numbers)]
        for ends in self.ends(numbers):
            np.maximum.at(column, ends, self._of("pairs", numbers))

    def _strengthen(self, numbers: Rows) -> Rows:
        one, other = self.ends(numbers)
        alike = self._alike(numbers)
        stems, pairs = self._closest_stems.values, self._closest_pairs.values
        found = strengths(alike.columns() | relative(alike, (stems[one], stems[other]), (pairs[one], pairs[other])))
        found[~self._of("close", numbers)] = 0
        found[self._of("shared", numbers) > 0] = WHOLE
        changed = found != self._of("strength", numbers)
        self._columns["strength"].values[numbers] = found
        return distinct(np.concatenate([one[changed], other[changed]]))

    def _alike(self, numbers: Rows) -> Alike:
        stems, pairs, title = (self._of(name, numbers).astype(np.int64) for name in ("stems", "pairs", "title"))
        return Alike(stems, pairs, title, self._kinship.gaps(*self.ends(numbers)))

    def _of(self, name: str, numbers: Rows) -> Rows:
        return self._columns[name].values[numbers]
