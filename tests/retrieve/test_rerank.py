"""The re-ranker: the weights that come with the project fit the features and say what they should of plain cases."""

from __future__ import annotations

import numpy as np

from rag.retrieve.rerank import Reranker, load_reranker


def test_the_weights_have_the_shape_that_their_features_need() -> None:
    model = load_reranker()
    width = len(model.features)
    assert len(set(model.features)) == width
    assert model.mean.shape == model.spread.shape == model.direct.shape == (width,)
    assert model.hidden.shape == (width, len(model.bias))
    assert model.output.shape == model.bias.shape
    assert (model.spread > 0).all()


def test_a_candidate_that_has_more_of_everything_scores_higher() -> None:
    model = load_reranker()
    low, high = model.mean - 0.5 * model.spread, model.mean + 0.5 * model.spread
    asked = {name: np.array([a, b]) for name, a, b in zip(model.features, low, high, strict=True)}
    worse, better = model.scores(asked)
    assert better > worse


def test_a_score_is_the_network_written_down() -> None:
    two = Reranker(
        features=("a", "b"),
        mean=np.array([1.0, 0.0]),
        spread=np.array([2.0, 1.0]),
        hidden=np.array([[1.0], [0.0]]),
        bias=np.array([0.5]),
        output=np.array([3.0]),
        direct=np.array([0.0, 4.0]),
    )
    found = two.scores({"b": np.array([2.0]), "a": np.array([3.0]), "unused": np.array([9.0])})
    assert found.tolist() == [3.0 * np.tanh(1.5) + 8.0]
