"""A true sentence with what surrounds it, and a change to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class TrueSentence:
    """A sentence as its paragraph prints it.

    `paragraphs` are those of its article, `elsewhere` names of other articles by kind ("person", "place", "body"),
    none of which its article mentions.
    """

    text: str
    paragraph: str
    paragraphs: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mutation:
    """A false sentence, and `how` it was made, in a word or two."""

    text: str
    how: str


Mutator = Callable[[TrueSentence], list[Mutation]]
"""Lists the changes it can make to a sentence, in a fixed order; none if there is nothing to change."""


def changed(text: str, start: int, end: int, new: str, how: str) -> Mutation:
    """Put `new` in the place of a part of a sentence; it takes over a capital that opens the sentence."""
    if text[:start].strip(" “\"'‘") == "" and text[start : start + 1].isupper():
        new = new[:1].upper() + new[1:]
    return Mutation(text[:start] + new + text[end:], how)


def unquoted(text: str) -> str:
    """Return a sentence with its quoted words blanked out, offsets kept."""
    return _QUOTED.sub(lambda match: "~" * len(match.group()), text)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return where the words between double quotation marks stand, without the marks."""
    return [(match.start() + 1, match.end() - 1) for match in _QUOTED.finditer(text)]
