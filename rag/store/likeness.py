"""How alike two articles are, and how strongly that says that they cover one event.

What they have in common and the days between them say how alike they are. How strong that is depends on what else
there is: two articles that are as close to each other as to nothing else cover one event; the same cosine among closer
ones does not. The weights are in `story_weights.json`, made by `benchmarks.train_stories`.
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
from rag.store.measures import MEASURES, Whole

Numbers = NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("story_weights.json")

CAPS = {
    "stems": SCALE // 2,
    "pairs": SCALE // 4,
    "title": SCALE * 3 // 5,
    "whole": SCALE // 2,
    "told_most": SCALE,
}
"""Measures that are also seen against the closest that an article has, which counts as no closer than this.

Near-copies must not make all others look far away.
"""

CLOSE_PERCENT = 50
"""Two articles are close only if their cosine is so much of what one of them has with its closest."""

NEGLIGIBLE = 200
"""Strengths below this count as 0."""

EVIDENCE = 1000
"""Evidence is a logit in so many steps."""

EVIDENCE_CAP, NO_EVIDENCE = 4 * EVIDENCE, -9 * EVIDENCE
"""The most that counts of the best evidence that an article has with any, and what stands for none."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Pairs of articles: each of `MEASURES`, and the days between them (-1: one of them has no date)."""

    measures: Mapping[str, Whole]
    gap: Whole

    @classmethod
    def of(cls, lines: Whole, gap: Whole) -> Alike:
        """Take the measures as lines, a pair each."""
        return cls({name: lines[:, at] for at, name in enumerate(MEASURES)}, gap)

    def columns(self) -> dict[str, Numbers]:
        """Return the features that depend on the two articles alone."""
        # What is more alike than articles on one event ever are says no more than they: a weight may be negative.
        features = {name: np.minimum(values, CAPS.get(name, SCALE)) / SCALE for name, values in self.measures.items()}
        features["pairs"] = np.sqrt(features["pairs"])
        features["phrases"] = np.log1p(self.measures["phrases"])
        features["undated"] = (self.gap < 0).astype(np.float64)
        features["gap"] = np.log(np.maximum(self.gap, 1))
        return features


@dataclass(frozen=True, slots=True)
class Around:
    """What else there is around one article of each pair.

    The highest of each of `CAPS`, the best evidence, and how crowded its days are (`Kinship.crowds`).
    """

    closest: Mapping[str, Whole]
    evidence: Whole
    crowd: Whole


def relative(alike: Alike, evidence: Whole, one: Around, other: Around) -> dict[str, Numbers]:
    """Return the features that depend on the other articles too."""
    found: dict[str, Numbers] = {}
    for name, cap in CAPS.items():
        own = alike.measures[name]
        parts = [np.minimum(own / np.clip(side.closest[name], 1, cap), 1.0) for side in (one, other)]
        if name == "pairs":
            parts = [np.sqrt(part) for part in parts]
        found[f"{name}_least"], found[f"{name}_most"] = np.minimum(*parts), np.maximum(*parts)
    behind = [np.maximum(np.minimum(side.evidence, EVIDENCE_CAP) - evidence, 0) / EVIDENCE for side in (one, other)]
    found["behind_least"], found["behind_most"] = np.minimum(*behind), np.maximum(*behind)
    # On a crowded day, two reports of that day are less likely of one event.
    crowds = one.crowd.astype(np.float64), other.crowd.astype(np.float64)
    found["crowd_least"], found["crowd_most"] = np.minimum(*crowds), np.maximum(*crowds)
    return found


def are_close(stems: Whole, one_closest: Whole, other_closest: Whole) -> NDArray[np.bool_]:
    """Tell which pairs are close enough, compared with the closest that their articles have."""
    return stems * 100 >= CLOSE_PERCENT * np.minimum(np.minimum(one_closest, other_closest), CAPS["stems"])


def evidence_of(alike: Alike) -> Whole:
    """Return what speaks, in the two alone, for each pair covering one event: a logit, in steps of `EVIDENCE`."""
    return np.asarray(np.rint(_logit(load_weights().kin, alike.columns()) * EVIDENCE), dtype=np.int64)


def may_be_kin(evidence: Whole) -> NDArray[np.bool_]:
    """Tell by their evidence which pairs are worth being looked at with all others in view."""
    return evidence >= load_weights().kin_least * EVIDENCE


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
