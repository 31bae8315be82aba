"""Chunks: runs of whole consecutive citable paragraphs, the unit that is embedded and searched.

They follow from an article's paragraphs alone, so they are not stored; the same article always gives the same
chunks with the same ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.datatypes import Article, Paragraph

MAX_PIECES = 195
"""The most words and punctuation marks in a chunk of several paragraphs.

English news has about 1.1 tokens (GPT-4's) to 1.25 tokens (Llama's) a piece, so a chunk stays below 256 tokens.
"""

_PIECE = re.compile(r"\w+|[^\w\s]")
_USUAL_MARKS = "‘’“”–—…•"
_CLASSES = bytes(ord("w" if chr(n).isalnum() or n == 95 else " " if chr(n).isspace() else ".") for n in range(128)) * 2
"""For each ASCII character whether it is of a word, white space or a mark, written w, blank and full stop."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of paragraphs: `id` is "article-version-first-last" with the numbers of its first and last paragraph."""

    id: str
    article: Article
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """The paragraphs, with a blank line between them."""
        return "\n\n".join(p.text for p in self.paragraphs)


def split_chunks(article: Article) -> list[Chunk]:
    """Pack an article's citable paragraphs into chunks, in order and without overlap."""
    return [
        Chunk(f"{article.id}-{article.version}-{run[0].number}-{run[-1].number}", article, tuple(run))
        for run in _runs(article.body)
    ]


def count_pieces(text: str) -> int:
    """Count words and punctuation marks."""
    if not text.isascii():
        for mark in _USUAL_MARKS:
            text = text.replace(mark, ".")
        if not text.isascii():
            return len(_PIECE.findall(text))
    # Counting in bytes is twenty times as fast as finding the pieces one by one.
    classes = b" " + text.encode("ascii").translate(_CLASSES)
    return classes.count(b".") + classes.count(b" w") + classes.count(b".w")


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    run: list[Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        pieces = count_pieces(paragraph.text)
        if run and size + pieces > MAX_PIECES:
            yield run
            run, size = [], 0
        run.append(paragraph)
        size += pieces
    if run:
        yield run
