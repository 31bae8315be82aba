"""What embedding models on servers have replied, kept in the catalogue's database, so that no text is paid for twice.

Keyed by model and a hash of the text; only chunks of articles are kept, never questions. Vectors are kept as float16,
and what is fresh is rounded to it too, so an index is the same whether it was built from replies or from the cache.
The embedded model does without: it is quicker than reading (docs/decisions/0005-no-embedding-cache.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np
from sqlalchemy import and_, delete, insert, select, tuple_

from rag.errors import ModelReplyError
from rag.store.catalogue import KEYS_AT_ONCE
from rag.store.database import Database
from rag.store.embeddings import Embed, Vectors
from rag.store.schema import embeddings

ROWS_AT_ONCE = 10_000
"""Keys read at once while looking for what to drop."""


class EmbeddingCache:
    """The cache of one model in one database. Every reply is written before the next request is sent."""

    def __init__(self, database: Database, model: str, embed: Embed, batch: int) -> None:
        self._database = database
        self._model = model
        self._embed = embed
        self._batch = batch

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, in order, asking the model only for those not kept.

        Raises:
            ModelError: the model gave no usable reply, or vectors of other dimensions than it did before.
        """
        keys = [digest(text) for text in texts]
        found = self._kept(list(dict.fromkeys(keys)))
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        new = list(fresh)
        for at in range(0, len(new), self._batch):
            part = new[at : at + self._batch]
            vectors = self._embed([fresh[key] for key in part]).astype(np.float16)
            self._keep(dict(zip(part, (vector.tobytes() for vector in vectors), strict=True)))
            found.update(zip(part, vectors, strict=True))
        if len({len(vector) for vector in found.values()}) > 1:
            raise ModelReplyError(
                f"The embedding model {self._model} has changed: its vectors have other dimensions than before.",
                hint="Let its server run the model it ran, or name the new one: python -m rag embeddings MODEL.",
            )
        return _unit(np.array([found[key] for key in keys], dtype=np.float32))

    def _kept(self, keys: Sequence[str]) -> dict[str, Vectors]:
        kept: dict[str, Vectors] = {}
        with self._database.read() as connection:
            for at in range(0, len(keys), KEYS_AT_ONCE):
                mine = and_(embeddings.c.model == self._model, embeddings.c.digest.in_(keys[at : at + KEYS_AT_ONCE]))
                for row in connection.execute(select(embeddings.c.digest, embeddings.c.vector).where(mine)):
                    kept[row.digest] = np.frombuffer(row.vector, dtype=np.float16)
        return kept

    def _keep(self, rows: dict[str, bytes]) -> None:
        mine = and_(embeddings.c.model == self._model, embeddings.c.digest.in_(list(rows)))
        with self._database.write() as connection:
            # Another process may have asked for the same text meanwhile.
            there = set(connection.scalars(select(embeddings.c.digest).where(mine)))
            new = [
                {"model": self._model, "digest": key, "vector": data} for key, data in rows.items() if key not in there
            ]
            if new:
                connection.execute(insert(embeddings), new)


def digest(text: str) -> str:
    """Return the hash by which a text's vectors are kept."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def is_kept(database: Database) -> bool:
    """Whether the cache holds anything."""
    with database.read() as connection:
        return connection.scalar(select(embeddings.c.digest).limit(1)) is not None


def drop_all_but(database: Database, models: Collection[str], digests: Collection[str]) -> int:
    """Drop every vector of another model or another text, and return how many those were."""
    key = tuple_(embeddings.c.model, embeddings.c.digest)
    dropped, last = 0, ("", "")
    while True:
        with database.read() as connection:
            query = select(embeddings.c.model, embeddings.c.digest).where(key > last).order_by(*key.clauses)
            rows = [(row.model, row.digest) for row in connection.execute(query.limit(ROWS_AT_ONCE))]
        if not rows:
            return dropped
        last = rows[-1]
        stale = [row for row in rows if row[0] not in models or row[1] not in digests]
        with database.write() as connection:
            for at in range(0, len(stale), KEYS_AT_ONCE):
                connection.execute(delete(embeddings).where(key.in_(stale[at : at + KEYS_AT_ONCE])))
        dropped += len(stale)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit
