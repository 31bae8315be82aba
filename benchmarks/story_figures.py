"""How well groups that were formed agree with groups that people made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def b_cubed(given: Sequence[Hashable], formed: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return B-cubed precision, recall and F1 of formed groups, item by item, against those given.

    Bagga and Baldwin (1998): of an item's formed group, how much belongs with it; and how much of what belongs with
    it is in the group.
    """
    both, own, theirs = Counter(zip(given, formed, strict=True)), Counter(given), Counter(formed)
    precision = sum(count * count / theirs[group] for (_, group), count in both.items()) / len(given)
    recall = sum(count * count / own[group] for (group, _), count in both.items()) / len(given)
    return precision, recall, 2 * precision * recall / (precision + recall)
