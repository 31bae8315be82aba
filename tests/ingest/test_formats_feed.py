"""Feeds that were saved, and the pieces of HTML that they and newsletters carry."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Draft, Failure, ParagraphKind
from rag.errors import SourceError
from rag.ingest.formats.feedfile import is_feed, parse_feed, read_feed
from rag.ingest.formats.fragment import text_of_fragment
from rag.ingest.formats.reader import Document


def rss(items: str, head: str = "") -> bytes:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    channel = f"<channel><title>E</title>{items}</channel>"
    return f'<?xml version="1.0"?>{head}<rss version="2.0" {space}>{channel}</rss>'.encode()


ITEM = "<item><title>Bridge</title><link>https://e.example/a</link><description>It opened.</description></item>"


def test_a_saved_feed_gives_what_it_carries() -> None:
    full = "<item><content:encoded>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content:encoded></item>"
    first, second, third = read_feed(Document("a.rss", rss(ITEM + full + "<item><title>None</title></item>")))
    assert isinstance(first, Draft)
    assert first.warnings == ("Only the summary that the feed carries; the full text was not read.",)
    assert isinstance(second, Draft)
    assert (second.text, second.warnings, second.source) == ("One.\n\nTwo.", (), "a.rss item 2")
    assert third == Failure("a.rss item 3", "The item has no text.")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (rss(ITEM), True),
        (b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>", True),
        (rss(ITEM).decode().encode("utf-16"), True),
        (b"<rdf:RDF xmlns:rdf='x'>", True),
        (b"<html><body><rss></body>", False),
        (b"<!doctype html><html><p>What an <feed> is</p>", False),
        (b'{"feed": 1}', False),
        (b"", False),
    ],
)
def test_a_feed_is_told_by_its_beginning(data: bytes, expected: bool) -> None:
    assert is_feed(data) is expected


@pytest.mark.parametrize("data", [b"", b"words", b"<a/>", b"{}", b"<html><p>x</p></html>", b"\x89PNG\0"])
def test_what_is_no_feed_says_so(data: bytes) -> None:
    with pytest.raises(SourceError, match="This is no feed"):
        parse_feed(data)


def test_an_empty_feed_says_so() -> None:
    with pytest.raises(SourceError, match="The feed has no items"):
        parse_feed(rss(""))


def test_a_feed_with_faults_is_read_as_far_as_it_goes() -> None:
    feed = parse_feed(rss(ITEM.replace("opened", "opened & closed &nbsp; again")).replace(b"</rss>", b""))
    assert feed.items[0].text.replace("\xa0", " ").split() == "It opened & closed again.".split()


def test_feeds_in_other_encodings_are_read() -> None:
    data = (
        rss(ITEM.replace("opened", "öffnete")).decode().replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"')
    )
    assert parse_feed(data.encode("iso-8859-1")).items[0].text == "It öffnete."


def test_bytes_are_never_taken_for_a_path_or_an_address(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(ITEM))
    for data in (str(path).encode(), b"http://127.0.0.1:1/feed", f"file://{path}".encode()):
        with pytest.raises(SourceError, match="This is no feed"):
            parse_feed(data)


def test_entities_do_not_grow_without_end_nor_read_files() -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY e0 "grow"><!ENTITY f SYSTEM "file:///etc/passwd">{grown}]>'
    began = time.process_time()
    data = rss(ITEM.replace("opened", "opened &e11; &f;"), head)
    try:
        text = parse_feed(data).items[0].text
    except SourceError:
        text = ""
    assert time.process_time() - began < 2
    assert len(text) < 1000
    assert "root" not in text


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("Just words", "Just words"),
        ("One < two & three", "One < two & three"),
        ("<p>One\n two</p><p>Three</p>", "One two\n\nThree"),
        ("One<br>two<br/>three", "One\n\ntwo\n\nthree"),
        ("<p>A <b>b</b>c <a href='x'>d</a></p>", "A bc d"),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("<script>x()</script><style>p{}</style><p>One</p><noscript>y</noscript>", "One"),
        ('<p style="display:none">Hidden</p><p style="font-size:0px">x</p><p>One</p>', "One"),
        ("&lt;b&gt; &amp; &#233;", "<b> & é"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<?xml version='1.0' encoding='utf-8'?><p>One</p>", "One"),
        ("<img src='a.png' alt='x'><!-- y -->", ""),
        ("", ""),
    ],
)
def test_mark_up_becomes_lines(fragment: str, text: str) -> None:
    assert text_of_fragment(fragment)[0] == text


def test_headings_and_captions_are_marked() -> None:
    html = "<h2>Why <i>so</i> long?</h2><p>Bearings.</p><figure><img><figcaption>The bridge</figcaption></figure>"
    assert text_of_fragment(html) == (
        "Why so long?\n\nBearings.\n\nThe bridge",
        (("Why so long?", ParagraphKind.SUBHEAD), ("The bridge", ParagraphKind.CAPTION)),
    )


def test_mark_up_without_end_does_no_harm() -> None:
    began = time.process_time()
    text_of_fragment("<div>" * 100_000 + "x")
    text_of_fragment("<" * 100_000)
    text_of_fragment("&lt;" * 50_000 + "<p")
    assert time.process_time() - began < 5


@given(st.text(alphabet="<>/pbrdivh2 ax&;#\n'\"=", max_size=80) | st.text(max_size=60))
def test_any_text_becomes_single_lines(fragment: str) -> None:
    text, marks = text_of_fragment(fragment)
    assert all(line in text for line, _ in marks)
