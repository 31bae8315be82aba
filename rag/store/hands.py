"""What people decided, while articles are clustered: which are one story, and which never are.

Articles share a *hold* where somebody put them together; two holds are *apart* where somebody split them. Clustering
goes on as ever, but joins nothing that would bring together what is apart; in the end groups with one hold are one.
It leaves out who decided and when (`decisions`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decided:
    """The hold of each article that has one, and the pairs of holds that are apart."""

    holds: Mapping[str, str]
    apart: frozenset[tuple[str, str]]


NOTHING = Decided({}, frozenset())


class Hands:
    """What was decided about some nodes, as their groups grow."""

    def __init__(self, holds: Mapping[int, str], apart: Iterable[tuple[str, str]]) -> None:
        """Take the hold of each node that has one."""
        self._members: dict[str, set[str]] = {hold: {hold} for hold in holds.values()}
        self._foes: dict[str, set[str]] = {}
        for one, other in apart:
            self._foes.setdefault(one, set()).add(other)
            self._foes.setdefault(other, set()).add(one)
        self._node_hold = dict(holds)

    def join(self, one: int, other: int) -> bool:
        """Note that the groups of two nodes become one, if they may; say whether they may.

        A node that stands for its group is given: the smallest of it, which stays so when the group grows.
        """
        mine, theirs = self._node_hold.get(one), self._node_hold.get(other)
        if mine is not None and theirs is not None:
            together = self._members[mine] | self._members[theirs]
            if any(foe in together for hold in together for foe in self._foes.get(hold, ())):
                return False
            for hold in together:
                self._members[hold] = together
        either = mine or theirs
        if either is not None:
            self._node_hold[one] = self._node_hold[other] = either
        return True

    def gathered(self, groups: Iterable[list[int]]) -> list[list[int]]:
        """Return groups with those of one hold made one, each in order, in order of their smallest node."""
        of_hold: dict[frozenset[str], list[int]] = {}
        found: list[list[int]] = []
        for group in groups:
            hold = next((self._node_hold[node] for node in group if node in self._node_hold), None)
            if hold is None:
                found.append(group)
            else:
                of_hold.setdefault(frozenset(self._members[hold]), []).extend(group)
        return sorted([*found, *map(sorted, of_hold.values())], key=lambda group: group[0])
