"""Merging and splitting stories by hand: done, said, undone, and the history of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from rag.datatypes import Story, StoryAct, StoryDecision
from rag.errors import PlumblineError
from rag.render import readable_date
from ui.desk import Desk
from ui.escape import plain
from ui.frame import failure, notice
from ui.words import count, listed

_DONE, _FAILED = "story-done", "story-failed"


def merge(desk: Desk, stories: Sequence[str]) -> None:
    """Make stories one."""
    _do(desk, lambda: desk.newsroom.merge_stories(stories), "Merged into")
    _clear("merging", [f"pick-{story}" for story in stories])


def take_out(desk: Desk, story: str, articles: Sequence[str], into: str | None = None) -> None:
    """Take articles out of a story, into one of their own or another."""
    said = "Moved to" if into else "Split off as"
    _do(desk, lambda: desk.newsroom.split_story(story, articles, into=into), said)
    _clear("splitting", [f"take-{article}" for article in articles])


def undo(desk: Desk) -> None:
    """Take the last decision back."""
    st.session_state.pop(_DONE, None)
    try:
        undone = desk.newsroom.undo_story_decision()
    except PlumblineError as error:
        st.session_state[_FAILED] = error
        return
    desk.changed()
    st.toast("Undone." if undone else "There is nothing to undo.")


def _do(desk: Desk, act: Callable[[], Story], said: str) -> None:
    try:
        story = act()
    except PlumblineError as error:
        # Another window or process was first: what it did stands, and is said.
        st.session_state[_FAILED] = error
        return
    desk.changed()
    st.session_state[_DONE] = (said, story.id, story.title)
    if st.query_params.get("story"):
        st.query_params["story"] = story.id if said.startswith("Merged") else st.query_params["story"]


def _clear(mode: str, boxes: Sequence[str]) -> None:
    """Leave choosing once it is done; after a failure what was chosen stays."""
    if _FAILED not in st.session_state:
        # Set and not dropped: the browser would send back what it shows.
        st.session_state.update(dict.fromkeys([mode, *boxes], False))


def show_done(desk: Desk) -> None:
    """Say what was just done, with a way back; or why it could not be."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, PlumblineError):
        failure(failed, key="story-act-failed")
    done = st.session_state.get(_DONE)
    if done is not None:
        said, story, title = done
        with notice("calm", f"{said} “{title}”", "", key="story-done"), st.container(horizontal=True):
            st.button("Undo", key="undo-done", on_click=undo, args=(desk,))
            if st.query_params.get("story") != story:
                st.button("Open it", key="open-done", on_click=_go, args=(story,))
            st.button("Close", key="close-done", type="tertiary", on_click=_seen)


def _go(story: str) -> None:
    st.query_params["story"] = story
    _seen()


def _seen() -> None:
    st.session_state.pop(_DONE, None)


def show_history(desk: Desk, story: str = "") -> None:
    """Draw, folded, what was decided by hand, about one story or all; the last that stands can be undone."""
    decisions = [one for one in desk.newsroom.story_decisions() if not story or story in one.stories]
    if not decisions:
        return
    with st.expander(f"Merged and split by hand ({len(decisions)})", type="compact"):
        for decision in decisions:
            undone = " Undone." if decision.undone else ""
            st.markdown(f"{plain(readable_date(decision.at))}: {plain(_told(decision))}{undone}")
        standing = any(not decision.undone for decision in decisions)
        if standing and not story:
            st.button("Undo the last of them", key="undo-last", on_click=undo, args=(desk,))


def _told(decision: StoryDecision) -> str:
    titles = [f"“{title or 'Untitled'}”" for title in decision.titles]
    if decision.act is StoryAct.MERGE:
        return f"{listed(titles)} were merged."
    taken = count(len(decision.articles), "article")
    if decision.act is StoryAct.MOVE:
        return f"{taken} moved from {titles[0]} to {titles[-1]}."
    return f"{taken} split off {titles[0]}."
