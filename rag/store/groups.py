"""Origins and stories in the catalogue, kept up to date with its change log; stories keep their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import RLock

from sqlalchemy import select

from rag.datatypes import Article, Origin, Story
from rag.store.catalogue import Catalogue
from rag.store.copies import OWN_TEXT, group_origins, largest_share, why
from rag.store.database import Database
from rag.store.decisions import concerned
from rag.store.fingerprints import take_fingerprint
from rag.store.grouping import Grouping, New
from rag.store.grouping_shelf import Delta, Mark, Shelf, read_mark, read_shelf, write_delta
from rag.store.naming import Fate, Names, Renaming
from rag.store.schema import articles, hand_changes, likenesses, story_changes

__all__ = ["OWN_TEXT", "Groups", "group_origins"]

CHANGES_AT_ONCE = 2000
KEYS_AT_ONCE = 500


class Groups:
    """Which articles share their copy, and which their event."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue
        self._memory: tuple[Mark, _Placing] | None = None
        self._grouped = -1
        self._threads = RLock()

    def catch_up(self, progress: Callable[[int, int], None] | None = None, *, wait: bool = True) -> int:
        """Group the articles that changed since the last time and return how many changes that was.

        Where another thread is at it, this waits for it, or with `wait` false leaves it to that thread.
        """
        if not self._threads.acquire(blocking=wait):
            return 0
        try:
            return self._follow(progress)
        finally:
            self._threads.release()

    def behind(self) -> int:
        """Return how many changes have yet to be seen; decisions are not counted, for they take no time."""
        last = self._catalogue.last_change()
        if last != self._grouped:
            # Asked at every search. What is grouped stays so, whoever did it, so it is read once a change.
            self._grouped = read_mark(self._database).change
        return last - self._grouped

    def _follow(self, progress: Callable[[int, int], None] | None) -> int:
        mark, end = read_mark(self._database), self._catalogue.last_change()
        waiting = concerned(self._database, mark.decision)
        if waiting is not None:
            return self._decide(mark, *waiting, progress)
        start = mark.change
        if start >= end:
            return 0
        placing = self._placing(mark)
        seen = start
        while seen < end:
            changes = self._catalogue.changes(seen, CHANGES_AT_ONCE)
            if not changes:
                break
            # Held again once it is written: what is placed in memory and not in the catalogue must not be built on.
            self._memory = None
            ids = list(dict.fromkeys(change.article_id for change in changes))
            present = self._catalogue.articles(ids)
            delta = placing.follow(ids, [present[key] for key in ids if key in present])
            before, after = Mark(seen, mark.decision), Mark(changes[-1].seq, mark.decision)
            if not write_delta(self._database, before, after, delta):
                # Another process placed them first; what it decided stands.
                return self._follow(progress)
            seen = changes[-1].seq
            self._memory = after, placing
            if progress:
                progress(seen - start, end - start)
        return seen - start

    def _decide(
        self, mark: Mark, last: int, articles: Sequence[str], progress: Callable[[int, int], None] | None
    ) -> int:
        """Group anew what people decided about since the last time, then what changed."""
        self._memory = None
        placing = _Placing(read_shelf(self._database))
        after = Mark(mark.change, last)
        if write_delta(self._database, mark, after, placing.regroup(articles)):
            self._memory = after, placing
        return self._follow(progress)

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
        held = self._catalogue.articles(article_ids)
        members: dict[str, list[str]] = defaultdict(list)
        for key in dict.fromkeys(article_ids):
            if key in held:
                members[held[key].origin or key].append(key)
        # An article whose copies are not among those asked for stands for its origin alone.
        shares = self._shares([key for ids in members.values() if len(ids) > 1 for key in ids])
        return [
            Origin(tuple(ids), why([held[key] for key in ids], largest_share(ids, shares))) for ids in members.values()
        ]

    def current(self, story_id: str) -> str:
        """Return the id that a story has today: its own, or that of the story it was merged into."""
        with self._database.read() as connection:
            seen = {story_id}
            while not connection.scalar(select(articles.c.id).where(articles.c.story == story_id).limit(1)):
                query = select(story_changes.c.other).where(
                    story_changes.c.story == story_id, story_changes.c.fate == Fate.MERGED.value
                )
                into = connection.scalar(query.order_by(story_changes.c.seq.desc()).limit(1))
                if into is None or into in seen:
                    break
                seen.add(into)
                story_id = into
        return story_id

    def changes(self, story_id: str) -> list[Renaming]:
        """Return what became of a story and what came out of it, oldest first."""
        columns = story_changes.c
        query = select(columns.story, columns.fate, columns.other, hand_changes.c.decision)
        query = query.outerjoin_from(story_changes, hand_changes, columns.seq == hand_changes.c.seq)
        mine = (columns.story == story_id) | (columns.other == story_id)
        with self._database.read() as connection:
            rows = connection.execute(query.where(mine).order_by(columns.seq)).all()
        return [Renaming(row.story, Fate(row.fate), row.other, row.decision is not None) for row in rows]

    def _shares(self, ids: Sequence[str]) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        columns = likenesses.c
        with self._database.read() as connection:
            for at in range(0, len(ids), KEYS_AT_ONCE):
                part = columns.one.in_(list(ids[at : at + KEYS_AT_ONCE])) & (columns.shared > 0)
                query = select(columns.one, columns.other, columns.shared).where(part)
                found.update({(row.one, row.other): row.shared for row in connection.execute(query)})
        return found

    def _placing(self, mark: Mark) -> _Placing:
        if self._memory is not None and self._memory[0] == mark:
            return self._memory[1]
        return _Placing(read_shelf(self._database))


class _Placing:
    """Groups in memory, with their names."""

    def __init__(self, shelf: Shelf) -> None:
        self._grouping = Grouping()
        self._grouping.restore(shelf.articles, shelf.pairs, shelf.stories)
        self._grouping.decide(shelf.decided)
        self._published = {new.id: new.published or "" for new in shelf.articles}
        self._origins = Names(shelf.origins, (), lambda article: article)
        self._stories = Names(shelf.stories, shelf.retired, lambda article: f"s{article[:11]}")

    def follow(self, changed: Sequence[str], present: Sequence[Article]) -> Delta:
        """Group anew after some articles changed, of which those present are not gone."""
        self._grouping.forget(changed)
        added = [New(article.id, take_fingerprint(article), article.published, article.outlet) for article in present]
        self._grouping.add(added)
        self._published.update({new.id: new.published or "" for new in added})
        for gone in set(changed) - {new.id for new in added}:
            self._published.pop(gone, None)
            self._origins.drop(gone)
            self._stories.drop(gone)
        return self._settle(changed, added)

    def regroup(self, concerned: Sequence[str]) -> Delta:
        """Group anew after people decided about some articles."""
        self._grouping.look_at(concerned)
        return self._settle((), [])

    def _settle(self, changed: Sequence[str], added: list[New]) -> Delta:
        settled = self._grouping.settle()
        moved, _ = self._origins.assign(self._in_order(settled.origins))
        also_moved, renamings = self._stories.assign(self._in_order(settled.stories))
        # An article that changed has lost its groups in the catalogue if it was removed and came back.
        moved |= also_moved | {new.id for new in added}
        placed = [(key, self._origins[key], self._stories[key]) for key in sorted(moved)]
        return Delta(list(changed), added, settled.pairs, placed, renamings)

    def _in_order(self, groups: Sequence[Sequence[str]]) -> list[list[str]]:
        """Put groups and their articles in order of publication: a group is named after its first article."""
        ordered = [sorted(group, key=self._order) for group in groups]
        return sorted(ordered, key=lambda group: self._order(group[0]))

    def _order(self, article: str) -> tuple[str, str]:
        return self._published[article], article
