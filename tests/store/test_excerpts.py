"""Excerpts: a chunk that is read by its id is the chunk that was cut from the article."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.store.chunks import split_chunks
from rag.store.library import Library
from tests.builders import article, open_library, sample_articles

LINES = st.lists(st.text(min_size=1, max_size=400).map(str.strip).filter(bool), min_size=1, max_size=12)


def test_excerpts_are_the_chunks_with_their_source(tmp_path: Path) -> None:
    samples = sample_articles()
    chunks = {chunk.id: chunk for held in samples for chunk in split_chunks(held)}
    with open_library(tmp_path) as library:
        library.put(samples)
        library.groups.catch_up()
        excerpts = library.catalogue.excerpts(chunks)
        held = library.catalogue.articles(chunk.article.id for chunk in chunks.values())
    assert excerpts.keys() == chunks.keys()
    for key, excerpt in excerpts.items():
        source = held[excerpt.article_id]
        assert excerpt.text == chunks[key].text
        assert [(p.id, p.number, p.text) for p in excerpt.paragraphs] == [
            (p.id, p.number, p.text) for p in chunks[key].paragraphs
        ]
        assert (excerpt.outlet, excerpt.title, excerpt.published, excerpt.url, excerpt.origin, excerpt.story) == (
            source.outlet, source.title, source.published, source.url, source.origin, source.story
        )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_any_text_is_cut_alike(library: Library, lines: list[str]) -> None:
    held = article("\n\n".join(["The lock was shut on Monday.", *lines]), url="https://post.example/any")
    library.put([held])
    current = library.catalogue.article(held.id)
    chunks = {chunk.id: chunk.text for chunk in split_chunks(current)}
    assert {key: excerpt.text for key, excerpt in library.catalogue.excerpts(chunks).items()} == chunks


def test_what_is_of_another_version_or_gone_is_left_out(tmp_path: Path) -> None:
    first = article("The lock was shut on Monday.", url="https://post.example/lock")
    second = article("The lock was shut on Tuesday.", url="https://post.example/lock")
    with open_library(tmp_path) as library:
        library.put([first])
        library.put([second])
        ids = [chunk.id for held in (first, second) for chunk in split_chunks(held)]
        assert [*library.catalogue.excerpts([*ids, "000000000000-00000000-1-1"])] == ids[1:]
