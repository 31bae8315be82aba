"""Do groups agree with people's: B-cubed precision and recall of one item (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections.abc import Collection


def b_cubed(ours: Collection[str], theirs: Collection[str]) -> tuple[float, float]:
    """Return precision and recall of the group an item is in, against the group it should be in.

    Both groups hold the item itself.
    """
    shared = len(set(ours) & set(theirs))
    return shared / len(set(ours)), shared / len(set(theirs))


def jaccard(one: Collection[str], other: Collection[str]) -> float:
    """Return how much two sets share, as a part of all they hold; 1 for two empty ones."""
    first, second = set(one), set(other)
    union = first | second
    return len(first & second) / len(union) if union else 1.0
