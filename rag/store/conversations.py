"""Conversations, kept in the catalogue's database: the answers as they were shown, in order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select, update

from rag.datatypes import Answer, to_json
from rag.errors import NotFoundError
from rag.store.database import Database
from rag.store.schema import conversations, turns

TITLE_LENGTH = 80

_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class ConversationEntry:
    """A line of the list of conversations. `updated` is an ISO date and time in UTC."""

    id: str
    title: str
    updated: str


class Conversations:
    """The chat's memory. Answers are kept as the JSON of the contract."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self) -> list[ConversationEntry]:
        """List the conversations, the latest first."""
        query = select(conversations).order_by(conversations.c.updated.desc(), conversations.c.id)
        with self._database.read() as connection:
            return [ConversationEntry(row.id, row.title, row.updated) for row in connection.execute(query)]

    def answers(self, conversation_id: str) -> list[Answer]:
        """Return the answers of a conversation, in order.

        Raises:
            NotFoundError: there is no such conversation.
        """
        query = select(turns.c.answer).where(turns.c.conversation_id == conversation_id).order_by(turns.c.number)
        with self._database.read() as connection:
            found = [_ANSWER.validate_json(text) for text in connection.scalars(query)]
        if not found:
            raise NotFoundError("This conversation is not here.", hint="It may have been deleted. Start a new one.")
        return found

    def append(self, conversation_id: str, answer: Answer) -> None:
        """Add an answer, starting the conversation if it is its first."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._database.write() as connection:
            known = conversations.c.id == conversation_id
            if not connection.execute(update(conversations).where(known).values(updated=now)).rowcount:
                title = " ".join(answer.question.split())[:TITLE_LENGTH]
                connection.execute(insert(conversations).values(id=conversation_id, title=title, updated=now))
            mine = turns.c.conversation_id == conversation_id
            number = int(connection.scalar(select(func.coalesce(func.max(turns.c.number), 0)).where(mine)) or 0) + 1
            text = json.dumps(to_json(answer), ensure_ascii=False)
            connection.execute(insert(turns).values(conversation_id=conversation_id, number=number, answer=text))

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation; one that is not there is no error."""
        with self._database.write() as connection:
            connection.execute(delete(turns).where(turns.c.conversation_id == conversation_id))
            connection.execute(delete(conversations).where(conversations.c.id == conversation_id))
