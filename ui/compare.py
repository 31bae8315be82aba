"""The page of comparisons: who reports what about one story, and where the sources differ."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from rag.datatypes import Comparison, FigureEntry, FigureKind, QuotationEntry, Status, TimelineEntry
from rag.render import coverage_line, readable_date
from rag.render.compose import related_line
from rag.render.document import outlet_name
from ui.answer import show_refusal
from ui.claims import Group, Line, show_claims
from ui.desk import Desk
from ui.escape import plain
from ui.frame import open_page
from ui.making import Order, piece_for
from ui.matrix import show_matrix
from ui.pieces import Piece, differing
from ui.source import source_pane
from ui.sources import show_origins, show_sources
from ui.stories import all_stories, choose_subject
from ui.timeline import show_timeline
from ui.words import FIGURES, count

_URGENT = (Status.DISPUTED, Status.AGREED, Status.SINGLE)
_SAID = {
    Status.DISPUTED: "disputed",
    Status.AGREED: "agreed by independent origins",
    Status.SINGLE: "from one origin only",
}
_VIEWS = ("Claims", "Figures", "Quotations", "Timeline", "Tone", "Sources")
_LOUD = (FigureKind.CONFLICT, FigureKind.REVISION, FigureKind.ROUNDING, FigureKind.AGREED, FigureKind.SINGLE)


def page() -> None:
    """Draw the page."""
    desk = open_page()
    subject = choose_subject(desk, "Compare", "Compare reports on")
    if subject is not None:
        with st.container(horizontal=True, vertical_alignment="center", key="tools"):
            all_stories()
            st.page_link("ui/briefing.py", label="Briefing on this", query_params=subject.address)
        order = Order(
            key=("comparison", *subject.name),
            make=partial(desk.newsroom.compare, subject.topic, story=subject.story),
            doing="Setting the reports side by side",
        )
        comparison = piece_for(desk, desk.comparisons, order)
        if comparison is not None:
            _read(desk, comparison)
    source_pane(desk.newsroom)


def _read(desk: Desk, comparison: Comparison) -> None:
    st.markdown(f"## {plain(comparison.topic)}", anchors=False)
    coverage = coverage_line(comparison)
    if coverage:
        st.caption(plain(coverage))
    if comparison.refusal is not None:
        show_refusal(comparison.refusal, key="comparison")
    show_origins(comparison.articles, comparison.origins)
    if not comparison.articles:
        return
    claims, figures, quotations, timeline, tone, sources = st.tabs(
        _VIEWS, key="view", bind="query-params", on_change="rerun"
    )
    with claims:
        _claims(desk, comparison)
    with figures:
        _groups(
            desk, "figures", [_figure(entry) for entry in _by_kind(comparison.figures)], "No figure is given twice."
        )
    with quotations:
        quoted = [_quotation(entry) for entry in comparison.quotations]
        _groups(desk, "quotations", quoted, "No statement is quoted in these reports.")
    with timeline:
        if comparison.timeline:
            show_timeline(comparison, key="timeline-chart")
        _groups(desk, "timeline", [_dated(entry) for entry in comparison.timeline], "The reports date nothing.")
    with tone:
        _tone(comparison)
    with sources:
        show_sources(comparison.articles, ())  # The shared copy is said above the tabs.
    if comparison.relating is not None:
        st.caption(plain(f"{related_line(comparison.relating)}."))


def _claims(desk: Desk, comparison: Comparison) -> None:
    if not comparison.claims:
        st.caption("No claim could be set side by side.")
        return
    totals = [(status, sum(claim.status is status for claim in comparison.claims)) for status in _URGENT]
    st.caption(f"{count(len(comparison.claims), 'claim')}: " + ", ".join(f"{n} {_SAID[s]}" for s, n in totals if n))
    ordered = sorted(comparison.claims, key=lambda claim: _URGENT.index(claim.status))
    show_matrix(desk.newsroom, replace(comparison, claims=tuple(ordered)), key="matrix")


def _groups(desk: Desk, key: str, groups: list[Group], nothing: str) -> None:
    if groups:
        show_claims(desk.newsroom, groups, key=f"compared-{key}")
    else:
        st.caption(nothing)


def _by_kind(figures: tuple[FigureEntry, ...]) -> list[FigureEntry]:
    return sorted(figures, key=lambda entry: _LOUD.index(entry.kind))


def _figure(entry: FigureEntry) -> Group:
    lines = tuple(
        Line(
            parts=(Piece(value.text),),
            citations=(value.citation,),
            cells=(
                outlet_name(value.outlet),
                readable_date(value.as_of) if value.as_of else "not said",
                value.attributed_to or "not attributed",
            ),
        )
        for value in entry.values
    )
    columns = ("As printed", "Outlet", "As of", "Given by")
    return Group(lines, heading=entry.subject, sign=FIGURES[entry.kind], columns=columns)


def _quotation(entry: QuotationEntry) -> Group:
    first = entry.versions[0].text
    varied = any(version.text != first for version in entry.versions)
    lines = tuple(
        Line(
            parts=(Piece("“"), *differing(version.text, first), Piece("”")),
            citations=(version.citation,),
            lead=outlet_name(version.outlet),
        )
        for version in entry.versions
    )
    note = "The words differ; what is not in the first version is marked." if varied else ""
    return Group(lines, heading=entry.speaker or "Speaker not named", note=note)


def _dated(entry: TimelineEntry) -> Group:
    outlets = tuple(dict.fromkeys(outlet_name(cited.outlet) for cited in entry.citations))
    line = Line(parts=(Piece(entry.text),), citations=entry.citations, lead=", ".join(outlets))
    return Group((line,), heading=readable_date(entry.date))


def _tone(comparison: Comparison) -> None:
    worded = [entry for entry in comparison.tone if entry.words]
    if not worded:
        st.caption("No outlet uses loaded words in its own voice.")
        return
    st.caption("Loaded words each outlet uses in its own voice, outside quotation marks.")
    for entry in worded:
        st.markdown(f"**{plain(outlet_name(entry.outlet))}**  \n{plain(', '.join(entry.words))}")


if __name__ == "__main__":
    page()
