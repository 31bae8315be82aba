"""What a library holds, compared with what it should hold: article by article, version by version, chunk by chunk."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rag.settings import Settings
from rag.store.chunks import split_chunks
from rag.store.library import Library
from rag.store.vectors import VectorIndex

Versions = Mapping[str, tuple[str, ...]]
"""The versions of each article by its id, the current one last."""


SAMPLE = 200
"""Vectors that are searched for."""

ALIKE = 0.999
"""The least cosine of a vector with what is found when it is searched for: itself, or its like."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many articles and chunks there are, and how many are wrong in which way."""

    articles: int
    chunks: int
    lost: int
    duplicated: int
    half_indexed: int
    wrong_versions: int

    def faults(self) -> list[str]:
        """Say what is wrong, nothing if all is well."""
        counts = {"lost": self.lost, "duplicated": self.duplicated, "half indexed": self.half_indexed}
        counts["with wrong versions"] = self.wrong_versions
        return [f"{count} {name}" for name, count in counts.items() if count]


def compare(data: Path, held: Versions) -> Comparison:
    """Compare a library, which no other process has open, with what it should hold."""
    with Library.open(Settings(data=data)) as library:
        found = library.catalogue.articles(library.catalogue.ids())
        chunks = {chunk.id for article in found.values() for chunk in split_chunks(article)}
        words, vectors = library.index.words, library.index.vectors
        word_ids, vector_ids = words.chunk_ids(), vectors.chunk_ids()
        twice = words.size() - len(word_ids)
        loose = sum(not (entry.origin and entry.story) for entry in library.catalogue.entries())
        hidden = _hidden(vectors, sorted(vector_ids))
    addresses = Counter(article.url for article in found.values())
    kept = _versions(data)
    return Comparison(
        articles=len(found),
        chunks=len(chunks),
        lost=len(held.keys() - found.keys()),
        duplicated=len(found.keys() - held.keys()) + sum(n - 1 for n in addresses.values()) + twice,
        half_indexed=len(chunks ^ word_ids) + len(chunks ^ vector_ids) + loose + hidden,
        wrong_versions=sum(
            kept.get(key) != Counter(versions) or (key in found and found[key].version != versions[-1])
            for key, versions in held.items()
        ),
    )


def current(data: Path) -> dict[str, str]:
    """Return the current version of every article by its id, straight from the database."""
    with closing(sqlite3.connect(data / "plumbline.db")) as connection:
        return dict(connection.execute("SELECT id, version FROM articles").fetchall())


def _hidden(vectors: VectorIndex, ids: Sequence[str]) -> int:
    """Count vectors, of a sample, that are held but that no search comes upon: then the graph is damaged."""
    sample = ids[:: max(1, len(ids) // SAMPLE)]
    stored = vectors.vectors(sample)
    return sum(all(score < ALIKE for _, score in vectors.search(stored[key], 1)) for key in sample)


def _versions(data: Path) -> dict[str, Counter[str]]:
    kept: dict[str, Counter[str]] = {}
    with closing(sqlite3.connect(data / "plumbline.db")) as connection:
        for key, version in connection.execute("SELECT article_id, version FROM versions"):
            kept.setdefault(key, Counter())[version] += 1
    return kept
