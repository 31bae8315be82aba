"""A question on its way to an answer: started, followed, stopped, failed, asked again.

It is kept in the session and its work goes on in a thread, so that clicks meanwhile lose nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import streamlit as st

from rag.datatypes import Answer, Claim, Filters, Turn
from rag.errors import ModelError, PlumblineError, UsageError
from rag.settings import WriterChoice
from ui.claims import groups_of, show_claims
from ui.desk import Desk
from ui.frame import failure, notice
from ui.settings import chosen_writer, writing_newsroom
from ui.work import Work

_STATE = "asking"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question under way. Its work yields the claims as they are verified, and the answer last."""

    conversation: str
    question: str
    filters: Filters
    history: tuple[Turn, ...]
    work: Work[Claim | Answer]

    @property
    def claims(self) -> list[Claim]:
        """The claims verified so far."""
        return [item for item in self.work.items if isinstance(item, Claim)]


def under_way(conversation: str | None) -> Asking | None:
    """Return the question under way in this conversation; an answered one is in the conversation already."""
    asking = st.session_state.get(_STATE)
    if not isinstance(asking, Asking) or asking.conversation != conversation:
        return None
    if any(isinstance(item, Answer) for item in asking.work.items):
        del st.session_state[_STATE]
        return None
    return asking


def ask(desk: Desk, question: str, filters: Filters, answers: Sequence[Answer]) -> None:
    """Start on a question, as a follow-up to the answers before it; the address names the conversation."""
    conversation = st.query_params.get("chat") or uuid.uuid4().hex[:12]
    history = tuple(Turn(answer.question, _said(answer)) for answer in answers)
    _start(desk, conversation, question, filters, history, chosen_writer())
    st.query_params["chat"] = conversation


def show_unfinished(desk: Desk, asking: Asking, key: str) -> None:
    """Draw the claims that have come so far and, where no more will come, why."""
    claims = asking.claims
    if claims:
        show_claims(desk.newsroom, groups_of(claims), key=f"claims-{key}")
    if asking.work.stopped:
        checked = "The sentences above were checked; the rest was not written." if claims else ""
        with notice("calm", "Stopped", checked, key="stopped"):
            st.button("Ask again", key="ask-again", on_click=_again, args=(desk, asking, chosen_writer()))
    elif asking.work.finished:
        _failed(desk, asking)


def _failed(desk: Desk, asking: Asking) -> None:
    try:
        asking.work.check()
    except PlumblineError as error:
        failure(error, key="ask")
        with st.container(horizontal=True):
            if error.retryable:
                st.button("Try again", key="ask-again", on_click=_again, args=(desk, asking, chosen_writer()))
            # Another writer is another kind of answer: the reader decides, it is never swapped quietly.
            if isinstance(error, (ModelError, UsageError)):
                embedded = (desk, asking, WriterChoice.EMBEDDED)
                st.button("Answer with the embedded writer", key="ask-embedded", on_click=_again, args=embedded)


def _again(desk: Desk, asking: Asking, writer: WriterChoice | None) -> None:
    _start(desk, asking.conversation, asking.question, asking.filters, asking.history, writer)


def _start(
    desk: Desk,
    conversation: str,
    question: str,
    filters: Filters,
    history: tuple[Turn, ...],
    writer: WriterChoice | None,
) -> None:
    newsroom = writing_newsroom(desk)

    def steps() -> Iterator[Claim | Answer]:
        for step in newsroom.ask_stream(question, filters=filters, history=history, writer=writer):
            # Kept here and not by the page, so that an answer survives a window that was closed meanwhile.
            if isinstance(step, Answer):
                desk.newsroom.conversations.append(conversation, step)
            yield step

    work: Work[Claim | Answer] = Work(steps)
    st.session_state[_STATE] = Asking(conversation, question, filters, history, work.start())


def _said(answer: Answer) -> str:
    if answer.claims:
        return " ".join(claim.text for claim in answer.claims)
    return answer.refusal.message if answer.refusal is not None else ""
