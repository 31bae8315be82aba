"""What a stretch of the change log asks of an index: whose chunks to take out, and which to put in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.store.catalogue import Catalogue, Operation
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


def read_batch(catalogue: Catalogue, model: Model, after: int) -> Batch | None:
    """Read and embed what changed after a point of the log, as much as the model takes in a step; None for nothing.

    Raises:
        ModelError: the embedding model's server gave no usable reply.
    """
    changes = catalogue.changes(after, model.step)
    if not changes:
        return None
    touched = list(dict.fromkeys(change.article_id for change in changes))
    stale = list(dict.fromkeys(c.article_id for c in changes if c.operation is not Operation.ADD))
    articles = catalogue.articles(touched)
    chunks = [chunk for article in articles.values() for chunk in split_chunks(article)]
    vectors = model.chunks([text_to_embed(chunk) for chunk in chunks])
    return Batch(touched, stale, chunks, vectors, len(changes), changes[-1].seq)
