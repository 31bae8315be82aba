"""Which embedding model a library uses, remembered in its catalogue, and which it is changing to.

Until a library holds an article, the setting decides. From then on the library does: a setting that says otherwise is
told, and changes nothing. It leaves out the change itself (`reembed`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy import Connection, delete, insert, select

from rag.settings import OPENAI, Settings
from rag.store.database import Database
from rag.store.embedding_cache import EmbeddingCache
from rag.store.embeddings import Embed, load_embedder
from rag.store.model_names import EMBEDDED, ModelName, origin
from rag.store.schema import facts

IN_USE = "embedding"
NEXT = "embedding_next"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model as a library uses it.

    Attributes:
        questions: Embeds what is searched for.
        chunks: Embeds what is searched; where that costs, from the cache if it can.
        step: How many changes are embedded between two reports of progress.
        ahead: Whether it may embed in a process beside, before it is sure that it is wanted. Never where that costs.
    """

    name: ModelName
    questions: Embed
    chunks: Embed
    step: int
    ahead: bool


def embedded_model() -> Model:
    """Return the model that needs no server, and no cache: it is quicker than reading."""
    embed = load_embedder(EMBEDDED.model).embed
    return Model(EMBEDDED, embed, embed, step=500, ahead=True)


@dataclass(frozen=True, slots=True)
class VectorState:
    """How far the vector index of a model is.

    Attributes:
        model: Its name, as it is written to choose it.
        dimensions: Of its vectors; None where there are none yet, or another process holds the index.
        chunks: How many are embedded; None where another process holds the index.
        behind: How many changes of the library (articles added, updated, removed) it has yet to see.
    """

    model: str
    dimensions: int | None
    chunks: int | None
    behind: int


@dataclass(frozen=True, slots=True)
class EmbeddingState:
    """Which embedding model a library uses, and which it is changing to.

    Attributes:
        in_use: The model that searches use.
        building: The model that a change was begun to and not ended, or None.
        setting: What PLUMBLINE_EMBEDDING says where that is another model than the one in use, or None.
        locked: Who holds the index, where another process does, or None.
    """

    in_use: VectorState
    building: VectorState | None
    setting: str | None
    locked: str | None


def embedding_lines(state: EmbeddingState) -> list[str]:
    """Say it to a person."""
    lines = [_line(state.in_use, "in use")]
    if other := state.building:
        lines += [
            _line(other, "being built"),
            f"  To carry on: python -m rag embeddings {other.model}",
            f"  To give it up: python -m rag embeddings {state.in_use.model}",
        ]
    return lines + ([state.locked] if state.locked else [])


def _line(state: VectorState, standing: str) -> str:
    known = [f"{state.dimensions} dimensions"] if state.dimensions else []
    known += [f"{state.chunks:,} chunks"] if state.chunks is not None else []
    known += [f"{state.behind:,} changes to go" if state.behind else "up to date"]
    return f"{state.model}: {standing}, {', '.join(known)}."


class EmbeddingModels:
    """The models of one library."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self.wanted = ModelName.parse(settings.embedding) if settings.embedding else None
        self._loaded: dict[ModelName, Model] = {}
        self._named = {self.wanted}

    def settle(self, *, empty: bool) -> None:
        """Note which model an empty library is to use, and tell where the setting and a filled one disagree."""
        noted = self._noted(IN_USE)
        if noted is None or (empty and self.wanted not in (None, ModelName.parse(noted))):
            # Before models could be changed there was one, so a library that holds articles uses that.
            name = (self.wanted if empty else None) or EMBEDDED
            with self._database.write() as connection:
                if noted is None and _value(connection, IN_USE) is not None:
                    return
                _set(connection, IN_USE, str(name))
            return
        if self.wanted not in (None, ModelName.parse(noted)):
            log.warning(
                "PLUMBLINE_EMBEDDING is %s, but this library's embedding model is %s, and that is used. To change it: "
                "python -m rag embeddings %s",
                self.wanted, noted, self.wanted,
            )  # fmt: skip

    def in_use(self) -> ModelName:
        """Return the model that searches use."""
        noted = self._noted(IN_USE)
        return ModelName.parse(noted) if noted else EMBEDDED

    def being_built(self) -> ModelName | None:
        """Return the model that a change was begun to and not ended."""
        noted = self._noted(NEXT)
        return ModelName.parse(noted) if noted else None

    def begin(self, name: ModelName) -> None:
        """Note that a change to a model has begun."""
        with self._database.write() as connection:
            _set(connection, NEXT, str(name))

    def give_up(self) -> None:
        """Note that no change is under way."""
        with self._database.write() as connection:
            connection.execute(delete(facts).where(facts.c.key == NEXT))

    def switch(self, name: ModelName) -> None:
        """Use another model from now on, in one transaction."""
        with self._database.write() as connection:
            _set(connection, IN_USE, str(name))
            connection.execute(delete(facts).where(facts.c.key == NEXT))

    def load(self, name: ModelName, *, named_now: bool = False) -> Model:
        """Load a model, once a process; nothing is sent yet. `named_now`: a person has just named it."""
        if named_now and name not in self._named:
            self._named.add(name)
            self._loaded.pop(name, None)
        if name not in self._loaded:
            self._loaded[name] = embedded_model() if name == EMBEDDED else self._remote(name)
        return self._loaded[name]

    def _remote(self, name: ModelName) -> Model:
        # Imported late: the client costs a second.
        from rag.store.remote_embeddings import TEXTS, RemoteEmbedder

        settings = self._settings
        embedder = RemoteEmbedder(name, self._key(name), settings.model_timeout, settings.model_retries)
        cache = EmbeddingCache(self._database, str(name), embedder.embed, TEXTS)
        return Model(name, embedder.embed, cache.embed, step=50, ahead=False)

    def _key(self, name: ModelName) -> SecretStr | None:
        """Return the key for a server. None goes to an address that only the library names: it may be anybody's."""
        settings, address = self._settings, name.base_url or ""
        if settings.embedding_key is not None and name in self._named:
            return settings.embedding_key
        own = settings.openai_base_url or OPENAI
        return settings.openai_api_key if origin(address) == origin(own) else None

    def _noted(self, key: str) -> str | None:
        with self._database.read() as connection:
            return _value(connection, key)


def _value(connection: Connection, key: str) -> str | None:
    found = connection.scalar(select(facts.c.value).where(facts.c.key == key))
    return None if found is None else str(found)


def _set(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(facts).where(facts.c.key == key))
    connection.execute(insert(facts).values(key=key, value=value))
