"""Follow-up questions without a model: the subject of the questions before is carried over where a new one has none.

It leaves out the answers: a person asks on about what they asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.datatypes import Turn
from rag.text.words import STOPWORDS, WORD, content_stems

_LEANING = re.compile(
    r"^\W*(?:and|but|so|what about|how about|why|who else|anyone else|which)\b"
    r"|\b(?:he|she|they|it|him|her|them|his|its|their|that|this|those|these|there|then|else|same)\b",
    re.IGNORECASE,
)
FEW = 2
"""A question of so few words that carry meaning cannot stand alone."""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return a question that can be searched for by itself.

    A question that leans on those before ("And how many were hurt?") gets their subject put behind it in brackets;
    any other comes back as it is. The subject alone: with the whole question before it, it would ask for two things.
    """
    leans = _LEANING.search(question) is not None or len(content_stems(question)) <= FEW
    subject = _subject([turn.question for turn in history]) if leans else None
    return f"{question.rstrip()} ({subject})" if subject else question


def _subject(questions: Sequence[str]) -> str | None:
    """Return what the latest question with a name in it is about, else the end of the latest that is about anything."""
    for question in reversed(questions):
        if named := [run for run in _runs(question) if _has_name(run)]:
            return max(named, key=len)
    return next((runs[-1] for question in reversed(questions) if (runs := list(_runs(question)))), None)


def _runs(question: str) -> Iterator[str]:
    """Yield the runs of words that carry meaning: "the Pell lock gate" is "Pell lock gate"."""
    start = end = -1
    for match in WORD.finditer(question):
        carries = match.group().lower().replace("’", "'") not in STOPWORDS
        if start >= 0 and (not carries or question[end : match.start()].strip()):
            yield question[start:end]
            start = -1
        if carries:
            start, end = (start if start >= 0 else match.start()), match.end()
    if start >= 0:
        yield question[start:end]


def _has_name(run: str) -> bool:
    return any(word[0].isupper() for word in WORD.findall(run))
