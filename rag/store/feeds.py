"""What is remembered of feeds between two runs, in the catalogue's database.

What a reader tells is held back until `flush`: an item must not count as read before its article is stored.
"""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from rag.ingest.web.reply import Validators
from rag.store.database import Database
from rag.store.schema import feed_items, feeds


class FeedMemory:
    """Remembers feeds and their items for one run of adding; a `rag.ingest.web.memory.Memory`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._validators: dict[str, Validators] = {}
        self._seen: dict[str, None] = {}

    def validators(self, url: str) -> Validators | None:
        """Return what was kept for an address, or None."""
        query = select(feeds.c.etag, feeds.c.last_modified).where(feeds.c.url == url)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return Validators(row.etag, row.last_modified) if row else None

    def keep_validators(self, url: str, validators: Validators) -> None:
        """Note what names the version of a feed whose items have all been read."""
        self._validators[url] = validators

    def seen(self, mark: str) -> bool:
        """Tell whether an item was read before."""
        if mark in self._seen:
            return True
        with self._database.read() as connection:
            return connection.execute(select(feed_items.c.mark).where(feed_items.c.mark == mark)).first() is not None

    def mark_seen(self, mark: str) -> None:
        """Note that an item was read."""
        self._seen[mark] = None

    def flush(self) -> None:
        """Keep what was noted: the articles it is about are stored."""
        if not (self._validators or self._seen):
            return
        with self._database.write() as connection:
            for url, kept in self._validators.items():
                connection.execute(delete(feeds).where(feeds.c.url == url))
                values = {"url": url, "etag": kept.etag, "last_modified": kept.last_modified}
                connection.execute(insert(feeds).values(**values))
            for mark in self._seen:
                connection.execute(delete(feed_items).where(feed_items.c.mark == mark))
                connection.execute(insert(feed_items).values(mark=mark))
        self._validators.clear()
        self._seen.clear()
