"""What a chat model says of the sentences of two articles: which report the same, and which oppose each other.

No model is called here. A reply names pairs, one a line, by the labels the sentences were listed under, each with a
word from a closed set, and ends with the line "done". Without that line it was cut off, and counts as no reply.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What two sentences can be to each other. The set is closed; all other pairs have nothing to do with each other.

    `REVISED` is a later report of the same thing with another value or state: nobody is contradicted.
    """

    SAME = "same"
    REVISED = "revised"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as it is laid out for the model: who printed it and when, and its sentences in order."""

    outlet: str
    published: str | None
    title: str
    sentences: tuple[str, ...]


Relations = Mapping[tuple[int, int], Relation]
"""The pairs that were named: places in the first and in the second list, counted from nought."""

_LABELS = "|".join(Relation)
_LINE = re.compile(
    rf"^[\s>*_`\[(-]*A(?P<one>\d+)[\s\],)*_`]*(?:and|with|[-–—+&|/~:=])?[\s\[(*_`]*B(?P<other>\d+)"
    rf"[\s\]),:;=|*_`–—>-]*(?P<word>{_LABELS})\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"^[\s>*_`]*done[\s*_`.]*$", re.IGNORECASE)
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.IGNORECASE | re.DOTALL)


def read_relations(reply: str, ones: int, others: int) -> Relations | None:
    """Read a reply on lists of so many sentences; None where it does not come to its end.

    A label that stands for no sentence is passed over; of two words for one pair the last counts.
    """
    found: dict[tuple[int, int], Relation] = {}
    done = False
    for line in _THOUGHT.sub("\n", reply).splitlines():
        if _DONE.match(line):
            done = True
        elif named := _LINE.match(line):
            one, other = int(named["one"]), int(named["other"])
            if 1 <= one <= ones and 1 <= other <= others:
                found[one - 1, other - 1] = Relation(named["word"].lower())
    return found if done else None


def agreed_relations(read: Sequence[Relations | None]) -> Relations | None:
    """Return what more than half of the models that replied say of each pair; None if none replied."""
    replies = [relations for relations in read if relations is not None]
    if not replies:
        return None
    votes = Counter((pair, relation) for relations in replies for pair, relation in relations.items())
    return {pair: relation for (pair, relation), count in votes.items() if 2 * count > len(replies)}
