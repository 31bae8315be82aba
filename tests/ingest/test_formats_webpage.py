"""Saved web pages: the article, its metadata and headings, without the page around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.datatypes import Draft, ParagraphKind
from rag.errors import SourceError
from rag.ingest import build_article
from rag.ingest.formats.reader import Document
from rag.ingest.formats.webpage import draft_of_page, read_webpage

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Bridge at Port Ellis reopens after repair | Ellis Herald</title>
<meta property="og:site_name" content="Ellis Herald">
<meta property="og:title" content="Bridge at Port Ellis reopens after repair">
<meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2031-05-04T18:30:00+02:00">
<link rel="canonical" href="https://ellis-herald.example/2031/05/bridge"><script>var a = "script words";</script></head>
<body>
<div id="cookie-banner" class="cookie-banner"><p>We use cookies to measure how the site is read.</p></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article>
<p class="kicker">Harbour</p>
<h1>Bridge at Port Ellis reopens after repair</h1>
<p class="byline">By Jane Roe, transport correspondent</p>
<figure><img src="b.jpg" alt="alt words"><figcaption>The bridge on Sunday. (Photo: Al Finch)</figcaption></figure>
<p>The swing bridge at Port Ellis reopened on Sunday after eleven months of repair, the harbour board said.</p>
<p>Some 4,200 vehicles a day used it. <a href="/x">Buses</a> will return on <em>Monday</em> morning.</p>
<h2>Why did it take so long? The board explains</h2>
<p>The board will inspect the bearings every three months, its engineer Ada Voss told reporters at the quay.</p>
<blockquote><p>“We would rather close for an hour than for a year.”</p></blockquote>
<aside class="related"><h3>Related</h3><ul><li><a href="/1">Ferry fares rise again</a></li></ul></aside>
<h3>Reaction</h3>
<ul><li>Traders welcomed the reopening of the bridge.</li><li>Ferry crews fear for their jobs.</li></ul>
<table><tr><th>Year</th><th>Vehicles</th></tr><tr><td>2029</td><td>4,200</td></tr></table>
<p>First line of the song<br>second line of the song</p>
</article></main>
<footer><p>© 2031 Ellis Herald. All rights reserved.</p></footer></body></html>"""


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>Bridge opens</title>{head}</head><body><article>{body}</article></body></html>"


SENTENCES = "".join(
    f"<p>The harbour board met for the {n}th time and heard its engineers out.</p>" for n in range(4, 9)
)


def test_the_article_is_read_without_the_page_around_it() -> None:
    draft = draft_of_page(PAGE, "a.html")
    assert draft.text.split("\n\n") == [
        "The swing bridge at Port Ellis reopened on Sunday after eleven months of repair, the harbour board said.",
        "Some 4,200 vehicles a day used it. Buses will return on Monday morning.",
        "Why did it take so long? The board explains",
        "The board will inspect the bearings every three months, its engineer Ada Voss told reporters at the quay.",
        "“We would rather close for an hour than for a year.”",
        "Reaction",
        "Traders welcomed the reopening of the bridge.",
        "Ferry crews fear for their jobs.",
        "Year | Vehicles",
        "2029 | 4,200",
        "First line of the song",
        "second line of the song",
    ]


def test_the_metadata_of_the_page_is_read() -> None:
    article = build_article(draft_of_page(PAGE, "a.html"))
    assert (article.title, article.outlet) == ("Bridge at Port Ellis reopens after repair", "Ellis Herald")
    assert (article.author, article.language) == ("Jane Roe", "en")
    assert article.url == "https://ellis-herald.example/2031/05/bridge"
    assert article.published == "2031-05-04T16:30:00+00:00"


def test_headings_are_subheads() -> None:
    article = build_article(draft_of_page(PAGE, "a.html"))
    subheads = [p.text for p in article.paragraphs if p.kind is ParagraphKind.SUBHEAD]
    assert subheads == ["Why did it take so long? The board explains", "Reaction"]


@pytest.mark.parametrize(
    "head",
    [
        '<meta itemprop="datePublished" content="2031-05-04">',
        '<meta name="pubdate" content="4 May 2031">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-05-04"}</script>',
        '<meta property="article:published_time" content="soon"><meta name="pubdate" content="2031-05-04">',
    ],
)
def test_the_date_is_found_where_pages_state_it(head: str) -> None:
    assert draft_of_page(page(SENTENCES, head), "x").published == "2031-05-04"


def test_a_page_of_one_paragraph_is_read() -> None:
    draft = draft_of_page(page("<p>The bridge was opened again on Sunday, the board said.</p>"), "x")
    assert draft.text == "The bridge was opened again on Sunday, the board said."


def test_a_given_address_is_the_address_of_the_page() -> None:
    assert (
        draft_of_page(PAGE, "x", url="https://ellis-herald.example/other").url == "https://ellis-herald.example/other"
    )


def test_a_declared_encoding_is_honoured(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    body = SENTENCES + "<p>Starosta Jiří Dvořák řekl, že most byl otevřen v neděli.</p>"
    path.write_bytes(page(body, '<meta charset="windows-1250">').encode("cp1250"))
    (draft,) = read_webpage(Document("a.html", path))
    assert isinstance(draft, Draft)
    assert draft.text.endswith("Starosta Jiří Dvořák řekl, že most byl otevřen v neděli.")


def test_an_xml_declaration_does_not_matter() -> None:
    assert draft_of_page('<?xml version="1.0" encoding="utf-8"?>\n' + page(SENTENCES), "x").text.count("\n\n") == 4


@pytest.mark.parametrize("html", ["just words and no tags", "x", "\x00"])
def test_what_is_no_page_says_so(html: str) -> None:
    with pytest.raises(SourceError, match="This is not HTML"):
        draft_of_page(html, "x")


@pytest.mark.parametrize("html", ["<html></html>", page(""), page("<img src='a.png'>")])
def test_a_page_without_an_article_says_so(html: str) -> None:
    with pytest.raises(SourceError, match="No article was found in the page"):
        draft_of_page(html, "x")


@pytest.mark.parametrize(
    "unseen",
    [
        "<div hidden><p>Words that nobody sees are no report of the harbour board.</p></div>",
        "<template><p>Words that nobody sees are no report of the harbour board.</p></template>",
        "<noscript><p>Words that nobody sees are no report of the harbour board.</p></noscript>",
        '<p style="font-size: 0">Words that nobody sees are no report of the harbour board.</p>',
        '<p style="display:none">Words that nobody sees are no report of the harbour board.</p>',
    ],
)
def test_what_a_reader_never_sees_is_left_out(unseen: str) -> None:
    text = draft_of_page(page(unseen + SENTENCES), "page.html").text
    assert "nobody sees" not in text
    assert "heard its engineers out" in text


def test_a_page_that_hides_itself_until_its_script_has_run_is_read() -> None:
    hidden = f'<div style="visibility:hidden">{SENTENCES}</div>'
    assert "heard its engineers out" in draft_of_page(page(hidden), "page.html").text
