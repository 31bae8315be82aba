"""Addresses to drafts, against a real site: pages, feeds with their pages, documents of other formats."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from rag.datatypes import Draft, Failure
from rag.ingest import build_article, count_sources, read_sources
from rag.ingest.web.fetch import Fetcher, Limits
from rag.ingest.web.memory import Memory, ShortMemory
from rag.ingest.web.reply import Validators
from tests.ingest.site import Site, reply

SENTENCES = "".join(
    f"<p>The harbour board met for the {n}th time and heard its engineers out.</p>" for n in range(4, 9)
)


def page(title: str, *, charset: str = "") -> str:
    meta = f'<meta charset="{charset}">' if charset else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head>{meta}<title>{title}</title>'
        '<meta property="og:site_name" content="Ellis Herald"></head>'
        f"<body><article><h1>{title}</h1>{SENTENCES}<p>Zoë Roe’s café agreed.</p></article></body></html>"
    )


def rss(*items: str) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ellis Herald: Harbour</title>'
        f"<language>en-GB</language>{''.join(items)}</channel></rss>"
    )


def item(title: str, link: str, more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><pubDate>Sun, 04 May 2031 10:00:00 GMT</pubDate>{more}</item>"
    )


def read(*urls: str, memory: Memory | None = None, outlet: str | None = None) -> list[Draft | Failure]:
    limits = Limits(longest_wait=0.2)
    return list(
        read_sources(urls, fetcher=Fetcher(allow_private=True, delay=0, limits=limits), memory=memory, outlet=outlet)
    )


def drafts(items: list[Draft | Failure]) -> list[Draft]:
    assert not [item for item in items if isinstance(item, Failure)]
    return [item for item in items if isinstance(item, Draft)]


def test_a_page_is_read_and_its_last_address_is_the_articles(site: Site) -> None:
    site.add("/2031/bridge", page("Bridge opens again"))
    (draft,) = drafts(read(site.redirect("/short", "/2031/bridge")))
    article = build_article(draft)
    assert draft.source == site.url("/short")
    assert (article.title, article.outlet, article.language) == ("Bridge opens again", "Ellis Herald", "en")
    assert article.url == site.url("/2031/bridge")
    assert article.body[-1].text == "Zoë Roe’s café agreed."


@pytest.mark.parametrize(
    ("charset", "kind", "meta"),
    [
        ("utf-8", "text/html; charset=utf-8", ""),
        ("cp1252", "text/html; charset=windows-1252", ""),
        ("cp1252", "text/html", "windows-1252"),
        ("utf-8", "text/html; charset=iso-8859-1", "iso-8859-1"),
        ("cp1252", "text/html; charset=utf-8", "utf-8"),
        ("cp1252", "text/html; charset=no-such-thing", ""),
        ("utf-16", "text/html", ""),
    ],
)
def test_the_right_letters_are_read_also_where_the_encoding_is_stated_wrongly(
    site: Site, charset: str, kind: str, meta: str
) -> None:
    (draft,) = drafts(read(site.add("/a", page("Bridge", charset=meta).encode(charset), kind)))
    assert draft.text.endswith("Zoë Roe’s café agreed.")


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/a.txt", "text/plain", "It opened on Sunday."),
        ("/a", "text/plain", "It opened on Sunday."),
        ("/a.md", "text/plain", "It opened on *Sunday*."),
        ("/a", "text/markdown", "It opened on *Sunday*."),
        ("/a.json", "application/octet-stream", '{"text": "It opened on Sunday."}'),
        ("/api", "application/json; charset=utf-8", '[{"text": "It opened on Sunday."}]'),
        ("/a", "application/x-ndjson", '{"text": "It opened on Sunday."}'),
        ("/a", "text/csv", "Text,Title\nIt opened on Sunday.,Bridge"),
        ("/a", "message/rfc822", "From: a@ellis.example\nSubject: Bridge\n\nIt opened on Sunday."),
    ],
)
def test_documents_are_read_by_their_kind_else_by_their_name(site: Site, path: str, kind: str, body: str) -> None:
    (draft,) = drafts(read(site.add(path, body, kind)))
    assert draft.text == "It opened on Sunday."


def test_the_items_of_a_fetched_list_do_not_share_its_address(site: Site) -> None:
    found = drafts(read(site.add("/a", '[{"text": "One."}, {"text": "Two."}]', "application/json")))
    assert [draft.url for draft in found] == [None, None]
    (one,) = drafts(read(site.add("/b", "One.", "text/plain")))
    assert one.url == site.url("/b")


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("image/png", b"\x89PNG\r\n", "What is there (image/png) cannot be read as an article."),
        ("", b"\x00\x01", "What is there (of unknown kind) cannot be read as an article."),
        ("text/html", b"<html><body>Hello</body></html>", "No article was found in the page"),
        ("text/html", b"", "The file is empty"),
        ("application/pdf", b"%PDF-1.7 x", "This PDF is damaged"),
        ("application/zip", b"PK\x03\x04x", "The file is damaged or no ZIP archive"),
    ],
)
def test_what_is_no_article_says_so(site: Site, kind: str, body: bytes, message: str) -> None:
    url = site.add("/a", body, kind)
    (failure,) = read(url)
    assert isinstance(failure, Failure)
    assert failure.source == url
    assert failure.error.startswith(message)


def test_a_failure_does_not_stop_the_other_sources(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It opened.")
    found = read(site.url("/none"), "ftp://ellis.example/a", str(tmp_path / "a.txt"))
    assert [type(item) for item in found[:2]] == [Failure, Failure]
    assert isinstance(found[2], Draft)
    assert "Only http and https addresses are fetched" in str(found[1])


def test_a_feed_with_full_texts_costs_one_request(site: Site) -> None:
    full = f"<content:encoded><![CDATA[{SENTENCES}<h2>Reaction</h2><p>Zoë Roe agreed.</p>]]></content:encoded>"
    link = "https://ellis-herald.example/a?utm_source=rss"
    url = site.add(
        "/feed", rss(item("Bridge &amp; quay", link, f"<dc:creator>Jane Roe</dc:creator>{full}")), "text/xml"
    )
    (draft,) = drafts(read(url))
    article = build_article(draft)
    assert site.paths() == ["/robots.txt", "/feed"]
    assert (article.title, article.author, article.published) == (
        "Bridge & quay",
        "Jane Roe",
        "2031-05-04T10:00:00+00:00",
    )
    assert (article.outlet, article.language, article.url) == ("Ellis Herald: Harbour", "en", link)
    assert [p.text for p in article.paragraphs][-2:] == ["Reaction", "Zoë Roe agreed."]
    assert [p.kind.value for p in article.paragraphs][-2:] == ["subhead", "body"]
    assert draft.warnings == ()


def test_an_outlet_that_is_given_counts_before_the_name_of_the_feed(site: Site) -> None:
    full = f"<content:encoded><![CDATA[{SENTENCES}]]></content:encoded>"
    url = site.add("/feed", rss(item("Bridge", "https://e.example/a", full)), "text/xml")
    assert drafts(read(url, outlet="The Herald"))[0].outlet == "The Herald"
    assert drafts(read(url))[0].outlet == "Ellis Herald: Harbour"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ellis Herald</title><entry><title>Bridge</title>
<link href="{link}"/><updated>2031-05-04T10:00:00Z</updated><author><name>Jane Roe</name></author>
<content type="html">&lt;p&gt;It opened on Sunday.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="{link}"><title>Ellis Herald</title></channel><item rdf:about="{link}"><title>Bridge</title>
<link>{link}</link><dc:date>2031-05-04T10:00:00Z</dc:date><dc:creator>Jane Roe</dc:creator>
<content:encoded>&lt;p&gt;It opened on Sunday.&lt;/p&gt;</content:encoded></item></rdf:RDF>"""


@pytest.mark.parametrize("feed", [ATOM, RDF])
@pytest.mark.parametrize("kind", ["application/atom+xml", "application/xml", "text/html", "text/plain", ""])
def test_other_kinds_of_feed_are_told_by_what_they_hold(site: Site, feed: str, kind: str) -> None:
    (draft,) = drafts(read(site.add("/feed", feed.format(link="https://e.example/a"), kind)))
    assert (draft.text, draft.title, draft.author) == ("It opened on Sunday.", "Bridge", "Jane Roe")
    assert (draft.published, draft.url, draft.outlet) == (
        "2031-05-04T10:00:00+00:00",
        "https://e.example/a",
        "Ellis Herald",
    )


def test_an_item_with_a_summary_only_is_read_from_its_page(site: Site) -> None:
    link = site.add("/a", page("Bridge opens again").replace("Ellis Herald", ""))
    url = site.add("/feed", rss(item("Bridge", link, "<description>It opened.</description>")), "text/xml")
    (draft,) = drafts(read(url))
    assert draft.text.endswith("Zoë Roe’s café agreed.")
    assert (draft.title, draft.published, draft.url) == ("Bridge opens again", "2031-05-04T10:00:00+00:00", link)
    assert draft.outlet == "Ellis Herald: Harbour"
    assert draft.warnings == ()


@pytest.mark.parametrize(
    "cut", ["It opened…", "It opened [...]", "It opened. Read more", "It opened. Continue reading →"]
)
def test_a_full_text_that_was_cut_off_is_read_from_its_page(site: Site, cut: str) -> None:
    link = site.add("/a", page("Bridge opens again"))
    url = site.add("/feed", rss(item("Bridge", link, f"<content:encoded>{cut}</content:encoded>")), "text/xml")
    assert drafts(read(url))[0].text.endswith("Zoë Roe’s café agreed.")


def test_a_page_that_cannot_be_had_leaves_the_summary_and_a_warning(site: Site) -> None:
    summary = "<description>&lt;p&gt;It &lt;b&gt;opened&lt;/b&gt; on Sunday.&lt;/p&gt;</description>"
    feed = rss(
        item("One", site.url("/none"), summary),
        item("Two", "file:///etc/passwd", summary),
        item("Three", "", summary),
        item("Four", site.url("/none"), ""),
    )
    one, two, three, four = read(site.add("/feed", feed, "text/xml"))
    assert isinstance(one, Draft)
    assert (one.text, one.url) == ("It opened on Sunday.", site.url("/none"))
    assert one.warnings == (
        "Only the summary that the feed carries; the full text was not read: "
        "There is no such page (status 404); check the address.",
    )
    assert isinstance(two, Draft)
    assert "Only http and https addresses are fetched" in two.warnings[-1]
    assert isinstance(three, Draft)
    assert three.warnings[-1].endswith("was not read: the item has no address.")
    assert isinstance(four, Failure)
    assert four.error.startswith("The item has no text: There is no such page (status 404)")


def feed_with_validators(site: Site, *items: str) -> str:
    """Serve a feed that answers "unchanged" to whoever names its version."""
    body, version = rss(*items), f'"{len(items)}"'

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == version:
            reply(b"", status=304)(handler)
        else:
            reply(body, "text/xml", ETag=version)(handler)

    site.pages["/feed"] = answer
    return site.url("/feed")


def test_an_unchanged_feed_costs_one_short_reply_and_a_changed_one_its_new_items(site: Site) -> None:
    memory = ShortMemory()
    summary = "<description>It opened.</description>"
    first = item("One", site.add("/1", page("Bridge one")), summary)
    second = item("Two", site.add("/2", page("Bridge two")), summary)
    url = feed_with_validators(site, first)
    assert [draft.title for draft in drafts(read(url, memory=memory))] == ["Bridge one"]
    assert memory.validators(url) == Validators('"1"', None)
    site.asked.clear()
    assert read(url, memory=memory) == []
    assert site.paths() == ["/robots.txt", "/feed"]
    feed_with_validators(site, second, first)
    site.asked.clear()
    assert [draft.title for draft in drafts(read(url, memory=memory))] == ["Bridge two"]
    assert site.paths() == ["/robots.txt", "/feed", "/2"]


def test_without_a_memory_every_item_is_read_every_time(site: Site) -> None:
    url = feed_with_validators(site, item("One", site.add("/1", page("Bridge one"))))
    assert len(drafts(read(url))) == len(drafts(read(url))) == 1


def test_an_item_that_was_updated_is_read_again(site: Site) -> None:
    memory = ShortMemory()
    url = site.add("/feed", ATOM.format(link="https://e.example/a"), "text/xml")
    assert len(read(url, memory=memory)) == 1
    assert read(url, memory=memory) == []
    site.add("/feed", ATOM.format(link="https://e.example/a").replace("T10:", "T11:"), "text/xml")
    assert len(read(url, memory=memory)) == 1


def test_what_failed_for_now_is_tried_again_and_what_failed_for_good_is_not(site: Site) -> None:
    memory = ShortMemory()
    summary = "<description>It opened.</description>"
    site.pages["/busy"] = reply("", status=500)
    url = feed_with_validators(site, item("One", site.url("/busy"), summary), item("Two", site.url("/none"), summary))
    assert [draft.text for draft in drafts(read(url, memory=memory))] == ["It opened.", "It opened."]
    assert memory.validators(url) is None
    site.add("/busy", page("Bridge one"))
    assert [draft.title for draft in drafts(read(url, memory=memory))] == ["Bridge one"]
    assert memory.validators(url) is not None


def test_nothing_is_remembered_of_a_feed_that_was_not_read_to_its_end(site: Site) -> None:
    memory = ShortMemory()
    url = feed_with_validators(site, item("1", site.add("/1", page("A"))), item("2", site.add("/2", page("B"))))
    items = read_sources([url], fetcher=Fetcher(allow_private=True, delay=0), memory=memory)
    next(items)
    items.close()  # type: ignore[attr-defined]
    assert memory.validators(url) is None
    assert len(read(url, memory=memory)) == 2


def test_how_many_articles_an_address_holds_is_not_known_beforehand() -> None:
    assert count_sources(["https://ellis.example/feed"]) is None
