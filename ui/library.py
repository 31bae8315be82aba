"""The page of the library: what is in it, adding to it, and whether it is sound."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from rag.datatypes import ArticleEntry, Health
from rag.errors import NotFoundError, PlumblineError
from rag.render import readable_date
from rag.render.document import outlet_name
from ui.adding import adding
from ui.desk import Desk
from ui.escape import plain
from ui.frame import failure, open_page
from ui.progress import follow
from ui.source import close_source, open_article, source_pane
from ui.words import count

_VIEWS = ("Articles", "Add")
_COLUMNS = {
    "Title": st.column_config.TextColumn(width=360),
    "Outlet": st.column_config.TextColumn(width=140),
    "Published": st.column_config.DateColumn(width=100, format="D MMM YYYY"),
    "Paragraphs": st.column_config.NumberColumn(width=90),
}
_CHECKED_UNASKED = 5_000  # Articles. More than that would keep the reader waiting at every visit.


def page() -> None:
    """Draw the page."""
    desk = open_page(empty_is_fine=st.query_params.get("view") == "Add" or "adding" in st.session_state)
    st.title("Library", anchor=False)
    view = st.segmented_control(
        "View", _VIEWS, default="Articles", required=True, key="view", bind="query-params", label_visibility="collapsed"
    )
    if view == "Add":
        work = adding(desk)
        if work is not None:
            follow(work, "Adding")
        return
    _health(desk)
    chosen = _table(desk)
    if chosen is not None:
        _one(desk, chosen)
    source_pane(desk.newsroom)


def _health(desk: Desk) -> None:
    """Draw one line on the state of the library, with a repair where something is wrong."""
    if desk.locked:
        return
    if desk.health is None or desk.health[0] != desk.changes:
        held = len(desk.newsroom.articles())
        if held > _CHECKED_UNASKED and not st.button(f"Check {count(held, 'article')}", key="check"):
            return
        try:
            desk.health = (desk.changes, desk.newsroom.doctor())
        except PlumblineError as error:
            failure(error, key="doctor")
            return
    health = desk.health[1]
    st.caption(f"{count(health.articles, 'article')}, {count(health.chunks, 'passage')} indexed. {_said(health)}")
    if not health.ok and st.button("Repair", key="repair"):
        with st.spinner("Repairing the index"):
            desk.health = (desk.changes, desk.newsroom.doctor(repair=True))
        st.rerun()


def _said(health: Health) -> str:
    return "Catalogue and index agree." if health.ok else plain(" ".join(health.problems))


def _table(desk: Desk) -> ArticleEntry | None:
    """Draw the search and the table; a chosen row's article is opened and returned."""
    found = _sought(desk)
    if not found:
        st.caption("No article matches.")
        return None
    stories = {story.id: story.title for story in desk.newsroom.stories()}
    picked = st.dataframe(
        [_row(entry, stories) for entry in found],
        hide_index=True,
        key="articles",
        on_select="rerun",
        selection_mode="single-row",
        column_config=_COLUMNS,
    )
    at = picked["selection"]["rows"]
    chosen = found[at[0]] if at and at[0] < len(found) else None
    if chosen is not None and st.session_state.get("chosen") != chosen.id:
        open_article(chosen.id)
    st.session_state["chosen"] = chosen.id if chosen is not None else None
    return chosen


def _sought(desk: Desk) -> list[ArticleEntry]:
    """Draw the search and return the articles that have all its words, of the outlets chosen."""
    with st.container(horizontal=True, key="seek"):
        words = st.text_input("Search titles and outlets", key="seek-words").casefold().split()
        outlets = st.multiselect("Outlets", desk.newsroom.outlets(), key="seek-outlets", placeholder="All outlets")
    return [
        entry
        for entry in desk.newsroom.articles()
        if all(word in f"{entry.title} {entry.outlet}".casefold() for word in words)
        and (not outlets or entry.outlet in outlets)
    ]


def _row(entry: ArticleEntry, stories: Mapping[str, str]) -> dict[str, object]:
    return {
        "Title": entry.title or "Untitled",
        "Outlet": outlet_name(entry.outlet),
        "Published": _day(entry.published),
        "Paragraphs": entry.paragraphs,
        "Story": stories.get(entry.story or "", ""),
    }


def _day(iso: str | None) -> date | None:
    """Return the day of an ISO date, so that the table sorts by it; None where it names no day."""
    try:
        return date.fromisoformat((iso or "")[:10])
    except ValueError:
        return None


def _one(desk: Desk, entry: ArticleEntry) -> None:
    """Draw the chosen article's line: open it, or remove it."""
    with st.container(key="reading-one"):
        st.markdown(f"#### {plain(entry.title or 'Untitled')}", anchors=False)
        about = [outlet_name(entry.outlet), readable_date(entry.published), count(entry.paragraphs, "paragraph")]
        st.caption(plain(", ".join(about)))
        with st.container(horizontal=True):
            st.button("Open the article", type="primary", key="open", on_click=open_article, args=(entry.id,))
            if st.button("Remove", key="remove"):
                _confirm(desk, entry)


@st.dialog("Remove this article?")
def _confirm(desk: Desk, entry: ArticleEntry) -> None:
    st.markdown(f"{plain(entry.title or 'Untitled')}, {plain(outlet_name(entry.outlet))}")
    st.caption("It is no longer searched or cited. Conversations that cited it keep their sentences.")
    with st.container(horizontal=True):
        if st.button("Remove", type="primary", key="remove-yes", on_click=_remove, args=(desk, entry)):
            st.rerun()
        if st.button("Keep", key="remove-no"):
            st.rerun()


def _remove(desk: Desk, entry: ArticleEntry) -> None:
    try:
        desk.newsroom.remove(entry.id)
        st.toast("Article removed.")
    except NotFoundError:
        st.toast("It was removed already.")
    close_source()
    desk.changed()


if __name__ == "__main__":
    page()
