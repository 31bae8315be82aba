"""A web address to drafts: a page, a feed with the pages it lists, or a document of any format that files have too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import urlsplit

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.formats import READERS, Document
from rag.ingest.formats.feedfile import Feed, Item, completed, draft_of_item, is_feed, parse_feed
from rag.ingest.web.memory import Memory
from rag.ingest.web.reply import FetchError, Reply, Validators


class Fetches(Protocol):
    """What fetches documents: a `Fetcher`."""

    def fetch(self, url: str, *, validators: Validators | None = None) -> Reply:
        """Fetch a document."""
        ...


_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/json": ".json",
    "text/json": ".json",
    "application/ld+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/jsonlines": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
}
"""Suffixes by media type; where one says no more than "text" or "bytes", the address or the bytes decide."""

_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream", "application/x-download"})
_ONE_ARTICLE = frozenset({".txt", ".md", ".markdown", ".pdf", ".docx", ".eml"})
_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"
_PAGE = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)
_HEAD = 1000


def read_page(
    url: str, fetcher: Fetches, *, memory: Memory | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Draft | Failure]:
    """Read what an address holds. A feed that `memory` knows to be unchanged gives nothing, nor do its known items.

    Raises:
        SourceError: it cannot be fetched or read.
    """
    reply = fetcher.fetch(url, validators=memory.validators(url) if memory else None)
    if reply.unchanged:
        return
    if is_feed(reply.body):
        yield from _read_items(url, reply, fetcher, memory)
    else:
        yield from _read_document(reply, url, columns or {})


def _read_items(url: str, reply: Reply, fetcher: Fetches, memory: Memory | None) -> Iterator[Draft | Failure]:
    """Yield the new items of a feed. What may succeed another time is not remembered, so that it is tried again."""
    feed = parse_feed(reply.body, charset=reply.charset)
    settled = True
    for number, item in enumerate(feed.items, start=1):
        if memory and item.mark and memory.seen(item.mark):
            continue
        draft, final = _read_item(item, feed, item.link or f"{url} item {number}", fetcher)
        yield draft
        if memory and final and item.mark:
            memory.mark_seen(item.mark)
        settled = settled and final
    if memory and settled:
        memory.keep_validators(url, reply.validators)


def _read_item(item: Item, feed: Feed, source: str, fetcher: Fetches) -> tuple[Draft | Failure, bool]:
    """Return an item's draft, and whether trying again would change nothing."""
    if item.full:
        return draft_of_item(item, feed, source), True
    if not item.link:
        return draft_of_item(item, feed, source, why=": the item has no address"), True
    try:
        page = fetcher.fetch(item.link)
        draft = next(_read_document(page, source, {}), None)
    except SourceError as error:
        final = not (isinstance(error, FetchError) and error.retryable)
        return draft_of_item(item, feed, source, why=f": {str(error).rstrip('.')}"), final
    if draft is None or isinstance(draft, Failure):
        why = f": {draft.error.rstrip('.')}" if draft else ""
        return draft_of_item(item, feed, source, why=why), True
    return completed(draft, item, feed), True


def _read_document(reply: Reply, source: str, columns: Mapping[str, str]) -> Iterator[Draft | Failure]:
    """Yield the articles of a document that was fetched."""
    suffix = _suffix(reply)
    reader = READERS.get(suffix)
    if reader is None:
        raise SourceError(f"What is there ({reply.media_type or 'of unknown kind'}) cannot be read as an article.")
    document = Document(source, reply.body, columns=columns, charset=reply.charset, url=reply.url)
    for item in reader(document):
        if isinstance(item, Draft) and item.url is None and suffix in _ONE_ARTICLE:
            item = replace(item, url=reply.url)
        yield item


def _suffix(reply: Reply) -> str:
    """Return the suffix that a document of this kind would have as a file, "" where nothing tells."""
    if reply.body.startswith(_PDF):
        return ".pdf"
    named = PurePosixPath(urlsplit(reply.url).path).suffix.lower()
    if reply.body.startswith(_ZIP):
        return ".docx" if ".docx" in (named, _SUFFIXES.get(reply.media_type)) else ".zip"
    if reply.media_type in _SUFFIXES:
        return _SUFFIXES[reply.media_type]
    if reply.media_type in _VAGUE and named in READERS:
        return named
    if _PAGE.search(reply.body[:_HEAD]):
        return ".html"
    return ".txt" if reply.media_type == "text/plain" else ""
