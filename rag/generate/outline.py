"""A briefing without a model: the comparison's claims, put in an analyst's order, in the sources' own sentences.

A sentence with loaded words of the outlet's own is not used: a briefing does not take over a tone. It leaves out how
claims are found and aligned (`compare`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.datatypes import (
    Article,
    Citation,
    Cite,
    ComparedClaim,
    Comparison,
    DraftClaim,
    FigureKind,
    FigureValue,
    Stance,
    Status,
)
from rag.generate.compare.concepts import concept_stems, overlap, weights
from rag.generate.compare.reading import Reading, Sentence, read
from rag.generate.compare.tone import own_loaded
from rag.generate.naming import named
from rag.generate.protocol import HEADLINE, SUMMARY, BriefTask, Length
from rag.generate.salience import Salience
from rag.text.quotations import find_quotations, locate
from rag.text.words import STOPWORDS

SEVERAL = "What several sources report"
DIFFER = "Where they differ"
WHO_SAYS = "Who says what"
ONE_SOURCE = "Only in one source"
UNKNOWN = "What is not known"

ALIKE = 0.8
"""Two sentences this alike say the same; a briefing has one of them."""

QUOTED = 5
"""Quoted words from which on a sentence is a statement, for the section of these."""

ALIKE_IN_SUMMARY = 0.33
"""The bottom line has no room for two sentences about one thing."""

_UNKNOWN = re.compile(
    r"\b(?:not (?:yet )?(?:known|clear|confirmed|been (?:found|established|identified|named|confirmed))|unclear|unknown"
    r"|unconfirmed|could not be (?:verified|confirmed|reached)|denied|denies|no comment|declined to (?:say|comment)"
    r"|yet to|still (?:missing|trying|unaccounted)|rejected the|remains? (?:open|uncertain|to be seen))\b",
    re.IGNORECASE,
)


_DIFFERING = (FigureKind.CONFLICT, FigureKind.REVISION, FigureKind.ROUNDING)
_BREAK = re.compile(r"[,;:.()–—\"“”]")
_VOTE = re.compile(r"\bvot(?:e|es|ed)\b.*\b(?:for|against|in favou?r|to)\b|\babstain|\babstention", re.IGNORECASE)
"""How a vote went is news that must not be lost for being in one source only."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many claims go where; of the bottom line how many words."""

    summary: int
    several: int
    differ: int
    who_says: int
    one_source: int
    unknown: int


PLANS: Mapping[Length, Plan] = {
    Length.SHORT: Plan(summary=50, several=0, differ=2, who_says=0, one_source=0, unknown=0),
    Length.STANDARD: Plan(summary=53, several=5, differ=6, who_says=4, one_source=6, unknown=2),
    Length.LONG: Plan(summary=80, several=12, differ=12, who_says=8, one_source=10, unknown=5),
}


def outline(task: BriefTask) -> Iterator[DraftClaim]:
    """Draft a briefing: headline, bottom line, then section by section, no sentence twice."""
    yield from Outline(task).drafts()


class Outline:
    """One briefing being put together."""

    def __init__(self, task: BriefTask) -> None:
        self._comparison: Comparison = task.comparison
        self._articles = {article.id: article for article in task.articles}
        self._plan = PLANS[task.length]
        self._readings: dict[str, Reading] = {}
        self._used: list[frozenset[str]] = []
        self._weights = weights([concept_stems(claim.text) for claim in self._comparison.claims])

    def drafts(self) -> Iterator[DraftClaim]:
        """Yield the claims in order."""
        plan, comparison = self._plan, self._comparison
        yield from self._headline()
        agreed = [claim for claim in comparison.claims if claim.status is Status.AGREED]
        single = [claim for claim in comparison.claims if claim.status is Status.SINGLE]
        first = _in_turn([claim for claim in single if not _UNKNOWN.search(claim.text)])
        # The bottom line is what happened; what people say of it comes after, under their names.
        events = [claim for claim in comparison.claims if not _is_statement(claim.text)]
        yield from self._bottom_line(plan.summary, [*self._salient(events), *agreed])
        several = yield from self._take(SEVERAL, plan.several, map(self._claim, agreed))
        yield from self._differences(plan.differ)
        yield from self._take(WHO_SAYS, plan.who_says, self._statements())
        counting = [claim for claim in first if _VOTE.search(claim.text)]
        # What several sources do not fill, the single ones do: a briefing is no shorter for having careful sources.
        room = plan.one_source + plan.several - several if plan.one_source else 0
        yield from self._take(ONE_SOURCE, room, map(self._claim, [*counting, *first]))
        unknown = [claim for claim in comparison.claims if _UNKNOWN.search(claim.text)]
        yield from self._take(UNKNOWN, plan.unknown, map(self._claim, unknown))

    def _headline(self) -> Iterator[DraftClaim]:
        """Choose the headline that has most in common with the others, among those with the fewest loaded words."""
        titles = [(article, frozenset(concept_stems(article.title))) for article in self._articles.values()]
        if not titles:
            return

        def rank(item: tuple[Article, frozenset[str]]) -> tuple[int, float, str]:
            article, stems = item
            shared = sum(overlap(stems, other, {}) for _, other in titles)
            return len(own_loaded(article.title)), -shared, article.id

        article = min(titles, key=rank)[0]
        lead = article.body[:3]
        if lead:
            yield DraftClaim(article.title, tuple(Cite(p.id, p.text) for p in lead), topic=HEADLINE)

    def _salient(self, claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
        """Order claims by how well they fit a bottom line."""
        salience = Salience.of([*self._articles.values()])
        places = {id(claim): place for place, claim in enumerate(self._comparison.claims)}
        return sorted(claims, key=lambda claim: -salience.score(claim.text, places[id(claim)]))

    def _bottom_line(self, words: int, claims: Iterable[ComparedClaim]) -> Iterator[DraftClaim]:
        """Yield the most fitting claim, and further ones while they are neutral, new, and have room."""
        said = 0
        for claim in claims:
            length = len(claim.text.split())
            if said and said + length > words:
                continue
            for draft in self._take(SUMMARY, 1, [self._claim(claim)]):
                said += length
                yield draft

    def _claim(self, claim: ComparedClaim) -> DraftClaim:
        stated = [position for position in claim.positions if position.stance is Stance.STATES]
        quoted = [quotation.text for quotation in find_quotations(claim.text) if not quotation.scare]
        cites = tuple(
            _cite(citation)
            for position in stated
            for citation in position.citations
            # An outlet that printed other words is no source for these, though it reports the same statement.
            if all(locate(words, citation.quote) for words in quoted)
        )
        return DraftClaim(claim.text, cites)

    def _differences(self, most: int) -> Iterator[DraftClaim]:
        """Both sides of each figure that differs and of each claim that is contradicted; at most so many claims."""
        left = most
        for sides in self._sides():
            if len(sides) > 1 and (len(sides) <= left or left == most):
                left -= len(sides)
                self._used += [frozenset(concept_stems(side.text)) for side in sides]
                yield from (replace(side, topic=DIFFER) for side in sides)

    def _sides(self) -> Iterator[list[DraftClaim]]:
        shown: set[Cite] = set()
        for entry in self._comparison.figures:
            if entry.kind in _DIFFERING:
                label = entry.subject.split(" (")[0]
                sides = [self._side(value, label, shown) for value in _first_of_each(entry.values)]
                yield [side for side in sides if side is not None]
        for claim in self._comparison.claims:
            against = [p for p in claim.positions if p.stance is Stance.CONTRADICTS]
            drafts = [self._claim(claim), *(self._sentence(c) for p in against for c in p.citations[:1])]
            if claim.status is Status.DISPUTED and not any(d and set(d.cites) & shown for d in drafts):
                yield [draft for draft in drafts if draft is not None and not own_loaded(draft.text)]

    def _side(self, value: FigureValue, label: str, shown: set[Cite]) -> DraftClaim | None:
        """One value: in its whole sentence, or in its bare words where that is loaded or has been shown already."""
        draft = self._sentence(value.citation)
        fresh = draft is not None and frozenset(concept_stems(draft.text)) not in self._used
        if draft is not None and fresh and not own_loaded(draft.text) and not set(draft.cites) & shown:
            shown.update(draft.cites)
            return draft
        sentence = self._around(value.citation)
        words = _words_around(sentence.text, value.text) if sentence else None
        if sentence is None or words is None:
            return None
        text = f"{value.outlet} has “{words}” ({label})."
        return DraftClaim(text, (Cite(value.citation.paragraph_id, sentence.text),))

    def _statements(self) -> Iterator[DraftClaim]:
        """One statement a speaker, in turn, so that no side has the word alone."""
        heard: set[str] = set()
        for entry in self._comparison.quotations:
            for version in sorted(entry.versions, key=lambda version: -len(version.text)):
                sentence = self._around(version.citation)
                # The speaker is the one this very sentence gives; another outlet's may have said it elsewhere.
                speaker = sentence.statement.speaker if sentence and sentence.statement else None
                if speaker and speaker not in heard and (draft := self._sentence(version.citation)):
                    heard.add(speaker)
                    yield DraftClaim(draft.text, draft.cites, speaker=speaker)
                    break

    def _sentence(self, citation: Citation) -> DraftClaim | None:
        """Return the whole sentence that a citation's words stand in, with its pronouns named."""
        sentence = self._around(citation)
        text = named(sentence) if sentence else None
        return DraftClaim(text, (Cite(citation.paragraph_id, sentence.text),)) if sentence and text else None

    def _around(self, citation: Citation) -> Sentence | None:
        article_id = citation.article_id
        if article_id not in self._readings:
            self._readings[article_id] = read(self._articles[article_id], 0, 0)
        for sentence in self._readings[article_id].sentences:
            same = sentence.paragraph.id == citation.paragraph_id
            if same and sentence.start < citation.end and citation.start < sentence.end:
                return sentence
        return None

    def _take(self, topic: str, most: int, drafts: Iterable[DraftClaim]) -> Generator[DraftClaim, None, int]:
        """Yield at most so many drafts that are neutral and not said yet, and return how many there were."""
        taken = 0
        for draft in drafts:
            if taken == most:
                break
            stems = frozenset(concept_stems(draft.text))
            limit = ALIKE_IN_SUMMARY if topic == SUMMARY else ALIKE
            said = any(overlap(stems, other, self._weights) >= limit for other in self._used)
            if draft.cites and not said and not own_loaded(draft.text):
                self._used.append(stems)
                taken += 1
                yield DraftClaim(draft.text, draft.cites, speaker=draft.speaker, topic=topic)
        return taken


def _is_statement(text: str) -> bool:
    """Tell whether a sentence gives somebody's words, and not just a word or two of them."""
    return any(len(quotation.text.split()) >= QUOTED for quotation in find_quotations(text))


def _first_of_each(values: Sequence[FigureValue]) -> list[FigureValue]:
    """Return the earliest source of each value."""
    return list({value.value: value for value in reversed(values)}.values())[::-1]


def _words_around(sentence: str, figure: str) -> str | None:
    """Return a figure with the words that say what it counts, as printed, up to the next break or loaded word."""
    at = sentence.find(figure)
    if at < 0:
        return None
    after = _BREAK.split(sentence[at + len(figure) :], maxsplit=1)[0].split()[:4]
    while after and (own_loaded(" ".join(after)) or after[-1].lower() in STOPWORDS):
        after.pop()
    return " ".join([figure, *after])


def _in_turn(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """Let the outlets take turns, each with its most important claim first."""
    turns: dict[str, int] = defaultdict(int)
    ordered = []
    for place, claim in enumerate(claims):
        outlet = next((p.outlet for p in claim.positions if p.stance is Stance.STATES), "")
        ordered.append((turns[outlet], place, claim))
        turns[outlet] += 1
    return [claim for _, _, claim in sorted(ordered, key=lambda item: item[:2])]


def _cite(citation: Citation) -> Cite:
    return Cite(citation.paragraph_id, citation.quote)
