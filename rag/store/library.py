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
from rag.errors import LibraryLockedError
from rag.settings import Settings
from rag.store.catalogue import Catalogue, Outcome
from rag.store.conversations import Conversations
from rag.store.database import Database
from rag.store.embeddings import Embedder, load_embedder
from rag.store.groups import Groups
from rag.store.index import SearchIndex
from rag.store.schema import facts


@dataclass(frozen=True, slots=True)
class Library:
    """The parts of a library. The search index is opened, and its lock taken, at the first use of it."""

    database: Database
    catalogue: Catalogue
    groups: Groups
    index: SearchIndex
    conversations: Conversations
    embedder: Embedder

    @classmethod
    def open(cls, settings: Settings) -> Library:
        """Open the library that the settings name, creating it if it is not there.

        Raises:
            LibraryError: the folder or database cannot be used.
        """
        database = Database.open(settings.database_url)
        catalogue = Catalogue(database)
        embedder = load_embedder(settings.embedding)
        index = SearchIndex(catalogue, _identity(database), settings.index_folder, settings.chroma, embedder)
        return cls(database, catalogue, Groups(database, catalogue), index, Conversations(database), embedder)

    def put(self, batch: Sequence[Article]) -> Counter[Outcome]:
        """Put articles into the catalogue and count what each was; indexing is `catch_up`'s."""
        return Counter(self.catalogue.put(batch))

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Bring groups and the search index up to date with the catalogue.

        Raises:
            LibraryLockedError: another process holds the index (the groups are up to date then all the same).
        """
        self.groups.catch_up()
        return self.index.catch_up(progress)

    def doctor(self, *, repair: bool = False) -> Health:
        """Compare the indexes with the catalogue; with `repair`, rebuild them if they differ."""
        self.groups.catch_up()
        try:
            self.index.catch_up()
            problems = self.index.check()
            if problems and repair:
                self.index.rebuild()
                problems = self.index.check()
        except LibraryLockedError as error:
            problems = [str(error)]
        return Health(not problems, self.catalogue.count(), self.index.count_chunks(), tuple(problems))

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
