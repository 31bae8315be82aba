"""What changed in a story since a time: the choice of the time, and the changes drawn with the claims of every page."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from rag.datatypes import Changes, Revision
from rag.errors import LibraryLockedError, NotFoundError
from rag.render.changes import changes_notice, fared, value_line
from rag.render.dates import readable_date, readable_time
from rag.render.document import outlet_name
from ui.answer import show_refusal, show_withheld
from ui.claims import Group, Line, line_of, show_claims
from ui.components import component
from ui.desk import Desk
from ui.escape import plain
from ui.frame import notice
from ui.making import Order
from ui.pieces import replaced
from ui.stories import Subject
from ui.words import FIGURES, WITHDRAWN, count

WHOLE, CHANGED = "Whole", "What changed"
_BRIEFING, _VISIT, _DATE = "Last briefing", "Last visit", "A date"
_UNKNOWN = {
    _VISIT: ("This is your first visit", "Your browser has kept no earlier one of this story. Choose a date instead."),
    _BRIEFING: (
        "There is no earlier briefing",
        "None on this story was made before this visit. Choose a date instead.",
    ),
}

_mount = component("visit")


def choose_view(desk: Desk, subject: Subject) -> bool:
    """Draw the choice between the whole briefing and what changed; return whether it is what changed."""
    _remember(desk, subject)
    chosen = st.segmented_control(
        "Read", [WHOLE, CHANGED], default=WHOLE, required=True, key="read", bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip
    return chosen == CHANGED


def choose_since(subject: Subject) -> str | None:
    """Draw the choice of the time; return it as ISO, or None where there is none yet, which is said."""
    visit = _last_visit(subject)
    with st.container(horizontal=True, vertical_alignment="center", key="since-row"):
        st.caption("Since", width="content")
        chosen = st.segmented_control(
            "Since", [_BRIEFING, _VISIT, _DATE], default=_BRIEFING, required=True, key="since", bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
        day = None
        if chosen == _DATE:
            day = st.date_input("Day", None, max_value=date.today(), key="day", label_visibility="collapsed", width=150)
    if chosen == _DATE:
        return day.isoformat() if isinstance(day, date) else None
    known = visit if chosen == _VISIT else st.session_state.get(_key(subject))
    if not known:
        notice("calm", *_UNKNOWN[str(chosen)], key="no-since")
    return known or None


def order_of(desk: Desk, subject: Subject, since: str) -> Order[Changes]:
    """Return what to make."""
    return Order(
        key=("changes", *subject.name, since),
        make=partial(desk.newsroom.changes, subject.topic, story=subject.story, since=since),
        doing="Comparing the reports with what they said before",
    )


def show_changes(desk: Desk, changes: Changes) -> None:
    """Draw what changed."""
    st.markdown(f"## {plain(changes.topic)}", anchors=False)
    st.caption(plain(f"What changed since {readable_time(changes.since)}, as of {readable_time(changes.until)}"))
    _articles(changes)
    if changes.nothing:
        since = readable_time(changes.since)
        notice("calm", "Nothing changed", f"No article was added or updated since {since}.", key="unchanged")
    elif changes.refusal is not None:
        show_refusal(changes.refusal, key="changes")
    elif said := changes_notice(changes):
        notice("calm", "Nothing new in what they say", said, key="unchanged")
    groups = changed_groups(changes)
    if groups:
        show_claims(desk.newsroom, groups, key="changed-claims")
    if changes.more:
        st.caption(f"{count(changes.more, 'more new statement')} not listed here.")
    with st.container(key="folded-changes"):
        show_withheld(desk, changes.withheld, key="changes")


def changed_groups(changes: Changes) -> list[Group]:
    """Return what is revised, withdrawn and new for one component, so that its sources are numbered through."""
    groups = []
    for number, one in enumerate(changes.revised):
        heading = "Revised" if number == 0 else ""
        groups.append(Group(_revised(one), heading, FIGURES[one.figure.kind] if one.figure else None))
    if changes.withdrawn:
        gone = tuple(_withdrawn(line_of(claim)) for claim in changes.withdrawn)
        groups.append(Group(gone, "Withdrawn", WITHDRAWN))
    if changes.new:
        groups.append(Group(tuple(line_of(claim) for claim in changes.new), "New"))
    return groups


def _revised(one: Revision) -> tuple[Line, Line]:
    """Return the statement as it was and as it is, with the differing words of both marked."""
    before, after = line_of(one.before), line_of(one.after)
    values = [value_line(value) for value in one.figure.values] if one.figure else ["", ""]
    # Two unlike sentences that give one figure differ in nearly every word: there only the values are told.
    laid = not one.figure or one.diff.count(" ") > 2
    return (
        _side(before, "Before", values[0], one.after.text if laid else one.before.text),
        _side(after, "Now", values[1], one.before.text if laid else one.after.text),
    )


def _side(line: Line, when: str, value: str, other: str) -> Line:
    text = "".join(piece.text for piece in line.parts)
    notes = (*((value,) if value else ()), *line.notes)
    return Line(
        replaced(text, other, added=True), line.citations, f"{when}: {line.lead}", notes, (), line.sign,
        line.problems, line.verdict,
    )  # fmt: skip


def _withdrawn(line: Line) -> Line:
    lead = f"Taken out by {line.lead}"
    return Line(line.parts, line.citations, lead, line.notes, (), line.sign, line.problems, line.verdict, struck=True)


def _articles(changes: Changes) -> None:
    articles = changes.articles
    lines = [
        f"**New** {plain(outlet_name(a.outlet))}, {plain(a.title or 'Untitled')}, {plain(readable_date(a.published))}"
        for a in articles.new
    ]
    lines += [
        f"**Updated** {plain(outlet_name(one.source.outlet))}, {plain(one.source.title or 'Untitled')}: "
        f"{plain(fared(one))}"
        for one in articles.updated
    ]
    if lines:
        with st.expander(
            f"{count(len(articles.new), 'new article')}, {count(len(articles.updated), 'updated article')}",
            type="compact", expanded=len(lines) < 4,
        ):  # fmt: skip
            st.markdown("  \n".join(lines))


def _last_visit(subject: Subject) -> str | None:
    """Return when this browser opened the story before, as it told the page, or None."""
    found = _mount(key=f"visit-{'-'.join(subject.name)}", data={"subject": "|".join(subject.name)},
                   on_before_change=_nothing).before  # fmt: skip
    return str(found) if found else None


def _nothing() -> None:
    """Stand in for a callback: naming one is what makes a component report its state."""


def _remember(desk: Desk, subject: Subject) -> None:
    """Keep when the last briefing was made: opening the page may make a new one."""
    key = _key(subject)
    if key not in st.session_state:
        try:
            st.session_state[key] = desk.newsroom.last_briefing(subject.topic, story=subject.story)
        except (NotFoundError, LibraryLockedError):
            return  # Making the piece says it, with what can be done.


def _key(subject: Subject) -> str:
    return f"briefed-{subject.name}"
