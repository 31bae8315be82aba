"""The bottom line of a briefing: of all claims the few that are worth most together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rag.datatypes import DraftClaim
from rag.generate.compare.concepts import concept_stems, overlap
from rag.generate.salience import Salience

ALIKE = 0.45
"""There is no room for two sentences about one thing."""

SHORTLIST = 40
"""Claims that are looked at: the best by themselves."""

FEWEST_WORDS = 12
"""A sentence shorter than this says too little to come second."""


def worth_most(
    drafts: Sequence[DraftClaim],
    salience: Salience,
    weights: Mapping[str, float],
    *,
    words: int,
    calm: float,
    least: int = 1,
    first: Sequence[DraftClaim] = (),
) -> list[DraftClaim]:
    """Choose drafts one by one, each the one that adds most, as long as one adds something and has room.

    The first may be longer than `words`, and `least` are chosen whether they add something or not. One of `first`
    comes before all others. `calm` is the price of colour (`Salience.worth`), `weights` those of the stems.
    """
    left = sorted(drafts, key=lambda draft: (draft not in first, -salience.worth([draft.text], calm)))[:SHORTLIST]
    chosen: list[DraftClaim] = []
    worth = -math.inf
    while left:
        values = [salience.worth([*(c.text for c in chosen), draft.text], calm) for draft in left]
        best = max(range(len(left)), key=lambda at: (bool(chosen) or left[at] in first, values[at]))
        if values[best] <= worth and len(chosen) >= least:
            break
        worth, draft = values[best], left.pop(best)
        chosen.append(draft)
        room = words - sum(len(c.text.split()) for c in chosen)
        left = [d for d in left if FEWEST_WORDS <= len(d.text.split()) <= room and not _alike(d, draft, weights)]
    return chosen


def _alike(one: DraftClaim, other: DraftClaim, weights: Mapping[str, float]) -> bool:
    return overlap(frozenset(concept_stems(one.text)), frozenset(concept_stems(other.text)), weights) >= ALIKE
