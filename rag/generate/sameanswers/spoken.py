"""Which sentence of each article answers a question, and with which words; an article without any is left out.

Of a figure that is asked for, the ledger of figures knows where each article gives it. For anything else the sentences
that answer about as well as the best are read for words that have the form of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.reading import Sentence
from rag.generate.embedded import BEHIND_BEST, FITTING, TRUSTED, Heard, Scored, choose
from rag.generate.sameanswers.finding import Embed, find_answers
from rag.generate.sameanswers.sought import DATED, Kind, Sought
from rag.generate.sameanswers.wordings import Wording, wordings
from rag.text.figures import find_figures

LEAST_FIT = {
    Kind.NAME: 1.0,
    Kind.FIGURE: 1.0,
    Kind.PLACE: 1.0,
    Kind.REASON: 0.8,
    Kind.MANNER: 0.6,
}
"""The form that words must have to be shown as an answer; those of a lesser one are more often wrong than right, and so
are those that only say what something is."""

LEAST_SHARE = 0.5
"""The share of the question's words that a sentence must have itself."""

FORM = 4.0
"""How much the form of its words counts for a sentence, beside how it bears on the question."""

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of a sentence that answer, and how far it lies behind the best sentence of all."""

    sentence: Sentence
    words: Wording
    behind: float


def counts(asked: Sought) -> bool:
    """Say whether a figure is sought that the ledger of figures tells from others by what is counted."""
    return asked.kind is Kind.FIGURE and not asked.lasting and not asked.figures <= DATED


def spoken(heard: Heard, asked: Sought, embed: Embed) -> list[Spoken]:
    """Return what each article answers, in the order in which the search found them."""
    found = _figures(heard, asked) if counts(asked) else _phrases(heard, asked, embed)
    return sorted(found, key=lambda item: item.sentence.article)


def _figures(heard: Heard, asked: Sought) -> Iterator[Spoken]:
    """Yield the figures that articles give for the very thing asked about, one an article."""
    best = next(iter(choose(heard.scored)), None)
    if best is None or best.relevance.fits < 1.0:
        return
    found = heard.ledger.counterparts(best.sentence, heard.question.thing)
    at = {(item.sentence.article, item.sentence.number): item for item in heard.scored}
    places = zip(found.places, found.values, strict=True) if found else ()
    placed = [(at[place], value) for place, value in places if place in at]
    taken: set[int] = set()
    for item, value in sorted(placed, key=lambda pair: (-pair[0].relevance.score, pair[0].sentence.number)):
        sentence = item.sentence
        pieces = [piece for piece in wordings(sentence.text, asked) if piece.text.startswith(value)]
        if pieces and sentence.article not in taken:
            taken.add(sentence.article)
            yield Spoken(sentence, pieces[0], best.relevance.score - item.relevance.score)


def _phrases(heard: Heard, asked: Sought, embed: Embed) -> Iterator[Spoken]:
    """Yield the words that have the form of an answer, out of the sentences that answer best."""
    able = [item for item in heard.scored if item.relevance.answers]
    first = sorted(able, key=lambda item: (-item.relevance.score, item.sentence.article, item.sentence.number))
    if not first or asked.kind not in LEAST_FIT:
        return
    best = max(first[:TRUSTED], key=lambda item: min(item.relevance.fits, FITTING)).relevance
    least = min(best.fits, FITTING)
    near = [s for s in first if s.relevance.score >= best.score - BEHIND_BEST and s.relevance.fits >= least]
    chosen = _one_an_article(near, asked)
    for item, words in zip(chosen, find_answers(asked, [s.sentence.text for s in chosen], embed), strict=True):
        if words is not None and words.fit >= LEAST_FIT[asked.kind] and _tells(words.text, asked):
            yield Spoken(item.sentence, words, best.score - item.relevance.score)


def _tells(words: str, asked: Sought) -> bool:
    """Say whether words tell something by themselves: "Saturday" is another day in each article."""
    return asked.kind is not Kind.FIGURE or bool(find_figures(words) and (asked.lasting or _DIGIT.search(words)))


def _one_an_article(near: list[Scored], asked: Sought) -> list[Scored]:
    """Return the sentence of each article that bears most on the question and has words of a fitting form."""
    chosen: dict[int, tuple[float, Scored]] = {}
    for item in near:
        if len(asked.stems.intersection(concept_stems(item.sentence.text))) < LEAST_SHARE * len(asked.stems):
            continue
        form = max((piece.fit for piece in wordings(item.sentence.text, asked)), default=0.0)
        worth = item.relevance.score + FORM * form
        article = item.sentence.article
        if form >= LEAST_FIT[asked.kind] and (article not in chosen or worth > chosen[article][0]):
            chosen[article] = worth, item
    return [item for _, item in chosen.values()]
