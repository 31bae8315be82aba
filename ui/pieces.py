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


def replaced(text: str, other: str, *, added: bool = False) -> tuple[Piece, ...]:
    """Return a text in pieces with the words marked in whose place another version has different ones.

    With `added`, words are marked too that the other version has nothing for. Case and punctuation make no difference.
    """
    words, others = _WORDS.findall(text), _WORDS.findall(other)
    matcher = difflib.SequenceMatcher(a=[*map(_bare, others)], b=[*map(_bare, words)], autojunk=False)
    pieces: list[Piece] = []
    for tag, _, _, start, end in matcher.get_opcodes():
        mark = tag == "replace" or (added and tag == "insert")
        run = words[start:end]
        # The white space around words is no part of what differs.
        while mark and run and run[0].isspace():
            pieces.append(Piece(run.pop(0)))
        after = [run.pop()] if mark and run and run[-1].isspace() else []
        pieces += [Piece("".join(run), mark=mark), *map(Piece, after)]
    return tuple(piece for piece in pieces if piece.text)


def _bare(word: str) -> str:
    return word.strip(".,;:!?\"'“”‘’()").casefold() or word[:1]
