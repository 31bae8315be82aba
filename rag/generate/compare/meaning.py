"""What a text means as a vector, from the embedding that the caller gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Turns texts into one vector each."""
Matrix = npt.NDArray[np.float64]


def unit_vectors(texts: Sequence[str], embed: Embed) -> Matrix:
    """Return a vector of length 1, or 0, for each text."""
    vectors = embed(texts).astype(np.float64)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Matrix = vectors / np.where(norms > 0, norms, 1.0)
    return unit
