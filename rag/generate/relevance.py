"""How well a sentence answers a question, and whether anything does.

A sentence's score is a weighted sum of parts that can each be read off the text. The weights are a logistic regression
on questions with known answers (docs/answering.md); each part is between 0 and 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import median

from rag.generate.compare.concepts import concept_stems, weights
from rag.generate.compare.reading import Sentence
from rag.generate.heldto import HeldTo
from rag.generate.question import DATED, Question, Wanted, days_in, stems_in
from rag.text.figures import FigureType
from rag.text.words import stem

OWN, NEARBY, ARTICLE, MEANING, FITS, PASSAGE = 4.2, 1.7, 0.7, 4.1, 5.0, 5.6
"""Weights: the question's words in the sentence, in its paragraph and neighbours, in its article; its closeness in
meaning; whether it has the kind of thing asked for; its passage's rank in the search."""

LEAST_REACH = 0.4
"""The share of a question, weighed by rarity, that must stand in a sentence, its paragraph and neighbours, and the
title and outlet of its article, for the sentence to count as an answer at all."""

USUAL_WORDS = 10
"""A question of more words than this has several parts, and one sentence answers one of them."""

SPOKEN_REACH = 0.5
"""For the words of the very person asked about so much of that share is enough: they speak of "it", not by name."""

REPORTED_SPEECH = 0.7
"""How well a report of what somebody said fits a question for it, beside the person's own words (1)."""

_DESCRIPTION = 60
"""Characters around a name that say who somebody is."""

UNSEEN = 1.0
"""What a word weighs that no passage has, beside the rarest that one has: what is asked may not be there."""


_NONE = re.compile(r"\b(?:no\s+one|nobody|none)\b", re.IGNORECASE)
# A question, or a sentence with an address to write to: neither reports anything.
_NO_REPORT = re.compile(r"\?[\"”'’)]*\s*\Z|\b[\w.+-]+@[\w-]+\.\w")
_AMOUNTS = frozenset({FigureType.MONEY, FigureType.PERCENT, FigureType.MEASURE})
_COUNTED = frozenset({FigureType.COUNT, FigureType.MONEY, FigureType.PERCENT, FigureType.MEASURE, FigureType.AGE,
                      FigureType.SCORE})  # fmt: skip
_AGE = re.compile(
    r",\s+(?:who\s+(?:is|was|turned)\s+)?(?:aged\s+)?\d{1,3}(?=\s*[,.;)]|\s*$)|\(\d{1,3}\)|\baged\s+\d{1,3}\b"
    r"|\b\d{1,3}[- ]years?[- ]old\b|\b(?:is|was|turned)\s+\d{1,3}(?=\s*[,.;]|\s*$)"
)
"""An age as the news prints it: "the skipper, 47,", "who is 49", "a woman aged 71"."""
_SINCE = re.compile(r"\b(?:built|founded|opened|dates?\s+(?:from|back)|dating|since|made|erected)\b[^.]*\b1?\d{3}\b")
_BESIDE = 40
"""Characters before an age in which the one it is told of stands."""
_FIGURES = frozenset({Wanted.COUNT, Wanted.AMOUNT, Wanted.DATE})


def stems_of(sentence: Sentence) -> frozenset[str]:
    """Return what a sentence is about: its stems, and the days and years it names."""
    return sentence.stems | frozenset(days_in(sentence.figures))


@dataclass(frozen=True, slots=True)
class Relevance:
    """How a sentence bears on a question: `score` ranks it; `answers` says whether it can be an answer at all."""

    score: float
    answers: bool
    fits: float


class Scorer:
    """Scores sentences against one question, with its words weighed by how rare they are among the sentences.

    Args:
        question: the question.
        sentences: all the sentences that may answer it.
        titles: the title, outlet and day of each article, by its number.
        standing: the search score of each paragraph as a share of the best, by its id.
        counts: what the figures of a sentence count, as concepts, by article and sentence number.
        kin: stems of the sentences with the stem of the question that each stands for.
    """

    def __init__(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        titles: Mapping[int, str],
        standing: Mapping[str, float],
        counts: Mapping[tuple[int, int], Set[str]],
        kin: Mapping[str, str] | None = None,
    ) -> None:
        self._question = question
        self._standing = standing
        self._counts = counts
        self._sentences = sentences
        self._descriptions: dict[tuple[int, str], frozenset[str]] = {}
        stems = {(s.article, s.number): _with_kin(stems_of(s), kin or {}) for s in sentences}
        found = weights(list(stems.values()))
        # A word that no sentence has says little about which one answers.
        usual = median(found.values()) if found else 1.0
        self._weights = {stem: found.get(stem, usual) for stem in question.stems}
        unseen = UNSEEN * max(found.values(), default=1.0)
        self._demands = {stem: found.get(stem, unseen) for stem in question.stems}
        self._least = LEAST_REACH * min(1.0, USUAL_WORDS / max(len(question.stems), 1))
        self._titles = {number: frozenset(stems_in(title)) for number, title in titles.items()}
        self._articles = {number: set(stems) for number, stems in self._titles.items()}
        paragraphs: dict[str, set[str]] = defaultdict(set)
        for sentence in sentences:
            own = stems[sentence.article, sentence.number]
            paragraphs[sentence.paragraph.id] |= own
            self._articles[sentence.article] |= own
        self._paragraphs = paragraphs
        self._at = stems
        self._held = HeldTo(question, sentences, self._titles)
        # What is counted may be in no passage at all: then no other figure is an answer.
        known = frozenset[str]().union(*stems.values())
        self._countable = not question.counted or bool(question.thing & _also(known))

    def score(self, sentence: Sentence, meaning: float) -> Relevance:
        """Score one sentence; `meaning` is the cosine between it and the question."""
        around = set(self._paragraphs[sentence.paragraph.id])
        for step in (-1, 1):
            around |= self._at.get((sentence.article, sentence.number + step), frozenset())
        fits = self._fits(sentence)
        score = (
            OWN * _share(self._weights, self._at[sentence.article, sentence.number])
            + NEARBY * _share(self._weights, around)
            + ARTICLE * _share(self._weights, self._articles[sentence.article])
            + MEANING * meaning
            + FITS * fits
            + PASSAGE * self._standing.get(sentence.paragraph.id, 0.0)
        )
        reach = _share(self._demands, around | self._titles[sentence.article])
        spoken = self._question.wanted is Wanted.STATEMENT and fits > 0
        least = self._least * (SPOKEN_REACH if spoken else 1.0)
        # "How much did it cost?" is not answered by what names no sum at all.
        able = fits > 0 or self._question.wanted not in _FIGURES
        able = able and self._countable and self._held.said_of(sentence)
        able = able and bool(self._question.stems) and _NO_REPORT.search(sentence.text) is None
        return Relevance(score, able and reach >= least, fits)

    def _fits(self, sentence: Sentence) -> float:
        """Return how far a sentence has the kind of thing asked for, 0 to 1."""
        match self._question.wanted:
            case Wanted.COUNT if self._question.age:
                return self._aged(sentence)
            case Wanted.COUNT:
                return self._counted(sentence, _COUNTED) * self._done(sentence)
            case Wanted.AMOUNT:
                # A sum in a currency that nobody knows, or so many degrees, is read as a plain count.
                sums = self._counted(sentence, _AMOUNTS) or min(0.5, self._counted(sentence, _COUNTED))
                if not self._question.money:
                    return sums
                return 1.0 if any(f.type is FigureType.MONEY for f in sentence.figures) else min(0.5, sums)
            case Wanted.DATE:
                return float(any(figure.type in DATED for figure in sentence.figures))
            case Wanted.PERSON:
                return float(bool(sentence.names - self._question.names))
            case Wanted.STATEMENT:
                return self._spoken(sentence)
            case _:
                return 1.0

    def _counted(self, sentence: Sentence, types: Set[FigureType]) -> float:
        """A figure of the very thing asked about, another figure, or none; "no one died" is a figure too."""
        people = self._question.wanted is Wanted.COUNT
        if people and _NONE.search(sentence.text) and sentence.stems & self._question.thing:
            return 1.0
        figures = [figure for figure in sentence.figures if figure.type in types]
        if not figures:
            return 0.0
        if any(figure.unit and stem(figure.unit) in self._question.thing for figure in figures):
            return 1.0
        place, thing = (sentence.article, sentence.number), self._question.thing
        if counted := self._counts.get(place, frozenset()) & thing:
            # "How many firefighters died" is not answered by how many died.
            whole = not self._question.counted or 2 * len((self._at[place] | counted) & thing) > len(thing)
            return 1.0 if whole else 0.5
        if self._question.counted and not self._question.thing & _also(self._at[sentence.article, sentence.number]):
            return self._elliptic(sentence)
        return 0.5

    def _elliptic(self, sentence: Sentence) -> float:
        """Another figure in a sentence that does not name what is counted: "she had asked for 300" after soldiers."""
        doing = self._question.doing
        return 1.0 if doing - self._question.names and doing <= self._at[sentence.article, sentence.number] else 0.4

    def _aged(self, sentence: Sentence) -> float:
        """An age beside the one it is asked of, an age, a figure or a year beside them, or nothing."""
        if not self._at[sentence.article, sentence.number] & self._question.thing:
            return 0.0
        for found in _AGE.finditer(sentence.text):
            if self._question.thing & frozenset(
                concept_stems(sentence.text[max(0, found.start() - _BESIDE) : found.end()])
            ):
                return 1.0
        aged = any(figure.type is FigureType.AGE for figure in sentence.figures)
        return 0.7 if aged else 0.5 * bool(_SINCE.search(sentence.text))

    def _done(self, sentence: Sentence) -> float:
        """Halve what fits but is not said to be done by the one, or in the way, that is asked for."""
        doing = self._question.doing - self._question.names
        return 0.5 if doing and not doing & self._at[sentence.article, sentence.number] else 1.0

    def _spoken(self, sentence: Sentence) -> float:
        """The person's own words, a report of them, or neither."""
        statement = sentence.statement
        if statement is None or statement.speaker is None:
            return 0.0
        known = frozenset(concept_stems(statement.speaker)) | self._described(sentence.article, statement.speaker)
        if not self._question.speaker or not self._question.speaker <= known:
            return 0.0
        return REPORTED_SPEECH if statement.indirect else 1.0

    def _described(self, article: int, speaker: str) -> frozenset[str]:
        """Return the stems around the first mention of a speaker in an article: who that is ("the mayor, ...")."""
        key = article, speaker.split()[-1]
        if key not in self._descriptions:
            text = next((s.text for s in self._sentences if s.article == article and key[1] in s.text), "")
            at = max(text.find(speaker), text.find(key[1])) if text else 0
            around = text[max(0, at - _DESCRIPTION) : at + len(speaker) + _DESCRIPTION]
            self._descriptions[key] = frozenset(concept_stems(around))
        return self._descriptions[key]


def _with_kin(stems: frozenset[str], kin: Mapping[str, str]) -> frozenset[str]:
    """Add the question's stems that stems of a sentence stand for."""
    return stems | frozenset(kin[root] for root in stems & kin.keys()) if kin else stems


def _also(stems: Set[str]) -> Set[str]:
    """Add what is said by other words: who was taken to hospital was hurt."""
    return stems | {"injured"} if "in hospital" in stems else stems


def _share(weight: Mapping[str, float], stems: Set[str]) -> float:
    """Return the weighted share of some stems that are among others."""
    total = sum(weight.values()) or 1.0
    return sum(value for stem, value in weight.items() if stem in stems) / total
