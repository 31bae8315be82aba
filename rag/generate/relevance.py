"""How well a sentence answers a question, and whether anything does.

A sentence's score is a weighted sum of parts that can each be read off the text. The weights are a logistic regression
on questions with known answers (docs/answering.md); each part is between 0 and 1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from rag.generate.compare.concepts import concept_stems, weights
from rag.generate.compare.reading import Sentence, name_stems
from rag.text.figures import Figure, FigureType, find_figures
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


class Wanted(StrEnum):
    """The kind of thing a question asks for."""

    COUNT = "count"
    AMOUNT = "amount"
    DATE = "date"
    PERSON = "person"
    STATEMENT = "statement"
    ANYTHING = "anything"


# "What was the toll?", or bare words: "death toll ferry". The vote that a member cast is no figure.
_NOUN = r"(?:^\W*(?:what|which)(?:'s|’s|\s+(?:is|was|were|are))?|^)\W*(?:the\s+)?(?:[\w-]+\s+){{0,3}}(?:{})\b"
_HOW_MANY = re.compile(
    r"\bhow\s+(?:many|big|large|long|old|often)\b|" + _NOUN.format("number|toll|figure|total|size|vote"), re.IGNORECASE
)
_HOW_MUCH = re.compile(
    r"\bhow\s+(?:much|high|low|cold|hot|far|fast|deep|tall|wide|heavy)\b|"
    + _NOUN.format("percentage|share|amount|price|cost")
    + r"|^\W*what\s+(?:will|would|did|does|do)\b.+\bcost\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:^|[:,]|\band|\buntil|\bsince|\bby|\bfrom)\W*when\b|\b(?:what|which)\s+(?:date|day|time|year)\b", re.IGNORECASE
)
_WHO = re.compile(r"^\W*(?:who|whom|whose|which\s+(?:person|minister|company|body|ministry))\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:did|does|do|has|have)\s+(?P<who>[^?]+?)\s+"
    r"(?:say|said|tell|told|think|claim|promise|describe|argue|warn|announce|respond|react|comment|explain|propose)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?P<m1>[A-Z][a-z]{2,8})\.?\s+(?P<d1>\d{1,2})\b|\b(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>[A-Z][a-z]{2,8})"
)
_ASKING = frozenset({"mani", "much"})
"""Stems of "how many" and "how much", which ask and name nothing."""
_THING = re.compile(
    r"\b(?:how\s+many|number\s+of)\s+(?P<what>[^?,;]*?)"
    r"(?=\s+(?:was|were|is|are|be|been|did|do|does|has|have|had|will|would|can|could|should|may|might|must|to|of|in|on|at"
    r"|by|from|for|with|that|who|which|when|after|before|during|between)\b|[?,;]|$)",
    re.IGNORECASE,
)
_PEOPLE = frozenset({"women", "woman", "men", "man", "person", "civilian", "victim"})
"""Stems of people: what is counted is then said by what became of them."""
_NONE = re.compile(r"\b(?:no\s+one|nobody|none)\b", re.IGNORECASE)
# A question, or a sentence with an address to write to: neither reports anything.
_NO_REPORT = re.compile(r"\?[\"”'’)]*\s*\Z|\b[\w.+-]+@[\w-]+\.\w")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_KINDS = (
    (_WHO, Wanted.PERSON),
    (_WHEN, Wanted.DATE),
    (_HOW_MUCH, Wanted.AMOUNT),
    (_HOW_MANY, Wanted.COUNT),
)
_AMOUNTS = frozenset({FigureType.MONEY, FigureType.PERCENT, FigureType.MEASURE})
_COUNTED = frozenset({FigureType.COUNT, FigureType.MONEY, FigureType.PERCENT, FigureType.MEASURE, FigureType.AGE,
                      FigureType.SCORE})  # fmt: skip
_FIGURES = frozenset({Wanted.COUNT, Wanted.AMOUNT, Wanted.DATE})
_DATED = frozenset({FigureType.DATE, FigureType.TIME, FigureType.YEAR})


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: stems, those of names, what kind of thing it asks for, of whom, and what is to be counted."""

    text: str
    stems: tuple[str, ...]
    names: frozenset[str]
    wanted: Wanted
    speaker: frozenset[str]
    thing: frozenset[str]

    @classmethod
    def read(cls, text: str) -> Question:
        """Read a question."""
        saying = _SAYING.search(text)
        stems = _stems(text)
        return cls(
            text=text,
            stems=stems,
            names=name_stems(text),
            wanted=_wanted(text, saying is not None),
            speaker=frozenset(concept_stems(saying["who"])) if saying else frozenset(),
            thing=_thing(text) or frozenset(stems),
        )


def _stems(text: str) -> tuple[str, ...]:
    figures = find_figures(text)
    dates = [figure for figure in figures if figure.type is FigureType.DATE]
    # A month counts as a part of its date, not once more as a word.
    rest = text
    for date in reversed(dates):
        rest = rest[: date.start] + " " * (date.end - date.start) + rest[date.end :]
    stems = (root for root in concept_stems(rest) if root not in _ASKING)
    return tuple(dict.fromkeys((*stems, *_days(figures))))


def _thing(text: str) -> frozenset[str]:
    match = _THING.search(text)
    stems = frozenset(concept_stems(match["what"])) if match else frozenset()
    return frozenset() if stems & _PEOPLE else stems


def stems_of(sentence: Sentence) -> frozenset[str]:
    """Return what a sentence is about: its stems, and the days and years it names."""
    return sentence.stems | frozenset(_days(sentence.figures))


def _days(figures: Iterable[Figure]) -> Iterator[str]:
    """Dates as stems that are the same however they are printed: "Oct. 7" and "7 October 2023" share "10-07"."""
    for figure in figures:
        if figure.type is FigureType.DATE and (day := _DAY.search(figure.text)):
            name, number = (day["m1"], day["d1"]) if day["m1"] else (day["m2"], day["d2"])
            yield f"{name[:3].lower()}-{number}"
        if figure.type in _DATED:
            yield from _YEAR.findall(figure.text)


def _wanted(text: str, saying: bool) -> Wanted:
    if saying:
        return Wanted.STATEMENT
    for pattern, wanted in _KINDS:
        if pattern.search(text):
            return wanted
    return Wanted.ANYTHING


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
    """

    def __init__(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        titles: Mapping[int, str],
        standing: Mapping[str, float],
        counts: Mapping[tuple[int, int], Set[str]],
    ) -> None:
        self._question = question
        self._standing = standing
        self._counts = counts
        self._sentences = sentences
        self._descriptions: dict[tuple[int, str], frozenset[str]] = {}
        stems = {(sentence.article, sentence.number): stems_of(sentence) for sentence in sentences}
        found = weights(list(stems.values()))
        # A word that no sentence has says little about which one answers.
        usual = median(found.values()) if found else 1.0
        self._weights = {stem: found.get(stem, usual) for stem in question.stems}
        unseen = UNSEEN * max(found.values(), default=1.0)
        self._demands = {stem: found.get(stem, unseen) for stem in question.stems}
        self._least = LEAST_REACH * min(1.0, USUAL_WORDS / max(len(question.stems), 1))
        self._titles = {number: frozenset(_stems(title)) for number, title in titles.items()}
        self._articles = {number: set(stems) for number, stems in self._titles.items()}
        paragraphs: dict[str, set[str]] = defaultdict(set)
        for sentence in sentences:
            own = stems[sentence.article, sentence.number]
            paragraphs[sentence.paragraph.id] |= own
            self._articles[sentence.article] |= own
        self._paragraphs = paragraphs
        self._at = stems

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
        able = able and bool(self._question.stems) and _NO_REPORT.search(sentence.text) is None
        return Relevance(score, able and reach >= least, fits)

    def _fits(self, sentence: Sentence) -> float:
        """Return how far a sentence has the kind of thing asked for, 0 to 1."""
        match self._question.wanted:
            case Wanted.COUNT:
                return self._counted(sentence, _COUNTED)
            case Wanted.AMOUNT:
                # A sum in a currency that nobody knows, or so many degrees, is read as a plain count.
                return self._counted(sentence, _AMOUNTS) or min(0.5, self._counted(sentence, _COUNTED))
            case Wanted.DATE:
                return float(any(figure.type in _DATED for figure in sentence.figures))
            case Wanted.PERSON:
                return float(bool(sentence.names - self._question.names))
            case Wanted.STATEMENT:
                return self._spoken(sentence)
            case _:
                return 1.0

    def _counted(self, sentence: Sentence, types: Set[FigureType]) -> float:
        """A figure of the very thing asked about, another figure, or none; "no one died" is a figure too."""
        if _NONE.search(sentence.text) and sentence.stems & self._question.thing:
            return 1.0
        figures = [figure for figure in sentence.figures if figure.type in types]
        if not figures:
            return 0.0
        if any(figure.unit and stem(figure.unit) in self._question.thing for figure in figures):
            return 1.0
        if self._counts.get((sentence.article, sentence.number), frozenset()) & self._question.thing:
            return 1.0
        return 0.5

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


def _share(weight: Mapping[str, float], stems: Set[str]) -> float:
    """Return the weighted share of some stems that are among others."""
    total = sum(weight.values()) or 1.0
    return sum(value for stem, value in weight.items() if stem in stems) / total
