"""Texts in pieces, some of them marked: how quoted words and differing words reach the browser without markup."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, marked or not."""

    text: str
    mark: bool = False


def marked(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """Return a text in pieces with `text[start:end]` marked; nothing is marked where that is empty."""
    pieces = (Piece(text[:start]), Piece(text[start:end], mark=True), Piece(text[end:]))
    return tuple(piece for piece in pieces if piece.text)


def differing(text: str, other: str) -> tuple[Piece, ...]:
    """Return a text in pieces with the words marked that another version does not have there."""
    words, others = _WORDS.findall(text), _WORDS.findall(other)
    matcher = difflib.SequenceMatcher(a=others, b=words, autojunk=False)
    pieces = (Piece("".join(words[b1:b2]), mark=tag != "equal") for tag, _, _, b1, b2 in matcher.get_opcodes())
    return tuple(piece for piece in pieces if piece.text)
