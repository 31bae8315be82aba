"""The embedded writer: no model, no key. It answers and briefs in the sources' own sentences.

It leaves out how a sentence is scored (`relevance`) and what a briefing is made of (`outline`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from rag.datatypes import (
    Article,
    Cite,
    DraftClaim,
    EvidenceParagraph,
    FigureKind,
    Passage,
    PremiseStatus,
    Problem,
    ProblemKind,
    Turn,
    Usage,
)
from rag.generate.akin import akin
from rag.generate.compare.reading import Reading, Sentence, read
from rag.generate.corroboration import asked_of, teller_of
from rag.generate.counterparts import Ledger
from rag.generate.differing import unnamed
from rag.generate.followup import standalone
from rag.generate.grouping import Group, group_sentences
from rag.generate.naming import named
from rag.generate.otherside import OTHER_SIDE, other_side
from rag.generate.outline import outline
from rag.generate.protocol import HEADLINE, AnswerTask, BriefTask
from rag.generate.question import Question, Wanted
from rag.generate.relevance import Relevance, Scorer
from rag.text.dates import publication_day

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to vectors of unit length, shape (texts, dimensions)."""

BEHIND_BEST = 4.0
"""How far the best sentence of an article may lie behind the best of all for it to be shown."""

BEHIND_AGAIN = 2.5
"""The same for a further sentence of an article that has been heard."""

FITTING = 0.7
"""A sentence that fits so well need not give way to one that fits better: reported speech beside a quotation."""

TRUSTED = 5
"""Among so many best sentences the one that fits best what is asked for sets the measure for the rest."""

FURTHER = 3
"""Sentences after a statement in which the same person may go on speaking."""

MOST_CLAIMS = 8
PER_ARTICLE = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its relevance."""

    sentence: Sentence
    relevance: Relevance


@dataclass(frozen=True, slots=True)
class Heard:
    """A question and its passages, read: the articles, each sentence of the passages with its score, the figures."""

    question: Question
    readings: Sequence[Reading]
    scored: Sequence[Scored]
    ledger: Ledger


class EmbeddedWriter:
    """Drafts claims that are sentences of the sources, told apart by outlet and speaker."""

    name = "embedded"

    def __init__(self, embed: Embed) -> None:
        self._embed = embed

    @property
    def prompts(self) -> Mapping[str, str]:
        """No prompts: there is no model."""
        return {}

    @property
    def side_usage(self) -> Usage:
        """Nothing: there is no model."""
        return Usage()

    def answer(self, task: AnswerTask) -> Generator[DraftClaim, None, Usage]:
        """Draft an answer: the sentences that answer, those of several outlets on one matter together."""
        started = perf_counter()
        if task.premise is not None and task.premise.status is PremiseStatus.UNSUPPORTED:
            # It matches words, and what is asked for never was: whatever it drafted would be beside the point.
            return Usage(seconds=perf_counter() - started)
        heard = hear(task, self._embed)
        question, readings, scored, ledger = heard.question, heard.readings, heard.scored, heard.ledger
        chosen = choose(scored)
        kind = None
        if chosen and question.wanted is Wanted.STATEMENT:
            chosen = with_further_words(chosen, scored)
        elif chosen and question.age:
            chosen = with_every_age(chosen, scored)
        elif chosen and question.wanted in (Wanted.COUNT, Wanted.AMOUNT):
            chosen, kind = with_counterparts(chosen, scored, ledger, question, readings)
        shown = [s.sentence for s in chosen]
        for group in group_sentences(shown, readings, kind):
            yield from _drafts(group)
        if against := other_side(shown, [s.sentence for s in scored], readings):
            yield from _drafts(Group(OTHER_SIDE, tuple((sentence,) for sentence in against)))
        return Usage(seconds=perf_counter() - started)

    def brief(self, task: BriefTask) -> Generator[DraftClaim, None, Usage]:
        """Draft a briefing from the comparison of its articles."""
        started = perf_counter()
        yield from outline(task)
        return Usage(seconds=perf_counter() - started)

    def repair(
        self,
        draft: DraftClaim,
        problems: Sequence[Problem],
        evidence: Mapping[str, EvidenceParagraph],  # noqa: ARG002
    ) -> DraftClaim | None:
        """Take back what was added to a source's own sentence: a name put in for a pronoun, a speaker.

        The sentence alone that fails a check is left out.
        """
        if draft.topic == HEADLINE:
            # What it cites are the paragraphs below it, and no words of its own: there is another headline.
            return None
        if bare := unnamed(draft):
            return bare
        printed = (draft.cites[0].quote if draft.cites else None) or draft.text
        doubted = any(problem.kind is ProblemKind.SPEAKER for problem in problems)
        plain = replace(draft, text=printed, speaker=None if doubted else draft.speaker)
        return plain if plain != draft else None

    def condense(self, question: str, history: Sequence[Turn]) -> str:
        """Return a follow-up with the subject of the question before it."""
        return standalone(question, history)


def hear(task: AnswerTask, embed: Embed) -> Heard:
    """Read the passages of a question, and score each of their sentences."""
    # Whether others report it too is for whoever counts origins; what is to be found is the matter itself.
    matter = _reported(task) or asked_of(task.question)
    order = dict.fromkeys(passage.article_id for passage in task.passages)
    articles = tuple(task.articles[key] for key in order)
    return _hear(matter, task.passages, articles, frozenset(task.evidence), embed)


@lru_cache(maxsize=4)
def _hear(
    matter: str, passages: tuple[Passage, ...], articles: tuple[Article, ...], citable: frozenset[str], embed: Embed
) -> Heard:
    # Kept for a moment: whoever says which outlets give the same answer hears what the writer has just heard.
    question = Question.read(matter)
    origins = {p.article_id: p.origin or p.article_id for p in passages}
    places = {origin: n for n, origin in enumerate(dict.fromkeys(origins.values()))}
    readings = [read(article, n, places[origins[article.id]]) for n, article in enumerate(articles)]
    sentences = [s for r in readings for s in r.sentences if s.paragraph.id in citable]
    titles = {n: _titled(article) for n, article in enumerate(articles)}
    top = max((passage.score for passage in passages), default=1.0) or 1.0
    standing = {p.id: passage.score / top for passage in passages for p in passage.paragraphs}
    ledger = Ledger(readings)
    scored: list[Scored] = []
    if sentences:
        vectors = embed([question.text, *(sentence.text for sentence in sentences)])
        near = vectors[1:] @ vectors[0]
        kin = akin(question, sentences, embed)
        scorer = Scorer(question, sentences, titles, standing, ledger.concepts(), kin)
        scored = [Scored(s, scorer.score(s, float(meaning))) for s, meaning in zip(sentences, near, strict=True)]
    return Heard(question, readings, scored, ledger)


def _reported(task: AnswerTask) -> str | None:
    """Return on what a question asks for an outlet's report: its articles alone were searched, and none names it."""
    teller = teller_of(task.question)
    outlets = {article.outlet.lower().removeprefix("the ") for article in task.articles.values()}
    return (teller[1] or None) if teller and outlets == {teller[0].lower().removeprefix("the ")} else None


def _titled(article: Article) -> str:
    """Return what is known of an article beside its text: title, outlet, day."""
    day = publication_day(article.published)
    return f"{article.title} {article.outlet}" + (f" {day:%B} {day.day}, {day.year}" if day else "")


def choose(scored: Sequence[Scored]) -> list[Scored]:
    """Choose the sentences that answer: close to the best one, as fitting as it, and a few an article."""
    ranked = sorted(
        (s for s in scored if s.relevance.answers),
        key=lambda s: (-s.relevance.score, s.sentence.article, s.sentence.number),
    )
    if not ranked:
        return []
    best = max(ranked[:TRUSTED], key=lambda s: min(s.relevance.fits, FITTING)).relevance
    most_fitting = min(best.fits, FITTING)
    chosen: list[Scored] = []
    taken: Counter[int] = Counter()
    for item in ranked:
        margin = BEHIND_AGAIN if taken[item.sentence.article] else BEHIND_BEST
        near = item.relevance.score >= best.score - margin and item.relevance.fits >= most_fitting
        if near and taken[item.sentence.article] < PER_ARTICLE and len(chosen) < MOST_CLAIMS:
            chosen.append(item)
            taken[item.sentence.article] += 1
    return chosen


def with_further_words(chosen: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """Add what the same person goes on to say right after a chosen statement: a statement is often cut in two."""
    told = {(s.sentence.article, s.sentence.number): s for s in scored}
    found = {(s.sentence.article, s.sentence.number): s for s in chosen}
    for item in chosen:
        for step in range(1, FURTHER + 1):
            key = item.sentence.article, item.sentence.number + step
            after = told.get(key)
            if after is None or after.relevance.fits < 1.0:
                break
            found.setdefault(key, after)
    return list(found.values())[:MOST_CLAIMS]


def with_every_age(chosen: Sequence[Scored], scored: Sequence[Scored]) -> list[Scored]:
    """Add what the other articles give for the age asked for, one sentence each: they may differ."""
    heard = {s.sentence.article for s in chosen}
    found = list(chosen)
    for item in scored:
        if item.relevance.answers and item.relevance.fits == 1.0 and item.sentence.article not in heard:
            heard.add(item.sentence.article)
            found.append(item)
    return found[:MOST_CLAIMS]


def with_counterparts(
    chosen: Sequence[Scored],
    scored: Sequence[Scored],
    ledger: Ledger,
    question: Question,
    readings: Sequence[Reading],
) -> tuple[list[Scored], FigureKind | None]:
    """Put the sentences with a figure for the very thing asked first, one an article, and say how they differ.

    Sentences with other figures are left out then: beside the answer they would be taken for it.
    """
    best = chosen[0]
    found = ledger.counterparts(best.sentence, question.thing, question) if best.relevance.fits == 1.0 else None
    if found is None:
        return list(chosen), None
    at = {(s.sentence.article, s.sentence.number): s for s in scored}
    same = [at[place] for place in found.places if place in at]
    same.sort(key=lambda s: (-s.relevance.score, s.sentence.article, s.sentence.number))
    # The latest report first: where a figure was revised, that is the one that holds.
    same.sort(key=lambda s: readings[s.sentence.article].article.published or "", reverse=True)
    return same[:MOST_CLAIMS], found.kind


def _drafts(group: Group) -> Generator[DraftClaim, None, None]:
    for same in group.claims:
        first = same[0]
        speaker = first.statement.speaker if first.statement else None
        yield DraftClaim(
            # A pronoun that nobody in reach fits is better left as printed than guessed at.
            text=_closed(named(first) or first.text),
            cites=tuple(Cite(s.paragraph.id, s.text) for s in same),
            speaker=speaker,
            topic=group.heading,
        )


def _closed(text: str) -> str:
    """Return a sentence cut out of longer speech with both its quotation marks."""
    for opening, closing in (("“", "”"), ('"', '"')):
        marks = text.count(opening) + (text.count(closing) if closing != opening else 0)
        if marks == 1 and text.startswith(opening):
            return text + closing
        if marks == 1 and text.endswith(closing):
            return opening + text
    return text
