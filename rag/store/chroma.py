"""Chroma itself: a client of a folder or of a server, and whether the files of its graph are whole.

What is kept in it, and how, is the matter of `vectors`.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from urllib.parse import urlsplit

import numpy as np

from rag.errors import LibraryError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI as ClientAPI
    from chromadb.api.models.Collection import Collection as Collection
    from chromadb.config import Settings

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


def client_of_folder(folder: Path) -> ClientAPI:
    """Open a folder.

    Raises:
        DamagedIndexError: Chroma cannot read it.
    """
    # Chroma costs 0.7 s to import; commands that search nothing do not need it.
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient

    # Chroma raises whatever its parts raise on damaged files, down to bare RuntimeErrors of its Rust core.
    try:
        return chromadb.PersistentClient(path=str(folder), settings=_options())
    except Exception as error:
        # Chroma keeps a half-open client of this folder and would hand it out again at the next try.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)
        raise DamagedIndexError(str(error)) from error


def client_of_server(server: str) -> ClientAPI:
    """Open the server at a URL.

    Raises:
        LibraryError: it does not answer, or the address cannot be read.
    """
    import chromadb

    url = urlsplit(server)
    if url.scheme not in ("http", "https") or not url.hostname:
        raise LibraryError(
            f"The address of the Chroma server, {server!r}, cannot be read.",
            hint="PLUMBLINE_CHROMA looks like http://localhost:8000.",
        )
    try:
        return chromadb.HttpClient(
            host=url.hostname, port=url.port or 8000, ssl=url.scheme == "https", settings=_options()
        )
    except ValueError as error:
        raise LibraryError(
            f"The Chroma server at {server} does not answer.", hint="Start it, or unset PLUMBLINE_CHROMA."
        ) from error


def close_client(client: ClientAPI) -> None:
    """Let go of a client's files."""
    if isinstance(client, Closeable):
        client.close()


def on_server_named(library: str, key: str) -> str:
    """Return the name that a library's collection of a model has on a server."""
    return "-".join(part for part in ("chunks", library[:12], key) if part)


def drop_collection(server: str, library: str, key: str) -> None:
    """Delete a library's collection of a model from a server, if it is there.

    Raises:
        LibraryError: the server does not answer.
    """
    from chromadb.errors import NotFoundError

    with contextlib.suppress(NotFoundError):
        client_of_server(server).delete_collection(on_server_named(library, key))


def try_out() -> None:
    """In a process of its own: read an index as opening it does. The folder is a line of the input."""
    import chromadb

    client = chromadb.PersistentClient(path=sys.stdin.readline().strip(), settings=_options())
    for collection in client.list_collections():
        stored = collection.get(limit=1, include=["embeddings"])["embeddings"]
        if stored is not None and len(stored):
            collection.query(query_embeddings=np.asarray(stored[:1], dtype=np.float32), n_results=50, include=[])


def note_graph(folder: Path) -> None:
    """Note how large the files of a folder's graph are."""
    (folder / _SIZES).write_text(json.dumps(_graph_sizes(folder)), encoding="utf-8")


def check_graph(folder: Path) -> None:
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


def _options() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _graph_sizes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_size for name in _GRAPH for path in folder.glob(name)}
