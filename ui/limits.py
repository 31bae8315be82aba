"""What a question is limited to: outlets, dates and a story, chosen in a popover."""

from __future__ import annotations

import datetime

import streamlit as st

from rag.datatypes import Filters
from ui.desk import Desk


def choose_limits(desk: Desk) -> Filters:
    """Draw the popover and return the filters chosen; its label says how many are in force."""
    in_force = sum(bool(st.session_state.get(key)) for key in ("limit-outlets", "limit-dates", "limit-story"))
    with st.popover(f"Limits ({in_force})" if in_force else "Limits", key="limits"):
        outlets = st.multiselect("Outlets", desk.newsroom.outlets(), key="limit-outlets", placeholder="All outlets")
        dates = st.date_input("Published between", value=[], key="limit-dates", format="DD/MM/YYYY")
        stories = {story.id: story.title for story in desk.newsroom.stories()}
        story = st.selectbox(
            "Story",
            list(stories),
            index=None,
            format_func=lambda chosen: stories.get(chosen, chosen),
            key="limit-story",
            placeholder="All stories",
        )
        if in_force:
            st.button("Lift all limits", on_click=lift_limits, key="lift-limits")
    since, until = _span(dates)
    return Filters(outlets=tuple(outlets), since=since, until=until, story=story)


def lift_limits() -> None:
    """Take all limits away."""
    st.session_state["limit-outlets"] = []
    st.session_state["limit-dates"] = []
    st.session_state["limit-story"] = None


def _span(dates: object) -> tuple[str | None, str | None]:
    """Return the first and the last day; while only one is chosen, it is the first and there is no last."""
    days = dates if isinstance(dates, (tuple, list)) else (dates,)
    known = [day.isoformat() for day in days if isinstance(day, datetime.date)]
    return (known[0] if known else None, known[1] if len(known) > 1 else None)
