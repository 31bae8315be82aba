"""What grouping keeps in the catalogue's database: fingerprints, pairs, the groups of each article, and its place.

Everything that one step changes is written in one transaction, which fails if another process took the step first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from rag.store.database import Database
from rag.store.fingerprints import Fingerprint
from rag.store.grouping import New
from rag.store.hands import Decided
from rag.store.kinship import Pair
from rag.store.naming import Fate, Renaming
from rag.store.schema import aparts, articles, facts, fingerprints, hand_changes, holds, likenesses, story_changes

FORMAT = "5"
"""Changes with what a fingerprint or a likeness is: all articles are grouped anew then, and stories keep their ids."""

KEYS_AT_ONCE = 500
_MARK, _FORMAT, _DECISION = "groups", "groups_format", "groups_decision"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What was kept. `retired` are ids of stories that are no longer used."""

    articles: list[New]
    pairs: list[Pair]
    origins: dict[str, str]
    stories: dict[str, str]
    retired: list[str]
    decided: Decided


@dataclass(frozen=True, slots=True)
class Mark:
    """How far grouping has come: the number of the last change of the log, and of the last decision, it has seen."""

    change: int
    decision: int


@dataclass(frozen=True, slots=True)
class Delta:
    """What one step changes: `changed` articles lose what was kept of them; `placed` is article, origin, story."""

    changed: list[str]
    added: list[New]
    pairs: list[Pair]
    placed: list[tuple[str, str, str]]
    renamings: list[Renaming]


def read_mark(database: Database) -> Mark:
    """Return how far grouping has come."""
    with database.read() as connection:
        return _mark(connection)


def read_shelf(database: Database) -> Shelf:
    """Read what was kept; articles of an earlier format have their groups, and no fingerprint."""
    columns = articles.c
    with database.read() as connection:
        grouped = connection.execute(
            select(columns.id, columns.origin, columns.story, columns.published, columns.outlet)
        ).all()
        retired = select(story_changes.c.story).where(story_changes.c.fate == Fate.MERGED.value)
        names = [row for row in grouped if row.story is not None and row.origin is not None]
        shelf = Shelf(
            articles=[],
            pairs=[],
            origins={row.id: row.origin for row in names},
            stories={row.id: row.story for row in names},
            retired=list(connection.scalars(retired)),
            decided=_decided(connection),
        )
        if _mark(connection).change:
            known = {row.id: (row.published, row.outlet) for row in grouped}
            held = connection.execute(select(fingerprints).order_by(fingerprints.c.article_id))
            shelf.articles.extend(New(key, _fingerprint(*blobs), *known[key]) for key, *blobs in held if key in known)
            pairs = connection.execute(select(likenesses))
            shelf.pairs.extend((row.one, row.other, _measures(row.measures), row.shared) for row in pairs)
    return shelf


def write_delta(database: Database, before: Mark, after: Mark, delta: Delta) -> bool:
    """Write a step from one mark to another; return False, and write nothing, if another process was first."""
    with database.write() as connection:
        if _mark(connection) != before:
            return False
        if before.change == 0:
            # Nothing is placed yet, or all of it is of an earlier format.
            connection.execute(delete(fingerprints))
            connection.execute(delete(likenesses))
        _set(connection, _MARK, str(after.change))
        _set(connection, _DECISION, str(after.decision))
        _set(connection, _FORMAT, FORMAT)
        _forget(connection, delta.changed)
        if delta.added:
            connection.execute(insert(fingerprints), [_row(new) for new in delta.added])
        if delta.pairs:
            connection.execute(insert(likenesses), [_pair_row(*pair) for pair in delta.pairs])
        if delta.placed:
            place = update(articles).where(articles.c.id == bindparam("key"))
            place = place.values(origin=bindparam("to_origin"), story=bindparam("to_story"))
            rows = [{"key": key, "to_origin": origin, "to_story": story} for key, origin, story in delta.placed]
            connection.execute(place, rows)
        _tell(connection, delta.renamings, after.decision if after.decision > before.decision else None)
    return True


def _tell(connection: Connection, renamings: Sequence[Renaming], decision: int | None) -> None:
    """Record what became of stories, and which decision it follows from, if one."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for told in renamings:
        row = insert(story_changes).values(at=now, story=told.name, fate=told.fate.value, other=told.other)
        key = connection.execute(row).inserted_primary_key
        if decision is not None and key is not None:
            connection.execute(insert(hand_changes).values(seq=key[0], decision=decision))


def _mark(connection: Connection) -> Mark:
    keys = facts.c.key.in_([_MARK, _FORMAT, _DECISION])
    held = {row.key: row.value for row in connection.execute(select(facts).where(keys))}
    change = int(held.get(_MARK, 0)) if held.get(_FORMAT) == FORMAT else 0
    return Mark(change, int(held.get(_DECISION, 0)))


def _decided(connection: Connection) -> Decided:
    held = connection.execute(select(holds.c.article_id, holds.c.hold)).all()
    apart = connection.execute(select(aparts.c.one, aparts.c.other)).all()
    return Decided({row.article_id: row.hold for row in held}, frozenset((row.one, row.other) for row in apart))


def _set(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(facts).where(facts.c.key == key))
    connection.execute(insert(facts).values(key=key, value=value))


def _forget(connection: Connection, ids: Sequence[str]) -> None:
    for at in range(0, len(ids), KEYS_AT_ONCE):
        part = list(ids[at : at + KEYS_AT_ONCE])
        connection.execute(delete(fingerprints).where(fingerprints.c.article_id.in_(part)))
        connection.execute(delete(likenesses).where(likenesses.c.one.in_(part)))
        connection.execute(delete(likenesses).where(likenesses.c.other.in_(part)))


def _row(new: New) -> dict[str, object]:
    taken = new.fingerprint
    return {
        "article_id": new.id,
        "shingles": taken.shingles.tobytes(),
        "terms": taken.terms.tobytes(),
        "weights": taken.weights.tobytes(),
    }


def _fingerprint(shingles: bytes, terms: bytes, weights: bytes) -> Fingerprint:
    return Fingerprint(
        np.frombuffer(shingles, dtype=np.uint32),
        np.frombuffer(terms, dtype=np.uint32),
        np.frombuffer(weights, dtype=np.uint16),
    )


def _pair_row(one: str, other: str, measures: tuple[int, ...], shared: int) -> dict[str, object]:
    return {"one": one, "other": other, "measures": np.array(measures, dtype=np.int32).tobytes(), "shared": shared}


def _measures(held: bytes) -> tuple[int, ...]:
    return tuple(np.frombuffer(held, dtype=np.int32).tolist())
