"""Clusters of a graph by average linkage; the result depends on the graph alone, not on the order of anything."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from rag.store.hands import Hands

WHOLE = 10_000
"""The strength of a certain link. Strengths are whole numbers, so that sums are exact in any order."""

Link = tuple[int, int, int]
"""Two nodes and the strength of their link, 0 to `WHOLE`. Nodes that have no link count as 0."""


def cluster(
    nodes: Iterable[int],
    links: Sequence[Link],
    least: float,
    together: Iterable[tuple[int, int]],
    hands: Hands | None = None,
) -> list[list[int]]:
    """Merge the two groups with the highest mean strength, again and again, while it is at least `least`.

    Nodes are whole numbers; equal means are settled by them. Nodes that `together` connects count as one, with the
    strongest of their links. What `hands` say goes before all of that.
    """
    unit = connected(nodes, together, hands)
    groups = _Groups(unit, links)
    waiting = [entry for one in groups.units for entry in groups.offers(one, least, above=True)]
    heapq.heapify(waiting)
    while waiting:
        _, one, other, size, other_size = heapq.heappop(waiting)
        # A group's name is its smallest unit and it only grows, so name and size tell whether it is still the same.
        same = groups.size(one) == size and groups.size(other) == other_size
        # A unit stands for its nodes: what holds it was told of it when it was made.
        if same and (hands is None or hands.join(one, other)):
            groups.merge(one, other)
            for entry in groups.offers(one, least):
                heapq.heappush(waiting, entry)
    group_of = {member: name for name, members in groups.units.items() for member in members}
    found: dict[int, list[int]] = {}
    for node in sorted(unit):
        found.setdefault(group_of[unit[node]], []).append(node)
    return hands.gathered(found.values()) if hands else list(found.values())


class _Groups:
    """Groups of units, each named after its smallest, with the summed strength of the links between them."""

    def __init__(self, unit: Mapping[int, int], links: Sequence[Link]) -> None:
        self.units = {name: [name] for name in sorted(set(unit.values()))}
        self._sums: dict[int, dict[int, int]] = {name: {} for name in self.units}
        for one, other, strength in links:
            a, b = unit[one], unit[other]
            if a != b:
                self._sums[a][b] = self._sums[b][a] = max(self._sums[a].get(b, 0), strength)

    def size(self, name: int) -> int:
        return len(self.units.get(name, ()))

    def offers(self, one: int, least: float, *, above: bool = False) -> list[tuple[float, int, int, int, int]]:
        """Return the merges that a group may take part in, for the heap; `above`: only with groups named higher."""
        found = []
        for other, total in self._sums[one].items():
            pairs = self.size(one) * self.size(other)
            if total >= least * pairs and (other > one or not above):
                a, b = (one, other) if one < other else (other, one)
                found.append((-total / pairs, a, b, self.size(a), self.size(b)))
        return found

    def merge(self, one: int, other: int) -> None:
        """Put the group named higher into the other."""
        self.units[one] += self.units.pop(other)
        mine, theirs = self._sums[one], self._sums.pop(other)
        del mine[other], theirs[one]
        for third, total in theirs.items():
            mine[third] = self._sums[third][one] = mine.get(third, 0) + total
            del self._sums[third][other]


def connected(nodes: Iterable[int], links: Iterable[tuple[int, int]], hands: Hands | None = None) -> Mapping[int, int]:
    """Return the smallest node that each node is connected with; links that `hands` do not allow connect nothing."""
    root = {node: node for node in nodes}

    def find(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    # Where one link may keep another from counting, their order must not depend on anything else.
    for one, other in sorted(map(_ordered, links)) if hands else links:
        a, b = sorted((find(one), find(other)))
        if a != b and (hands is None or hands.join(a, b)):
            root[b] = a
    return {node: find(node) for node in root}


def _ordered(link: tuple[int, int]) -> tuple[int, int]:
    one, other = link
    return (one, other) if one < other else (other, one)
