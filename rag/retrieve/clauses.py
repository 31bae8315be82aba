"""The clauses of a question: "does A say this, while B says that" asks two things of two outlets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.retrieve.plan import named_outlets, question_stems

_FEWEST_WORDS = 3
"""A piece with fewer words that carry meaning belongs to the piece before it."""

_JOINT = re.compile(
    r"[,;:?]\s+|\?$"
    r"|\s+(?:while|whereas|but|although|despite|compared\s+(?:to|with)|versus|than|after|before|between|because|as)\s+"
    # "and" and "or" join clauses only before something that begins one; else they join two nouns.
    r"|\s+(?:and|or|nor)\s+(?=(?:the|does|did|do|is|are|was|were|has|have|had|in|by|according|on|also|another|an?)\b|['\"‘“])"
    r"|\s+(?:and|or)\s+(?=[a-z]+(?:ed|s|ing)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a question: its text, the stems of its words, and the outlets it names."""

    text: str
    stems: tuple[str, ...]
    outlets: frozenset[str]


def split_clauses(question: str, outlets: Sequence[str]) -> tuple[Clause, ...]:
    """Split a question where a clause begins, given the outlets that it names. Pieces too short to ask are joined."""
    return tuple(
        Clause(text, question_stems(text), frozenset(named_outlets(text, outlets))) for text in _pieces(question)
    )


def _pieces(question: str) -> Iterator[str]:
    held = ""
    for piece in _JOINT.split(question):
        short = len(question_stems(held)) < _FEWEST_WORDS or len(question_stems(piece)) < _FEWEST_WORDS
        if held and not short:
            yield held
            held = piece
        else:
            held = f"{held}, {piece}" if held else piece
    if held.strip():
        yield held
