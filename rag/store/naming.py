"""Names of groups that stay: a group keeps its name through every regrouping, and what became of a name is known."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What happened to a group: `MERGED` into the other, or `SPLIT`: the other came out of it."""

    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Renaming:
    """What happened to a named group, and the name of the other; `by_hand` if a person decided it."""

    name: str
    fate: Fate
    other: str
    by_hand: bool = False


class Names:
    """The name of each article's group."""

    def __init__(self, of: Mapping[str, str], retired: Iterable[str], form: Callable[[str], str]) -> None:
        """Take the names as they are, those that are no longer used, and what makes a name of an article's id."""
        self._of = dict(of)
        self._used = Counter(self._of.values())
        self._retired = set(retired)
        self._form = form

    def __getitem__(self, article: str) -> str:
        return self._of[article]

    def drop(self, article: str) -> None:
        """Forget an article."""
        if article in self._of:
            self._used[self._of.pop(article)] -= 1

    def assign(self, groups: Sequence[Sequence[str]]) -> tuple[set[str], list[Renaming]]:
        """Name groups, each given with its first article first; return the articles whose name changed, and why.

        A group takes the name that most of its articles had, unless another has more of them; else it gets a new one.
        """
        before = {article: self._of[article] for group in groups for article in group if article in self._of}
        votes = [Counter(before[article] for article in group if article in before) for group in groups]
        named = _elect(groups, votes)
        for at, group in enumerate(groups):
            if at not in named:
                named[at] = self._unused(group[0])
            for article in group:
                self._name(article, named[at])
        moved = {a for at, group in enumerate(groups) for a in group if before.get(a) != named[at]}
        return moved, self._tell(named, votes, set(before.values()))

    def _tell(self, named: Mapping[int, str], votes: Sequence[Counter[str]], old: set[str]) -> list[Renaming]:
        told = []
        kept = set(named.values())
        for at, name in sorted(named.items()):
            source = max(sorted(votes[at]), key=votes[at].__getitem__, default=None)
            if source is not None and name not in old:
                told.append(Renaming(source, Fate.SPLIT, name))
        gone = old - kept
        # The group that has most of what was called so, the first of them if several have.
        into: dict[str, int] = {}
        for at, counted in enumerate(votes):
            for name in gone.intersection(counted):
                if name not in into or counted[name] > votes[into[name]][name]:
                    into[name] = at
        for name in sorted(gone):
            told.append(Renaming(name, Fate.MERGED, named[into[name]]))
            self._retired.add(name)
        return told

    def _name(self, article: str, name: str) -> None:
        if article in self._of:
            self._used[self._of[article]] -= 1
        self._of[article] = name
        self._used[name] += 1

    def _unused(self, article: str) -> str:
        name = self._form(article)
        # An article that was rewritten may have left its own name to others.
        while self._used[name] > 0 or name in self._retired:
            name = name[0] + hashlib.sha256(name.encode()).hexdigest()[: len(name) - 1]
        return name


def _elect(groups: Sequence[Sequence[str]], votes: Sequence[Counter[str]]) -> dict[int, str]:
    """Give each name to one group and each group one name, the clearest first."""
    offers = sorted(
        (-count, name, groups[at][0], at) for at, counted in enumerate(votes) for name, count in counted.items()
    )
    named: dict[int, str] = {}
    gone = set()
    for _, name, _, at in offers:
        if at not in named and name not in gone:
            named[at] = name
            gone.add(name)
    return named
