"""Which claims of different articles state the same fact, and which contradict each other.

Whether two claims are the same fact is for the trained model of `pair_model` to say. That they contradict each other
takes a reason a reader can see: two values for one thing, or a denial on one side only, of what is otherwise alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from rag.generate.compare.claims import Candidate
from rag.generate.compare.counted import Counted
from rag.generate.compare.meaning import Embed, Matrix
from rag.generate.compare.pair_model import load_pair_model
from rag.generate.compare.rebuttals import denials, rebuts
from rag.generate.compare.traits import NAMES, Ledger, see

_FAINT = 0.06
"""The likeness that two values for one thing must have around them to be opposed claims."""
_ALIKE = 0.2
"""The likelihood, as a share of that of the same fact, from which two claims are alike."""
_OTHER_FIGURES = ("rates unmatched", "sums unmatched", "counts unmatched")
"""Two claims with a rate each, or a sum, or a count, and no two of them equal, are of two things."""
_BARE = 0.12
"""The likeness of words, those of names left aside, up to which two claims only speak of the same people."""
_SAME_WORDS = 0.8
"""From how much of a quotation in both they quote one statement, and neither denies it."""
_PLACE = {name: place for place, name in enumerate(NAMES)}


class Link(Enum):
    """What a pair of claims is: the same fact, opposite accounts of one, or two values of which one is older.

    `ALIKE` is less than the same fact, and enough to bear out one claim together if each is the same as a third.
    """

    SAME = "same"
    ALIKE = "alike"
    OPPOSED = "opposed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims by their places in the list, how surely they are about one fact, and what that makes them."""

    one: int
    other: int
    score: float
    link: Link


def pairs(
    claims: Sequence[Candidate],
    weight: Mapping[str, float],
    groups: Sequence[Sequence[Counted]],
    embed: Embed | None = None,
) -> list[Pair]:
    """Return the pairs of claims that are linked. `groups` are the figures that count the same thing."""
    if len(claims) < 2:
        return []
    model = load_pair_model(embed is not None)
    seen = see(claims, weight, embed, ledger_of(groups))
    likely = model.likelihood(seen.rows)
    denied = [denials(claim) for claim in claims]
    found = []
    for (i, j), row, score in zip(seen.places.tolist(), seen.rows, likely.tolist(), strict=True):
        share = score / model.threshold
        rebutted = row[_PLACE["quoted"]] < _SAME_WORDS and (
            rebuts(denied[i], claims[j], share) or rebuts(denied[j], claims[i], share)
        )
        link = Link.OPPOSED if rebutted else _link(row, score, model.threshold)
        if link:
            found.append(Pair(i, j, score, link))
    return found


def ledger_of(groups: Sequence[Sequence[Counted]]) -> Ledger:
    """Return the group of each figure that counts something, by its place."""
    return {
        (item.sentence.paragraph.id, item.figure.start): (number, item)
        for number, group in enumerate(groups)
        for item in group
    }


def _link(row: Matrix, score: float, same: float) -> Link | None:
    conflict, revised = row[_PLACE["values conflict"]], row[_PLACE["values revised"]]
    if revised and not conflict:
        return Link.REPLACED
    if conflict:
        # The ledger has already found that both give a value for one thing; the rest must not speak against it.
        return Link.OPPOSED if row[_PLACE["words"]] >= _FAINT else None
    if any(row[_PLACE[name]] == 1 for name in _OTHER_FIGURES):
        return None
    if row[_PLACE["plain"]] <= _BARE and not row[_PLACE["quoted"]]:
        return None
    if score >= same:
        # "Is to plead guilty on Wednesday" is an earlier state of what "pleaded guilty on Wednesday" reports.
        return Link.REPLACED if row[_PLACE["one expected"]] else Link.SAME
    return Link.ALIKE if score >= _ALIKE * same else None
