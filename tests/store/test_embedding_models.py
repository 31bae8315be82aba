"""Which embedding model a library uses: the setting's while it is empty, then its own; and whose key goes where."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from rag.errors import UsageError
from rag.settings import Settings
from rag.store.database import Database
from rag.store.embedding_models import EmbeddingModels
from rag.store.library import Library
from rag.store.model_names import EMBEDDED, ModelName
from rag.store.schema import facts
from tests.builders import numbered, open_library
from tests.generate.provider import KEY
from tests.store.embedding_server import EmbeddingServer, embedding_server

OTHER_KEY = "sk-invented-other"
REMOTE = "m@http://127.0.0.1:9/v1"


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


def opened(folder: Path, **settings: Any) -> Library:
    return Library.open(Settings(data=folder, **settings))


def test_an_empty_library_takes_the_settings_model_and_keeps_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as library:
        assert library.models.in_use() == EMBEDDED
    for name in (REMOTE, "wordllama", REMOTE):
        with opened(tmp_path, embedding=name) as library:
            assert str(library.models.in_use()) == name
    with opened(tmp_path) as library:
        assert str(library.models.in_use()) == REMOTE
        library.put([numbered(1)])
    with opened(tmp_path) as library:
        assert str(library.models.in_use()) == REMOTE
    assert not caplog.text


def test_a_setting_that_disagrees_with_a_filled_library_is_told_and_changes_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with open_library(tmp_path) as library:
        library.put([numbered(1)])
        library.catch_up()
    with caplog.at_level(logging.WARNING), opened(tmp_path, embedding=REMOTE) as library:
        assert library.catch_up() == 0
        assert library.models.in_use() == EMBEDDED
        assert library.index.embedding().setting == REMOTE
        assert library.index.vectors.search(library.index.vectors.embed(["barrels"])[0], 3)
    assert "this library's embedding model is wordllama" in caplog.text
    assert f"python -m rag embeddings {REMOTE}" in caplog.text


def test_a_setting_that_agrees_is_not_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with open_library(tmp_path) as library:
        library.put([numbered(1)])
    with opened(tmp_path, embedding="wordllama") as library:
        assert library.index.embedding().setting is None
    assert not caplog.text


def test_a_library_from_before_models_could_be_changed_keeps_its_index(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        library.put([numbered(1)])
        library.catch_up()
        with library.database.write() as connection:
            connection.execute(delete(facts).where(facts.c.key == "embedding"))
    with opened(tmp_path, embedding=REMOTE) as library:
        assert library.models.in_use() == EMBEDDED
        assert library.catch_up() == 0
        assert library.index.vectors.count() == 1


def test_a_setting_that_names_no_model_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'word2vec'"):
        opened(tmp_path, embedding="word2vec")


def sent(folder: Path, server: EmbeddingServer, name: str, *, named_now: bool = False, **settings: Any) -> str:
    """The key that goes to a server."""
    database = Database.open(f"sqlite:///{folder / 'keys.db'}")
    models = EmbeddingModels(database, Settings(data=folder, **settings))
    models.load(ModelName.parse(name), named_now=named_now).questions(["Where?"])
    database.close()
    return server.headers[-1]["authorization"].removeprefix("Bearer ")


def test_a_key_goes_only_to_a_server_that_the_person_named(tmp_path: Path, server: EmbeddingServer) -> None:
    keys: dict[str, Any] = {"openai_api_key": KEY, "embedding_key": OTHER_KEY}
    # Only the library names it: it may be anybody's.
    assert sent(tmp_path, server, server.model, **keys) == "none"
    assert sent(tmp_path, server, server.model, embedding=REMOTE, **keys) == "none"
    # Named by the setting, or just now on the command line.
    assert sent(tmp_path, server, server.model, embedding=server.model, **keys) == OTHER_KEY
    assert sent(tmp_path, server, server.model, named_now=True, **keys) == OTHER_KEY
    # The key of OPENAI_BASE_URL belongs to that server, whatever the path.
    base = server.base_url.removesuffix("/v1")
    assert sent(tmp_path, server, server.model, openai_base_url=base, openai_api_key=KEY) == KEY
    assert sent(tmp_path, server, server.model, openai_api_key=KEY, embedding=server.model) == "none"


def test_the_key_is_held_as_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_EMBEDDING_KEY", KEY)
    settings = Settings()
    assert settings.embedding_key is not None
    assert KEY not in repr(settings) + settings.model_dump_json()
