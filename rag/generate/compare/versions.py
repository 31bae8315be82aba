"""Two versions of one article, sentence by sentence: which stand, which are revised, which came and which went.

Sentences are the same where their words are, whatever the quote marks and spaces; where they stand makes no difference.
A sentence is revised into the one it shares most words with in order, if they are enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.text.quotations import normalise

_REVISED = 0.55
"""How many words two sentences must share in order (0 to 1) for one to be the other, revised."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Places in the old and the new list: `revised` pairs them, `gone` are old, `come` new ones; the rest stand."""

    revised: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    come: tuple[int, ...]


def lay(old: Sequence[str], new: Sequence[str]) -> Laid:
    """Lay the sentences of a new version along those of an old one; each is paired with at most one."""
    before, after = [_words(text) for text in old], [_words(text) for text in new]
    held, holds = set(after), set(before)
    left = [i for i, words in enumerate(before) if words not in held]
    right = [j for j, words in enumerate(after) if words not in holds]
    scores = [
        (score, i, j) for i in left for j in right if (score := _likeness(before[i], after[j])) >= _REVISED
    ]  # fmt: skip
    revised: dict[int, int] = {}
    taken: set[int] = set()
    # The likest pairs first; of equal ones those nearest to each other in their articles.
    for _, i, j in sorted(scores, key=lambda one: (-one[0], abs(one[1] - one[2]), one[1], one[2])):
        if i not in revised and j not in taken:
            revised[i] = j
            taken.add(j)
    gone = tuple(i for i in left if i not in revised)
    return Laid(tuple(sorted(revised.items())), gone, tuple(j for j in right if j not in taken))


def _words(text: str) -> tuple[str, ...]:
    bare = (word.strip(".,;:!?\"'()") for word in normalise(text).casefold().split())
    return tuple(word for word in bare if word)


def likeness(one: str, other: str) -> float:
    """Return the share of words (0 to 1) that two sentences have in common, in the same order."""
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    total = len(one) + len(other)
    # The words shared in any order bound those shared in order, and are counted much faster.
    if not total or 2 * (Counter(one) & Counter(other)).total() < _REVISED * total:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
