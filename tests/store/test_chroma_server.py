"""Vectors on a real Chroma server: one collection a library and model, changed for every process at once."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import pytest
from sqlalchemy import select

from rag.settings import Settings
from rag.store.chunks import split_chunks
from rag.store.library import Library
from rag.store.model_names import ModelName
from rag.store.schema import facts
from tests.builders import numbered
from tests.store.embedding_server import EmbeddingServer, embedding_server
from tests.store.indexes import FEW, assert_in_step

PROGRAM = Path(sys.executable).with_name("chroma")


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server of our own."""
    if not PROGRAM.exists():
        pytest.skip("chromadb's own program is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command: list[str | Path] = [
        PROGRAM,
        "run",
        "--path",
        tmp_path_factory.mktemp("chroma"),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


def opened(folder: Path, chroma: str, **settings: Any) -> Library:
    return Library.open(Settings(data=folder, chroma=chroma, model_retries=0, **settings))


def collections(chroma: str, library: Library) -> list[str]:
    """The collections of one library, by the key of their model."""
    host, _, port = chroma.removeprefix("http://").partition(":")
    client = chromadb.HttpClient(host=host, port=int(port))
    prefix = f"chunks-{library_id(library)[:12]}-"
    return sorted(c.name.removeprefix(prefix) for c in client.list_collections() if c.name.startswith(prefix))


def library_id(library: Library) -> str:
    with library.database.read() as connection:
        return str(connection.scalar(select(facts.c.value).where(facts.c.key == "library")))


def test_two_libraries_share_a_server_and_nothing_else(tmp_path: Path, chroma: str) -> None:
    with opened(tmp_path / "one", chroma) as one, opened(tmp_path / "two", chroma) as two:
        one.put(FEW)
        two.put([numbered(n) for n in range(100, 105)])
        for library in (one, two):
            library.catch_up()
            assert_in_step(library)
            assert collections(chroma, library) == ["wordllama-256"]


def test_the_model_is_changed_and_the_old_collection_goes(tmp_path: Path, chroma: str, server: EmbeddingServer) -> None:
    with opened(tmp_path, chroma) as library:
        library.put(FEW)
        library.catch_up()
        library.index.change_model(ModelName.parse(server.model))
        assert_in_step(library)
        assert collections(chroma, library) == [ModelName.parse(server.model).key]
    with opened(tmp_path, chroma) as library:
        assert library.catch_up() == 0
        assert library.index.embedding().in_use.dimensions == server.dimensions
        assert_in_step(library)


def test_a_process_with_an_index_folder_of_its_own_follows_the_change(
    tmp_path: Path, chroma: str, server: EmbeddingServer
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    database = f"sqlite:///{tmp_path / 'shared.db'}"
    with opened(here, chroma, database=database) as one, opened(there, chroma, database=database) as other:
        one.put(FEW)
        one.catch_up()
        other.catch_up()
        one.index.change_model(ModelName.parse(server.model))
        answered = len(server.chunks_answered())
        assert other.catch_up() == len(FEW)
        assert_in_step(other)
        assert other.index.vectors.dimensions == server.dimensions
        assert len(server.chunks_answered()) == answered, "the cache is shared with the catalogue"
        assert_in_step(one)


def test_what_is_wrong_on_the_server_is_repaired(tmp_path: Path, chroma: str) -> None:
    with opened(tmp_path, chroma) as library:
        library.put(FEW)
        library.catch_up()
        chunks = split_chunks(numbered(900))
        library.index.vectors.put(chunks, np.ones((len(chunks), 256), dtype=np.float32))
        library.index.vectors.remove([FEW[0].id])
        assert len(library.doctor().problems) == 2
        assert library.doctor(repair=True).ok
        assert_in_step(library)


def test_a_deleted_index_folder_heals(tmp_path: Path, chroma: str) -> None:
    with opened(tmp_path, chroma) as library:
        library.put(FEW)
        library.catch_up()
    shutil.rmtree(tmp_path / "index")
    with opened(tmp_path, chroma) as library:
        assert library.catch_up() == len(FEW)
        assert_in_step(library)
