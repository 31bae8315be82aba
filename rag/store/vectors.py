"""The vector index: chunk embeddings in Chroma, embedded or a server. Derived; holds no text.

One collection per embedding model, named after it, so that a change of model never mixes dimensions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from urllib.parse import urlsplit

import numpy as np

from rag.errors import LibraryError
from rag.store.embeddings import Embedder, Vectors
from rag.store.limits import EVERYTHING, Limits, day_number

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

    from rag.store.chunks import Chunk


_GRAPH = ("*/header.bin", "*/data_level0.bin")
_SIZES = "sizes.json"


class DamagedIndexError(Exception):
    """The files of an index cannot be read; it is to be built again."""


@runtime_checkable
class Closeable(Protocol):
    """What Chroma's clients are at run time, though their declared type does not say so."""

    def close(self) -> None:
        """Let go of the files."""
        ...


class VectorIndex:
    """Chunks by meaning."""

    def __init__(self, client: ClientAPI, embedder: Embedder, folder: Path | None) -> None:
        self._client = client
        self._folder = folder
        self._embedder = embedder
        self._collection = self._create()

    @classmethod
    def open(cls, folder: Path, server: str | None, embedder: Embedder) -> VectorIndex:
        """Open the index in a folder, or on a Chroma server if a URL is given.

        Raises:
            LibraryError: the server does not answer.
            DamagedIndexError: the folder cannot be read.
        """
        return cls._on_server(server, embedder) if server is not None else cls._in_folder(folder, embedder)

    @classmethod
    def _in_folder(cls, folder: Path, embedder: Embedder) -> VectorIndex:
        # Chroma costs 0.7 s to import; commands that search nothing do not need it.
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient

        folder.mkdir(parents=True, exist_ok=True)
        _check_graph(folder)
        # Chroma raises whatever its parts raise on damaged files, down to bare RuntimeErrors of its Rust core.
        try:
            client = chromadb.PersistentClient(path=str(folder), settings=_options())
        except Exception as error:
            # Chroma keeps a half-open client of this folder and would hand it out again at the next try.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise DamagedIndexError(str(error)) from error
        try:
            index = cls(client, embedder, folder)
            # Chroma reads its graph at the first search, so damage to it shows only then.
            index.search(embedder.embed(["news"])[0], 50)
        except Exception as error:
            _close(client)
            raise DamagedIndexError(str(error)) from error
        return index

    @classmethod
    def _on_server(cls, server: str, embedder: Embedder) -> VectorIndex:
        import chromadb

        url = urlsplit(server)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise LibraryError(
                f"The address of the Chroma server, {server!r}, cannot be read.",
                hint="PLUMBLINE_CHROMA looks like http://localhost:8000.",
            )
        try:
            client = chromadb.HttpClient(
                host=url.hostname, port=url.port or 8000, ssl=url.scheme == "https", settings=_options()
            )
        except ValueError as error:
            raise LibraryError(
                f"The Chroma server at {server} does not answer.", hint="Start it, or unset PLUMBLINE_CHROMA."
            ) from error
        return cls(client, embedder, None)

    def put(self, chunks: Sequence[Chunk]) -> None:
        """Add or replace chunks."""
        step = self._client.get_max_batch_size()
        for at in range(0, len(chunks), step):
            part = chunks[at : at + step]
            vectors = self._embedder.embed([_text_to_embed(chunk) for chunk in part])
            self._collection.upsert(
                ids=[chunk.id for chunk in part], embeddings=vectors, metadatas=[_metadata(chunk) for chunk in part]
            )

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove all chunks of some articles."""
        if article_ids:
            self._collection.delete(where=_where(Limits(articles=tuple(article_ids))))

    def commit(self) -> None:
        """Note how large the graph is. Chroma itself writes through."""
        if self._folder is not None:
            (self._folder / _SIZES).write_text(json.dumps(_graph_sizes(self._folder)), encoding="utf-8")

    def close(self) -> None:
        """Let go of the files, so that the folder can be deleted and opened anew in this process."""
        _close(self._client)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts with the model of this index."""
        return self._embedder.embed(texts)

    def search(
        self,
        vector: Vectors,
        limit: int,
        limits: Limits = EVERYTHING,
    ) -> list[tuple[str, float]]:
        """Return (chunk id, cosine similarity) for one vector of shape (dimensions,), best first."""
        if limits.articles == ():
            # Chroma takes no empty list.
            return []
        found = self._collection.query(
            query_embeddings=vector.reshape(1, -1),
            n_results=limit,
            where=_where(limits),
            include=["distances"],
        )
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

    def clear(self) -> None:
        """Remove everything."""
        self._client.delete_collection(self._collection.name)
        self._collection = self._create()

    def _create(self) -> Collection:
        # No embedding function: Chroma's default one downloads a model.
        return self._client.get_or_create_collection(
            f"chunks-{self._embedder.name}", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )


def _options() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _close(client: ClientAPI) -> None:
    if isinstance(client, Closeable):
        client.close()


def _graph_sizes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_size for name in _GRAPH for path in folder.glob(name)}


def _check_graph(folder: Path) -> None:
    """Compare the graph with the note of its size: Chroma reads beyond the end of a file that was cut short.

    Raises:
        DamagedIndexError: a file is smaller than it was, which they never become, or has gone.
    """
    try:
        noted = json.loads((folder / _SIZES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    found = _graph_sizes(folder)
    for name, size in noted.items() if isinstance(noted, dict) else ():
        if found.get(name, 0) < size:
            raise DamagedIndexError(f"{name} has {found.get(name, 0)} of {size} bytes")


def _text_to_embed(chunk: Chunk) -> str:
    article = chunk.article
    return f"{article.title}\n{article.outlet} {(article.published or '')[:10]}\n{chunk.text}"


def _metadata(chunk: Chunk) -> dict[str, Any]:
    article = chunk.article
    return {"article_id": article.id, "outlet": article.outlet, "day": day_number(article.published)}


def _where(limits: Limits) -> Any:
    parts: list[dict[str, Any]] = []
    if limits.outlets:
        parts.append({"outlet": {"$in": [*limits.outlets]}})
    if limits.days:
        parts += [{"day": {"$gte": limits.days[0]}}, {"day": {"$lte": limits.days[1]}}]
    if limits.articles is not None:
        parts.append({"article_id": {"$in": [*limits.articles]}})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"$and": parts}
