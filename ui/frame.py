"""What every page begins with: the look, the library, what came in from elsewhere, and the first screen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.errors import LibraryError, LibraryLockedError, PlumblineError
from ui.desk import Desk, the_desk
from ui.escape import plain
from ui.welcome import welcome

_LOOK = Path(__file__).with_name("look.css")
_LOOK_AGAIN = 5.0
"""Seconds between two looks for articles that other processes added."""


def open_page(*, empty_is_fine: bool = False) -> Desk:
    """Begin a page and return the desk; the page ends here where there is no library.

    Where nothing is in it the first screen is drawn instead of the page, unless that is fine with the page.
    """
    theme = "dark" if st.context.theme.type == "dark" else "light"
    page_colour = st.get_option(f"theme.{theme}.backgroundColor")
    st.html(f"<style>:root {{ --page: {page_colour}; }}\n{_LOOK.read_text(encoding='utf-8')}</style>")
    try:
        desk = the_desk()
        desk.refresh()
        st.session_state["seen"] = (desk.changes, desk.locked)
        empty = not desk.newsroom.articles()
    except LibraryError as error:
        failure(error, key="library")
        st.stop()
    _watch(desk)
    if desk.locked:
        with notice("wait", "The search index is in use elsewhere", desk.locked, key="locked"):
            st.button("Look again", key="locked-again")
    if empty and not empty_is_fine:
        welcome(desk)
        st.stop()
    return desk


@st.fragment(run_every=_LOOK_AGAIN)
def _watch(desk: Desk) -> None:
    """Draw the page again when the library has changed since this session last looked."""
    desk.refresh()
    if st.session_state["seen"] != (desk.changes, desk.locked):
        st.rerun()


def notice(tone: Literal["bad", "wait", "calm"], title: str, text: str, *, key: str) -> DeltaGenerator:
    """Draw a stated condition, a title and what it means; return the place for what the reader can do."""
    place = st.container(key=f"notice-{tone}-{key}")
    place.markdown(f"**{plain(title)}**\n\n{plain(text)}")
    return place


def failure(error: PlumblineError, *, key: str, again: bool = False) -> bool:
    """Draw an error with its hint; return whether the reader wants another try."""
    tone: Literal["bad", "wait"] = "wait" if isinstance(error, LibraryLockedError) else "bad"
    with notice(tone, error.message, error.hint, key=key):
        return again and st.button("Try again", key=f"{key}-again")
