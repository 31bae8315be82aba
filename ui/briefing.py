"""The page of briefings: one story or topic, written neutrally, every sentence cited and checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.datatypes import Briefing
from rag.generate.protocol import Length
from rag.render import coverage_line, render_briefing, render_changes
from rag.settings import WriterChoice
from ui.answer import made, show_refusal, show_withheld
from ui.changes import choose_since, choose_view, order_of, show_changes
from ui.claims import Group, line_of, show_claims
from ui.copying import copy_button
from ui.desk import Desk
from ui.escape import plain
from ui.frame import open_page
from ui.making import Order, piece_for
from ui.settings import chosen_writer, writing_newsroom
from ui.source import source_pane
from ui.sources import show_sources
from ui.stories import Subject, all_stories, choose_subject

_LENGTHS = {"Short": Length.SHORT, "Standard": Length.STANDARD, "Long": Length.LONG}
_WRITERS = {"Embedded writer": WriterChoice.EMBEDDED, "Language model": WriterChoice.MODEL}
_FORMATS = {
    "md": ("Markdown", "text/markdown"),
    "html": ("Web page", "text/html"),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": ("PDF", "application/pdf"),
}


def page() -> None:
    """Draw the page."""
    desk = open_page()
    subject = choose_subject(desk, "Briefings", "Brief me on")
    if subject is not None:
        with st.container(key="reading-briefing"):
            with st.container(horizontal=True, vertical_alignment="center", key="tools"):
                all_stories()
                st.page_link("ui/compare.py", label="Compare the reports", query_params=subject.address)
                choices, downloads = st.empty(), st.empty()
            changed = choose_view(desk, subject)
            with choices:
                order = None if changed else _order(desk, subject)
            if order is None:
                _changes(desk, subject, downloads)
            else:
                _whole(desk, order, downloads)
    source_pane(desk.newsroom)


def _whole(desk: Desk, order: Order[Briefing], downloads: DeltaGenerator) -> None:
    briefing = piece_for(desk, desk.briefings, order)
    if briefing is not None:
        with downloads:
            _take_away(briefing.headline or briefing.topic, partial(render_briefing, briefing))
        _read(desk, briefing)


def _changes(desk: Desk, subject: Subject, downloads: DeltaGenerator) -> None:
    since = choose_since(subject)
    if since is None:
        return
    changes = piece_for(desk, desk.differences, order_of(desk, subject, since))
    if changes is not None:
        with downloads:
            _take_away(f"changes {changes.topic}", partial(render_changes, changes))
        show_changes(desk, changes)


def _order(desk: Desk, subject: Subject) -> Order[Briefing]:
    """Draw the choices of length and writer, which the address keeps, and return what to make."""
    newsroom = writing_newsroom(desk)
    usual = chosen_writer() or newsroom.settings.writer_in_use
    usual_name = next(name for name, writer in _WRITERS.items() if writer is usual)
    with st.popover("Length and writer", type="tertiary", key="choices"):
        length = st.segmented_control(
            "Length", list(_LENGTHS), default="Standard", required=True, key="length", bind="query-params"
        )
        by = st.segmented_control(
            "Writer", list(_WRITERS), default=usual_name, required=True, key="by", bind="query-params"
        )
    size, writer = _LENGTHS[length or "Standard"], _WRITERS[by or usual_name]
    make = partial(newsroom.brief, subject.topic, story=subject.story, length=size, writer=writer)
    paid = writer is WriterChoice.MODEL
    return Order(
        key=("briefing", *subject.name, size, writer, newsroom.settings.openai_model if paid else ""),
        make=make,
        doing="Reading the story and checking each sentence",
        waits="Write the briefing" if paid else "",
    )


def _read(desk: Desk, briefing: Briefing) -> None:
    st.markdown(f"## {plain(briefing.headline or briefing.topic)}", anchors=False)
    coverage = coverage_line(briefing)
    if coverage:
        st.caption(plain(coverage))
    if briefing.refusal is not None:
        show_refusal(briefing.refusal, key="briefing")
    groups = _groups(briefing)
    if groups:
        show_claims(desk.newsroom, groups, key="briefing-claims")
    if briefing.sources:
        st.markdown("### Sources", anchors=False)
        show_sources(briefing.sources, briefing.origins)
    with st.container(key="folded-briefing"):
        show_withheld(desk, briefing.withheld, key="briefing")
        made(briefing.writer, briefing.prompts, briefing.usage, briefing.judge, briefing.relating)


def _groups(briefing: Briefing) -> list[Group]:
    """Return the whole piece for one component, so that its sources are numbered through."""
    origins = {source.article_id: source.origin for source in briefing.sources}
    parts = [("", briefing.summary), *((section.heading, section.claims) for section in briefing.sections)]
    return [Group(tuple(line_of(claim, origins) for claim in claims), heading) for heading, claims in parts if claims]


def _take_away(title: str, render: Callable[[str], bytes]) -> None:
    """Draw what can be done with a piece elsewhere: copy it, or save it as a file."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="take-away"):
        copy_button(render, "piece")
        _downloads(title, render)


def _downloads(title: str, render: Callable[[str], bytes]) -> None:
    name = re.sub(r"\W+", "-", title).strip("-").lower()[:60] or "briefing"
    with st.popover("Download", type="tertiary", key="downloads"):
        for extension, (label, mime) in _FORMATS.items():
            st.download_button(
                label,
                data=partial(render, extension),
                file_name=f"{name}.{extension}",
                mime=mime,
                key=f"download-{extension}",
                width="stretch",
                on_click="ignore",
            )


if __name__ == "__main__":
    page()
