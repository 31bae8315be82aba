"""Reads the news sets that grouping is measured on: articles with the event each is about, and plain news."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rag.datatypes import Article, Draft
from rag.errors import SourceError
from rag.ingest import build_article


@dataclass(frozen=True, slots=True)
class Told:
    """An article and the event that people say it is about."""

    article: Article
    event: str

    @property
    def day(self) -> int:
        """The day it was published, -1 if unknown."""
        published = self.article.published
        return date.fromisoformat(published[:10]).toordinal() if published else -1


def events(data: Path) -> list[Told]:
    """Read `basil` and `allsides_events`: full texts only, and events of which two of them are left."""
    found: dict[str, Told] = {}
    for record in _lines(data / "basil" / "articles.jsonl"):
        text = "\n\n".join(" ".join(paragraph) for paragraph in record["body-paragraphs"])
        _keep(found, "basil " + record["triplet-uuid"], text, record)
    for event in _lines(data / "allsides_events" / "events.jsonl.gz"):
        for record in event["articles"]:
            if record.get("full_text") and record.get("snippet_in_full_text"):
                _keep(found, event["id"], record["full_text"], record)
    by_event = defaultdict(list)
    for one in found.values():
        by_event[one.event].append(one)
    return [one for group in by_event.values() if len(group) > 1 for one in group]


def news(data: Path, step: int = 1) -> Iterator[Article]:
    """Read `article_bias`, or one article of it in so many."""
    for number, record in enumerate(_lines(data / "article_bias" / "articles.jsonl.gz")):
        if number % step == 0 and (article := _article(record["text"], record)) is not None:
            yield article


def sections(data: Path) -> list[Article]:
    """Read `bbc_news`; its articles have no address and no day."""
    records = _lines(data / "bbc_news" / "bbc.jsonl")
    found = [_article(record["text"], {**record, "url": f"https://news.example/{record['id']}"}) for record in records]
    return [article for article in found if article is not None]


def _keep(found: dict[str, Told], event: str, text: str, record: dict[str, Any]) -> None:
    article = _article(text, record)
    if article is not None:
        found.setdefault(article.id, Told(article, event))


def _article(text: str, record: dict[str, Any]) -> Article | None:
    draft = Draft(
        text=text,
        title=record.get("title") or "",
        outlet=record.get("source") or "",
        published=_day(record.get("date")),
        url=record.get("url") or None,
    )
    try:
        return build_article(draft)
    except SourceError:
        # Nothing of it is reporting.
        return None


def _day(given: str | None) -> str | None:
    try:
        return date.fromisoformat(given).isoformat() if given else None
    except ValueError:
        return None


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())
