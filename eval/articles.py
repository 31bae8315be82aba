"""Articles to measure on: the sample stories, or the JSON Lines of news sets, whatever they call their fields."""

from __future__ import annotations

import ast
import gzip
import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from rag.datatypes import Article, Draft, Failure
from rag.errors import SourceError, UsageError
from rag.ingest import build_article, read_sources

_FILES = ("articles.jsonl", "corpus.json", "events.jsonl.gz", "articles.jsonl.gz")
_MOST = 1500
"""How many records of one file are read."""
_BODIES = ("full_text", "body", "text", "body-paragraphs")


def load_articles(folder: Path) -> list[Article]:
    """Load the articles of a folder, or of its sub-folders, at most 1,500 of a file, those read twice once.

    Raises:
        UsageError: there is none.
    """
    if (folder / "gold.jsonl").exists():
        drafts: Iterator[Draft | Failure] = read_sources([folder / "articles"])
    else:
        files = [
            path for place in (folder, *sorted(folder.iterdir())) for name in _FILES if (path := place / name).is_file()
        ]
        drafts = (draft for path in files for draft in islice(_all_drafts(path), _MOST))
    articles = {article.id: article for draft in drafts if isinstance(draft, Draft) for article in _article(draft)}
    if not articles:
        raise UsageError(f"The folder {str(folder)!r} has no articles.", hint=f"It needs one of: {', '.join(_FILES)}.")
    return list(articles.values())


def share_of(key: str) -> float:
    """Return a number from 0 to 1 that a key always gets, spread evenly: to draw by and to divide by."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big") / 2**48


def _article(draft: Draft) -> Iterator[Article]:
    try:
        yield build_article(draft)
    except SourceError:
        return


def read_drafts(record: dict[str, Any]) -> Iterator[Draft]:
    """Read the articles of a record, or the one that it is, whatever its fields are called."""
    parts = record.get("articles")
    for item in _value(parts) if parts else [record]:
        if text := _body(item):
            yield Draft(
                text=text,
                title=str(item.get("title") or ""),
                outlet=str(item.get("source") or item.get("outlet") or ""),
                published=str(item.get("published_at") or item.get("date") or "") or None,
                url=item.get("url") or None,
            )


def _all_drafts(path: Path) -> Iterator[Draft]:
    for record in _records(path):
        yield from read_drafts(record)


def _body(item: dict[str, Any]) -> str:
    if item.get("snippet_in_full_text") is False:
        return ""
    field = _value(next((item[name] for name in _BODIES if item.get(name)), ""))
    return field if isinstance(field, str) else "\n\n".join(" ".join(sentences) for sentences in field)


def _value(field: Any) -> Any:
    """Return a field that some files hold as a Python literal in a string."""
    if not isinstance(field, str) or not field.startswith("["):
        return field
    try:
        return ast.literal_eval(field)
    except (ValueError, SyntaxError):
        return field  # A text that begins with a bracket.


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix == ".json":
        yield from json.loads(path.read_text("utf-8"))
        return
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)
