"""How alike two articles are, and how strongly that says that they cover one event.

Three cosines and the days between them say how alike they are. How strong that is depends on what else there is: two
articles that are as close to each other as to nothing else cover one event; the same cosine among closer ones does not.
The weights are in `story_weights.json`, made by `benchmarks.train_stories`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.store.clusters import WHOLE
from rag.store.fingerprints import SCALE

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("story_weights.json")

STEMS_CAP, PAIRS_CAP = SCALE // 2, SCALE // 4
"""A closest article counts as no closer than this: near-copies must not make all others look far away."""

CLOSE_PERCENT = 50
"""Two articles are close only if their cosine is so much of what one of them has with its closest."""

NEGLIGIBLE = 200
"""Strengths below this count as 0."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Pairs of articles, a column each: three cosines, and the days between them (-1: one of them has no date)."""

    stems: Whole
    pairs: Whole
    title: Whole
    gap: Whole

    @staticmethod
    def names() -> tuple[str, ...]:
        """Return the names of the columns."""
        return "stems", "pairs", "title", "gap"

    def columns(self) -> dict[str, Numbers]:
        """Return the features that depend on the two articles alone."""
        return {
            "stems": self.stems / SCALE,
            "pairs": np.sqrt(self.pairs / SCALE),
            "title": self.title / SCALE,
            "undated": (self.gap < 0).astype(np.float64),
            "gap": np.log(np.maximum(self.gap, 1)),
        }


def relative(alike: Alike, stems: tuple[Whole, Whole], pairs: tuple[Whole, Whole]) -> dict[str, Numbers]:
    """Return the features that depend on the other articles too.

    `stems` and `pairs` are the highest cosines that the one and the other article of each pair have with any.
    """
    found = {}
    for name, own, (one, other), cap in (
        ("stems", alike.stems, stems, STEMS_CAP), ("pairs", alike.pairs, pairs, PAIRS_CAP)
    ):  # fmt: skip
        parts = [np.minimum(own / np.clip(best, 1, cap), 1.0) for best in (one, other)]
        found[f"{name}_least"], found[f"{name}_most"] = np.minimum(*parts), np.maximum(*parts)
    return found


def are_close(stems: Whole, one_closest: Whole, other_closest: Whole) -> NDArray[np.bool_]:
    """Tell which pairs are close enough, compared with the closest that their articles have."""
    return stems * 100 >= CLOSE_PERCENT * np.minimum(np.minimum(one_closest, other_closest), STEMS_CAP)


def may_be_kin(alike: Alike) -> NDArray[np.bool_]:
    """Tell which pairs are alike enough to be looked at with all others in view."""
    weights = load_weights()
    return _logit(weights.kin, alike.columns()) >= weights.kin_least


def strengths(columns: Mapping[str, Numbers]) -> Whole:
    """Return how probable it is that each pair covers one event, from 0 to `WHOLE`; whole numbers, so exactly."""
    probable = 1.0 / (1.0 + np.exp(-_logit(load_weights().story, columns)))
    found = np.rint(probable * WHOLE).astype(np.int64)
    return np.where(found < NEGLIGIBLE, 0, found)


@dataclass(frozen=True, slots=True)
class Weights:
    """Two logistic models by feature, each with a `bias`, and the thresholds that go with them."""

    kin: dict[str, float]
    kin_least: float
    story: dict[str, float]
    story_least: int


@cache
def load_weights() -> Weights:
    """Read the weights."""
    return Weights(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


def _logit(weights: Mapping[str, float], columns: Mapping[str, Numbers]) -> Numbers:
    # Summed column by column: a matrix product may round differently for another number of rows.
    total = np.full(len(columns["stems"]), weights["bias"])
    for name, column in columns.items():
        total = total + weights[name] * column
    return total
