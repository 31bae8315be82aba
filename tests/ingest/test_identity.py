"""Ids come from the source alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.identity import article_id, article_version, canonical_url

URL = "https://ellis-herald.example/2031/bridge"


@pytest.mark.parametrize(
    "variant",
    [
        URL,
        f" {URL} ",
        f"{URL}/",
        f"{URL}#comments",
        "HTTPS://Ellis-Herald.Example/2031/bridge",
        "https://ellis-herald.example:443/2031/bridge",
        f"{URL}?utm_source=x&utm_medium=y",
        f"{URL}?fbclid=1&gclid=2&ref=front",
        f"{URL}/?ref=front#top",
    ],
)
def test_variants_of_an_address_are_one(variant: str) -> None:
    assert canonical_url(variant) == URL


@pytest.mark.parametrize(
    "other", [f"{URL}?id=7", f"{URL}2", "https://ellis-herald.example/2031/Bridge", f"{URL}?reference=1"]
)
def test_other_addresses_stay_apart(other: str) -> None:
    assert canonical_url(other) != URL


def make_id(**changes: str | None) -> str:
    fields: dict[str, str | None] = {
        "url": None,
        "outlet": "Ellis Herald",
        "title": "Bridge opens",
        "published": "2031-05-04",
    }
    fields |= changes
    return article_id(
        url=fields["url"],
        outlet=fields["outlet"] or "",
        title=fields["title"] or "",
        published=fields["published"],
    )


def test_an_id_is_twelve_hex_characters_and_a_version_eight() -> None:
    assert len(make_id()) == 12
    assert len(article_version("a", "b")) == 8
    int(make_id() + article_version("a", "b"), 16)


def test_with_an_address_nothing_else_counts() -> None:
    assert make_id(url=URL) == make_id(url=URL, title="Other", outlet="Other", published=None)


def test_without_one_case_white_space_and_the_hour_do_not_count() -> None:
    assert make_id() == make_id(outlet="ELLIS  herald", title=" bridge OPENS", published="2031-05-04T10:00:00+00:00")


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"outlet": "Other"}, {"published": "2031-05-05"}, {"published": None}]
)
def test_without_one_title_outlet_and_day_count(change: dict[str, str | None]) -> None:
    assert make_id(**change) != make_id()


@given(st.text(max_size=80))
def test_canonical_form_is_stable(path: str) -> None:
    once = canonical_url("https://ellis-herald.example/" + path.encode("utf-8", "ignore").hex())
    assert canonical_url(once) == once
