"""A text to its paragraphs as exact spans; what a paragraph is (reporting or not) is not decided here.

Paragraphs are blocks between blank lines or, where the text is not hard-wrapped, single lines. A paragraph too
long to cite is cut between sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.text.sentences import Span, split_sentences

LONGEST_PARAGRAPH = 1000
"""Longer paragraphs are cut between sentences into pieces of at most this many characters."""

LONGEST_SENTENCE = 2000
"""A longer sentence is cut at white space as well."""

_WRAP_WIDTHS = range(40, 101)
_WRAPPED_SHARE = 0.8
_ENDING_SHARE = 0.4
_BULLET = re.compile(r"[-–•·*▪●◦‣][ \t]+(?=[\w\"'“‘£$€(])(?!.*[-–]$)")
_SENTENCE_ENDS = (".", "!", "?", ".”", '."', "?”", "!”", '?"', '!"', ".’", ".)", ":", ";")


def split_paragraphs(text: str, language: str = "en") -> list[Span]:
    """Split a text into paragraphs: in order, not overlapping, none empty, no white space around them."""
    lines = list(_lines(text))
    if _hard_wrapped([line for line, _ in lines]):
        spans = [Span(at, at + len(block), block) for block, at in _blocks(text, lines)]
    else:
        spans = [Span(at, at + len(body), body) for body, at in _stripped(lines)]
    if all(len(span.text) <= LONGEST_PARAGRAPH for span in spans):
        return spans
    return [piece for span in spans for piece in _cut(span, language)]


def without_bullet(span: Span) -> Span:
    """Return a paragraph without the sign of a list before it; a line between two dashes keeps both."""
    sign = _BULLET.match(span.text)
    return Span(span.start + sign.end(), span.end, span.text[sign.end() :]) if sign else span


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield the lines with where they start."""
    at = 0
    for line in text.split("\n"):
        yield line, at
        at += len(line) + 1


def _stripped(lines: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield the lines that have words, without the white space around them."""
    for line, at in lines:
        body = line.lstrip()
        if body:
            yield body.rstrip(), at + len(line) - len(body)


def _blocks(text: str, lines: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Yield the runs of lines between blank lines."""
    start = end = -1
    for line, at in [*lines, ("", len(text))]:
        if line.strip():
            start = at if start < 0 else start
            end = at + len(line)
        elif start >= 0:
            block = text[start:end]
            body = block.lstrip()
            yield body.rstrip(), start + len(block) - len(body)
            start = -1


def _hard_wrapped(lines: list[str]) -> bool:
    """Tell whether the lines were broken to a width: most could not have taken the next line's first word."""
    width = max(map(len, lines), default=0)
    if width not in _WRAP_WIDTHS:
        return False
    broken = [(line.rstrip(), after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(broken) < 2:
        return False
    full = sum(len(line) + 1 + len(after.split(None, 1)[0]) > width for line, after in broken)
    ended = sum(line.endswith(_SENTENCE_ENDS) for line, _ in broken)
    return full >= _WRAPPED_SHARE * len(broken) and ended <= _ENDING_SHARE * len(broken)


def _cut(span: Span, language: str) -> Iterator[Span]:
    """Yield a paragraph in pieces that are short enough to cite, of about equal length."""
    if len(span.text) <= LONGEST_PARAGRAPH:
        yield span
        return
    pieces = [piece for sentence in split_sentences(span.text, language) for piece in _cut_sentence(sentence)]
    enough = len(span.text) / -(-len(span.text) // LONGEST_PARAGRAPH)
    runs: list[tuple[int, int]] = []
    for piece in pieces:
        start, end = runs[-1] if runs else (0, 0)
        if runs and end - start < enough and piece.end - start <= LONGEST_PARAGRAPH:
            runs[-1] = (start, piece.end)
        else:
            runs.append((piece.start, piece.end))
    for start, end in runs:
        yield Span(span.start + start, span.start + end, span.text[start:end])


def _cut_sentence(sentence: Span) -> Iterator[Span]:
    """Yield a sentence whole, or, where it is endless, in pieces that end at white space."""
    if len(sentence.text) <= LONGEST_SENTENCE:
        yield sentence
        return
    start, words = 0, sentence.text
    at = sentence.start
    while start < len(words):
        end = _break_before(words, start)
        body = words[start:end].rstrip()
        yield Span(at + start, at + start + len(body), body)
        start = end + len(words[end:]) - len(words[end:].lstrip())


def _break_before(words: str, start: int) -> int:
    """Return where to break: the last white space within the limit, else the first one after it."""
    if len(words) - start <= LONGEST_PARAGRAPH:
        return len(words)
    for end in range(start + LONGEST_PARAGRAPH, start, -1):
        if words[end].isspace():
            return end
    return next((end for end in range(start + LONGEST_PARAGRAPH, len(words)) if words[end].isspace()), len(words))
