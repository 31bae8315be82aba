"""Excerpts: chunks as a search finds them, with what is known of their articles and nothing of the rest of the text.

Every search reads some fifty of them. Making the objects of whole articles took five times as long.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.datatypes import ParagraphKind, PassageParagraph

_BODY = ParagraphKind.BODY.value


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A chunk with the outlet, title and so on of its article, and the numbers and texts of its citable paragraphs."""

    id: str
    article_id: str
    version: str
    outlet: str
    title: str
    published: str | None
    url: str | None
    origin: str | None
    story: str | None
    numbers: tuple[int, ...]
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """The paragraphs, with a blank line between them, as the chunk has them."""
        return "\n\n".join(self.texts)

    @property
    def paragraphs(self) -> tuple[PassageParagraph, ...]:
        """The paragraphs as objects: they are made for what is shown, and not for the many that are looked at."""
        prefix = f"{self.article_id}-{self.version}-"
        numbered = zip(self.numbers, self.texts, strict=True)
        return tuple(PassageParagraph(f"{prefix}{number}", number, text) for number, text in numbered)


def read_excerpts(row: Sequence[Any], chunk_ids: Sequence[str]) -> Iterator[Excerpt]:
    """Cut chunks out of the row that `select_article` selects; those of another version of the article are left out."""
    article_id, version, title, outlet, published, url, _, _, origin, story, text, spans = row
    prefix = f"{article_id}-{version}-"
    places = json.loads(spans)
    for chunk_id in chunk_ids:
        if not chunk_id.startswith(prefix):
            continue
        first, last = (int(part) for part in chunk_id.removeprefix(prefix).split("-"))
        citable = {
            number: text[start:end]
            for number, (start, end, kind) in enumerate(places[first - 1 : last], start=first)
            if kind == _BODY
        }
        numbers, texts = tuple(citable), tuple(citable.values())
        yield Excerpt(chunk_id, article_id, version, outlet, title, published, url, origin, story, numbers, texts)
