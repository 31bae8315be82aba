"""The embedding cache: no text is asked for twice, questions are not kept, and what is not needed can be dropped."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import ModelBusyError, ModelReplyError
from rag.store.database import Database
from rag.store.embedding_cache import EmbeddingCache, digest, drop_all_but, is_kept
from rag.store.embeddings import Vectors


class Counted:
    """An embedder that notes what it was asked; it can fail after so many requests."""

    def __init__(self, dimensions: int = 16) -> None:
        self.dimensions = dimensions
        self.asked: list[list[str]] = []
        self.fails_at: int | None = None
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            if len(self.asked) + 1 == self.fails_at:
                raise ModelBusyError("Busy.")
            self.asked.append(list(texts))
        rows = [np.random.default_rng(abs(hash(text)) % 2**32).normal(size=self.dimensions) for text in texts]
        found = np.array(rows, dtype=np.float32).reshape(len(texts), self.dimensions)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'cache.db'}")
    yield opened
    opened.close()


def cache(database: Database, model: Counted, name: str = "m@http://a.example") -> EmbeddingCache:
    return EmbeddingCache(database, name, model.embed, batch=4)


def test_nothing_is_asked_twice_and_the_vectors_are_the_same(database: Database) -> None:
    model = Counted()
    first = cache(database, model).embed(["a", "b", "a"])
    assert model.asked == [["a", "b"]]
    again = cache(database, model).embed(["b", "c", "a"])
    assert model.asked == [["a", "b"], ["c"]]
    assert np.array_equal(again[[2, 0]], first[[0, 1]])
    assert np.array_equal(first[0], first[2])


def test_what_is_kept_is_as_close_as_float16_and_of_length_one(database: Database) -> None:
    model = Counted(dimensions=1536)
    found = cache(database, model).embed(["a", "b"])
    exact = model.embed(["a", "b"])
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    assert ((found * exact).sum(axis=1) > 1 - 1e-6).all()


def test_two_models_do_not_share(database: Database) -> None:
    one, other = Counted(), Counted(dimensions=8)
    cache(database, one).embed(["a"])
    assert cache(database, other, "n@http://a.example").embed(["a"]).shape == (1, 8)
    assert other.asked == [["a"]]


def test_what_was_answered_before_a_failure_is_kept(database: Database) -> None:
    model = Counted()
    model.fails_at = 3
    texts = [str(n) for n in range(12)]
    with pytest.raises(ModelBusyError):
        cache(database, model).embed(texts)
    model.fails_at = None
    cache(database, model).embed(texts)
    assert sorted(text for part in model.asked for text in part) == sorted(texts)


def test_a_model_whose_dimensions_changed_is_an_error(database: Database) -> None:
    cache(database, Counted()).embed(["a"])
    with pytest.raises(ModelReplyError, match="has changed") as caught:
        cache(database, Counted(dimensions=8)).embed(["a", "b"])
    assert "embeddings MODEL" in caught.value.hint


def test_several_at_once_do_no_harm(database: Database) -> None:
    model = Counted()
    texts = [str(n) for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: cache(database, model).embed(texts), range(4)))
    assert all(np.array_equal(one, found[0]) for one in found)


def test_more_than_one_query_may_look_up(database: Database) -> None:
    texts = [str(n) for n in range(1203)]
    model = Counted()
    found = EmbeddingCache(database, "m", model.embed, 500).embed(texts)
    assert np.array_equal(EmbeddingCache(database, "m", model.embed, 500).embed(texts), found)
    assert sum(map(len, model.asked)) == len(texts)


@given(texts=st.lists(st.text(max_size=5), max_size=12))
def test_any_texts_come_back_in_order(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('cache') / 'cache.db'}")
    model = Counted()
    found = cache(database, model).embed(texts)
    exact = model.embed(texts)
    assert len(found) == len(texts)
    assert not texts or np.allclose(found, exact, atol=1e-3)
    database.close()


def test_what_is_not_needed_can_be_dropped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.store.embedding_cache.ROWS_AT_ONCE", 3)
    assert not is_kept(database)
    model = Counted()
    cache(database, model, "one").embed([str(n) for n in range(10)])
    cache(database, model, "two").embed(["1", "2"])
    assert is_kept(database)
    assert drop_all_but(database, {"one"}, {digest("1"), digest("7")}) == 10
    asked = len(model.asked)
    cache(database, model, "one").embed(["1", "7"])
    assert len(model.asked) == asked
    cache(database, model, "two").embed(["1"])
    assert len(model.asked) == asked + 1
