"""The page where a person asks: a conversation whose every sentence can be opened at its source."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.datatypes import Answer, Filters
from rag.errors import NotFoundError
from ui.answer import show_answer
from ui.arrive import arrive
from ui.asking import ask, show_unfinished, under_way
from ui.conversations import choose_conversation
from ui.desk import Desk
from ui.escape import plain
from ui.frame import notice, open_page
from ui.limits import choose_limits
from ui.progress import follow
from ui.source import source_pane


def page() -> None:
    """Draw the page."""
    desk = open_page()
    conversation = choose_conversation(desk)
    asking = under_way(conversation)
    busy = asking is not None and not asking.work.finished
    with st.container(key="reading-chat"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="head"):
            st.title("Ask the coverage", anchor=False)
            filters = choose_limits(desk)
        answers = _answers(desk, conversation, gone=asking is None)
        if not answers and asking is None:
            _suggest(desk, filters)
        for number, answer in enumerate(answers):
            with _turn(f"{conversation}-{number}", answer.question):
                show_answer(desk, answer, f"{conversation}-{number}")
        if asking is not None:
            key = f"{conversation}-{len(answers)}"
            arrive(key)
            with _turn(key, asking.question):
                show_unfinished(desk, asking, key)
        status = st.container(key="reading-status")
    # In a container of its own, because Streamlit scrolls to the end of a page with the input at its foot.
    with st.container(key="asker"):
        question = st.chat_input("Ask about the coverage", key="question", disabled=busy, max_chars=2000)
    if question and question.strip():
        ask(desk, question.strip(), filters, answers)
        st.rerun()
    source_pane(desk.newsroom)
    if asking is not None and busy:
        with status:
            follow(asking.work, "Reading the coverage and checking each sentence")


def _answers(desk: Desk, conversation: str | None, *, gone: bool) -> list[Answer]:
    """Return the answers kept in a conversation; where there are none of that name, say so if `gone`."""
    if conversation is None:
        return []
    try:
        return desk.newsroom.conversations.answers(conversation)
    except NotFoundError:
        if gone:
            with notice("calm", "This conversation is not kept here", "It was deleted, or never finished.", key="gone"):
                st.caption("Ask below to start a new one.")
            st.query_params.pop("chat", None)
        return []


def _turn(key: str, question: str) -> DeltaGenerator:
    """Draw a question and return the place for its answer."""
    turn = st.container(key=f"turn-{key}")
    with turn, st.container(key=f"question-{key}"):
        st.markdown(f"### {plain(question)}", anchors=False)
    return turn


def _suggest(desk: Desk, filters: Filters) -> None:
    """Offer the most recent stories as first questions."""
    st.markdown("Every sentence of an answer is checked against the paragraph it cites.")
    st.caption("The latest stories")
    for story in desk.newsroom.stories()[:4]:
        with st.container(key=f"story-try-{story.id}"):
            if st.button(plain(story.title), key=f"try-{story.id}", type="tertiary"):
                ask(desk, f"What is reported about this: {story.title}?", filters, [])
                st.rerun()


if __name__ == "__main__":
    page()
