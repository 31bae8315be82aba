"""The writer a reader chooses and the model it may call. The key lives in this session's memory and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from pydantic import SecretStr

from rag.settings import WriterChoice
from ui.desk import Desk

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_WRITERS = {
    WriterChoice.AUTO: "Automatic",
    WriterChoice.EMBEDDED: "Embedded writer",
    WriterChoice.MODEL: "Language model",
}


def settings_popover() -> None:
    """Draw the settings at the foot of the sidebar."""
    with st.sidebar, st.popover("Settings", type="tertiary", key="settings"):
        st.selectbox(
            "Writer",
            list(_WRITERS),
            format_func=_WRITERS.__getitem__,
            key="writer-choice",
            persist_state="session",
            help="The embedded writer needs no key and no network. Automatic uses a model where one is set.",
        )
        st.text_input(
            "Model server",
            key="model-url",
            placeholder="https://api.openai.com/v1",
            help="Any server that speaks the OpenAI API.",
            persist_state="session",
        )
        st.text_input("Model", key="model-name", placeholder="gpt-4.1-mini", persist_state="session")
        st.text_input("Key", key="model-key", type="password", autocomplete="off")
        st.caption("The key stays in the memory of this session and is never written down.")


def chosen_writer() -> WriterChoice | None:
    """Return the writer chosen in this session, or None to leave it to the library's settings."""
    choice = st.session_state.get("writer-choice", WriterChoice.AUTO)
    return None if choice is WriterChoice.AUTO else WriterChoice(choice)


def writing_newsroom(desk: Desk) -> Newsroom:
    """Return the Newsroom that asks this session's own model, or the shared one where the session names none.

    It uses the same library; only the settings differ.
    """
    given = tuple(str(st.session_state.get(key) or "").strip() for key in ("model-url", "model-name", "model-key"))
    if not any(given):
        return desk.newsroom
    kept = st.session_state.get("own-newsroom")
    if kept is None or kept[0] != given:
        kept = (given, _with_model(desk.newsroom, *given))
        st.session_state["own-newsroom"] = kept
    newsroom: Newsroom = kept[1]
    return newsroom


def _with_model(newsroom: Newsroom, url: str, name: str, key: str) -> Newsroom:
    own: dict[str, object] = {}
    if url:
        # The key of this machine is meant for the server of this machine, not for one that a reader names.
        own |= {"openai_base_url": url, "openai_api_key": None}
    if name:
        own["openai_model"] = name
    if key:
        own["openai_api_key"] = SecretStr(key)
    # The library stays the shared one: two would contend for the lock of the search index.
    return newsroom.with_settings(newsroom.settings.model_copy(update=own))
