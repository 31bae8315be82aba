"""What people decided about stories: merged, split, moved, undone; a log, written at once and applied by grouping.

Which articles belong together is kept as holds (`hands`). A decision changes holds and is logged in one transaction;
`Groups.catch_up`, in whatever process comes first, then groups the articles concerned anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from rag.datatypes import StoryAct, StoryDecision
from rag.errors import NotFoundError, UsageError
from rag.store.database import Database
from rag.store.schema import aparts, articles, decisions, hand_changes, holds, story_changes


def concerned(database: Database, after: int) -> tuple[int, list[str]] | None:
    """Return the last decision and the articles that those after a number are about; None if there is none."""
    query = select(decisions.c.number, decisions.c.told).where(decisions.c.number > after).order_by(decisions.c.number)
    with database.read() as connection:
        rows = connection.execute(query).all()
    if not rows:
        return None
    return rows[-1].number, sorted({key for row in rows for key in json.loads(row.told)["concerned"]})


class Decisions:
    """Writes and lists decisions. `Groups` applies them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def merge(self, stories: Sequence[str]) -> list[str]:
        """Put stories together; return their articles.

        Raises:
            UsageError: fewer than two stories are named.
            NotFoundError: there is no such story.
        """
        wanted = list(dict.fromkeys(stories))
        if len(wanted) < 2:
            raise UsageError("Merging needs two stories or more.", hint="`stories` lists them with their ids.")
        with self._database.write() as connection:
            parts = {story: _articles_of(connection, story) for story in wanted}
            everything = [key for part in parts.values() for key in part]
            number = _log(connection, StoryAct.MERGE, wanted, everything, everything)
            _hold(connection, everything, f"{number}.0")
            return everything

    def split(self, story: str, ids: Sequence[str], into: str | None = None) -> list[str]:
        """Take articles out of a story, into one of their own or into another; return them.

        Raises:
            UsageError: they are not in the story, or are all of it and have nowhere to go.
            NotFoundError: there is no such story.
        """
        taken = list(dict.fromkeys(ids))
        with self._database.write() as connection:
            own = _articles_of(connection, story)
            target = _articles_of(connection, into) if into else []
            _check(story, own, taken, into)
            rest = [key for key in own if key not in taken]
            stories = [story, *([into] if into else [])]
            act = StoryAct.MOVE if into else StoryAct.SPLIT
            number = _log(connection, act, stories, taken, [*own, *target])
            new, left = f"{number}.0", f"{number}.1"
            was = _part(connection, taken, new)
            _hold(connection, [*taken, *target], new)
            if rest:
                _hold(connection, rest, left, also=was)
                _set_apart(connection, left, new)
            return taken

    def undo(self) -> StoryDecision | None:
        """Take the last decision back; return it, or None if there is none left."""
        with self._database.write() as connection:
            open_ones = decisions.c.undone.is_(None) & (decisions.c.act != StoryAct.UNDO.value)
            row = connection.execute(
                select(decisions).where(open_ones).order_by(decisions.c.number.desc()).limit(1)
            ).first()
            if row is None:
                return None
            told, before = json.loads(row.told), json.loads(row.before)
            number = _log(connection, StoryAct.UNDO, told["stories"], told["articles"], told["concerned"])
            connection.execute(delete(holds))
            connection.execute(delete(aparts))
            _insert(connection, before["holds"].items(), before["apart"])
            # Ids that the decision retired may be used again, so that stories get theirs back.
            own = select(hand_changes.c.seq).where(hand_changes.c.decision == row.number)
            connection.execute(delete(story_changes).where(story_changes.c.seq.in_(own)))
            connection.execute(delete(hand_changes).where(hand_changes.c.decision == row.number))
            connection.execute(update(decisions).where(decisions.c.number == row.number).values(undone=number))
            return replace(_decision(row), undone=True)

    def history(self) -> list[StoryDecision]:
        """List the decisions, the latest first; what was undone says so, and undoing is no entry of its own."""
        query = select(decisions).where(decisions.c.act != StoryAct.UNDO.value).order_by(decisions.c.number.desc())
        with self._database.read() as connection:
            return [_decision(row) for row in connection.execute(query)]


def _log(
    connection: Connection, act: StoryAct, stories: Sequence[str], ids: Sequence[str], concerned: Sequence[str]
) -> int:
    """Write a decision with what was held before, to undo it by; return its number."""
    title = select(articles.c.title).order_by(articles.c.published, articles.c.id).limit(1)
    titles = [connection.scalar(title.where(articles.c.story == story)) or "" for story in stories]
    told = {"stories": list(stories), "titles": titles, "articles": list(ids), "concerned": list(concerned)}
    held = {row.article_id: row.hold for row in connection.execute(select(holds))}
    apart = [[row.one, row.other] for row in connection.execute(select(aparts))]
    row = insert(decisions).values(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        act=act.value,
        told=json.dumps(told),
        before=json.dumps({"holds": held, "apart": apart}),
    )
    key = connection.execute(row).inserted_primary_key
    assert key is not None
    return int(key[0])


def _articles_of(connection: Connection, story: str) -> list[str]:
    found = list(connection.scalars(select(articles.c.id).where(articles.c.story == story).order_by(articles.c.id)))
    if not found:
        raise NotFoundError(f"There is no story {story!r}.", hint="`stories` lists them.")
    return found


def _check(story: str, own: Sequence[str], taken: Sequence[str], into: str | None) -> None:
    strange = [key for key in taken if key not in own]
    if strange:
        raise UsageError(f"Not in the story {story!r}: {', '.join(strange)}.")
    if not taken:
        raise UsageError("Splitting needs the articles to take out.", hint="`stories --json` lists those of each.")
    if into == story:
        raise UsageError("The articles are in that story already.")
    if len(taken) == len(own) and not into:
        raise UsageError("These are all the articles of the story: nothing would be left in it.")


def _part(connection: Connection, taken: Sequence[str], new: str) -> set[str]:
    """Give articles that leave their holds a new one, apart from what the old are apart from; return the old."""
    was = _holds_of(connection, taken)
    foes = _foes(connection, was)
    connection.execute(delete(holds).where(holds.c.article_id.in_(list(taken))))
    _insert(connection, ((key, new) for key in taken), ((new, foe) for foe in foes))
    return was


def _hold(connection: Connection, ids: Sequence[str], hold: str, also: Iterable[str] = ()) -> None:
    """Give articles one hold, and with it all that shared theirs, removed ones too; what was apart stays so."""
    was = (_holds_of(connection, ids) | set(also)) - {hold}
    foes = _foes(connection, was | {hold}) - was - {hold}
    connection.execute(update(holds).where(holds.c.hold.in_(list(was))).values(hold=hold))
    for column in (aparts.c.one, aparts.c.other):
        connection.execute(delete(aparts).where(column.in_([*was, hold])))
    connection.execute(delete(holds).where(holds.c.article_id.in_(list(ids))))
    _insert(connection, ((key, hold) for key in ids), ((hold, foe) for foe in foes))


def _set_apart(connection: Connection, one: str, other: str) -> None:
    known = {(row.one, row.other) for row in connection.execute(select(aparts))}
    if (one, other) not in known and (other, one) not in known:
        connection.execute(insert(aparts).values(one=one, other=other))


def _holds_of(connection: Connection, ids: Sequence[str]) -> set[str]:
    return set(connection.scalars(select(holds.c.hold).where(holds.c.article_id.in_(list(ids)))))


def _foes(connection: Connection, of: Iterable[str]) -> set[str]:
    mine = list(of)
    one = connection.scalars(select(aparts.c.other).where(aparts.c.one.in_(mine)))
    return set(one) | set(connection.scalars(select(aparts.c.one).where(aparts.c.other.in_(mine))))


def _insert(connection: Connection, held: Iterable[tuple[str, str]], apart: Iterable[Sequence[str]]) -> None:
    rows = [{"article_id": key, "hold": hold} for key, hold in held]
    if rows:
        connection.execute(insert(holds), rows)
    for one, other in apart:
        _set_apart(connection, one, other)


def _decision(row: Row[Any]) -> StoryDecision:
    told = json.loads(row.told)
    return StoryDecision(
        row.number,
        row.at,
        StoryAct(row.act),
        tuple(told["stories"]),
        tuple(told["titles"]),
        tuple(told["articles"]),
        row.undone is not None,
    )
