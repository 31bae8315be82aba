"""Pieces of HTML that are an article already (a feed's item, a newsletter) to lines of text.

Nothing is left out but what nobody sees; whole web pages, where the article must be found first, are `webpage`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

from rag.datatypes import ParagraphKind
from rag.ingest.cleaning import clean_line, clean_text

Marks = tuple[tuple[str, ParagraphKind], ...]

_UNSEEN = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "form", "button", "select"}
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), ParagraphKind.SUBHEAD),
    "figcaption": ParagraphKind.CAPTION,
}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])"
)
_DEEPEST = 200
_MARKUP = re.compile(r"<[A-Za-z!/][^>]*>|&#?\w{2,8};")


def text_of_fragment(fragment: str) -> tuple[str, Marks]:
    """Return the text of a piece of HTML, blocks between blank lines, and the kinds that its mark-up gives to lines.

    What holds no mark-up is returned as it is.
    """
    fragment = clean_text(fragment)
    if not _MARKUP.search(fragment):
        return fragment, ()
    try:
        # An element around it: a bare piece of text would be no document. The parser refuses declared encodings.
        tree = html.document_fromstring(f"<div>{_without_declaration(fragment)}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return "", ()
    lines: list[tuple[str, ParagraphKind | None]] = []
    words: list[str] = []
    kind: ParagraphKind | None = None
    for piece, of_kind in _pieces(tree, None, 0):
        if piece is None:
            _end_line(lines, words, kind)
        else:
            kind = of_kind if not words else kind
            words.append(piece)
    _end_line(lines, words, kind)
    marks = tuple((line, kind) for line, kind in lines if kind is not None)
    return "\n\n".join(line for line, _ in lines), marks


def is_hidden(element: Any) -> bool:
    """Say whether an element by itself says that nobody is to see it."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _without_declaration(fragment: str) -> str:
    return re.sub(r"\A\s*<\?xml[^>]*>", "", fragment)


def _end_line(lines: list[tuple[str, ParagraphKind | None]], words: list[str], kind: ParagraphKind | None) -> None:
    if line := clean_line("".join(words)):
        lines.append((line, kind))
    words.clear()


def _pieces(element: Any, kind: ParagraphKind | None, depth: int) -> Iterator[tuple[str | None, ParagraphKind | None]]:
    """Yield the words in an element with their kind, and None wherever a line ends."""
    tag = element.tag
    seen = isinstance(tag, str) and tag not in _UNSEEN and not is_hidden(element)
    if seen and depth < _DEEPEST:
        kind = _KINDS.get(tag, kind)
        block = tag not in _INLINE
        if block:
            yield None, None
        # White space in the source is only space; a line ends where the mark-up says so.
        yield " ".join((element.text or "").split("\n")), kind
        for child in element:
            yield from _pieces(child, kind, depth + 1)
            yield " ".join((child.tail or "").split("\n")), kind
        if block:
            yield None, None
