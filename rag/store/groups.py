"""Origins and stories in the catalogue: new articles are placed as they arrive, following the change log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import RLock

import numpy as np
from sqlalchemy import Connection, delete, func, insert, select, update

from rag.datatypes import Article, Origin, Story
from rag.store.catalogue import Catalogue
from rag.store.database import Database
from rag.store.fingerprints import Fingerprint, take_fingerprint
from rag.store.grouping import Grouping, Placed
from rag.store.schema import articles, changes, facts, fingerprints

CHANGES_AT_ONCE = 1000
OWN_TEXT = "its own text"
"""The evidence for an origin of one article."""

_MARK = "groups"


class Groups:
    """Which articles share their copy, and which their event."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue
        self._memory: tuple[int, Grouping] | None = None
        self._threads = RLock()

    def catch_up(self, progress: Callable[[int, int], None] | None = None, *, wait: bool = True) -> int:
        """Place the articles that changed since the last time and return how many changes that was.

        Where another thread is at it, this waits for it, or with `wait` false leaves it to that thread.
        """
        if not self._threads.acquire(blocking=wait):
            return 0
        try:
            return self._follow(progress)
        finally:
            self._threads.release()

    def behind(self) -> int:
        """Return how many changes have yet to be seen."""
        mark = select(facts.c.value).where(facts.c.key == _MARK).scalar_subquery()
        with self._database.read() as connection:
            last, seen = connection.execute(select(func.max(changes.c.seq), mark)).one()
        return int(last or 0) - int(seen or 0)

    def _follow(self, progress: Callable[[int, int], None] | None) -> int:
        start, end = self._mark(), self._catalogue.last_change()
        if start >= end:
            return 0
        grouping = self._grouping(start)
        seen = start
        while seen < end:
            made = self._catalogue.changes(seen, CHANGES_AT_ONCE)
            if not made:
                break
            # Held again once it is written: what is placed in memory and not in the catalogue must not be built on.
            self._memory = None
            present = self._catalogue.articles(change.article_id for change in made)
            for change in made:
                grouping.forget(change.article_id)
            placed = [(a, take_fingerprint(a)) for a in sorted(present.values(), key=_arrival)]
            rows = [(a, p, grouping.place(a.id, p, a.published)) for a, p in placed]
            if not self._write(seen, made[-1].seq, rows):
                # Another process placed them first; what it decided stands.
                return self._follow(progress)
            seen = made[-1].seq
            self._memory = seen, grouping
            if progress:
                progress(seen - start, end - start)
        return seen - start

    def stories(self) -> list[Story]:
        """List the stories, the latest first."""
        columns = articles.c
        query = select(columns.id, columns.title, columns.published, columns.origin, columns.story)
        with self._database.read() as connection:
            rows = connection.execute(query.where(columns.story.is_not(None))).all()
        members = defaultdict(list)
        for row in sorted(rows, key=lambda r: (r.published or "", r.id)):
            members[row.story].append(row)
        stories = []
        for key, group in members.items():
            origins: dict[str, list[str]] = defaultdict(list)
            for row in group:
                origins[row.origin].append(row.id)
            dated = [row.published for row in group if row.published]
            first, last = (dated[0], dated[-1]) if dated else (None, None)
            title = group[0].title
            shared = tuple(tuple(ids) for ids in origins.values())
            stories.append(Story(key, title, tuple(row.id for row in group), shared, first, last))
        return sorted(stories, key=lambda story: (story.last or "", story.id), reverse=True)

    def origins(self, article_ids: Sequence[str]) -> list[Origin]:
        """Return the origins that some articles come from, in the order of the articles, with the evidence."""
        columns = articles.c
        join = articles.outerjoin(fingerprints, fingerprints.c.article_id == columns.id)
        query = select(columns.id, columns.origin, fingerprints.c.origin_evidence).select_from(join)
        with self._database.read() as connection:
            rows = {row.id: row for row in connection.execute(query.where(columns.id.in_(list(article_ids))))}
        members: dict[str, list[str]] = defaultdict(list)
        for key in article_ids:
            if key in rows:
                members[rows[key].origin or key].append(key)
        found = []
        for ids in members.values():
            evidence = [rows[key].origin_evidence for key in ids if rows[key].origin_evidence]
            # An article whose copies are not among those asked for stands for its origin alone.
            found.append(Origin(tuple(ids), evidence[0] if evidence and len(ids) > 1 else OWN_TEXT))
        return found

    def _mark(self) -> int:
        with self._database.read() as connection:
            return int(connection.scalar(select(facts.c.value).where(facts.c.key == _MARK)) or 0)

    def _grouping(self, mark: int) -> Grouping:
        if self._memory is not None and self._memory[0] == mark:
            return self._memory[1]
        grouping = Grouping()
        join = articles.join(fingerprints, fingerprints.c.article_id == articles.c.id)
        query = select(articles.c.published, articles.c.origin, articles.c.story, fingerprints).select_from(join)
        with self._database.read() as connection:
            for row in connection.execute(query.order_by(articles.c.id)):
                taken = Fingerprint(
                    np.frombuffer(row.shingles, dtype=np.uint32),
                    np.frombuffer(row.terms, dtype=np.uint32),
                    np.frombuffer(row.weights, dtype=np.float32),
                )
                placed = Placed(row.origin or row.article_id, row.story or row.article_id, row.origin_evidence)
                grouping.restore(row.article_id, taken, row.published, placed)
        return grouping

    def _write(self, before: int, after: int, rows: Sequence[tuple[Article, Fingerprint, Placed]]) -> bool:
        with self._database.write() as connection:
            current = connection.scalar(select(facts.c.value).where(facts.c.key == _MARK))
            if int(current or 0) != before:
                return False
            _set_mark(connection, current is None, after)
            if rows:
                ids = [article.id for article, _, _ in rows]
                for at in range(0, len(ids), 500):
                    part = ids[at : at + 500]
                    connection.execute(delete(fingerprints).where(fingerprints.c.article_id.in_(part)))
                connection.execute(insert(fingerprints), [_row(a, print_, placed) for a, print_, placed in rows])
                for article, _, placed in rows:
                    values = {"origin": placed.origin, "story": placed.story}
                    connection.execute(update(articles).where(articles.c.id == article.id).values(**values))
        return True


def group_origins(batch: Sequence[Article]) -> list[Origin]:
    """Find shared copy among articles that are in no library."""
    grouping = Grouping()
    placed = {a.id: grouping.place(a.id, take_fingerprint(a), a.published) for a in sorted(batch, key=_arrival)}
    members: dict[str, list[str]] = defaultdict(list)
    for article in batch:
        members[placed[article.id].origin].append(article.id)
    return [
        Origin(tuple(ids), next((e for key in ids if (e := placed[key].evidence)), "its own text"))
        for ids in members.values()
    ]


def _arrival(article: Article) -> tuple[str, str]:
    """Place articles in order of publication, so that the order in which they were added does not count."""
    return article.published or "", article.id


def _set_mark(connection: Connection, first: bool, value: int) -> None:
    if first:
        connection.execute(insert(facts).values(key=_MARK, value=str(value)))
    else:
        connection.execute(update(facts).where(facts.c.key == _MARK).values(value=str(value)))


def _row(article: Article, taken: Fingerprint, placed: Placed) -> dict[str, object]:
    return {
        "article_id": article.id,
        "shingles": taken.shingles.tobytes(),
        "terms": taken.terms.tobytes(),
        "weights": taken.weights.tobytes(),
        "origin_evidence": placed.evidence,
    }
