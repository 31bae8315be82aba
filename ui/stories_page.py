"""The page of stories: all of them to look through, one to read by days, and merging and splitting by hand."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import streamlit as st

from rag.datatypes import ArticleEntry, Story
from rag.errors import NotFoundError
from rag.render.dates import readable_range
from rag.render.document import outlet_name
from ui.desk import Desk
from ui.escape import plain
from ui.frame import failure, open_page
from ui.one_story import show_story
from ui.source import close_source, source_pane
from ui.story_changes import merge, show_done, show_history
from ui.words import count, listed

_SHOWN = 20
_OUTLETS_NAMED = 5
_ORDERS = ("Latest report first", "First report first", "Most outlets", "Most articles")


def page() -> None:
    """Draw the page."""
    desk = open_page()
    with st.container(key="reading-stories-page"):
        wanted = st.query_params.get("story")
        if wanted:
            _one(desk, wanted)
        else:
            _all(desk)
    source_pane(desk.newsroom)


def _one(desk: Desk, wanted: str) -> None:
    try:
        story = desk.newsroom.story(wanted)
    except NotFoundError as error:
        st.button("All stories", key="stories-back", icon=":material/arrow_back:", type="tertiary", on_click=_open)
        failure(error, key="story-gone")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="tools"):
        st.button("All stories", key="stories-back", icon=":material/arrow_back:", type="tertiary", on_click=_open)
        st.page_link("ui/briefing.py", label="Briefing", query_params={"story": story.id})
        st.page_link("ui/compare.py", label="Compare", query_params={"story": story.id})
        if st.button("Ask", key="ask-in-story", type="tertiary"):
            st.session_state["limit-story"] = story.id
            st.switch_page("ui/chat.py")
    show_done(desk)
    show_story(desk, story)


def _open(story_id: str = "") -> None:
    st.query_params.pop("story", None)
    if story_id:
        st.query_params["story"] = story_id
    close_source()


def _all(desk: Desk) -> None:
    st.title("Stories", anchor=False)
    show_done(desk)
    entries = {entry.id: entry for entry in desk.newsroom.articles()}
    found = _sought(desk, entries)
    merging = st.toggle("Choose stories to merge", key="merging")
    if not found:
        st.caption("No story matches.")
    shown = st.session_state.get("stories-page-shown", _SHOWN)
    for story in found[:shown]:
        _row(story, entries, merging=merging)
    if len(found) > shown and st.button(f"Show {min(_SHOWN, len(found) - shown)} more", key="stories-page-more"):
        st.session_state["stories-page-shown"] = shown + _SHOWN
        st.rerun()
    if merging:
        picked = [story for story in desk.newsroom.stories() if st.session_state.get(f"pick-{story.id}")]
        _merging(desk, picked)
    show_history(desk)


def _sought(desk: Desk, entries: Mapping[str, ArticleEntry]) -> list[Story]:
    """Draw the search, the filters and the order, and return the stories they leave."""
    words = st.text_input("Search titles", key="stories-words", placeholder="Harbour collision").casefold().split()
    with st.container(horizontal=True, key="stories-filters"):
        outlets = st.multiselect("Outlets", desk.newsroom.outlets(), key="stories-outlets", placeholder="All outlets")
        span = st.date_input("Reported between", value=[], key="stories-dates", format="DD/MM/YYYY")
        order = st.selectbox("Order", _ORDERS, key="stories-order")
    days = [day.isoformat() for day in span if isinstance(day, datetime.date)] if isinstance(span, tuple) else []

    def matches(story: Story) -> bool:
        held = [entries[key] for key in story.articles if key in entries]
        titles = " ".join([story.title, *(entry.title for entry in held)]).casefold()
        of_outlet = not outlets or any(entry.outlet in outlets for entry in held)
        early = not days or (story.last or "")[:10] >= days[0]
        late = len(days) < 2 or (bool(story.first) and (story.first or "")[:10] <= days[1])
        return of_outlet and early and late and all(word in titles for word in words)

    found = [story for story in desk.newsroom.stories() if matches(story)]
    if order == _ORDERS[1]:
        return sorted(found, key=lambda story: story.first or "9")
    if order == _ORDERS[2]:
        return sorted(found, key=lambda story: -len(_outlets(story, entries)))
    return sorted(found, key=lambda story: -len(story.articles)) if order == _ORDERS[3] else found


def _outlets(story: Story, entries: Mapping[str, ArticleEntry]) -> list[str]:
    return list(dict.fromkeys(outlet_name(entries[key].outlet) for key in story.articles if key in entries))


def _row(story: Story, entries: Mapping[str, ArticleEntry], *, merging: bool) -> None:
    names = _outlets(story, entries)
    more = len(names) - _OUTLETS_NAMED
    facts = (
        readable_range([story.first, story.last]),
        count(len(names), "outlet"),
        count(len(story.articles), "article"),
        count(len(story.origins), "independent origin"),
    )
    named = listed([*names[:_OUTLETS_NAMED], f"{more} more"] if more > 0 else names)
    with st.container(key=f"story-row-{story.id}"):
        if merging:
            st.checkbox(plain(story.title or "Untitled"), key=f"pick-{story.id}")
        else:
            st.button(
                plain(story.title or "Untitled"), key=f"open-{story.id}", type="tertiary",
                on_click=_open, args=(story.id,),
            )  # fmt: skip
        st.caption(f"{plain(', '.join(fact for fact in facts if fact))}  \n{plain(named)}")


def _merging(desk: Desk, picked: Sequence[Story]) -> None:
    """Draw what is chosen and the button that makes it one story."""
    with st.container(key="act-bar"):
        if len(picked) < 2:
            st.caption("Choose two stories or more that are about one event.")
            return
        titles = listed([f"“{story.title}”" for story in picked])
        st.caption(plain(f"{titles} become one story. Later reports on either join it. It can be undone."))
        st.button(
            f"Merge {len(picked)} stories", type="primary", key="merge-go",
            on_click=merge, args=(desk, [story.id for story in picked]),
        )  # fmt: skip


if __name__ == "__main__":
    page()
