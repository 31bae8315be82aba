"""The timeline chart: events by their own days, reports by theirs, and no old year that squeezes the rest."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import TimelineEntry
from tests.ui.drive import drawn, open_app
from tests.ui.fake import ScriptedNewsroom, cite, comparison
from ui.timeline import scale_of, timeline_payload


def entry(day: str) -> TimelineEntry:
    return TimelineEntry(day, "The bridge was closed.", (cite("post", 2, "cracks"), cite("herald", 2, "$5 million")))


def test_an_event_stands_before_the_day_it_was_reported() -> None:
    data = timeline_payload(dataclasses.replace(comparison(), timeline=(entry("2026-05-03"),)))
    assert data is not None
    (row,) = data["rows"]
    assert [report["outlets"] for report in row["reports"]] == [["Ottery Post"], ["Sedge Herald"]]
    assert row["from"] == row["to"] < row["reports"][0]["at"] < row["reports"][1]["at"]
    assert row["date"] == "3 May 2026"


@pytest.mark.parametrize(
    ("day", "edge"), [("1998", "before"), ("2026-03", "before"), ("2026-05-01", ""), ("2026-05", "")]
)
def test_what_is_long_past_stands_at_the_edge(day: str, edge: str) -> None:
    told = dataclasses.replace(comparison(), timeline=(entry(day), entry("2026-05-04")))
    data = timeline_payload(told)
    assert data is not None
    assert [row["edge"] for row in data["rows"]] == [edge, ""]
    scale = scale_of(told)
    assert scale is not None
    assert (scale.last - scale.first).days <= 31


def test_without_any_date_there_is_no_chart() -> None:
    undated = tuple(dataclasses.replace(source, published=None) for source in comparison().articles)
    assert timeline_payload(dataclasses.replace(comparison(), articles=undated)) is None


def test_the_chart_stands_above_the_dated_claims() -> None:
    (data,) = drawn(open_app(ScriptedNewsroom(), "compare", story="s1", view="Timeline"), "timeline")
    assert [row["text"] for row in data["rows"]] == ["Residents report cracks."]
    assert data["rows"][0]["reports"][0]["paragraph"] == "herald-v1-1"


_DAYS = st.dates().map(str) | st.from_regex(r"\A(19|20)\d\d-(0[1-9]|1[0-2])\Z") | st.text(max_size=12)


@given(days=st.lists(_DAYS, max_size=6))
def test_every_mark_is_inside_the_chart(days: list[str]) -> None:
    data = timeline_payload(dataclasses.replace(comparison(), timeline=tuple(map(entry, days))))
    assert data is not None
    marks = [row[end] for row in data["rows"] for end in ("from", "to")]
    marks += [report["at"] for row in data["rows"] for report in row["reports"]] + [t["at"] for t in data["ticks"]]
    assert all(0 <= mark <= 1 for mark in marks)
    assert all(row["from"] <= row["to"] for row in data["rows"])
    assert len(data["ticks"]) <= 6
