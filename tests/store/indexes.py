"""What the tests of the search index share: invented articles, and what it means to be in step."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from rag.store.chunks import split_chunks
from rag.store.library import Library
from tests.builders import numbered

NAMES = ("word", "vector")
FEW = [numbered(n) for n in range(12)]
MANY = [
    replace(numbered(n, paragraphs=1), published=(date(1900, 1, 1) + timedelta(days=40 * n)).isoformat())
    for n in range(1100)
]
"""More than Chroma keeps in its log before it writes a graph to files of its own; far apart, so that none are kin."""


def copy(folder: Path, to: Path) -> Path:
    """Copy a library into a folder."""
    return Path(shutil.copytree(folder, to / "library"))


def expected(library: Library) -> set[str]:
    """The ids of the catalogue's chunks."""
    held = library.catalogue.articles(library.catalogue.ids()).values()
    return {chunk.id for one in held for chunk in split_chunks(one)}


def assert_in_step(library: Library) -> None:
    """Both indexes hold exactly the catalogue's chunks, once, and both can be searched."""
    words, vectors = library.index.words, library.index.vectors
    chunks = expected(library)
    assert words.chunk_ids() == chunks
    assert vectors.chunk_ids() == chunks
    assert words.size() == len(chunks)
    assert library.index.check() == []
    assert library.index.behind() == 0
    assert {key for key, _ in words.search([("warden", 1.0)], 5)} <= chunks
    found = vectors.search(vectors.embed(["barrels in a cellar"])[0], 5)
    assert {key for key, _ in found} <= chunks
    assert len(found) == min(5, len(chunks))
