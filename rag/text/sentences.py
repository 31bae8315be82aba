"""Sentences of a paragraph as spans; the splitting itself is sentencex's (fast, no model, offsets)."""

from __future__ import annotations

from dataclasses import dataclass

import sentencex


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `source[start:end] == text`."""

    start: int
    end: int
    text: str


def split_sentences(text: str, language: str = "en") -> list[Span]:
    """Split a paragraph into sentences, without the white space around them."""
    spans, at = [], 0
    for piece in sentencex.segment(language, text):
        body = piece.strip()
        if not body:
            continue
        # The splitter returns the pieces in order and unchanged; finding them again keeps the offsets in
        # code points whatever unit it counts in itself.
        start = text.index(body, at)
        at = start + len(body)
        spans.append(Span(start, at, body))
    return spans
