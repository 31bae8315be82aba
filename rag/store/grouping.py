"""Which articles carry the same copy (origins), and which cover one event (stories); in memory.

Both depend on the set of articles and on what people decided (`hands`) alone, whatever order they came in. Articles
are the nodes of a graph; a link is as strong as it is probable that its two articles cover one event. Only what a
change can have altered is clustered anew. It leaves out how groups are named and kept (`groups`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from rag.store.clusters import cluster, connected
from rag.store.columns import Rows, distinct
from rag.store.fingerprints import Fingerprint
from rag.store.hands import NOTHING, Decided, Hands
from rag.store.kinship import Kinship, Pair, Pairs
from rag.store.likeness import load_weights
from rag.store.links import Links

MANY = 2000
"""Where more articles than this may have moved, all are clustered: it is simpler than to look who is not concerned."""


@dataclass(frozen=True, slots=True)
class New:
    """An article to be placed."""

    id: str
    fingerprint: Fingerprint
    published: str | None
    outlet: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What a change came to: groups of article ids as they now are, of all that it may have moved, and new pairs."""

    origins: list[list[str]]
    stories: list[list[str]]
    pairs: list[Pair]


class Grouping:
    """Articles with their links and stories."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._row_of: dict[str, int] = {}
        self._kinship = Kinship()
        self._links = Links(self._kinship)
        # The rows of each row's story; one list a story, shared by its rows.
        self._story: dict[int, list[int]] = {}
        self._touched: set[int] = set()
        self._decided = NOTHING
        self._found: list[Pair] = []

    def add(self, batch: Sequence[New]) -> None:
        """Take in articles."""
        first = self._extend(batch)
        found = Pairs.joined([self._kinship.kin(row) for row in range(first, first + len(batch))])
        self._touched.update(range(first, first + len(batch)))
        holds = {self._decided.holds[new.id] for new in batch if new.id in self._decided.holds}
        if holds:
            self._touched.update(self._held_by(holds))
        self._link(found)

    def restore(self, batch: Sequence[New], pairs: Sequence[Pair], stories: Mapping[str, str]) -> None:
        """Take in articles whose pairs are known, and the names of their stories; some pairs may be with others."""
        self._extend(batch)
        found = Pairs.of([pair for pair in pairs if pair[0] in self._row_of and pair[1] in self._row_of], self._row_of)
        self._kinship.restore(found)
        self._links.add(found)
        members: dict[str, list[int]] = {}
        for row, key in enumerate(self._ids):
            members.setdefault(stories[key], []).append(row)
        self._story = {row: rows for rows in members.values() for row in rows}
        # What was removed since is gone from the catalogue already; the rows it was alike to are left.
        ends = ((a, b) for one, other, *_ in pairs for a, b in ((one, other), (other, one)))
        left = {self._row_of[a] for a, b in ends if a in self._row_of and b not in self._row_of}
        self._look_again(left)
        self._touched.update(left)

    def decide(self, decided: Decided) -> None:
        """Take in what people decided."""
        self._decided = decided

    def look_at(self, ids: Iterable[str]) -> None:
        """Group the stories of some articles anew the next time."""
        self._touched.update(self._row_of[key] for key in ids if key in self._row_of)

    def forget(self, ids: Iterable[str]) -> None:
        """Leave articles out from now on."""
        gone = [row for row in (self._row_of.pop(key, None) for key in ids) if row is not None]
        if not gone:
            return
        for row in gone:
            self._kinship.forget(row)
            self._touched.update(self._story.pop(row, ()))
        left, lost = self._links.drop(np.array(gone))
        self._look_again(lost)
        self._touched.update(left.tolist())
        self._touched.difference_update(gone)

    def settle(self) -> Settled:
        """Group anew whatever the changes since the last time may have altered."""
        core = self._with_stories(self._touched)
        self._touched.clear()
        if len(core) > MANY:
            core = set(self._row_of.values())
        while True:
            # The stories around are grouped along. They are unaltered if each comes out as it was; then so is all
            # that lies beyond them, because how a group forms depends on its own links and its neighbours' only.
            around = self._with_stories(self._neighbours(core)) - core
            stories = self._cluster(core | around)
            altered = {row for rows in stories for row in rows if row in around and rows != sorted(self._story[row])}
            if not altered:
                break
            core |= self._with_stories(altered)
        stories = [rows for rows in stories if rows[0] in core]
        for rows in stories:
            self._story.update(dict.fromkeys(rows, rows))
        found, self._found = self._found, []
        return Settled(self._named(self._origins(core)), self._named(stories), found)

    def _look_again(self, rows: Iterable[int]) -> None:
        """Find pairs that count now that closer ones are gone."""
        for row in sorted(rows):
            again = self._kinship.kin_again(row)
            ends = zip(again.one.tolist(), again.other.tolist(), strict=True)
            new = [at for at, (one, other) in enumerate(ends) if not self._links.has(one, other)]
            self._link(again.at(np.array(new, dtype=np.int64)))

    def _link(self, found: Pairs) -> None:
        self._found += found.named(self._ids)
        self._touched.update(self._links.add(found).tolist())

    def _extend(self, batch: Sequence[New]) -> int:
        first = len(self._ids)
        self._ids += [new.id for new in batch]
        self._row_of.update({new.id: first + at for at, new in enumerate(batch)})
        self._kinship.extend(
            [new.fingerprint for new in batch], [_day(new.published) for new in batch], [new.outlet for new in batch]
        )
        return first

    def _with_stories(self, rows: Iterable[int]) -> set[int]:
        found: set[int] = set()
        for row in rows:
            if row not in found:
                found.update(member for member in self._story.get(row, (row,)) if self._is_here(member))
        return found

    def _is_here(self, row: int) -> bool:
        return self._row_of.get(self._ids[row]) == row

    def _neighbours(self, rows: set[int]) -> list[int]:
        """Return the rows that have a link with some rows that is strong enough to make a group."""
        numbers = self._links.of(_array(rows))
        strong = numbers[self._links.strength(numbers) >= load_weights().story_least]
        return [int(row) for row in distinct(np.concatenate(self._links.ends(strong)))]

    def _cluster(self, rows: set[int]) -> list[list[int]]:
        """Return the stories that some rows form among themselves."""
        # Nodes are numbered by article id, so that a tie is settled the same way whatever came first.
        order = sorted(rows, key=self._ids.__getitem__)
        numbers, one, other = self._among(rows, order)
        links = list(zip(one, other, self._links.strength(numbers).tolist(), strict=True))
        numbers, one, other = self._among(rows, order, copies=True)
        together = list(zip(one, other, strict=True))
        groups = cluster(range(len(order)), links, load_weights().story_least, together, self._hands(order))
        return [sorted(order[at] for at in group) for group in groups]

    def _hands(self, order: Sequence[int]) -> Hands | None:
        """Return what was decided about some rows, by their places in an order; None if nothing was."""
        if not self._decided.holds:
            return None
        named = ((at, self._decided.holds.get(self._ids[row])) for at, row in enumerate(order))
        holds = {at: hold for at, hold in named if hold is not None}
        return Hands(holds, self._decided.apart) if holds else None

    def _held_by(self, holds: Collection[str]) -> set[int]:
        """Return the rows of the articles that have one of some holds."""
        held = (key for key, hold in self._decided.holds.items() if hold in holds)
        return {self._row_of[key] for key in held if key in self._row_of}

    def _among(
        self, rows: set[int], order: Sequence[int], *, copies: bool = False
    ) -> tuple[Rows, list[int], list[int]]:
        """Return the linked pairs among some rows, and the places of their rows in an order."""
        numbers = self._links.of(_array(rows))
        numbers = self._links.copied(numbers) if copies else numbers[self._links.strength(numbers) > 0]
        place = np.full(len(self._ids), -1, dtype=np.int64)
        place[order] = np.arange(len(order))
        one, other = (place[end] for end in self._links.ends(numbers))
        inside = (one >= 0) & (other >= 0)
        return numbers[inside], one[inside].tolist(), other[inside].tolist()

    def _origins(self, rows: set[int]) -> list[list[int]]:
        order = sorted(rows)
        _, one, other = self._among(rows, order, copies=True)
        found: dict[int, list[int]] = {}
        for at, first in sorted(connected(range(len(order)), zip(one, other, strict=True)).items()):
            found.setdefault(first, []).append(order[at])
        return list(found.values())

    def _named(self, groups: Sequence[Sequence[int]]) -> list[list[str]]:
        return [[self._ids[row] for row in group] for group in groups]


def _array(rows: Iterable[int]) -> Rows:
    return np.array(sorted(rows), dtype=np.int64)


def _day(published: str | None) -> int:
    return date.fromisoformat(published[:10]).toordinal() if published else -1
