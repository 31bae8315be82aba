"""Choosing what a briefing or a comparison is about: a story from the list, or a topic in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from rag.datatypes import Story
from rag.render.dates import readable_range
from rag.render.document import outlet_name
from ui.desk import Desk
from ui.escape import plain
from ui.source import close_source
from ui.words import count, listed

_SHOWN = 12
_OUTLETS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """What a piece is about: a story of the library or a topic, one of them None."""

    story: str | None
    topic: str | None

    @property
    def address(self) -> dict[str, str]:
        """The parameters of the page's address that name it."""
        return {"story": self.story} if self.story else {"topic": self.topic or ""}

    @property
    def name(self) -> tuple[str, str]:
        """What tells this subject from every other."""
        return (self.story or "", self.topic or "")


def choose_subject(desk: Desk, title: str, verb: str) -> Subject | None:
    """Return what the address names (`?story=` or `?topic=`); where it names nothing, draw the list to choose from."""
    story, topic = st.query_params.get("story"), st.query_params.get("topic")
    if story or topic:
        return Subject(story or None, None if story else topic)
    with st.container(key="reading-stories"):
        st.title(title, anchor=False)
        sought = st.text_input(
            "Find a story, or type a topic of your own", key="sought", placeholder="Harbour collision"
        ).strip()
        if sought:
            st.button(
                f"{verb} “{plain(sought)}”", key="use-topic", type="primary", on_click=_choose, args=("topic", sought)
            )
        _list(desk, sought)
    return None


def all_stories() -> None:
    """Draw the way back to the list."""
    st.button("All stories", key="all-stories", icon=":material/arrow_back:", type="tertiary", on_click=_choose)


def _choose(name: str = "", value: str = "") -> None:
    for known in ("story", "topic"):
        st.query_params.pop(known, None)
    if name:
        st.query_params[name] = value
    close_source()


def _list(desk: Desk, sought: str) -> None:
    outlets = {entry.id: outlet_name(entry.outlet) for entry in desk.newsroom.articles()}
    stories = [story for story in desk.newsroom.stories() if sought.casefold() in story.title.casefold()]
    shared = [story for story in stories if len(story.articles) > 1]
    alone = [story for story in stories if len(story.articles) == 1]
    if not stories:
        st.caption("No story has these words in its title. The button above takes them as a topic.")
    shown = st.session_state.get("stories-shown", _SHOWN)
    for story in shared[:shown]:
        _row(story, outlets)
    if len(shared) > shown and st.button(f"Show {min(_SHOWN, len(shared) - shown)} more", key="more-stories"):
        st.session_state["stories-shown"] = shown + _SHOWN
        st.rerun()
    if alone:
        with st.expander(f"Reported by one article only ({len(alone)})", type="compact", expanded=not shared):
            for story in alone[:shown]:
                _row(story, outlets)


def _row(story: Story, outlets: dict[str, str]) -> None:
    names = list(dict.fromkeys(outlets[article] for article in story.articles if article in outlets))
    more = len(names) - _OUTLETS_NAMED
    named = listed([*names[:_OUTLETS_NAMED], f"{more} more"] if more > 0 else names)
    facts = [
        readable_range([story.first, story.last]),
        count(len(story.articles), "article"),
        count(len(story.origins), "independent origin"),
    ]
    with st.container(key=f"story-{story.id}"):
        st.button(
            plain(story.title), key=f"open-{story.id}", type="tertiary", on_click=_choose, args=("story", story.id)
        )
        st.caption(f"{plain(named)}  \n{plain(', '.join(fact for fact in facts if fact))}")
