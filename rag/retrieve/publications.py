"""Publications that a question rests on, by the way it speaks of them: "an article in X", "as reported by Y".

A question about what an outlet reported has no answer in a library without that outlet, however much the others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rag.retrieve.plan import aliases

_NAME = r"(?P<name>(?:[Tt]he\s+)?[A-Z][\w&.]*(?:\s+(?:of\s+)?[A-Z][\w&.]*){0,4})"
_QUOTE = r"['\"‘“]?"
_UNQUOTE = r"['\"’”]?"
_PIECE = r"(?:articles?|reports?|reviews?|stor(?:y|ies)|pieces?|editorials?)"
_REPORTED = r"(?:reported|covered|published|featured|written|reviewed)"
_PATTERNS = (
    re.compile(rf"\b{_REPORTED}\s+(?:by|in)\s+{_QUOTE}{_NAME}"),
    re.compile(rf"\b(?:{_PIECE}|another|one|coverage)\s+(?:from|by|in)\s+{_QUOTE}{_NAME}"),
    re.compile(rf"\b(?:a|an|the|[Tt]he)\s+{_QUOTE}(?P<name>[A-Z][\w&.]*(?:\s+(?:of\s+)?[A-Z][\w&.]*){{0,3}}){_UNQUOTE}\s+{_PIECE}\b"),
)  # fmt: skip
_CALENDAR = re.compile(
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)


def publications(question: str) -> list[str]:
    """Return the names that a question uses as those of publications, as printed, in order of mention."""
    found = sorted((match.start(), match["name"]) for match in _matches(question))
    return list(dict.fromkeys(name.rstrip(".") for _, name in found if not _CALENDAR.match(name)))


def missing_publications(question: str, outlets: Iterable[str]) -> list[str]:
    """Return the publications that a question rests on and the library has no article of."""
    known = {form for outlet in outlets for form in aliases(outlet)}
    return [name for name in publications(question) if not _known(name, known)]


def _matches(question: str) -> Iterator[re.Match[str]]:
    for pattern in _PATTERNS:
        yield from pattern.finditer(question)


def _known(name: str, known: set[str]) -> bool:
    """Whether a name, or the words it begins with, is an outlet: "TechCrunch Disrupt" was read too far."""
    words = name.lower().removeprefix("the ").split()
    starts = {" ".join(words[:count]) for count in range(1, len(words) + 1)}
    return bool(starts & known) or any(form.startswith(" ".join(words)) for form in known)
