"""The trained numbers that tell whether two claims state the same fact, from their traits.

A logistic regression, one with vectors and one without, trained by `benchmarks.train_alignment`. The file holds nothing
but numbers and the names of traits.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.generate.compare.meaning import Matrix
from rag.generate.compare.traits import NAMES

_FILE = Path(__file__).with_name("pair_weights.json")


@dataclass(frozen=True, slots=True)
class PairModel:
    """Weights in the order of `traits.NAMES`, and the likelihood from which a pair is taken for the same fact."""

    weights: Matrix
    bias: float
    threshold: float

    def likelihood(self, rows: Matrix) -> Matrix:
        """Return for each row of traits how likely it is that both state the same fact."""
        likely: Matrix = 1 / (1 + np.exp(-(rows @ self.weights + self.bias)))
        return likely


@cache
def load_pair_model(with_vectors: bool) -> PairModel:
    """Load the model for traits taken with or without vectors."""
    held = json.loads(_FILE.read_text(encoding="utf-8"))["with vectors" if with_vectors else "words alone"]
    weights = np.array([held["weights"][name] for name in NAMES])
    return PairModel(weights, held["bias"], held["threshold"])
