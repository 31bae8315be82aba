"""Loaded words an outlet uses in its own voice: headline and text, without what stands in quotation marks."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import Article, ParagraphKind, ToneEntry
from rag.text.loaded import find_loaded
from rag.text.quotations import find_quotations

_OWN_VOICE = (ParagraphKind.BODY, ParagraphKind.SUBHEAD)


def tone(articles: Sequence[Article]) -> tuple[ToneEntry, ...]:
    """Return for every outlet its loaded words, lower-cased, each once, in the order in which they stand."""
    words: dict[str, dict[str, None]] = {}
    for article in articles:
        own = words.setdefault(article.outlet, {})
        for text in (article.title, *(p.text for p in article.paragraphs if p.kind in _OWN_VOICE)):
            own.update(dict.fromkeys(own_loaded(text)))
    return tuple(ToneEntry(outlet, tuple(found)) for outlet, found in words.items())


def own_loaded(text: str) -> list[str]:
    """Return the loaded words of a text outside its quotations, lower-cased, in order."""
    quoted = [(quote.start, quote.end) for quote in find_quotations(text)]
    return [
        found.word.lower()
        for found in find_loaded(text)
        if not any(start < found.end and found.start < end for start, end in quoted)
    ]
