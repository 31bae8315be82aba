"""A briefing without a model: the comparison's claims, put in an analyst's order, in the sources' own sentences.

A sentence with loaded words of the outlet's own is not used: a briefing does not take over a tone. It leaves out how
claims are found and aligned (`compare`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rag.datatypes import (
    Article,
    Citation,
    Cite,
    ComparedClaim,
    Comparison,
    DraftClaim,
    FigureKind,
    Stance,
    Status,
)
from rag.generate.compare.claims import standalone
from rag.generate.compare.concepts import concept_stems, overlap, weights
from rag.generate.compare.reading import Reading, Sentence, read
from rag.generate.compare.tone import own_loaded
from rag.generate.protocol import HEADLINE, SUMMARY, BriefTask, Length

SEVERAL = "What several sources report"
DIFFER = "Where they differ"
WHO_SAYS = "Who says what"
ONE_SOURCE = "Only in one source"
UNKNOWN = "What is not known"

ALIKE = 0.8
"""Two sentences this alike say the same; a briefing has one of them."""

_UNKNOWN = re.compile(
    r"\b(?:not (?:yet )?(?:known|clear|confirmed|been (?:found|established|identified|named|confirmed))|unclear|unknown"
    r"|unconfirmed|could not be (?:verified|confirmed|reached)|denied|denies|no comment|declined to (?:say|comment)"
    r"|yet to|still (?:missing|trying|unaccounted)|rejected the|remains? (?:open|uncertain|to be seen))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many claims go where."""

    summary: int
    several: int
    differ: int
    who_says: int
    one_source: int
    unknown: int


PLANS: Mapping[Length, Plan] = {
    Length.SHORT: Plan(summary=2, several=1, differ=2, who_says=1, one_source=0, unknown=1),
    Length.STANDARD: Plan(summary=3, several=5, differ=6, who_says=4, one_source=4, unknown=2),
    Length.LONG: Plan(summary=4, several=12, differ=12, who_says=8, one_source=10, unknown=5),
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
        first = [claim for claim in single if not _UNKNOWN.search(claim.text)]
        yield from self._take(SUMMARY, plan.summary, map(self._claim, [*agreed, *first]))
        yield from self._take(SEVERAL, plan.several, map(self._claim, agreed))
        yield from self._take(DIFFER, plan.differ, self._differences())
        yield from self._take(WHO_SAYS, plan.who_says, self._statements())
        yield from self._take(ONE_SOURCE, plan.one_source, map(self._claim, first))
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

    def _claim(self, claim: ComparedClaim) -> DraftClaim:
        stated = [position for position in claim.positions if position.stance is Stance.STATES]
        cites = tuple(_cite(citation) for position in stated for citation in position.citations)
        return DraftClaim(claim.text, cites)

    def _differences(self) -> Iterator[DraftClaim]:
        """Each side of each figure that differs, and of each claim that another source contradicts."""
        for entry in self._comparison.figures:
            if entry.kind in (FigureKind.CONFLICT, FigureKind.REVISION, FigureKind.ROUNDING):
                sides = {(value.value, value.text): value for value in reversed(entry.values)}
                yield from (d for value in reversed(sides.values()) if (d := self._sentence(value.citation)))
        for claim in self._comparison.claims:
            if claim.status is Status.DISPUTED:
                yield self._claim(claim)
                against = [p for p in claim.positions if p.stance is Stance.CONTRADICTS]
                yield from (d for p in against for c in p.citations[:1] if (d := self._sentence(c)))

    def _statements(self) -> Iterator[DraftClaim]:
        """One statement a speaker, in turn, so that no side has the word alone."""
        heard: set[str] = set()
        for entry in self._comparison.quotations:
            if entry.speaker and entry.speaker not in heard:
                heard.add(entry.speaker)
                longest = max(entry.versions, key=lambda version: len(version.text))
                if draft := self._sentence(longest.citation):
                    yield DraftClaim(draft.text, draft.cites, speaker=entry.speaker)

    def _sentence(self, citation: Citation) -> DraftClaim | None:
        """Return the whole sentence that a citation's words stand in, with its pronouns named."""
        sentence = self._around(citation)
        text = standalone(sentence) if sentence else None
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

    def _take(self, topic: str, most: int, drafts: Iterable[DraftClaim]) -> Iterator[DraftClaim]:
        """Yield at most so many drafts that are neutral and not said yet."""
        taken = 0
        for draft in drafts:
            if taken == most:
                return
            stems = frozenset(concept_stems(draft.text))
            said = any(overlap(stems, other, self._weights) >= ALIKE for other in self._used)
            # Where sources differ, sentences are alike but for the figure: that is the point of showing both.
            repeats = stems in self._used if topic == DIFFER else said
            if draft.cites and not repeats and not own_loaded(draft.text):
                self._used.append(stems)
                taken += 1
                yield DraftClaim(draft.text, draft.cites, speaker=draft.speaker, topic=topic)


def _cite(citation: Citation) -> Cite:
    return Cite(citation.paragraph_id, citation.quote)
