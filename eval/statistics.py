"""Intervals and tests for means over cases that belong to groups: pure functions, seeded, the same in any order.

Cases of one source or story are not independent, so groups are drawn, not cases (cluster bootstrap; sign flips by
group). A resampled mean is a ratio of sums, so groups may differ in size. It leaves out what a figure means.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.05
DRAWS = 2000
SEED = 20260101
_Z = 1.959964
_POWER_Z = 0.841621
"""80% power: the normal quantile of .8."""
_EXACT = 12
"""Up to so many groups every pattern of signs is tried."""
_CHUNK = 250
_NOTHING = 1e-9

Floats = NDArray[np.float64]
Keyed = Sequence[tuple[str, float]]
"""Values with the group each belongs to."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95% interval and standard error."""

    value: float
    low: float
    high: float
    error: float


def estimate(values: Keyed, *, share: bool = True) -> Estimate | None:
    """Return the mean of values with its interval; None of no values.

    Where all values of a share are alike, resampling shows no spread; the interval of Wilson over the groups does.
    """
    if not values:
        return None
    sums, counts = _by_group(values)
    mean = math.fsum(sums) / math.fsum(counts)
    if share and len({value for _, value in values}) == 1 and mean in (0.0, 1.0):
        return _one_sided(mean, len(sums))
    if share and len(sums) == 1:
        return Estimate(mean, 0.0, 1.0, 0.5)  # One group says nothing of how groups differ.
    drawn = _resampled_means(sums, counts)
    low, high = np.quantile(drawn, (LEVEL / 2, 1 - LEVEL / 2))
    return Estimate(mean, min(float(low), mean), max(float(high), mean), float(drawn.std()))


def bootstrap(groups: Sequence[str], statistic: Callable[[NDArray[np.intp]], float], draws: int = 400) -> Floats:
    """Return a statistic of the cases, given by their positions, over resamples of whole groups."""
    members: dict[str, list[int]] = {}
    for position, group in enumerate(groups):
        members.setdefault(group, []).append(position)
    held = [np.array(members[name], dtype=np.intp) for name in sorted(members)]
    generator = np.random.default_rng(SEED)
    picks = generator.integers(0, len(held), size=(draws, len(held)))
    return np.array([statistic(np.concatenate([held[i] for i in pick])) for pick in picks])


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference (new less old): its interval, the p of sign flips, and what could have been seen.

    `least_p` is the smallest p that so many changed groups can give. `detectable` is the difference found with 80%
    power at the 5% level.
    """

    value: float
    low: float
    high: float
    p: float
    least_p: float
    detectable: float
    changed: int
    cases: int


def paired_difference(differences: Keyed) -> Difference:
    """Compare two runs by the differences of their cases (new less old).

    Raises:
        ValueError: there are no differences to judge by.
    """
    if not differences:
        raise ValueError("There is no case that both runs have scored.")
    # What differs by the last digits of a float is the same.
    sums, counts = _by_group([(group, 0.0 if abs(value) < _NOTHING else value) for group, value in differences])
    cases = len(differences)
    value = math.fsum(sums) / cases
    drawn = _resampled_means(sums, counts)
    low, high = np.quantile(drawn, (LEVEL / 2, 1 - LEVEL / 2))
    moved = sums[sums != 0]
    least = min(1.0, 2.0 ** (1 - len(moved)))
    fewest = math.ceil(1 - math.log2(LEVEL))
    detectable = max((_Z + _POWER_Z) * float(drawn.std()), fewest / cases)
    return Difference(
        value, float(low), float(high), sign_flip_p(moved), least, detectable, int(np.count_nonzero(moved)), cases
    )


def sign_flip_p(sums: Floats) -> float:
    """Return the two-sided p that group differences with random signs add up to at least what was seen."""
    if not len(sums):
        return 1.0
    seen = abs(math.fsum(sums)) - 1e-12
    if len(sums) <= _EXACT:
        patterns = (np.arange(2 ** len(sums))[:, None] >> np.arange(len(sums))) & 1
        return float(np.mean(np.abs((patterns * 2 - 1) @ sums) >= seen))
    generator = np.random.default_rng(SEED)
    hits = total = 0
    while total < DRAWS * 5:
        signs = generator.integers(0, 2, size=(_CHUNK, len(sums))) * 2 - 1
        hits += int(np.count_nonzero(np.abs(signs @ sums) >= seen))
        total += _CHUNK
    return (hits + 1) / (total + 1)


def adjust(tests: Mapping[str, Difference]) -> dict[str, float]:
    """Return p adjusted for having made many tests (Holm), leaving out those that could never be significant.

    A test whose least possible p is above the level cannot reject, so it costs the others nothing (Tarone 1990).
    """
    able = sorted((name for name in tests if tests[name].least_p <= LEVEL), key=lambda name: (tests[name].p, name))
    adjusted = dict.fromkeys(tests, 1.0)
    highest = 0.0
    for rank, name in enumerate(able):
        highest = max(highest, min(1.0, tests[name].p * (len(able) - rank)))
        adjusted[name] = highest
    return adjusted


def detectable_difference(one: Estimate) -> float:
    """Return the difference that a second run on other cases of the same number would show with 80% power."""
    return (_Z + _POWER_Z) * math.sqrt(2) * one.error


def _by_group(values: Keyed) -> tuple[Floats, Floats]:
    """Return the sum and the number of values of each group, in an order that the order of cases cannot change."""
    groups: dict[str, list[float]] = {}
    for group, value in values:
        groups.setdefault(group, []).append(value)
    ordered = [groups[name] for name in sorted(groups)]
    return np.array([math.fsum(group) for group in ordered]), np.array([float(len(group)) for group in ordered])


def _resampled_means(sums: Floats, counts: Floats) -> Floats:
    generator = np.random.default_rng(SEED)
    share = np.full(len(sums), 1 / len(sums))
    parts = []
    for _ in range(DRAWS // _CHUNK):
        times = generator.multinomial(len(sums), share, size=_CHUNK)
        parts.append((times @ sums) / (times @ counts))
    return np.concatenate(parts)


def _one_sided(mean: float, groups: int) -> Estimate:
    """Wilson's interval of none or all of so many groups."""
    square = _Z * _Z
    width = square / (groups + square)
    low, high = (0.0, width) if mean == 0 else (1 - width, 1.0)
    return Estimate(mean, low, high, width / (2 * _Z))
