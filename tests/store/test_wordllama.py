"""The embedded model: its vectors are those of the package that it comes from, however the words are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.store import wordllama as module
from rag.store.wordllama import WordLlamaEmbedder

TEXTS = [
    "The ferry “Alma” left at 6.40 a.m. — an hour late — with 1,204 people aboard.",
    "Two  blanks,   three blanks\n\nand a new paragraph.\tA tab.",
    "El alcalde dijo que no; Москва ответила 日本語で.",
    " leading and trailing ",
    "e.g. U.S. $4.5bn (about 3%) at http://example.com/a?b=c#d",
    "word\n",
]


@lru_cache(maxsize=1)
def _package() -> Any:
    import wordllama

    return wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)


def _theirs(texts: list[str]) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.asarray(_package().embed(texts, norm=True), dtype=np.float32))


@pytest.mark.parametrize("text", TEXTS)
def test_the_vector_of_a_text_is_the_packages_own(text: str) -> None:
    assert np.allclose(WordLlamaEmbedder().embed([text]), _theirs([text]), atol=1e-5)


@given(
    st.lists(st.text(st.characters(exclude_characters="_<▁", exclude_categories=["Cs", "Cc"])), min_size=1, max_size=5)
)
def test_any_text_gets_the_packages_vector(texts: list[str]) -> None:
    assert np.allclose(_EMBEDDER.embed(texts), _theirs(texts), atol=1e-5)


def test_a_text_without_a_token_has_the_vector_zero() -> None:
    assert not WordLlamaEmbedder().embed([""]).any()
    assert WordLlamaEmbedder().embed([]).shape == (0, 256)


def test_vectors_do_not_depend_on_what_was_embedded_before_or_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_WORDS", 12)
    crowded = WordLlamaEmbedder()
    one_by_one = np.concatenate([crowded.embed([text]) for text in TEXTS * 3])
    assert np.allclose(one_by_one, WordLlamaEmbedder().embed(TEXTS * 3), atol=1e-6)


def test_threads_share_an_embedder() -> None:
    embedder = WordLlamaEmbedder()
    texts = [f"The harbour master closed the lock after storm number {at}" for at in range(200)]
    with ThreadPoolExecutor(4) as threads:
        parts = list(threads.map(lambda at: embedder.embed(texts[at : at + 10]), range(0, 200, 10)))
    assert np.allclose(np.concatenate(parts), WordLlamaEmbedder().embed(texts), atol=1e-6)


_EMBEDDER = WordLlamaEmbedder()
