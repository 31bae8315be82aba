"""The conversations kept in the library: which one is open, the list in the sidebar, and deleting one."""

from __future__ import annotations

import streamlit as st

from ui.desk import Desk
from ui.escape import plain

_SHOWN = 30


def choose_conversation(desk: Desk) -> str | None:
    """Draw the list in the sidebar; return the open conversation, which the address `?chat=` names."""
    current = st.query_params.get("chat")
    with st.sidebar:
        st.button("New conversation", key="new-chat", on_click=_open, args=(None,), width="stretch")
        for entry in desk.newsroom.conversations.entries()[:_SHOWN]:
            title = plain(entry.title)
            st.button(
                f"**{title}**" if entry.id == current else title,
                key=f"conversation-{entry.id}",
                type="tertiary",
                width="stretch",
                on_click=_open,
                args=(entry.id,),
            )
        if current is not None and st.button("Delete this conversation", key="delete-chat", type="tertiary"):
            _confirm(desk, current)
    return current


def _open(conversation: str | None) -> None:
    if conversation is None:
        st.query_params.clear()
    else:
        st.query_params["chat"] = conversation


@st.dialog("Delete this conversation?")
def _confirm(desk: Desk, conversation: str) -> None:
    st.markdown("Its questions and answers are removed for good. The articles stay.")
    with st.container(horizontal=True):
        if st.button("Delete", type="primary", key="delete-yes", on_click=_delete, args=(desk, conversation)):
            st.rerun()
        if st.button("Keep", key="delete-no"):
            st.rerun()


def _delete(desk: Desk, conversation: str) -> None:
    desk.newsroom.conversations.delete(conversation)
    st.query_params.clear()
