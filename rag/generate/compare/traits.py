"""What two claims of different articles have in common, as numbers: what the pair model decides by.

Likeness of words and, where there are vectors, of meaning; quoted words, figures, names, what was done and who speaks;
and how a claim stands out among all those of the other article: the best match of each for the other counts for much.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rag.datatypes import FigureKind
from rag.generate.compare.claims import Candidate
from rag.generate.compare.concepts import overlaps
from rag.generate.compare.counted import Counted
from rag.generate.compare.denials import OPPOSITES, denied_acts, denies, expects, negates, reports
from rag.generate.compare.meaning import Embed, Matrix, in_paragraph, of_telling_words, unit_vectors
from rag.generate.compare.predicates import Predicate, predicate
from rag.generate.compare.scope import elsewhere
from rag.generate.compare.standing import apart, around, paragraph_likeness, standing
from rag.generate.compare.unmatched import Sorted, by_sort, unmatched
from rag.generate.compare.values import DIFFER, relation
from rag.text.figures import FigureType
from rag.text.people import surname
from rag.text.words import stem, tokens

NAMES = (
    "words", "plain", "shared", "smaller", "rare", "pairs of words", "run", "meaning", "meaning of paragraphs",
    "best", "both best", "rank", "quoted", "quoted as told", "figures shared", "figures differ", "figures on one side",
    "names shared", "names differ", "same act", "same actor", "one a state", "one may", "same speaker", "other speaker",
    "around", "length", "words and meaning", "words and best", "short", "one denies", "one negates", "values conflict",
    "values revised", "values agree", "days differ", "same noun, other value", "opposites", "act denied",
    "likeness of a denial", "likeness of other values", "place apart", "in the paragraph", "telling words",
    "rates unmatched", "sums unmatched", "counts unmatched", "dates unmatched", "one expected",
)  # fmt: skip
"""The traits, in their order."""
_LOOK = 0.08
"""Pairs that share fewer words than this are looked at only for a quotation, a figure or their meaning."""
_MEANS = 0.45
_NEAREST = 4
"""A claim is held against so many of each other article, however unlike they are."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The pairs looked at, by the places of the two claims, and a row of traits for each."""

    places: npt.NDArray[np.int64]
    rows: Matrix


@dataclass(frozen=True, slots=True)
class _Read:
    """What is read off a claim once."""

    stems: frozenset[str]
    order: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    quoted: frozenset[str]
    values: frozenset[tuple[FigureType, float]]
    core: Predicate
    speaker: str | None
    denies: bool
    negates: bool
    expects: bool
    reports: bool
    denied: frozenset[str]
    acts: frozenset[str]
    days: frozenset[str]
    counts: Mapping[str, frozenset[float]]
    figures: Sorted


Ledger = Mapping[tuple[str, int], tuple[int, Counted]]
"""The figures that count something, by the paragraph and place of each, with the number of its group."""


def see(claims: Sequence[Candidate], weight: Mapping[str, float], embed: Embed | None, ledger: Ledger) -> Seen:
    """Return the pairs of claims of different articles that may have to do with each other, with their traits."""
    article = np.array([claim.sentence.article for claim in claims])
    words = overlaps([claim.core for claim in claims], weight)
    plain = overlaps([claim.core - claim.sentence.names for claim in claims], weight)
    meaning = within = telling = np.zeros_like(words)
    like = 0.5 * words + 0.5 * plain
    if embed is not None:
        texts = [claim.sentence.text for claim in claims]
        vectors = unit_vectors(texts, embed)
        meaning = np.clip(vectors @ vectors.T, 0.0, 1.0)
        within = in_paragraph(vectors, article, [claim.sentence.paragraph.text for claim in claims], embed)
        telling = of_telling_words(texts, weight, embed)
        like = 0.6 * like + 0.4 * meaning
    read = [_read(claim) for claim in claims]
    counted = [_ledger_of(claim, ledger) for claim in claims]
    look = (words > _LOOK) | (meaning > _MEANS) | _alike(read, counted)
    first, second = standing(like, article)
    look |= np.minimum(second, second.T) < _NEAREST
    look &= article[:, None] < article[None, :]
    places = np.argwhere(look)
    paragraphs, beside, away = paragraph_likeness(claims, like), around(claims, like), apart(claims)
    rows = np.zeros((len(places), len(NAMES)))
    for at, (i, j) in enumerate(places.tolist()):
        common = (words[i, j], plain[i, j], meaning[i, j])
        best = max(first[i, j], first[j, i])
        both = min(first[i, j], first[j, i])
        rows[at] = (
            words[i, j], plain[i, j], *_stems(read[i], read[j], weight), meaning[i, j], paragraphs[i, j],
            best, both, 1 / (1 + min(second[i, j], second[j, i])), *_quotes(read[i], read[j]),
            *_figures(read[i], read[j]), *_names(claims[i], claims[j]), *_acts(read[i].core, read[j].core),
            *_speakers(read[i], read[j]), beside[i, j], _length(read[i], read[j]), common[1] * common[2],
            common[0] * max(0.0, both), float(min(len(read[i].stems), len(read[j].stems)) < 4),
            *_conflict(read[i], read[j], _relations(counted[i], counted[j]), like[i, j]),
            away[i, j], within[i, j], telling[i, j], *unmatched(read[i].figures, read[j].figures),
            _expected(read[i], read[j]),
        )  # fmt: skip
    return Seen(places, rows)


def _read(claim: Candidate) -> _Read:
    sentence = claim.sentence
    text = sentence.text.lower()
    order = tuple(stem(word) for word in tokens(text))
    return _Read(
        stems=claim.core or sentence.stems,
        order=order,
        pairs=frozenset(pairwise(order)),
        quoted=frozenset(stem(w) for q in sentence.quotations if not q.scare for w in tokens(q.text)),
        values=frozenset((f.type, f.value) for f in sentence.figures if f.type is not FigureType.ORDINAL),
        core=predicate(sentence.text),
        denies=denies(text),
        negates=negates(text),
        expects=expects(text),
        reports=reports(text),
        denied=denied_acts(text),
        acts=frozenset(order),
        days=frozenset(f.iso for f in sentence.figures if f.iso),
        counts={
            noun: frozenset(f.value for f in sentence.figures if f.noun == noun)
            for noun in {f.noun for f in sentence.figures if f.noun}
        },
        speaker=surname(sentence.statement.speaker) if sentence.statement and sentence.statement.speaker else None,
        figures=by_sort(sentence.figures),
    )


def _ledger_of(claim: Candidate, ledger: Ledger) -> dict[int, Counted]:
    """Return what a claim counts, by the group of each figure."""
    keys = ((claim.sentence.paragraph.id, figure.start) for figure in claim.sentence.figures)
    return dict(ledger[key] for key in keys if key in ledger)


def _relations(one: Mapping[int, Counted], other: Mapping[int, Counted]) -> set[FigureKind]:
    """Return how the figures that count the same thing stand to each other, where the claims are of one place."""
    found = [(relation(one[group], other[group]), group) for group in one.keys() & other.keys()]
    return {kind for kind, group in found if kind not in DIFFER or not elsewhere(one[group], other[group])}


def _alike(read: Sequence[_Read], counted: Sequence[Mapping[int, Counted]]) -> npt.NDArray[np.bool_]:
    """Return which claims share a figure, or count the same thing."""
    same = np.zeros((len(read), len(read)), dtype=np.bool_)
    for i, one in enumerate(read):
        for j in range(i + 1, len(read)):
            other = read[j]
            if one.values & other.values or counted[i].keys() & counted[j].keys():
                same[i, j] = True
    return same | same.T


def _stems(one: _Read, other: _Read, weight: Mapping[str, float]) -> tuple[float, float, float, float, float]:
    shared = one.stems & other.stems
    smaller = min(len(one.stems), len(other.stems)) or 1
    rare = sum(weight.get(root, 1.0) for root in shared)
    together = len(one.pairs & other.pairs)
    pairs = together / (min(len(one.pairs), len(other.pairs)) or 1)
    # Most pairs of claims have no two words in a row in common, and need no search for the longest run.
    run = _run(one.order, other.order) if together else 0.1 * (not one.acts.isdisjoint(other.acts))
    return math.log1p(len(shared)), len(shared) / smaller, math.log1p(rare), pairs, run


def _run(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the longest run of words both have, up to ten, as a share of ten."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(other):
        places.setdefault(word, []).append(at)
    best, last = 0, dict[int, int]()
    for word in one:
        now = {at: last.get(at - 1, 0) + 1 for at in places.get(word, ())}
        best, last = max(best, max(now.values(), default=0)), now
    return min(best, 10) / 10


def _quotes(one: _Read, other: _Read) -> tuple[float, float]:
    """Return how much of the shorter quotation is in the other, and of a quotation in words not quoted."""
    as_quoted = as_told = 0.0
    if min(len(one.quoted), len(other.quoted)) >= 3:
        as_quoted = len(one.quoted & other.quoted) / min(len(one.quoted), len(other.quoted))
    for quoted, told in ((one, other), (other, one)):
        if len(quoted.quoted) >= 3 and not told.quoted:
            as_told = max(as_told, len(quoted.quoted & set(told.order)) / len(quoted.quoted))
    return as_quoted, as_told


def _figures(one: _Read, other: _Read) -> tuple[float, float, float]:
    shared = one.values & other.values
    differ = {kind for kind, _ in one.values - shared} & {kind for kind, _ in other.values - shared}
    one_sided = bool(one.values) != bool(other.values)
    return min(len(shared), 2) / 2, float(bool(differ) and not shared), float(one_sided)


def _names(one: Candidate, other: Candidate) -> tuple[float, float]:
    first, second = one.sentence.names, other.sentence.names
    if not first or not second:
        return 0.0, 0.0
    shared = len(first & second) / min(len(first), len(second))
    return shared, float(not shared)


def _acts(one: Predicate, other: Predicate) -> tuple[float, float, float, float]:
    act = float(bool(one.verb) and one.verb == other.verb)
    actor = bool(one.subject and other.subject) and (
        len(one.subject & other.subject) * 2 >= min(len(one.subject), len(other.subject))
    )
    return act, float(actor), float(one.state != other.state), float(one.modal != other.modal)


def _speakers(one: _Read, other: _Read) -> tuple[float, float]:
    if one.speaker is None or other.speaker is None:
        return 0.0, 0.0
    same = one.speaker == other.speaker
    return float(same), float(not same)


def _expected(one: _Read, other: _Read) -> float:
    return float((one.expects and other.reports) or (other.expects and one.reports))


def _length(one: _Read, other: _Read) -> float:
    return abs(math.log((len(one.stems) + 1) / (len(other.stems) + 1)))


def _conflict(one: _Read, other: _Read, relations: set[FigureKind], like: float) -> tuple[float, ...]:
    """Return what speaks for two accounts that cannot both be true."""
    denial = one.denies != other.denies
    negation = one.negates != other.negates
    conflict, revised = FigureKind.CONFLICT in relations, FigureKind.REVISION in relations
    agree = bool(relations & {FigureKind.AGREED, FigureKind.ROUNDING})
    days = bool(one.days and other.days and not one.days & other.days)
    counted = any(
        noun == theirs and noun and not one.counts[noun] & other.counts[theirs]
        for noun in one.counts
        for theirs in other.counts
    )
    opposed = any((a in one.stems and b in other.stems) or (b in one.stems and a in other.stems) for a, b in OPPOSITES)
    act = any(a.denied & b.acts and not b.negates and not b.denies for a, b in ((one, other), (other, one)))
    told = float(denial or opposed or negation)
    valued = float(conflict or revised or counted or days)
    return (
        float(denial), float(negation), float(conflict), float(revised), float(agree), float(days), float(counted),
        float(opposed), float(act), told * like, valued * like,
    )  # fmt: skip
