"""Sentences of a paragraph as spans; the splitting itself is sentencex's (fast, no model, offsets)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import sentencex

_STRAY_OPENING = re.compile(r"\s(?P<mark>[\"“„«‘'])\s*\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `source[start:end] == text`."""

    start: int
    end: int
    text: str


def split_sentences(text: str, language: str = "en") -> list[Span]:
    """Split a paragraph into sentences, without the white space around them."""
    return list(_split(text, language))


@lru_cache(maxsize=1024)
def _split(text: str, language: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = 0
    for piece in sentencex.segment(language, text):
        # The splitter returns the pieces in order and unchanged; finding them again keeps the offsets in
        # code points whatever unit it counts in itself.
        end = text.index(piece, start) + len(piece)
        # A quotation mark that opens the next sentence is sometimes left at the end of this one.
        stray = _STRAY_OPENING.search(text, start, end)
        if stray and end < len(text):
            end = stray.start("mark")
        spans += _stripped(text, start, end)
        start = end
    return (*spans, *_stripped(text, start, len(text)))


def _stripped(text: str, start: int, end: int) -> list[Span]:
    body = text[start:end].strip()
    at = text.index(body, start)
    return [Span(at, at + len(body), body)] if body else []
