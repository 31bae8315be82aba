"""The vector index: chunk embeddings in Chroma, embedded or a server. Derived; holds no text.

One collection per embedding model, named after it, so that a change of model never mixes dimensions; on a server also
after the library, for others may be there too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.errors import LibraryError, ModelReplyError
from rag.store.chroma import (
    DamagedIndexError,
    check_graph,
    client_of_folder,
    client_of_server,
    close_client,
    note_graph,
    on_server_named,
)
from rag.store.disk import index_error
from rag.store.embedding_models import Model
from rag.store.embeddings import Vectors

if TYPE_CHECKING:
    from rag.store.chroma import ClientAPI, Collection
    from rag.store.chunks import Chunk


AT_ONCE = 1000
"""Chunks in one call: embedded Chroma keeps every other thread waiting while it writes, here a third of a second."""


class VectorIndex:
    """Chunks by meaning.

    Where writing failed, `failed` is set: embedded Chroma may then wait for ever at the next write, so the index is
    to be closed and opened anew before that. It can still be searched.
    """

    def __init__(self, client: ClientAPI, model: Model, folder: Path | None, collection: str) -> None:
        self._client = client
        self._folder = folder
        self._model = model
        self._name = collection
        self._collection = self._create()
        self.dimensions = self._stored_dimensions()
        self.failed = False

    @classmethod
    def open(cls, folder: Path, server: str | None, model: Model, library: str = "") -> VectorIndex:
        """Open the index in a folder, or on a Chroma server if a URL is given.

        Raises:
            LibraryError: the server does not answer.
            DamagedIndexError: the folder cannot be read.
        """
        return cls._on_server(server, model, library) if server is not None else cls._in_folder(folder, model)

    @classmethod
    def _in_folder(cls, folder: Path, model: Model) -> VectorIndex:
        folder.mkdir(parents=True, exist_ok=True)
        check_graph(folder)
        if model.ahead:
            # The first text loads the model, a third of a second in which Chroma reads its graph on another core.
            Thread(target=model.questions, args=(["news"],), name="model").start()
        client = client_of_folder(folder)
        # Here, too, Chroma raises whatever its parts raise.
        try:
            index = cls(client, model, folder, f"chunks-{model.name.key}")
            # Chroma reads its graph at the first search, so damage to it shows only then.
            index.search(np.ones(index.dimensions or 1, dtype=np.float32), 50)
        except Exception as error:
            close_client(client)
            raise DamagedIndexError(str(error)) from error
        return index

    @classmethod
    def _on_server(cls, server: str, model: Model, library: str) -> VectorIndex:
        return cls(client_of_server(server), model, None, on_server_named(library, model.name.key))

    def put(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Add or replace chunks, with the vector of each.

        Raises:
            LibraryError: they could not be written.
        """
        if not chunks:
            return
        vectors = self._fitting(vectors)
        self.dimensions = vectors.shape[1]
        step = min(AT_ONCE, self._client.get_max_batch_size())
        for at in range(0, len(chunks), step):
            part = chunks[at : at + step]
            with self._writing():
                self._collection.upsert(
                    ids=[chunk.id for chunk in part],
                    embeddings=vectors[at : at + step],
                    metadatas=[{"article_id": chunk.article.id} for chunk in part],
                )

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove all chunks of some articles."""
        if article_ids:
            within: Any = {"article_id": {"$in": [*article_ids]}}
            with self._writing():
                self._collection.delete(where=within)

    def commit(self) -> None:
        """Note how large the graph is. Chroma itself writes through."""
        if self._folder is not None:
            with self._writing():
                note_graph(self._folder)

    def close(self) -> None:
        """Let go of the files, so that the folder can be deleted and opened anew in this process."""
        close_client(self._client)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed questions with the model of this index.

        Raises:
            ModelError: a model on a server gave no usable reply.
        """
        return self._fitting(self._model.questions(texts))

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float]]:
        """Return (chunk id, cosine similarity) for one vector of shape (dimensions,), best first.

        There are no limits here: Chroma takes a second for what it filters by itself (docs/retrieval.md).
        """
        found = self._collection.query(query_embeddings=vector.reshape(1, -1), n_results=limit, include=["distances"])
        distances = found["distances"]
        if distances is None:
            return []
        return [(chunk_id, 1.0 - distance) for chunk_id, distance in zip(found["ids"][0], distances[0], strict=True)]

    def vectors(self, chunk_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the stored vectors of some chunks, by id."""
        if not chunk_ids:
            return {}
        found = self._collection.get(ids=list(chunk_ids), include=["embeddings"])
        stored = found["embeddings"]
        if stored is None:
            return {}
        return dict(zip(found["ids"], np.asarray(stored, dtype=np.float32), strict=True))

    def is_empty(self) -> bool:
        """Whether there is no chunk in the index; quick, however many there are."""
        return not self._collection.get(include=[], limit=1)["ids"]

    def chunk_ids(self) -> set[str]:
        """Return the ids of all chunks in the index."""
        return set(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """Return the number of chunks in the index."""
        return self._collection.count()

    def clear(self) -> None:
        """Remove everything."""
        self._client.delete_collection(self._name)
        self._collection = self._create()
        self.dimensions = None

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # Chroma raises whatever its parts raise, down to bare RuntimeErrors of its Rust core.
        try:
            yield
        except Exception as error:
            self.failed = True
            if self._folder is not None:
                raise index_error(self._folder, error) from error
            raise LibraryError(
                f"The Chroma server did not take the vectors: {error}. The articles are safe.",
                hint="See whether it runs; the next command carries on.",
            ) from error

    def _create(self) -> Collection:
        # No embedding function: Chroma's default one downloads a model.
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _stored_dimensions(self) -> int | None:
        stored = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
        return None if stored is None or not len(stored) else len(stored[0])

    def _fitting(self, vectors: Vectors) -> Vectors:
        """Return vectors that go with those of the index; a server may have another model under the same name."""
        given, wanted = vectors.shape[1], self.dimensions
        if wanted is None or given == wanted:
            return vectors
        if given == 0:
            # Nothing but blank texts, before the server was ever asked.
            return np.zeros((len(vectors), wanted), dtype=np.float32)
        raise ModelReplyError(
            f"The embedding model {self._model.name} gives vectors of {given} dimensions; the library's have {wanted}.",
            hint="Let its server run the model it ran, or name the new one: python -m rag embeddings MODEL.",
        )


def text_to_embed(chunk: Chunk) -> str:
    """Return the text that stands for a chunk: its words below title, outlet and day."""
    article = chunk.article
    return f"{article.title}\n{article.outlet} {(article.published or '')[:10]}\n{chunk.text}"
