"""Following the change log: what a stretch of it asks of an index, read and embedded one stretch ahead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rag.store.catalogue import Catalogue, Change, Operation
from rag.store.chunks import Chunk, split_chunks
from rag.store.embedding_models import Model
from rag.store.embeddings import Vectors
from rag.store.vectors import text_to_embed


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive changes, taken together.

    Attributes:
        touched: The articles that changed.
        stale: Those of them that may have left chunks behind: all that were not merely added.
        chunks: The chunks of those that are still there, as they are now.
        vectors: The embedded chunks, shape (chunks, dimensions).
        changes: How many there are.
        seq: The last of the changes.
    """

    touched: Sequence[str]
    stale: Sequence[str]
    chunks: Sequence[Chunk]
    vectors: Vectors
    changes: int
    seq: int


def follow(catalogue: Catalogue, model: Model, after: int) -> Iterator[Batch]:
    """Yield what changed after a point of the log, until there is no more; changes that come meanwhile included.

    Raises:
        ModelError: the embedding model's server gave no usable reply.
    """
    if model.ahead:
        yield from _follow_ahead(catalogue, model, after)
        return
    while batch := _read_after(catalogue, model, after):
        yield batch
        after = batch.seq


def _follow_ahead(catalogue: Catalogue, model: Model, after: int) -> Iterator[Batch]:
    """Read and embed a batch in another thread while the one before is written, which keeps one core busy."""
    with ThreadPoolExecutor(1, thread_name_prefix="embedding") as ahead:
        coming = ahead.submit(_read_after, catalogue, model, after)
        while batch := coming.result():
            coming = ahead.submit(_read_after, catalogue, model, batch.seq)
            yield batch


def _read_after(catalogue: Catalogue, model: Model, after: int) -> Batch | None:
    changes = catalogue.changes(after, model.step)
    return _read(catalogue, model, changes) if changes else None


def _read(catalogue: Catalogue, model: Model, changes: Sequence[Change]) -> Batch:
    touched = list(dict.fromkeys(change.article_id for change in changes))
    stale = list(dict.fromkeys(c.article_id for c in changes if c.operation is not Operation.ADD))
    articles = catalogue.articles(touched)
    chunks = [chunk for article in articles.values() for chunk in split_chunks(article)]
    vectors = model.chunks([text_to_embed(chunk) for chunk in chunks])
    return Batch(touched, stale, chunks, vectors, len(changes), changes[-1].seq)
