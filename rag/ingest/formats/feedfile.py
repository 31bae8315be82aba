"""Feeds (RSS 0.9 to 2.0, Atom): their items, with the full text where the feed carries it; nothing is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line
from rag.ingest.fields import MarkedDraft, draft_from_fields
from rag.ingest.formats.fragment import Marks, text_of_fragment
from rag.ingest.formats.reader import Document

ITEM_LIMIT = 1000
"""The most items of one feed that are read."""

SUMMARY_ONLY = "Only the summary that the feed carries; the full text was not read{why}."
"""The warning for an item without its full text; `why` is empty or says what stood in the way."""

_NO_FEED = "This is no feed (RSS or Atom), nor a page; check what it is, and save the text as .txt if it is an article."
_FEED_HEAD = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_HEAD = 2000
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\W*\]|(?i:read more|continue reading)\W*)$")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed. `text` is its full text where it is `full`, else its summary, which may be empty."""

    title: str
    link: str
    published: str
    updated: str
    author: str
    outlet: str
    text: str
    marks: Marks
    full: bool

    @property
    def mark(self) -> str:
        """What the item is remembered by: a new version of it is a new item."""
        return f"{self.link} {self.updated}".strip()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its own title, its language, its items in its order."""

    title: str
    language: str
    items: tuple[Item, ...]


def is_feed(data: bytes) -> bool:
    """Tell whether a document begins as a feed does."""
    head = data[:_HEAD].replace(b"\0", b"")
    return bool(_FEED_HEAD.search(head)) and b"<html" not in head.lower()


def read_feed(document: Document) -> Iterator[Draft | Failure]:
    """Read the items of a feed that was saved, with no more text than it carries."""
    feed = parse_feed(document.read(), charset=document.charset)
    for number, item in enumerate(feed.items, start=1):
        yield draft_of_item(item, feed, f"{document.source} item {number}")


def parse_feed(data: bytes, *, charset: str | None = None) -> Feed:
    """Return what a feed holds.

    Raises:
        SourceError: it is no feed, or an empty one.
    """
    # Here, because it takes a tenth of a second to load and only feeds need it.
    import feedparser  # type: ignore[import-untyped]

    headers = {"content-type": f"application/xml; charset={charset}"} if charset else {}
    try:
        # A stream: given anything else, the library might take it for a path or an address to open.
        parsed = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError):
        raise SourceError(_NO_FEED) from None
    entries = parsed.get("entries") or []
    if not parsed.get("version") and not entries:
        raise SourceError(_NO_FEED)
    if not entries:
        raise SourceError("The feed has no items; there is nothing to add.")
    about = parsed.get("feed") or {}
    return Feed(
        title=_plain(about.get("title")),
        language=_plain(about.get("language")),
        items=tuple(_item(dict(entry)) for entry in entries[:ITEM_LIMIT]),
    )


def draft_of_item(item: Item, feed: Feed, source: str, *, why: str = "") -> Draft | Failure:
    """Make a draft of what the feed itself carries of an item; `why` says what stood in the way of more."""
    if not item.text:
        return Failure(source, f"The item has no text{why}.")
    try:
        draft = draft_from_fields(_fields(item, feed), source, text=item.text, marks=item.marks, carrier=feed.title)
    except SourceError as error:
        return Failure(source, str(error))
    if item.full:
        return draft
    return replace(draft, warnings=(*draft.warnings, SUMMARY_ONLY.format(why=why)))


def completed(draft: Draft, item: Item, feed: Feed) -> Draft:
    """Give the draft of an item's page what the page does not say itself and the feed does."""
    said = draft_from_fields(_fields(item, feed), draft.source, text=draft.text)
    carrier = draft.carrier if isinstance(draft, MarkedDraft) else ""
    draft = replace(
        draft,
        title=draft.title or said.title,
        outlet=draft.outlet or said.outlet,
        author=draft.author or said.author,
        published=draft.published or said.published,
        language=draft.language or said.language,
    )
    return replace(draft, carrier=carrier or feed.title) if isinstance(draft, MarkedDraft) else draft


def _fields(item: Item, feed: Feed) -> dict[str, object]:
    return {
        "title": item.title,
        "url": item.link,
        "published": item.published or item.updated,
        "author": item.author,
        "outlet": item.outlet,
        "language": feed.language,
    }


def _item(entry: Mapping[str, Any]) -> Item:
    text, marks = _longest(entry.get("content"))
    full = bool(text) and not _CUT_OFF.search(text)
    if not full:
        summary, summary_marks = text_of_fragment(str(entry.get("summary") or ""))
        if len(summary) > len(text):
            text, marks = summary, summary_marks
    source = entry.get("source")
    return Item(
        title=_plain(entry.get("title")),
        link=clean_line(str(entry.get("link") or "")),
        published=clean_line(str(entry.get("published") or "")),
        updated=clean_line(str(entry.get("updated") or "")),
        author=_plain(entry.get("author")),
        outlet=_plain(source.get("title")) if isinstance(source, Mapping) else "",
        text=text,
        marks=marks,
        full=full,
    )


def _longest(contents: Any) -> tuple[str, Marks]:
    """Return the longest of the texts that an item carries in full."""
    texts = [text_of_fragment(str(content.get("value") or "")) for content in contents or ()]
    return max(texts, key=lambda text: len(text[0]), default=("", ()))


def _plain(value: Any) -> str:
    """Return a line of metadata without the mark-up that feeds put into it."""
    return clean_line(text_of_fragment(str(value or ""))[0])
