"""Follow-up questions without a model: the subject of the one before is carried over where a new one has none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.datatypes import Turn
from rag.text.words import content_stems

_LEANING = re.compile(
    r"^\W*(?:and|but|so|what about|how about|why|who else|anyone else|which)\b"
    r"|\b(?:he|she|they|it|him|her|them|his|its|their|that|this|those|these|there|then|else|same)\b",
    re.IGNORECASE,
)
FEW = 2
"""A question of so few words that carry meaning cannot stand alone."""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return a question that can be searched for by itself.

    A question that leans on the one before ("And how many were hurt?") gets that one put in front of it; any other
    comes back as it is.
    """
    if not history:
        return question
    leans = _LEANING.search(question) is not None or len(content_stems(question)) <= FEW
    return f"{history[-1].question.rstrip()} {question}" if leans else question
