"""How alike two claims of different articles are, and whether they say the same or the opposite.

Likeness is of words that matter, names, figures and quotations; where the caller gives an embedding, of meaning too.
Precision comes first: two claims that share only the subject of the story stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rag.datatypes import FigureKind
from rag.generate.compare.claims import Candidate
from rag.generate.compare.concepts import overlaps
from rag.generate.compare.counted import Counted
from rag.generate.compare.predicates import Predicate, predicate
from rag.generate.compare.values import relation
from rag.text.people import is_person, surname
from rag.text.words import stem, tokens

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Turns texts into one vector each."""

SAME = 0.44
"""The likeness from which two claims are the same fact; set by reading pairs of real stories."""
_OPPOSED = 0.65
"""The likeness from which a denial on one side only is a contradiction."""
_FAINT = 0.06
"""The likeness that two values for one thing must have around them to be opposed claims."""
_LOOK = 0.18
"""Pairs below this share too few words to be looked at."""
_NEGATION = re.compile(
    r"\b(?:not|no|never|denied|denies|denying|rejected|dismissed|refused|none|nobody|neither|nor|without|false)\b|n['’]t\b",
    re.IGNORECASE,
)


_Ledger = Mapping[tuple[str, int], tuple[int, Counted]]


class Link(Enum):
    """What a pair of claims is: the same fact, opposite accounts of one, or two values of which one is older."""

    SAME = "same"
    OPPOSED = "opposed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims by their places in the list, how alike they are, and what that makes them."""

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
    words = _word_likeness(claims, weight)
    if embed is not None:
        vectors = embed([claim.sentence.text for claim in claims]).astype(np.float64)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = vectors / np.where(norms > 0, norms, 1.0)
        # A vector says little of its own; it lifts or lowers what the words say.
        words = words + 0.35 * np.clip(vectors @ vectors.T - 0.55, -0.3, 0.3) * (words > _LOOK / 2)
    ledger = {
        (item.sentence.paragraph.id, item.figure.start): (number, item)
        for number, group in enumerate(groups)
        for item in group
    }
    found = []
    look = (words > _LOOK) | _counting_the_same(claims, ledger)
    for i, j in np.argwhere(np.triu(look, k=1)):
        pair = _pair(int(i), int(j), claims, float(words[i, j]), ledger)
        if pair:
            found.append(pair)
    return found


def _counting_the_same(claims: Sequence[Candidate], ledger: _Ledger) -> npt.NDArray[np.bool_]:
    """Return which pairs of claims give figures for one thing."""
    groups = [
        {ledger[key][0] for figure in c.sentence.figures if (key := (c.sentence.paragraph.id, figure.start)) in ledger}
        for c in claims
    ]
    same = np.zeros((len(claims), len(claims)), dtype=np.bool_)
    for group in sorted(set().union(*groups)):
        rows = [row for row, own in enumerate(groups) if group in own]
        same[np.ix_(rows, rows)] = True
    return same


def _word_likeness(claims: Sequence[Candidate], weight: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """Return the likeness of all pairs by shared stems, half of it by those that are not names.

    Two claims that share no more than their people and places are not alike.
    """
    whole = overlaps([claim.core for claim in claims], weight)
    plain = overlaps([claim.core - claim.sentence.names for claim in claims], weight)
    return 0.5 * whole + 0.5 * plain


def _pair(
    i: int,
    j: int,
    claims: Sequence[Candidate],
    score: float,
    ledger: _Ledger,
) -> Pair | None:
    one, other = claims[i].sentence, claims[j].sentence
    shared = claims[i].core & claims[j].core
    relations, unmatched = _figure_relations(claims[i], claims[j], ledger)
    if FigureKind.REVISION in relations and FigureKind.CONFLICT not in relations:
        return Pair(i, j, score, Link.REPLACED)
    if FigureKind.CONFLICT in relations:
        # The ledger has already found that both give a value for one thing; the rest must not speak against it.
        if score < _FAINT:
            return None
        return Pair(i, j, SAME + 0.3 * score, Link.OPPOSED)
    quoted = _quoted_alike(claims[i], claims[j])
    if len(shared) + quoted < 3 or not shared - (one.names | other.names):
        return None
    score += 0.3 * quoted + _predicates(one.text, other.text)
    score += 0.12 * (len(relations) > 0) - 0.12 * unmatched + _names(one.names, other.names) + _speakers(claims, i, j)
    negated = bool(_NEGATION.search(one.text)), bool(_NEGATION.search(other.text))
    if negated[0] != negated[1]:
        if one.article == other.article or score < _OPPOSED or len(shared - (one.names | other.names)) < 4:
            return None
        # The same words quoted on both sides are no denial of each other.
        same_quote = bool(one.quotations) and bool(other.quotations)
        return Pair(i, j, score, Link.SAME if same_quote or score > 0.9 else Link.OPPOSED)
    return Pair(i, j, score, Link.SAME) if score >= SAME else None


def _figure_relations(one: Candidate, other: Candidate, ledger: _Ledger) -> tuple[set[FigureKind], bool]:
    """Return how the figures both claims give for one thing stand, and whether like figures differ otherwise."""
    relations: set[FigureKind] = set()
    unmatched = False
    for mine in one.sentence.figures:
        group, item = ledger.get((one.sentence.paragraph.id, mine.start), (None, None))
        for theirs in other.sentence.figures:
            their_group, their_item = ledger.get((other.sentence.paragraph.id, theirs.start), (None, None))
            if item and their_item and group == their_group:
                relations.add(relation(item, their_item))
            elif mine.type is theirs.type and mine.unit == theirs.unit and mine.noun == theirs.noun and mine.noun:
                unmatched = unmatched or mine.value != theirs.value
    one_sided = _counts(one, ledger) != _counts(other, ledger)
    return relations, not relations and (unmatched or one_sided)


@lru_cache(maxsize=4096)
def _read(text: str) -> Predicate:
    return predicate(text)


def _predicates(one: str, other: str) -> float:
    """Return a bonus where the same subject did the same, a malus where one is an event and the other a state."""
    first, second = _read(one), _read(other)
    modality = -0.1 if first.modal != second.modal else 0.0
    if first.state != second.state and (first.verb or second.verb):
        return -0.3 + modality
    if not first.verb or first.verb != second.verb or not first.subject or not second.subject:
        return modality
    same_subject = len(first.subject & second.subject) * 2 >= min(len(first.subject), len(second.subject))
    return modality + (0.2 if same_subject else 0.05)


@lru_cache(maxsize=4096)
def _quoted_words(claim: Candidate) -> frozenset[str]:
    return frozenset(stem(w) for q in claim.sentence.quotations if not q.scare for w in tokens(q.text))


def _quoted_alike(one: Candidate, other: Candidate) -> bool:
    """Whether both quote nearly the same words."""
    first, second = _quoted_words(one), _quoted_words(other)
    return min(len(first), len(second)) >= 4 and len(first & second) >= 0.8 * (len(first) + len(second)) / 2


def _counts(claim: Candidate, ledger: _Ledger) -> bool:
    return any((claim.sentence.paragraph.id, figure.start) in ledger for figure in claim.sentence.figures)


def _names(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    shared = len(one & other) / min(len(one), len(other))
    return 0.06 * shared if shared else -0.12


def _speakers(claims: Sequence[Candidate], i: int, j: int) -> float:
    """Return a malus where two different people are speaking."""
    first, second = claims[i].sentence.statement, claims[j].sentence.statement
    if first is None or second is None or not first.speaker or not second.speaker:
        return 0.0
    if surname(first.speaker) == surname(second.speaker):
        return 0.06
    return -0.2 if is_person(first.speaker) and is_person(second.speaker) else 0.0
