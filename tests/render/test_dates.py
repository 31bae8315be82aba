from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.render.dates import readable_date, readable_range


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2026-03-14", "14 March 2026"),
        ("2026-03-04", "4 March 2026"),
        ("2026-03-14T23:59:00Z", "14 March 2026"),
        ("2026-03-14 08:00", "14 March 2026"),
        ("2026-03", "March 2026"),
        ("2026", "2026"),
        (None, "undated"),
        ("", "undated"),
        ("last Tuesday", "last Tuesday"),
        ("2026-13-01", "2026-13-01"),
    ],
)
def test_a_date_is_written_as_far_as_it_goes(iso: str | None, written: str) -> None:
    assert readable_date(iso) == written


@pytest.mark.parametrize(
    ("dates", "written"),
    [
        (["2026-03-12", "2026-03-14"], "12 to 14 March 2026"),
        (["2026-03-14", None, "2026-03-12T10:00:00Z"], "12 to 14 March 2026"),
        (["2026-02-28", "2026-03-03"], "28 February to 3 March 2026"),
        (["2025-12-30", "2026-01-02"], "30 December 2025 to 2 January 2026"),
        (["2026-03-12", "2026-04-12"], "12 March to 12 April 2026"),
        (["2026-03-12", "2026-03-12T18:00:00"], "12 March 2026"),
        (["2026-02", "2026-03"], "February to March 2026"),
        (["2026", "2026-03-14"], "2026 to 14 March 2026"),
        ([None, "soon"], ""),
        ([], ""),
    ],
)
def test_a_range_says_what_both_ends_share_once(dates: list[str | None], written: str) -> None:
    assert readable_range(dates) == written


@given(st.lists(st.dates(min_value=date(1000, 1, 1)), min_size=1))
def test_a_range_ends_with_the_last_date(dates: list[date]) -> None:
    assert readable_range(day.isoformat() for day in dates).endswith(readable_date(max(dates).isoformat()))
