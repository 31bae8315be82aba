"""What a suite measures: the name of a figure, which way is better, and whether it is an absolute rule.

It leaves out how a figure is computed: that is a scorer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Better(StrEnum):
    """Which way a figure should go. `NEITHER` is shown and compared, and never fails a gate."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: the mean of one score over the cases that have it.

    An `absolute` measure counts what must never happen; one such case fails a gate, whatever the baseline says.
    One that is no `share` is an amount (words, seconds), not a part of something.
    """

    name: str
    means: str
    better: Better = Better.HIGHER
    absolute: bool = False
    share: bool = True


Scores = dict[str, float | None]
"""The scores of one case by name of the measure. A measure that does not apply is left out; None is *unscored*:
it should have been scored and could not be."""


def is_loss(measure: Measure, difference: float) -> bool:
    """Whether a figure that moved by this much got worse."""
    return {Better.HIGHER: difference < 0, Better.LOWER: difference > 0, Better.NEITHER: False}[measure.better]
