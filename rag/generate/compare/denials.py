"""What a sentence says is not so, or not yet: negations, denials, acts not done, and what is only expected.

Read off the words, lower-cased; which claim denies which is for `traits` and `likeness`.
"""

from __future__ import annotations

import re

from rag.text.words import stem

_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|neither|nor|without|cannot)\b|n['’]t\b")
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|disput(?:e[sd]?|ing)|reject(?:s|ed|ing)?|refut(?:e[sd]?|ing)|dismiss(?:es|ed)?"
    r"|contradict(?:s|ed)?|false(?:ly)?|untrue|inaccurate|incorrect|phony|hoax|baseless|wrong|fabricated|unfounded"
    r"|nothing\s+to\s+do|not\s+(?:true|accurate|correct))\b"
)
_DENIED_ACT = re.compile(
    r"\b(?:(?:did|do|does|has|have|had|was|were|is|are|will|would|could|can)(?:\s+not|n['’]t|\s+never)|never)"
    r"\s+(?:(?:been|be|yet|ever|having|\w+ly)\s+){0,3}(?P<act>\w{4,})"
    r"|\bden(?:y|ies|ied|ying)\s+(?:that\s+\w+\s+(?:had|has)\s+|having\s+)?(?!having\b|being\b)(?P<deed>\w{3,}(?:ing|ed))\b"
)
"""What is said not to have been done: "did not resign", "denied having resigned"."""
_EXPECTED = re.compile(r"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?(?:expected|set|due|scheduled|poised|slated)\s+to\b")
_TO_COME = re.compile(r"\b(?:will|would|could|may|might|shall)\b|['’]ll\b|\bplan(?:s|ned|ning)?\s+to\b")
OPPOSITES = tuple(
    (stem(one), stem(other))
    for pair in (
        "lawful unlawful", "legal illegal", "guilty innocent", "accept reject", "support oppose", "rise fall",
        "rose fell", "confirm deny", "accurate inaccurate", "true false", "win lose", "won lost", "increase decrease",
        "approve reject", "passed failed", "agree refuse", "resign fired", "accident deliberate", "start end",
    )
    for one, other in [pair.split()]
)  # fmt: skip


def negates(text: str) -> bool:
    """Whether a text has a negation."""
    return bool(_NEGATION.search(text))


def denies(text: str) -> bool:
    """Whether a text says that somebody denies, disputes or rejects something, or that it is false."""
    return bool(_DENIAL.search(text))


def denied_acts(text: str) -> frozenset[str]:
    """Return the stems of what is said not to have been done: "did not resign" gives "resign"."""
    return frozenset(stem(match["act"] or match["deed"]) for match in _DENIED_ACT.finditer(text))


def expects(text: str) -> bool:
    """Whether a text says that something is expected or set to happen."""
    return bool(_EXPECTED.search(text))


def reports(text: str) -> bool:
    """Whether a text tells what is or was, and nothing that is to come."""
    return not _EXPECTED.search(text) and not _TO_COME.search(text)
