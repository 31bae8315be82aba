"""One story: its reports day by day, shared copy bracketed with the evidence, and articles taken out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import streamlit as st

from rag.datatypes import ArticleEntry, Origin, Story
from rag.render import readable_date
from rag.render.dates import readable_range
from rag.render.document import outlet_name
from ui.desk import Desk
from ui.escape import plain
from ui.source import open_article
from ui.story_changes import show_history, take_out
from ui.words import count, listed


def show_story(desk: Desk, story: Story) -> None:
    """Draw a story."""
    entries = {entry.id: entry for entry in desk.newsroom.articles() if entry.story == story.id}
    held = [entries[key] for key in story.articles if key in entries]
    # What has no date comes last: nobody knows when it was.
    reports = sorted(held, key=lambda entry: (entry.published is None, entry.published or "", entry.id))
    outlets = {outlet_name(entry.outlet) for entry in reports}
    st.markdown(f"## {plain(story.title or 'Untitled')}", anchors=False)
    facts = (
        readable_range([story.first, story.last]),
        count(len(outlets), "outlet"),
        count(len(reports), "article"),
        count(len(story.origins), "independent origin"),
    )
    st.caption(plain(", ".join(fact for fact in facts if fact)))
    splitting = st.toggle("Choose articles to take out", key="splitting") if reports else False
    origins = [origin for origin in desk.newsroom.origins(story.articles) if len(origin.articles) > 1]
    _days(reports, origins, splitting=splitting)
    if splitting:
        _splitting(desk, story, [entry for entry in reports if st.session_state.get(f"take-{entry.id}")])
    _copies(origins, reports)
    show_history(desk, story.id)


def _days(reports: Sequence[ArticleEntry], origins: Sequence[Origin], *, splitting: bool) -> None:
    """Draw the reports under the days of the story; those of one origin on one day stand in a bracket."""
    bracket = {key: origin for origin in origins for key in origin.articles}
    seen: set[str] = set()
    for number, (day, on_day) in enumerate(groupby(reports, key=lambda entry: (entry.published or "")[:10]), start=1):
        held = sorted(on_day, key=lambda entry: _first(entry, bracket))
        new = {entry.origin or entry.id for entry in held} - seen
        seen |= new
        with st.container(key=f"day-{number}"):
            st.markdown(f"#### {plain(readable_date(day) if day else 'Without a date')}", anchors=False)
            passed = [_day_number(reports, day)] if day else []
            st.caption(plain(", ".join([*passed, count(len(held), "article"), count(len(new), "new origin")])))
        for origin, run in groupby(held, key=lambda entry: _first(entry, bracket)):
            together = list(run)
            shared = together[0].id in bracket
            with st.container(key=f"{'shared' if shared else 'own'}-{together[0].id}"):
                for entry in together:
                    _report(entry, splitting=splitting)
                if shared:
                    st.caption(_bracketed(together, bracket[together[0].id], reports, first=origin))


def _day_number(reports: Sequence[ArticleEntry], day: str) -> str:
    """Say on which day after the first report this is: "Day 3"."""
    first = min(entry.published[:10] for entry in reports if entry.published)
    return f"Day {(date.fromisoformat(day) - date.fromisoformat(first)).days + 1}"


def _first(entry: ArticleEntry, bracket: dict[str, Origin]) -> str:
    """Return the first article of an origin, which stands for it."""
    return bracket[entry.id].articles[0] if entry.id in bracket else entry.id


def _bracketed(together: Sequence[ArticleEntry], origin: Origin, reports: Sequence[ArticleEntry], *, first: str) -> str:
    names = {entry.id: outlet_name(entry.outlet) for entry in reports}
    here = {entry.id for entry in together}
    elsewhere = [names[key] for key in origin.articles if key in names and key not in here]
    if len(together) > 1:
        return plain(f"One origin. {origin.why}")
    same = names.get(first) if first not in here else ""
    return plain(f"The same copy as {same or listed(elsewhere)}: one origin. {origin.why}")


def _report(entry: ArticleEntry, *, splitting: bool) -> None:
    with st.container(key=f"listed-{entry.id}"):
        title = plain(entry.title or "Untitled")
        if splitting:
            st.checkbox(title, key=f"take-{entry.id}")
        else:
            st.button(title, key=f"report-{entry.id}", type="tertiary", on_click=open_article, args=(entry.id,))
        time = (entry.published or "")[11:16]
        st.caption(plain(", ".join(part for part in (outlet_name(entry.outlet), time) if part)))


def _copies(origins: Sequence[Origin], reports: Sequence[ArticleEntry]) -> None:
    """Say in words how many sources the reports come to."""
    shared = sum(len(origin.articles) for origin in origins)
    if shared:
        outlets = count(len(reports), "report")
        st.caption(plain(f"Of {outlets}, {shared} carry copy that others carry too; each bracket counts once."))


def _splitting(desk: Desk, story: Story, taken: Sequence[ArticleEntry]) -> None:
    """Draw what can be done with the articles chosen."""
    with st.container(key="act-bar"):
        ids = [entry.id for entry in taken]
        if not ids:
            st.caption("Choose the articles that are about another event.")
            return
        others = {other.id: other.title for other in desk.newsroom.stories() if other.id != story.id}
        what = count(len(ids), "article")
        if len(ids) < len(story.articles):
            st.button(
                f"Make a story of {what}",
                type="primary",
                key="split-go",
                on_click=take_out,
                args=(desk, story.id, ids),
            )
        into = st.selectbox(
            f"Or move {what} to another story", list(others), index=None, key="move-into",
            format_func=lambda key: others.get(key, key), placeholder="Choose a story",
        )  # fmt: skip
        if into:
            st.button(f"Move {what}", key="move-go", on_click=take_out, args=(desk, story.id, ids, into))
