"""The embedded model: there without a download, the same every time, close for close meanings."""

from __future__ import annotations

import numpy as np
import pytest

from rag.errors import UsageError
from rag.store.embeddings import load_embedder


def test_vectors_have_length_one_and_are_the_same_every_time() -> None:
    embedder = load_embedder("wordllama")
    vectors = embedder.embed(["The ferry ran aground.", "A tax on barley."])
    assert vectors.shape == (2, 256)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[1], embedder.embed(["A tax on barley."])[0])


def test_close_meanings_are_close() -> None:
    boat, ship, tax = load_embedder("wordllama").embed(
        ["The boat sank in the harbour.", "A ship went down in port.", "The council raised a tax on barley."]
    )
    assert boat @ ship > boat @ tax


def test_no_texts_give_no_vectors() -> None:
    assert load_embedder("wordllama").embed([]).shape == (0, 256)


@pytest.mark.parametrize("text", ["", " ", "\x00", "表", "🙂", "a" * 20_000])
def test_any_text_has_a_finite_vector(text: str) -> None:
    vector = load_embedder("wordllama").embed([text])[0]
    assert np.isfinite(vector).all()


def test_an_unknown_model_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="'word2vec'") as caught:
        load_embedder("word2vec")
    assert "wordllama" in caught.value.hint
