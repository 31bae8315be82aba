"""The catalogue: articles in all their versions, and the log of changes that the indexes follow.

It is the only truth. It leaves out grouping (`groups`), conversations (`conversations`) and the indexes.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from rag.datatypes import Article, ArticleEntry
from rag.errors import NotFoundError
from rag.store.database import Database
from rag.store.excerpts import Excerpt, read_excerpts
from rag.store.rows import CURRENT, SOURCES, read_article, select_article
from rag.store.schema import articles, changes, fingerprints, versions

_LAST_CHANGE = select(func.max(changes.c.seq))

KEYS_AT_ONCE = 500
"""How many ids go into one IN list: SQLite and PostgreSQL both take this many with room to spare."""


class Outcome(StrEnum):
    """What putting an article did."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"


class Operation(StrEnum):
    """What happened to an article, in the change log."""

    ADD = "add"
    UPDATE = "update"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the change log: `seq` grows by each change and is never used twice."""

    seq: int
    article_id: str
    operation: Operation


@dataclass(frozen=True, slots=True)
class _Held:
    """What an article is now: its version, and the digest of its words."""

    version: str
    digest: str


class Catalogue:
    """Articles in a database; every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def url(self) -> str:
        """The address of the database, for another process of ours; it may hold a password."""
        return self._database.url

    def put(self, batch: Sequence[Article]) -> list[Outcome]:
        """Add or update articles in one transaction and say what each one was, in order."""
        digests = [_copy_digest(article) for article in batch]
        with self._database.write() as connection:
            # Taken while nobody else writes, so that what is stored later has a later time.
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            known = _known(connection, [article.id for article in batch])
            copies = _known_copies(connection, digests)
            outcomes: list[Outcome] = []
            added: list[Article] = []
            updated: list[Article] = []
            for article, digest in zip(batch, digests, strict=True):
                outcome = _outcome(article, known, copies, digest)
                outcomes.append(outcome)
                if outcome in (Outcome.ADDED, Outcome.UPDATED):
                    if article.id in known:
                        copies[known[article.id].digest].discard(article.id)
                    copies[digest].add(article.id)
                    known[article.id] = _Held(article.version, digest)
                    (added if outcome is Outcome.ADDED else updated).append(article)
            _write(connection, added, updated, now)
        return outcomes

    def remove(self, article_id: str) -> None:
        """Remove an article with all its versions.

        Raises:
            NotFoundError: no article has that id.
        """
        with self._database.write() as connection:
            done = connection.execute(delete(articles).where(articles.c.id == article_id))
            if not done.rowcount:
                raise NotFoundError(f"No article has the id {article_id!r}.", hint="`articles` lists the ids.")
            connection.execute(delete(versions).where(versions.c.article_id == article_id))
            connection.execute(delete(fingerprints).where(fingerprints.c.article_id == article_id))
            connection.execute(insert(changes).values(article_id=article_id, op=Operation.REMOVE.value))

    def entries(self) -> list[ArticleEntry]:
        """List the articles, the latest published first."""
        columns = articles.c
        query = select(
            columns.id, columns.outlet, columns.title, columns.url, columns.published, columns.paragraph_count,
            columns.origin, columns.story,
        ).order_by(func.coalesce(columns.published, "").desc(), columns.id)  # fmt: skip
        with self._database.read() as connection:
            return [ArticleEntry(*row) for row in connection.execute(query)]

    def articles(self, ids: Iterable[str]) -> dict[str, Article]:
        """Return the current versions of the articles that exist, by id."""
        found: dict[str, Article] = {}
        with self._database.read() as connection:
            for part in _parts(list(dict.fromkeys(ids))):
                for row in connection.execute(CURRENT, {"ids": part}).all():
                    found[row[0]] = read_article(*row)
        return found

    def excerpts(self, chunk_ids: Iterable[str]) -> dict[str, Excerpt]:
        """Return the chunks whose articles exist in the version that the chunk is of, by id."""
        of_article: dict[str, list[str]] = defaultdict(list)
        for chunk_id in chunk_ids:
            of_article[chunk_id.split("-", 1)[0]].append(chunk_id)
        found: dict[str, Excerpt] = {}
        with self._database.read() as connection:
            for part in _parts(list(of_article)):
                for row in connection.execute(CURRENT, {"ids": part}).all():
                    found.update((excerpt.id, excerpt) for excerpt in read_excerpts(row, of_article[row[0]]))
        return found

    def article(self, article_id: str, version: str | None = None) -> Article:
        """Return one article, in its current or a given version.

        Raises:
            NotFoundError: no article has that id, or not that version.
        """
        query = CURRENT
        if version is not None:
            match = and_(versions.c.article_id == articles.c.id, versions.c.version == version)
            query = select_article(match, versions.c.version, versions.c.title)
        with self._database.read() as connection:
            row = connection.execute(query, {"ids": [article_id]}).first()
        if row is None:
            raise NotFoundError(f"No article has the id {article_id!r}.", hint="It may have been removed.")
        return read_article(*row)

    def outlets(self) -> list[str]:
        """List the outlets in alphabetical order."""
        with self._database.read() as connection:
            return list(connection.scalars(select(articles.c.outlet).distinct().order_by(articles.c.outlet)))

    def ids_of_story(self, story_id: str) -> list[str]:
        """Return the ids of the articles of a story."""
        with self._database.read() as connection:
            return list(connection.scalars(select(articles.c.id).where(articles.c.story == story_id)))

    def sources(self, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """Return the outlet of articles and when they were published, by id."""
        found: dict[str, tuple[str, str | None]] = {}
        with self._database.read() as connection:
            for part in _parts(list(dict.fromkeys(ids))):
                rows = connection.execute(SOURCES, {"ids": part}).all()
                found.update((key, (outlet, published)) for key, outlet, published in rows)
        return found

    def dates(self) -> tuple[str | None, str | None]:
        """Return the publication dates of the earliest and the latest article."""
        with self._database.read() as connection:
            first, last = connection.execute(
                select(func.min(articles.c.published), func.max(articles.c.published))
            ).one()
        return first, last

    def count(self) -> int:
        """Return the number of articles."""
        with self._database.read() as connection:
            return int(connection.scalar(select(func.count()).select_from(articles)) or 0)

    def ids(self) -> list[str]:
        """Return the ids of all articles, in order of id."""
        with self._database.read() as connection:
            return list(connection.scalars(select(articles.c.id).order_by(articles.c.id)))

    def changes(self, after: int, limit: int) -> list[Change]:
        """Return what changed after a point of the log, oldest first."""
        query = select(changes).where(changes.c.seq > after).order_by(changes.c.seq).limit(limit)
        with self._database.read() as connection:
            return [Change(row.seq, row.article_id, Operation(row.op)) for row in connection.execute(query)]

    def last_change(self) -> int:
        """Return the number of the latest change, 0 for an empty log."""
        with self._database.read() as connection:
            return int(connection.scalar(_LAST_CHANGE) or 0)


def _copy_digest(article: Article) -> str:
    words = " ".join(article.text.casefold().split())
    return hashlib.sha256(f"{article.outlet.casefold()}\n{words}".encode()).hexdigest()[:24]


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, _Held]:
    known: dict[str, _Held] = {}
    for part in _parts(ids):
        query = select(articles.c.id, articles.c.version, articles.c.copy_digest).where(articles.c.id.in_(part))
        known.update({row.id: _Held(row.version, row.copy_digest) for row in connection.execute(query)})
    return known


def _known_copies(connection: Connection, digests: Sequence[str]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = defaultdict(set)
    for part in _parts(digests):
        query = select(articles.c.copy_digest, articles.c.id).where(articles.c.copy_digest.in_(part))
        for row in connection.execute(query):
            known[row.copy_digest].add(row.id)
    return known


def _outcome(article: Article, known: Mapping[str, _Held], copies: Mapping[str, Set[str]], digest: str) -> Outcome:
    if article.id in known:
        return Outcome.UNCHANGED if known[article.id].version == article.version else Outcome.UPDATED
    return Outcome.DUPLICATE if copies.get(digest) else Outcome.ADDED


def _write(connection: Connection, added: Sequence[Article], updated: Sequence[Article], now: str) -> None:
    if added:
        # An article that changes within one batch is in both lists: the update below has the last word.
        connection.execute(insert(articles), [_article_row(a) | {"added": now} for a in added])
    for article in updated:
        connection.execute(update(articles).where(articles.c.id == article.id).values(**_article_row(article)))
        same = and_(versions.c.article_id == article.id, versions.c.version == article.version)
        connection.execute(delete(versions).where(same))
    if added or updated:
        # A batch may change an article back and forth; each of its versions is kept once.
        written = {(a.id, a.version): a for a in (*added, *updated)}
        connection.execute(insert(versions), [_version_row(a, now) for a in written.values()])
        log = [(a.id, Operation.ADD) for a in added] + [(a.id, Operation.UPDATE) for a in updated]
        connection.execute(insert(changes), [{"article_id": key, "op": op.value} for key, op in log])


def _article_row(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "version": article.version,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "url": article.url,
        "author": article.author,
        "language": article.language,
        "paragraph_count": len(article.paragraphs),
        "copy_digest": _copy_digest(article),
    }


def _version_row(article: Article, now: str) -> dict[str, Any]:
    spans = [[p.start, p.end, p.kind.value] for p in article.paragraphs]
    return {
        "article_id": article.id,
        "version": article.version,
        "title": article.title,
        "text": article.text,
        "spans": json.dumps(spans, separators=(",", ":")),
        "added": now,
    }


def _parts(keys: Sequence[str]) -> list[list[str]]:
    return [list(keys[at : at + KEYS_AT_ONCE]) for at in range(0, len(keys), KEYS_AT_ONCE)]
