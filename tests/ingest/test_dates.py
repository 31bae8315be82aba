"""Dates are normalised, and never guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.dates import normalise_date


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2031-05-04", "2031-05-04"),
        (" 2031-05-04 ", "2031-05-04"),
        ("20310504", "2031-05-04"),
        ("2031/05/04", "2031-05-04"),
        ("2031-5-4", "2031-05-04"),
        ("4 May 2031", "2031-05-04"),
        ("May 4, 2031", "2031-05-04"),
        ("Sunday, 4 May 2031", "2031-05-04"),
        ("Sept. 12, 2031", "2031-09-12"),
        ("31/12/2031", "2031-12-31"),
        ("12/31/2031", "2031-12-31"),
        ("05/05/2031", "2031-05-05"),
        ("2031-05-04T18:30:00Z", "2031-05-04T18:30:00+00:00"),
        ("2031-05-04T18:30:00+02:00", "2031-05-04T16:30:00+00:00"),
        ("2031-05-04T18:30:00.123456+05:30", "2031-05-04T13:00:00+00:00"),
        ("Sun, 04 May 2031 01:00:00 +0200", "2031-05-03T23:00:00+00:00"),
        ("4 May 2031 17:00 GMT", "2031-05-04T17:00:00+00:00"),
        ("1711100000", "2024-03-22T09:33:20+00:00"),
        ("1711100000.7", "2024-03-22T09:33:20+00:00"),
        ("1711100000000", "2024-03-22T09:33:20+00:00"),
    ],
)
def test_readable_dates_become_iso(raw: str, expected: str) -> None:
    assert normalise_date(raw) == expected


@pytest.mark.parametrize(
    "raw", ["2031-05-04T18:30:00", "2031-05-04 18:30", "May 4, 2031 6:30 PM", "4 May 2031 18:30 XYT"]
)
def test_a_time_without_a_known_offset_keeps_its_day_only(raw: str) -> None:
    assert normalise_date(raw) == "2031-05-04"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "  ",
        "03/04/2031",
        "3.4.31",
        "May 2031",
        "2031",
        "Sunday",
        "18:30",
        "yesterday",
        "2031-13-45",
        "garbage",
        "x" * 500,
    ],
)
def test_what_is_not_one_day_is_none(raw: str) -> None:
    assert normalise_date(raw) is None


@given(st.text(max_size=60))
def test_any_text_gives_an_iso_date_or_none(raw: str) -> None:
    result = normalise_date(raw)
    if result is not None:
        datetime.fromisoformat(result)
        assert normalise_date(result) == result


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))
def test_iso_times_with_an_offset_round_trip(moment: datetime) -> None:
    exact = moment.replace(microsecond=0, tzinfo=UTC).isoformat()
    assert normalise_date(exact) == exact
