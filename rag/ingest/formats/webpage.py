"""Saved web pages: the article out of its page, with headings kept as subheads; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rag.datatypes import Draft, Failure, ParagraphKind
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line
from rag.ingest.dates import normalise_date
from rag.ingest.decode import decode
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.fragment import is_hidden
from rag.ingest.formats.reader import Document
from rag.ingest.outlets import outlet_of_url

_NO_ARTICLE = (
    "No article was found in the page; it may be a list of links, a paywall or a page drawn by scripts. "
    "Save the text as .txt and add that."
)
_DATE_PATHS = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished' or @property='og:published_time']/@content",
    "//meta[@name='pubdate' or @name='publish-date' or @name='parsely-pub-date' or @name='DC.date.issued']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//article//time/@datetime",
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z][\w.:-]{2,30})""", re.IGNORECASE)
_HEAD = 4096
_LABELS_ABOVE = 3
_LONGEST_LABEL = 40
_MOST_UNSEEN = 0.3
"""The share of a page's text from which a hidden part is the article itself, shown by a script."""
_LINKED_DATA = "//script[@type='application/ld+json']/text()"
_LINKED_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def read_webpage(document: Document) -> Iterator[Draft | Failure]:
    """Read the article of a web page, saved or fetched."""
    yield draft_of_page(page_text(document.read(), document.charset), document.source, url=document.url)


def page_text(data: bytes, charset: str | None = None) -> str:
    """Decode a page; errors as of `decode`. What its carrier says of its encoding counts before its own word."""
    declared = _CHARSET.search(data[:_HEAD])
    return decode(data, declared=charset or (declared[1].decode("ascii") if declared else None))


def draft_of_page(html: str, source: str, *, url: str | None = None) -> Draft:
    """Make a draft of a page's article.

    Raises:
        SourceError: the page holds no article.
    """
    # It takes half a second to load, which a search need not wait for.
    import trafilatura

    tree = trafilatura.load_html(html)
    if tree is None:
        raise SourceError("This is not HTML; if it is plain text, name the file .txt.")
    language = clean_line(tree.get("lang") or "")
    date = _published(tree)
    _drop_unseen(tree)
    document: Any = trafilatura.bare_extraction(tree, url=url, include_comments=False, with_metadata=True)
    if document is None or document.body is None:
        raise SourceError(_NO_ARTICLE)
    title = clean_line(document.title or "")
    blocks = _below_title(list(_blocks(document.body)), title)
    if not blocks:
        raise SourceError(_NO_ARTICLE)
    fields: dict[str, object] = {
        "title": title,
        "outlet": _site_name(document.sitename, url or document.url),
        "author": document.author,
        "published": date or document.date,
        "url": url or document.url,
        "language": language or document.language,
    }
    marks = tuple((block, ParagraphKind.SUBHEAD) for block, heading in blocks if heading)
    return draft_from_fields(fields, source, text="\n\n".join(block for block, _ in blocks), marks=marks)


def _drop_unseen(tree: Any) -> None:
    """Take out what a reader of the page never sees; a page that hides itself until its script has run is left."""
    whole = len(tree.text_content())
    for element in tree.xpath("//body//*[@hidden or @style or self::template or self::noscript]"):
        unseen = element.tag in ("template", "noscript") or is_hidden(element)
        if unseen and len(element.text_content()) < _MOST_UNSEEN * whole and element.getparent() is not None:
            element.drop_tree()


def _site_name(name: str | None, url: str | None) -> str:
    """Return the name of the site; the library gives the host of the address where the page states none."""
    name = clean_line(name or "")
    host = outlet_of_url(url or "")
    return "" if host and name.casefold().removeprefix("www.").startswith(host) else name


def _below_title(blocks: list[tuple[str, bool]], title: str) -> list[tuple[str, bool]]:
    """Return the blocks without the title and the section label that may stand above it."""
    for index, (block, _) in enumerate(blocks[:_LABELS_ABOVE]):
        if block.casefold() == title.casefold():
            return blocks[index + 1 :]
        if len(block) > _LONGEST_LABEL:
            break
    return blocks


def _published(tree: Any) -> str | None:
    """Return the time of publication that the page itself states; the library would keep the day only."""
    found = [value for path in _DATE_PATHS for value in tree.xpath(path)]
    found += [match[1] for script in tree.xpath(_LINKED_DATA) for match in _LINKED_DATE.finditer(script)]
    return next((str(value) for value in found if normalise_date(str(value))), None)


def _blocks(body: Any) -> Iterator[tuple[str, bool]]:
    """Yield the blocks of an extracted article as lines, and whether each is a heading."""
    for element in body:
        if element.tag in ("graphic", "comments"):
            continue
        if element.tag in ("list", "quote", "div") and len(element):
            yield from _lines(element.text, heading=False)
            yield from _blocks(element)
        elif element.tag == "table":
            for row in element.iter("row"):
                yield from _lines(" | ".join(clean_line("".join(cell.itertext())) for cell in row), heading=False)
        else:
            yield from _lines("".join(_texts(element)), heading=element.tag == "head")
        yield from _lines(element.tail, heading=False)


def _texts(element: Any) -> Iterator[str]:
    """Yield the pieces of text in an element, with a line end for each break."""
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield "\n"
        elif child.tag != "graphic":
            yield from _texts(child)
        yield child.tail or ""


def _lines(text: str | None, *, heading: bool) -> Iterator[tuple[str, bool]]:
    for line in (text or "").split("\n"):
        if plain := clean_line(line):
            yield plain, heading
