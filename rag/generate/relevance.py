"""How well a sentence answers a question, and whether anything does.

A sentence's score is a weighted sum of parts that can each be read off the text. The weights are a logistic regression
on questions with known answers over invented stories (docs/answering.md); each part is between 0 and 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from rag.generate.compare.concepts import concept_stems, weights
from rag.generate.compare.reading import Sentence, name_stems
from rag.text.figures import FigureType

OWN, NEARBY, ARTICLE, MEANING, FITS, PASSAGE, BRIEF = 4.6, 1.1, 0.9, 5.9, 2.0, 4.1, 2.7
"""Weights: the question's words in the sentence, in its paragraph and neighbours, in its article; its closeness in
meaning; whether it has the kind of thing asked for; its passage's rank in the search; how short it is."""

LEAST_REACH = 0.4
"""The share of a question, weighed by rarity, that must stand in a sentence, its paragraph and neighbours, and the
title and outlet of its article, for the sentence to count as an answer at all."""

USUAL_WORDS = 6
"""A question of more words than this has several parts, and one sentence answers one of them."""

UNSEEN = 1.5
"""How much more than the rarest word in reach a word weighs that no passage has: what is asked may not be there."""


class Wanted(StrEnum):
    """The kind of thing a question asks for."""

    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    STATEMENT = "statement"
    ANYTHING = "anything"


_HOW_MUCH = re.compile(
    r"\bhow\s+(?:many|much|big|large|high|low|long|old|often|cold|hot|far|fast|deep|tall|wide|heavy)\b"
    r"|\b(?:number|toll|figure|percentage|share|total|amount|price|cost|size|vote)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:when|what\s+(?:date|day|time|year)|until\s+when|by\s+when|since\s+when)\b", re.IGNORECASE)
_WHO = re.compile(r"^\W*(?:who|whom|whose|which\s+(?:person|minister|company|body|ministry))\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:did|does|do|has|have)\s+(?P<who>[^?]+?)\s+"
    r"(?:say|said|tell|told|think|claim|promise|describe|argue|warn|announce|respond|react|comment|explain|propose)\b",
    re.IGNORECASE,
)
_COUNTED = frozenset({FigureType.COUNT, FigureType.MONEY, FigureType.PERCENT, FigureType.MEASURE, FigureType.AGE,
                      FigureType.SCORE})  # fmt: skip
_DATED = frozenset({FigureType.DATE, FigureType.TIME, FigureType.YEAR})


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: its stems, the stems of names in it, what kind of thing it asks for, and of whom."""

    text: str
    stems: tuple[str, ...]
    names: frozenset[str]
    wanted: Wanted
    speaker: frozenset[str]

    @classmethod
    def read(cls, text: str) -> Question:
        """Read a question."""
        saying = _SAYING.search(text)
        return cls(
            text=text,
            stems=tuple(dict.fromkeys(concept_stems(text))),
            names=name_stems(text),
            wanted=_wanted(text, saying is not None),
            speaker=frozenset(concept_stems(saying["who"])) if saying else frozenset(),
        )


def _wanted(text: str, saying: bool) -> Wanted:
    if saying:
        return Wanted.STATEMENT
    for pattern, wanted in ((_WHEN, Wanted.DATE), (_HOW_MUCH, Wanted.FIGURE), (_WHO, Wanted.PERSON)):
        if pattern.search(text):
            return wanted
    return Wanted.ANYTHING


@dataclass(frozen=True, slots=True)
class Relevance:
    """How a sentence bears on a question: `score` ranks it; `answers` says whether it can be an answer at all."""

    score: float
    answers: bool
    fits: bool


class Scorer:
    """Scores sentences against one question, with its words weighed by how rare they are among the sentences.

    Args:
        question: the question.
        sentences: all the sentences that may answer it.
        titles: the title and outlet of each article, by its number.
        standing: the search score of each paragraph as a share of the best, by its id.
    """

    def __init__(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        titles: Mapping[int, str],
        standing: Mapping[str, float],
    ) -> None:
        self._question = question
        self._standing = standing
        found = weights([sentence.stems for sentence in sentences])
        # A word that no sentence has says little about which one answers.
        usual = median(found.values()) if found else 1.0
        self._weights = {stem: found.get(stem, usual) for stem in question.stems}
        unseen = UNSEEN * max(found.values(), default=1.0)
        self._demands = {stem: found.get(stem, unseen) for stem in question.stems}
        self._least = LEAST_REACH * min(1.0, USUAL_WORDS / max(len(question.stems), 1))
        self._titles = {number: frozenset(concept_stems(title)) for number, title in titles.items()}
        self._articles = {number: set(stems) for number, stems in self._titles.items()}
        paragraphs: dict[str, set[str]] = defaultdict(set)
        for sentence in sentences:
            paragraphs[sentence.paragraph.id] |= sentence.stems
            self._articles[sentence.article] |= sentence.stems
        self._paragraphs = paragraphs
        self._at = {(sentence.article, sentence.number): sentence.stems for sentence in sentences}

    def score(self, sentence: Sentence, meaning: float) -> Relevance:
        """Score one sentence; `meaning` is the cosine between it and the question."""
        around = set(self._paragraphs[sentence.paragraph.id])
        for step in (-1, 1):
            around |= self._at.get((sentence.article, sentence.number + step), frozenset())
        fits = self._fits(sentence)
        score = (
            OWN * _share(self._weights, sentence.stems)
            + NEARBY * _share(self._weights, around)
            + ARTICLE * _share(self._weights, self._articles[sentence.article])
            + MEANING * meaning
            + FITS * fits
            + PASSAGE * self._standing.get(sentence.paragraph.id, 0.0)
            + BRIEF / (1 + len(sentence.stems) / 12)
        )
        reach = _share(self._demands, around | self._titles[sentence.article])
        return Relevance(score, bool(self._question.stems) and reach >= self._least, fits)

    def _fits(self, sentence: Sentence) -> bool:
        match self._question.wanted:
            case Wanted.FIGURE:
                return any(figure.type in _COUNTED for figure in sentence.figures)
            case Wanted.DATE:
                return any(figure.type in _DATED for figure in sentence.figures)
            case Wanted.PERSON:
                return bool(sentence.names - self._question.names)
            case Wanted.STATEMENT:
                return self._speaks(sentence)
            case _:
                return True

    def _speaks(self, sentence: Sentence) -> bool:
        statement = sentence.statement
        if statement is None or statement.speaker is None:
            return False
        return bool(self._question.speaker & frozenset(concept_stems(statement.speaker)))


def _share(weight: Mapping[str, float], stems: Set[str]) -> float:
    """Return the weighted share of some stems that are among others."""
    total = sum(weight.values()) or 1.0
    return sum(value for stem, value in weight.items() if stem in stems) / total
