"""The outlet of an article that names none."""

from __future__ import annotations

import pytest

from rag.ingest.outlets import UNKNOWN_OUTLET, guess_outlet


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.ellis-herald.example/a", "ellis-herald.example"),
        ("http://News.Fenn.example:8080/x", "news.fenn.example"),
    ],
)
def test_the_host_of_the_address_comes_first(url: str, host: str) -> None:
    assert guess_outlet(url, '"No," he told AFP.') == host


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ('"It moved," he told AFP.', "AFP"),
        ("Forty died, according to an AFP tally of official figures.", "AFP"),
        ("AFP footage showed people on the quay. An AFP journalist said so.", "AFP"),
        ("PORT ELLIS (Reuters) - The bridge opened on Sunday.", "Reuters"),
        ("PORT ELLIS, May 4 (Reuters) – The bridge opened.", "Reuters"),
        ("PORT ELLIS (AP) — The bridge opened on Sunday.", "Associated Press"),
        ("The bridge opened.\nReuters", "Reuters"),
        ("The bridge opened.\n(dpa)", "dpa"),
        ("She told The Associated Press that it moved.", "Associated Press"),
    ],
)
def test_an_agency_that_speaks_of_itself_is_the_outlet(text: str, agency: str) -> None:
    assert guess_outlet(None, text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened on Sunday.",
        "Bloomberg, the mayor, was seen on the quay.",
        "Reuters bought a house near the quay in 1851, the guide says.",
        "He told Apa the bridge had moved.",
    ],
)
def test_otherwise_the_outlet_is_unknown(text: str) -> None:
    assert guess_outlet(None, text) == UNKNOWN_OUTLET
