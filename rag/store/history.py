"""What the library held at a time, and when stories were last briefed on: what "what changed since" is answered from.

Removed articles leave nothing behind, so nothing is said of them. Of words that an article went back to only the later
time is kept: where nothing is known of what it said at an earlier one, it counts as unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, delete, func, insert, select

from rag.datatypes import Article
from rag.store.database import Database
from rag.store.rows import read_article, select_article
from rag.store.schema import articles, briefed, versions

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Held:
    """An article now, when it got its words, and as it was at a time: None where it was not there yet."""

    article: Article
    at: str
    before: Article | None

    @property
    def changed(self) -> bool:
        """Whether it is new, or has other words than it had."""
        return self.before is None or self.before.version != self.article.version


class History:
    """Looks back in the catalogue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, ids: Sequence[str], moment: str) -> list[Held]:
        """Return the articles of these ids, in order, as they are and as they were at a moment (ISO, UTC)."""
        now = and_(versions.c.article_id == articles.c.id, versions.c.version == articles.c.version)
        found: dict[str, Held] = {}
        with self._database.read() as connection:
            for at in range(0, len(ids), _AT_ONCE):
                part = list(ids[at : at + _AT_ONCE])
                current = select_article(now, versions.c.version, versions.c.title).add_columns(
                    versions.c.added, articles.c.added
                )
                # The version that stood at the moment is the latest of those stored until then.
                latest = (
                    select(versions.c.article_id, func.max(versions.c.added).label("added"))
                    .where(versions.c.added <= moment, versions.c.article_id.in_(part))
                    .group_by(versions.c.article_id)
                    .subquery()
                )
                stood = and_(
                    versions.c.article_id == articles.c.id,
                    versions.c.article_id == latest.c.article_id,
                    versions.c.added == latest.c.added,
                )
                # Two tables beside the articles: the join of `select_article` names one, the rest is a condition.
                past = select_article(versions.c.article_id == articles.c.id, versions.c.version, versions.c.title)
                rows = connection.execute(past.where(stood), {"ids": part}).all()
                before = {row[0]: read_article(*row) for row in rows}
                for row in connection.execute(current, {"ids": part}).all():
                    *columns, changed, added = row
                    article = read_article(*columns)
                    # Without a version from then, an article that was there has gone back to words it had.
                    old = None if added > moment else before.get(article.id, article)
                    found[article.id] = Held(article, changed, old)
        return [found[key] for key in ids if key in found]

    def moment(self) -> str:
        """Return the time, such that all that is stored already has an earlier one and all else gets a later."""
        with self._database.write():
            return datetime.now(UTC).isoformat(timespec="microseconds")

    def note_briefing(self, stories: Iterable[str], moment: str) -> None:
        """Note that these stories were briefed on from what was held at a moment; an earlier note gives way."""
        with self._database.write() as connection:
            for story in set(stories):
                mine = briefed.c.story == story
                noted = connection.scalar(select(briefed.c.at).where(mine))
                if noted is None or noted < moment:
                    connection.execute(delete(briefed).where(mine))
                    connection.execute(insert(briefed).values(story=story, at=moment))

    def last_briefing(self, stories: Iterable[str]) -> str | None:
        """Return the moment of the last briefing on any of these stories, or None."""
        with self._database.read() as connection:
            at = connection.scalar(select(func.max(briefed.c.at)).where(briefed.c.story.in_(list(stories))))
        return str(at) if at else None
