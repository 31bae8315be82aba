"""Metadata under its many names."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rag.errors import SourceError
from rag.ingest.fields import draft_from_fields, fill_gaps, read_address, unused_names


@pytest.mark.parametrize(
    ("attribute", "key", "value", "expected"),
    [
        ("outlet", "outlet", " Ellis  Herald ", "Ellis Herald"),
        ("outlet", "source", "Ellis Herald", "Ellis Herald"),
        ("outlet", "site", "Ellis Herald", "Ellis Herald"),
        ("outlet", "publisher", {"name": "Ellis Herald", "id": 4}, "Ellis Herald"),
        ("outlet", "Newspaper", "Ellis Herald", "Ellis Herald"),
        ("outlet", "PAPER", "Ellis Herald", "Ellis Herald"),
        ("outlet", "Source Name", "Ellis Herald", "Ellis Herald"),
        ("title", "Heading", "Bridge opens", "Bridge opens"),
        ("published", "Publication-Date", "2031-05-04", "2031-05-04"),
        ("published", "Published At", "2031-05-04", "2031-05-04"),
        ("published", "date published", "2031-05-04", "2031-05-04"),
        ("title", "headline", "Bridge\nopens", "Bridge opens"),
        ("title", "title", 1984, "1984"),
        ("published", "date", "4 May 2031", "2031-05-04"),
        ("published", "published_at", "2031-05-04T10:00:00Z", "2031-05-04T10:00:00+00:00"),
        ("published", "publishedAt", "2031-05-04", "2031-05-04"),
        ("published", "pubDate", "Sun, 04 May 2031 10:00:00 GMT", "2031-05-04T10:00:00+00:00"),
        ("published", "published", 1711100000, "2024-03-22T09:33:20+00:00"),
        ("author", "authors", ["Jane Roe", "Al Finch"], "Jane Roe, Al Finch"),
        ("author", "authors", "Jane Roe", "Jane Roe"),
        ("author", "author", [{"name": "Jane Roe"}], "Jane Roe"),
        ("author", "author", True, None),
        ("url", "link", "https://ellis-herald.example/a", "https://ellis-herald.example/a"),
        ("language", "lang", "EN-gb", "en-gb"),
    ],
)
def test_fields_are_read_under_their_common_names(attribute: str, key: str, value: object, expected: object) -> None:
    draft = draft_from_fields({key: value, "text": "It opened.", "nonsense": [1, {}]}, "x")
    assert getattr(draft, attribute) == expected
    assert draft.warnings == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "One.\n\nTwo."}, "One.\n\nTwo."),
        ({"body": "One."}, "One."),
        ({"content": "One."}, "One."),
        ({"full_text": "One."}, "One."),
        ({"text": "", "body": "One."}, "One."),
        ({"Full Text": "One."}, "One."),
        ({"Article": "One."}, "One."),
        ({"article_body": "One."}, "One."),
        ({"full_text": "", "fulltext": "One."}, "One."),
        ({"paragraphs": ["One.", "Two."]}, "One.\n\nTwo."),
        ({"body-paragraphs": [["One.", "One more."], ["Two."]]}, "One. One more.\n\nTwo."),
    ],
)
def test_the_text_may_be_a_string_or_lists(fields: Mapping[str, object], expected: str) -> None:
    assert draft_from_fields(fields, "x").text == expected


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "There is no text; give the article's words in the field 'text'."),
        ({"text": " \n"}, "There is no text"),
        ({"text": []}, "There is no text"),
        ({"text": 7}, "The text is a int; give a string or a list of paragraphs."),
        ({"text": {"a": "b"}}, "The text is a dict"),
        ({"text": ["One.", 7]}, "A paragraph of the text is a int; give strings"),
    ],
)
def test_an_item_without_usable_text_says_so(fields: Mapping[str, object], message: str) -> None:
    with pytest.raises(SourceError) as caught:
        draft_from_fields(fields, "x")
    assert str(caught.value).startswith(message)


def test_the_best_name_wins_and_empty_ones_are_passed_over() -> None:
    draft = draft_from_fields({"source": "B", "outlet": "A", "date": "2031-05-04", "published": "", "text": "x"}, "s")
    assert (draft.outlet, draft.published) == ("A", "2031-05-04")


ENTITIES = {
    "title": "Fenn &amp; Ellis",
    "outlet": "Voss&#8217;s Mail",
    "author": [{"name": "Zo&euml; Roe"}],
    "url": "https://ellis-herald.example/a?b=1&amp;c=2",
    "paragraphs": ["It cost &pound;40.", ["One &amp;lt; two.", "Three."]],
}


def test_entities_are_decoded_in_every_field_of_what_is_no_markup() -> None:
    draft = draft_from_fields(ENTITIES, "x", encoded=True)
    assert (draft.title, draft.outlet, draft.author) == ("Fenn & Ellis", "Voss’s Mail", "Zoë Roe")
    assert draft.url == "https://ellis-herald.example/a?b=1&c=2"
    assert draft.text == "It cost £40.\n\nOne &lt; two. Three."
    assert draft_from_fields({}, "x", text="&pound;40", encoded=True).text == "£40"


def test_entities_stay_in_what_was_decoded_by_its_format() -> None:
    assert draft_from_fields({"title": "The sign &lt;"}, "x", text="&amp;").title == "The sign &lt;"
    assert draft_from_fields({}, "x", text="&amp;").text == "&amp;"


@pytest.mark.parametrize(
    ("names", "columns", "unused"),
    [
        (["Paper", "Headline", "Pub Date", "Body"], {}, []),
        (["Zeitung", " Section", "text", ""], {}, ["Zeitung", " Section"]),
        (["Zeitung", "Section", "text"], {"outlet": "zeitung"}, ["Section"]),
    ],
)
def test_names_that_nothing_is_taken_from_are_known(
    names: list[str], columns: Mapping[str, str], unused: list[str]
) -> None:
    assert unused_names(names, columns) == unused


def test_a_date_that_would_be_a_guess_is_a_warning() -> None:
    draft = draft_from_fields({"text": "x", "date": "03/04/2031"}, "s")
    assert draft.published is None
    assert draft.warnings == ("The date '03/04/2031' cannot be read without a guess; write it as YYYY-MM-DD.",)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ellis-herald.example/a", "file:///etc/passwd", "http://[", "http:// a"]
)
def test_what_is_no_web_address_is_a_warning(url: str) -> None:
    address, warnings = read_address(url)
    assert address is None
    assert "is not a web address" in warnings[0]


def test_gaps_are_filled_and_nothing_is_overridden() -> None:
    empty, full = (
        draft_from_fields({"text": "x"}, "s"),
        draft_from_fields({"text": "x", "outlet": "A", "date": "2031-01-01"}, "s"),
    )
    filled = fill_gaps(empty, outlet="B", published="2031-05-04")
    assert (filled.outlet, filled.published) == ("B", "2031-05-04")
    assert fill_gaps(full, outlet="B", published="2031-05-04") == full
