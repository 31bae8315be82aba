"""One library on disk or on servers: the catalogue with everything derived from it, opened and closed together."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlalchemy import insert, select

from rag.datatypes import Article, Health
from rag.errors import LibraryLockedError, ModelError
from rag.settings import Settings
from rag.store.catalogue import Catalogue, Outcome
from rag.store.conversations import Conversations
from rag.store.database import Database
from rag.store.embedding_cache import digest, drop_all_but, is_kept
from rag.store.embedding_models import EmbeddingModels
from rag.store.embeddings import Embedder, load_embedder
from rag.store.grouping_aside import GroupingAside
from rag.store.groups import Groups
from rag.store.index import SearchIndex
from rag.store.schema import facts
from rag.store.vectors import text_to_embed


@dataclass(frozen=True, slots=True)
class Library:
    """The parts of a library. The search index is opened, and its lock taken, at the first use of it."""

    database: Database
    catalogue: Catalogue
    groups: Groups
    index: SearchIndex
    conversations: Conversations
    # For comparing sentences, whatever model searches: it costs nothing, and thresholds were set with it.
    embedder: Embedder
    models: EmbeddingModels

    @classmethod
    def open(cls, settings: Settings) -> Library:
        """Open the library that the settings name, creating it if it is not there.

        Raises:
            LibraryError: the folder or database cannot be used.
            UsageError: the embedding model of the settings has no name that can be read.
        """
        database = Database.open(settings.database_url)
        catalogue = Catalogue(database)
        models = EmbeddingModels(database, settings)
        models.settle(empty=catalogue.last_change() == 0)
        index = SearchIndex(catalogue, _identity(database), settings.index_folder, settings.chroma, models)
        embedder = load_embedder("wordllama")
        return cls(database, catalogue, Groups(database, catalogue), index, Conversations(database), embedder, models)

    def put(self, batch: Sequence[Article]) -> Counter[Outcome]:
        """Put articles into the catalogue and count what each was; indexing is `catch_up`'s."""
        return Counter(self.catalogue.put(batch))

    def catch_up(
        self,
        progress: Callable[[int, int], None] | None = None,
        grouping: Callable[[int, int], None] | None = None,
        *,
        wait: bool = True,
    ) -> int:
        """Bring groups and the search index up to date with the catalogue.

        `progress` is told (changes done, changes in all) of the index, `grouping` of the groups.

        Where another thread is at it, this waits for it. With `wait` false it leaves it to that thread, and much of it
        to a thread that waits regularly: a search in the app answers from what is indexed, however much is added.

        Raises:
            LibraryLockedError: another process holds the index (the groups are up to date then all the same).
            ModelError: the embedding model's server gave no usable reply (as above).
        """
        if not wait and self.index.is_left_to_others():
            return 0
        waiting = self.groups.behind()
        if not waiting:
            return self.index.catch_up(progress, wait=wait)
        with GroupingAside(self.groups, waiting, self.catalogue.url) as aside:
            try:
                return self.index.catch_up(progress, wait=wait)
            finally:
                aside.wait(grouping)
                self.groups.catch_up(grouping, wait=wait)

    def doctor(self, *, repair: bool = False) -> Health:
        """Compare the indexes with the catalogue; with `repair`, rebuild them if they differ."""
        self.groups.catch_up()
        try:
            self.index.catch_up()
            problems = self.index.check()
            if problems and repair:
                self.index.rebuild()
                problems = self.index.check()
            if repair:
                self._drop_unused_embeddings()
        except (LibraryLockedError, ModelError) as error:
            problems = [str(error)]
        return Health(not problems, self.catalogue.count(), self.index.count_chunks(), tuple(problems))

    def _drop_unused_embeddings(self) -> None:
        """Keep of the embedding cache what the articles as they are now need, for the model in use or being built."""
        if is_kept(self.database):
            models = {str(name) for name in (self.models.in_use(), self.models.being_built()) if name}
            texts = {digest(text_to_embed(chunk)) for chunk in self.index.all_chunks()}
            drop_all_but(self.database, models, texts)

    def close(self) -> None:
        """Close everything and give up the lock."""
        self.index.close()
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _identity(database: Database) -> str:
    """Return the id of this library, made once: an index of another library is told by it."""
    mine = facts.c.key == "library"
    with database.read() as connection:
        found = connection.scalar(select(facts.c.value).where(mine))
    if found is None:
        with database.write() as connection:
            found = connection.scalar(select(facts.c.value).where(mine))
            if found is None:
                found = uuid.uuid4().hex
                connection.execute(insert(facts).values(key="library", value=found))
    return str(found)
