"""Which words of each text answer a question: the piece of fitting form that is new, near the question's own words,
and like what the other texts answer. The texts are read as a set: their order changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.reading import name_stems
from rag.generate.sameanswers.sought import Kind, Sought
from rag.generate.sameanswers.wordings import Wording, wordings
from rag.text.words import STOPWORDS, WORD

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to vectors of unit length, shape (texts, dimensions)."""

FIT, NEW, NEAR, SHARED, NAMES_ONLY, DAY_ONLY, ONE_WORD = 1.5, 1.0, 1.0, 1.0, -1.0, -1.5, -0.5
"""Weights: the form; the share of words that the question has not; how near the question's words stand; likeness to
what other texts say; and what counts against a piece where no name, figure or place is sought: that it is a name, a
day, or one word."""

OTHERS = 5
"""The texts whose answers a piece is held against: those with the likeliest ones."""

CENTRED = 0.3
"""How much of what all answers have in common is taken away before they are compared."""

_BESIDE = 2
"""Words added to a distance in words, so that the next word counts half."""

_DAY = re.compile(
    r"(?:[\W\d]|\b(?:on|last|this|next|early|late|earlier|weeks?|months?|years?|days?|yesterday|today|tomorrow|morning"
    r"|afternoon|evening|night|recent|recently|soon|ago|\w+day|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\b)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A wording of one text, what it says beside the question, and its score but for what it shares with others."""

    text: int
    wording: Wording
    said: str
    score: float


def find_answers(asked: Sought, texts: Sequence[str], embed: Embed) -> list[Wording | None]:
    """Return for each text the words that answer best, or None for a text with no word that says anything."""
    order = sorted(range(len(texts)), key=lambda at: texts[at])
    pieces = [piece for place, at in enumerate(order) for piece in _pieces(texts[at], place, asked)]
    found: list[Wording | None] = [None] * len(texts)
    if not pieces:
        return found
    scores = [round(p.score + SHARED * shared, 6) for p, shared in zip(pieces, _shared(pieces, embed), strict=True)]
    best: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        if piece.text not in best or scores[number] > scores[best[piece.text]]:
            best[piece.text] = number
    for place, number in best.items():
        found[order[place]] = pieces[number].wording
    return found


def centred(texts: Sequence[str], embed: Embed) -> NDArray[np.float64]:
    """Embed texts, less what all of them share; rows of length 1."""
    rows = embed(texts).astype(np.float64)
    rows -= CENTRED * rows.mean(axis=0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0))


def _pieces(text: str, place: int, asked: Sought) -> list[_Piece]:
    named = name_stems(text)
    told = [(m.start(), m.end()) for m in WORD.finditer(text) if asked.stems.intersection(concept_stems(m.group()))]
    found = []
    for wording in wordings(text, asked):
        stems = concept_stems(wording.text)
        new = [stem for stem in stems if stem not in asked.stems]
        score = FIT * wording.fit + NEW * len(new) / max(len(stems), 1) + NEAR * _nearness(text, wording, told)
        if asked.kind not in (Kind.NAME, Kind.FIGURE, Kind.PLACE):
            score += NAMES_ONLY * named.issuperset(stems) + DAY_ONLY * bool(_DAY.fullmatch(wording.text))
            score += ONE_WORD * (len(new) < 2 and asked.kind is not Kind.NATURE)
        found.append(_Piece(place, wording, _said(wording.text, asked), score))
    return found


def _nearness(text: str, wording: Wording, told: Sequence[tuple[int, int]]) -> float:
    """Return how near the question's words stand in the same sentence, outside the piece; 0 to 1."""
    total = 0.0
    for start, end in told:
        if not wording.within.start <= start < wording.within.end or wording.start <= start < wording.end:
            continue
        between = text[end : wording.start] if end <= wording.start else text[wording.end : start]
        total += 1 / (_BESIDE + len(WORD.findall(between)))
    return min(total, 1.0)


def _said(text: str, asked: Sought) -> str:
    """Return the words of a piece that are neither the question's nor function words."""
    words = (word for word in WORD.findall(text) if word.lower() not in STOPWORDS)
    return " ".join(word for word in words if not asked.stems.intersection(concept_stems(word))) or "-"


def _shared(pieces: Sequence[_Piece], embed: Embed) -> NDArray[np.float64]:
    """Return for each piece how like it the likeliest pieces of other texts are, on the average of a few."""
    rows = centred([piece.said for piece in pieces], embed)
    owners = np.array([piece.text for piece in pieces])
    texts = np.unique(owners)
    if len(texts) < 2:
        return np.zeros(len(pieces))
    starts = np.searchsorted(owners, texts)
    nearest = np.maximum.reduceat(rows @ rows.T, starts, axis=1)
    nearest[owners[:, None] == texts[None, :]] = -1.0
    kept = np.sort(nearest, axis=1)[:, -min(OTHERS, len(texts) - 1) :]
    return np.asarray(kept.mean(axis=1))
