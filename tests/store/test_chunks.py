"""Chunks: whole consecutive paragraphs of reporting, each exactly once, small enough to embed."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st

from rag.datatypes import Article
from rag.store.chunks import MAX_PIECES, count_pieces, split_chunks
from tests.builders import article, readable

WORDS = st.text("abcdefghij", min_size=1, max_size=8)
SENTENCES = st.builds(
    lambda words, end: " ".join(words).capitalize() + end,
    st.lists(WORDS, min_size=1, max_size=260),
    st.sampled_from(".?!"),
)
OTHER = st.sampled_from(["- A subhead -", "By Tam Orrin", "Read more: the old mill", "burs-tto/ok", "Photo: Ina Brook"])
ARTICLES = st.lists(st.one_of(SENTENCES, OTHER), min_size=1, max_size=12)


def pieces(text: str) -> int:
    return len(re.findall(r"\w+|[^\w\s]", text))


def built(texts: list[str]) -> Article:
    found = readable(texts)
    assume(found is not None)
    assert found is not None
    return found


@given(ARTICLES)
@example(["word " * 194 + "end.", "One more."])
@example(["a b c " * 160 + "end.", "a b c " * 160 + "end."])
def test_every_citable_paragraph_is_in_exactly_one_chunk_and_in_order(texts: list[str]) -> None:
    held = built(texts)
    assert [p for chunk in split_chunks(held) for p in chunk.paragraphs] == list(held.body)


@given(ARTICLES)
def test_a_chunk_is_a_run_of_citable_paragraphs(texts: list[str]) -> None:
    held = built(texts)
    for chunk in split_chunks(held):
        first, last = chunk.paragraphs[0].number, chunk.paragraphs[-1].number
        assert list(chunk.paragraphs) == [p for p in held.body if first <= p.number <= last]
        assert chunk.text == "\n\n".join(p.text for p in chunk.paragraphs)


@given(ARTICLES)
def test_a_chunk_of_several_paragraphs_is_not_too_long_and_could_not_take_the_next(texts: list[str]) -> None:
    chunks = split_chunks(built(texts))
    for chunk in chunks:
        assert len(chunk.paragraphs) == 1 or pieces(chunk.text) <= MAX_PIECES
    for chunk, after in pairwise(chunks):
        assert pieces(chunk.text) + pieces(after.paragraphs[0].text) > MAX_PIECES


@given(ARTICLES)
def test_every_chunk_has_an_id_of_its_own_that_names_its_article(texts: list[str]) -> None:
    held = built(texts)
    chunks = split_chunks(held)
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert all(chunk.id.startswith(f"{held.id}-{held.version}-") for chunk in chunks)


def test_a_paragraph_longer_than_a_chunk_is_one_whole_chunk() -> None:
    long = "He is at it, " * 70 + "he said."
    chunks = split_chunks(article(f"The mill closed.\n\n{long}\n\nThe mill opened."))
    assert [chunk.text for chunk in chunks] == ["The mill closed.", long, "The mill opened."]


@given(st.text(st.sampled_from("aZ9_ .,-\n\t\x0b\x1c‘’“”–—…•é²日\u00a0½")))
def test_pieces_are_words_and_marks(text: str) -> None:
    assert count_pieces(text) == len(re.findall(r"\w+|[^\w\s]", text))
