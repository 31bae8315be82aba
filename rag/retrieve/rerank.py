"""The re-ranker: a small network over the features of candidates, whose weights are a JSON file beside this one.

Training it is `benchmarks/train_reranker.py`; at run time there is nothing but the numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.retrieve.matches import Matrix

WEIGHTS = Path(__file__).with_name("reranker.json")


@dataclass(frozen=True, slots=True)
class Reranker:
    """`scores = tanh(x @ hidden + bias) @ output + x @ direct`, where x are the features less `mean`, over `spread`."""

    features: tuple[str, ...]
    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    hidden: NDArray[np.float64]
    bias: NDArray[np.float64]
    output: NDArray[np.float64]
    direct: NDArray[np.float64]

    def scores(self, columns: Mapping[str, Matrix]) -> NDArray[np.float64]:
        """Return a score for each candidate, the higher the likelier that it holds an answer; only differences count.

        A score is the logarithm of the likelihood, up to a constant for the question.
        """
        rows = (np.column_stack([columns[name] for name in self.features]) - self.mean) / self.spread
        scores: NDArray[np.float64] = np.tanh(rows @ self.hidden + self.bias) @ self.output + rows @ self.direct
        return scores


@lru_cache(maxsize=1)
def load_reranker() -> Reranker:
    """Load the weights that come with the project."""
    held = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    names = tuple(held.pop("features"))
    return Reranker(names, **{name: np.array(values, dtype=np.float64) for name, values in held.items()})
