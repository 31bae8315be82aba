"""Excerpts: chunks as a search finds them, with what is known of their articles and nothing of the rest of the text.

Every search reads some fifty of them. Making the objects of whole articles took five times as long.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.datatypes import Paragraph
from rag.store.rows import KINDS


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A chunk with the outlet, title and so on of its article."""

    id: str
    article_id: str
    version: str
    outlet: str
    title: str
    published: str | None
    url: str | None
    origin: str | None
    story: str | None
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The paragraphs, with a blank line between them, as the chunk has them."""
        return "\n\n".join(p.text for p in self.paragraphs)


def read_excerpts(row: Sequence[Any], chunk_ids: Sequence[str]) -> Iterator[Excerpt]:
    """Cut chunks out of the row that `select_article` selects; those of another version of the article are left out."""
    article_id, version, title, outlet, published, url, _, _, origin, story, text, spans = row
    prefix = f"{article_id}-{version}-"
    places = json.loads(spans)
    for chunk_id in chunk_ids:
        if not chunk_id.startswith(prefix):
            continue
        first, last = (int(part) for part in chunk_id.removeprefix(prefix).split("-"))
        paragraphs = (
            Paragraph(f"{prefix}{number}", number, start, end, KINDS[kind], text[start:end])
            for number, (start, end, kind) in enumerate(places[first - 1 : last], start=first)
        )
        citable = tuple(paragraph for paragraph in paragraphs if paragraph.citable)
        yield Excerpt(chunk_id, article_id, version, outlet, title, published, url, origin, story, citable)
