"""A briefing without a model: the comparison's claims, put in an analyst's order, in the sources' own sentences.

A sentence with loaded words of the outlet's own is not used: a briefing does not take over a tone. It leaves out how
claims are found and aligned (`compare`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.datatypes import Article, Cite, ComparedClaim, DraftClaim, QuotationVersion, Stance, Status
from rag.generate.background import is_background
from rag.generate.bottomline import worth_most
from rag.generate.citing import Citing
from rag.generate.compare.concepts import concept_stems, overlap, weights
from rag.generate.compare.tone import own_loaded
from rag.generate.differing import Differing
from rag.generate.naming import cut_short, introduced_before, leans
from rag.generate.outdated import Outdated
from rag.generate.protocol import HEADLINE, SUMMARY, BriefTask, Length
from rag.generate.salience import Salience
from rag.text.quotations import find_quotations

SEVERAL = "What several sources report"
DIFFER = "Where they differ"
WHO_SAYS = "Who says what"
ONE_SOURCE = "Only in one source"
UNKNOWN = "What is not known"

ALIKE = 0.8
"""Two sentences this alike say the same; a briefing has one of them."""

QUOTED = 1 / 3
"""The part of a sentence that may be quoted before it is a statement, for the section of these."""

_ALWAYS = (SUMMARY, UNKNOWN)
"""The sections that a briefing has however little it is made from; differences are another."""

_LONG_ENOUGH = 10
"""How many times a bottom line's words articles have that ask for two sentences of it."""
_HEADLINES = 3
_AGAIN = 0.6
"""The part of a statement's words that another has before it says it again."""

_UNKNOWN = re.compile(
    r"\b(?:not (?:yet )?(?:known|clear|confirmed|been (?:found|established|identified|named|confirmed))|unclear|unknown"
    r"|unconfirmed|could not be (?:verified|confirmed|reached)|no comment|declined to (?:say|comment)"
    r"|yet to|still (?:missing|trying|unaccounted)|remains? (?:open|uncertain|to be seen))\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:denied|denies|rejected the)\b", re.IGNORECASE)
_VOTE = re.compile(r"\bvot(?:e|es|ed)\b.*\b(?:for|against|in favou?r|to)\b|\babstain|\babstention", re.IGNORECASE)
"""How a vote went is news that must not be lost for being in one source only."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long a briefing is.

    Attributes:
        summary: words of the bottom line; its first sentence may be longer.
        calm: how calm it is to be (`Salience.worth`): the calmer, the shorter.
        several: claims at most in the section of that name; the others likewise.
        share: the part of its articles' words that a briefing may have. Beyond it there are only differences, what is
            not known, and a sentence of each origin that has not been heard.
        bare: whether figures that differ are given in bare words.
    """

    summary: int
    calm: float
    several: int
    differ: int
    who_says: int
    one_source: int
    unknown: int
    share: float = math.inf
    bare: bool = False


PLANS: Mapping[Length, Plan] = {
    Length.SHORT: Plan(75, 0.0079, several=0, differ=2, who_says=0, one_source=0, unknown=0, bare=True),
    Length.STANDARD: Plan(75, 0.0076, several=5, differ=6, who_says=5, one_source=6, unknown=2, share=1 / 3),
    Length.LONG: Plan(100, 0.005, several=12, differ=12, who_says=8, one_source=10, unknown=5),
}


def outline(task: BriefTask) -> Iterator[DraftClaim]:
    """Draft a briefing: headline, bottom line, then section by section, no sentence twice."""
    yield from Outline(task).drafts()


class Outline:
    """One briefing being put together."""

    def __init__(self, task: BriefTask) -> None:
        comparison = task.comparison
        self._comparison, self._articles = comparison, task.articles
        self._plan = PLANS[task.length]
        self._citing = Citing(task.articles)
        self._salience = Salience.of(task.articles)
        self._outdated = Outdated.of(comparison.figures)
        self._weights = weights([concept_stems(claim.text) for claim in comparison.claims])
        self._used: list[frozenset[str]] = []
        self._heard: set[int] = set()
        origins = {source.article_id: source.origin for source in comparison.articles}
        self._origin_of = {p.id: origins[article.id] for article in task.articles for p in article.body}
        self._published = {p.id: article.published for article in task.articles for p in article.body}
        self._words = sum(len(paragraph.text.split()) for article in task.articles for paragraph in article.body)
        self._room = self._words * self._plan.share

    def drafts(self) -> Iterator[DraftClaim]:
        """Yield the claims in order."""
        plan, claims = self._plan, self._comparison.claims
        yield from self._headlines()
        yield from self._bottom_line()
        agreed = [claim for claim in claims if claim.status is Status.AGREED]
        several = yield from self._take(SEVERAL, plan.several, self._claims(agreed))
        yield from self._differences(plan.differ)
        denied = yield from self._take(
            WHO_SAYS, plan.who_says // 2, self._claims(c for c in claims if _DENIAL.search(c.text))
        )
        yield from self._take(WHO_SAYS, plan.who_says - denied, self._statements())
        # What several sources do not fill, the single ones do: a briefing is no shorter for having careful sources.
        room = plan.one_source + plan.several - several if plan.one_source else 0
        yield from self._take(ONE_SOURCE, room, self._claims(self._single()))
        unknown = (claim for claim in claims if _UNKNOWN.search(claim.text))
        yield from self._take(UNKNOWN, plan.unknown, self._claims(unknown))

    def _headlines(self) -> Iterator[DraftClaim]:
        """Yield the headlines, the best first: the first that is proven is the briefing's.

        The one with fewest loaded words is best, and a loaded one is used only if all are; then one without a figure
        that was revised, and of these the one that has most in common with the others.
        """
        titles = [(article, frozenset(concept_stems(article.title))) for article in self._articles if article.body]

        def rank(item: tuple[Article, frozenset[str]]) -> tuple[int, bool, float, str]:
            article, stems = item
            shared = sum(overlap(stems, other, {}) for _, other in titles)
            return len(own_loaded(article.title)), self._outdated.in_title(article.title), -shared, article.id

        best = sorted(titles, key=rank)
        calm = [article for article, _ in best if not own_loaded(article.title)]
        for article in calm[:_HEADLINES] or [article for article, _ in best[:1]]:
            yield DraftClaim(article.title, tuple(Cite(p.id, p.text) for p in article.body[:3]), topic=HEADLINE)

    def _bottom_line(self) -> Iterator[DraftClaim]:
        """Yield the claims that are worth most together, of those that are news, calm and not outdated."""
        drafts = [(claim, self._citing.claim(claim)) for claim in self._comparison.claims]
        drafts = [(claim, draft) for claim, draft in drafts if draft.cites and not own_loaded(draft.text)]
        whole = [item for item in drafts if self._whole(*item)]
        fresh = [item for item in whole if not self._outdated.in_claim(item[1]) and not self._is_background(item[1])]
        leading = [item for item in fresh if self._place(item[1]) is not None]
        # The bottom line is what happened; what people say of it comes after, under their names.
        events = [[item for item in among if not _is_statement(item[1].text)] for among in (leading, fresh, whole)]
        among = next((items for items in (*events, whole, drafts) if items), [])
        least = 2 if self._words >= _LONG_ENOUGH * self._plan.summary else 1
        # In a long text the first sentence about somebody has the whole name, and reads better by itself.
        among = [item for item in among if least == 1 or not self._introduced(item[0])] or among
        news = [draft for _, draft in among]
        found = worth_most(
            news, self._salience, self._weights, words=self._plan.summary, calm=self._plan.calm, least=least,
            first=[draft for draft in news if self._outdated.is_the_latest(draft)],
        )  # fmt: skip
        yield from self._take(SUMMARY, len(found), sorted(found, key=lambda draft: self._place(draft) or 0))

    def _place(self, draft: DraftClaim) -> int | None:
        """Return the first place that a claim has in the opening of an article, or None."""
        places = [self._salience.place(cite.quote or draft.text) for cite in draft.cites]
        return min((place for place in places if place is not None), default=None)

    def _is_background(self, draft: DraftClaim) -> bool:
        return all(is_background(cite.quote or draft.text, self._published[cite.marker]) for cite in draft.cites)

    def _whole(self, claim: ComparedClaim, draft: DraftClaim) -> bool:
        """Whether a claim can be read without what stood before it."""
        sentence = self._citing.own(claim)
        return not leans(draft.text) and (sentence is None or not cut_short(sentence))

    def _introduced(self, claim: ComparedClaim) -> bool:
        sentence = self._citing.own(claim)
        return sentence is not None and introduced_before(sentence)

    def _claims(self, claims: Iterable[ComparedClaim]) -> Iterator[DraftClaim]:
        """Draft claims that can be read by themselves."""
        for claim in claims:
            draft = self._citing.claim(claim)
            if draft.cites and self._whole(claim, draft):
                yield draft

    def _single(self) -> list[ComparedClaim]:
        """Order the claims of single sources: votes, then what happened, the outlets in turn, then what was said."""
        single = [claim for claim in self._comparison.claims if claim.status is Status.SINGLE]
        first = _in_turn(
            [claim for claim in single if not _UNKNOWN.search(claim.text) and not _DENIAL.search(claim.text)]
        )
        return sorted(first, key=lambda claim: (not _VOTE.search(claim.text), _is_statement(claim.text)))

    def _differences(self, most: int) -> Iterator[DraftClaim]:
        """Both sides of each figure that differs and of each claim that is contradicted; at most so many claims."""
        left = most
        for sides in Differing(self._comparison, self._citing, bare=self._plan.bare).sides(self._said):
            if len(sides) > 1 and (len(sides) <= left or left == most):
                left -= len(sides)
                for side in sides:
                    self._note(side)
                    yield replace(side, topic=DIFFER)

    def _statements(self) -> Iterator[DraftClaim]:
        """One statement a speaker, in turn, so that no side has the word alone; the one most to the point first."""
        heard: set[str] = set()
        said: list[frozenset[str]] = []
        for version in sorted(self._versions(), key=self._to_the_point):
            sentence = self._citing.around(version.citation)
            # The speaker is the one this very sentence gives; another outlet's may have said it elsewhere.
            speaker = sentence.statement.speaker if sentence and sentence.statement else None
            stems = frozenset(concept_stems(version.text))
            again = any(len(stems & other) >= _AGAIN * min(len(stems), len(other)) for other in said)
            draft = self._citing.sentence(version.citation) if speaker and speaker not in heard and not again else None
            if speaker and draft and sentence and _reads_alone(draft.text) and not cut_short(sentence):
                heard.add(speaker)
                said.append(stems)
                yield DraftClaim(draft.text, draft.cites, speaker=speaker)

    def _versions(self) -> list[QuotationVersion]:
        return [version for entry in self._comparison.quotations for version in entry.versions]

    def _to_the_point(self, version: QuotationVersion) -> tuple[bool, float, str, str]:
        """Return where a statement stands: with its speaker's name, and the more of the news is in it, the sooner."""
        sentence = self._citing.around(version.citation)
        name = sentence.statement.speaker if sentence and sentence.statement else None
        named = sentence is not None and name is not None and name.split()[-1] in sentence.text
        return not named, -self._salience.density(version.text), version.citation.paragraph_id, version.text

    def _take(self, topic: str, most: int, drafts: Iterable[DraftClaim]) -> Generator[DraftClaim, None, int]:
        """Yield at most so many drafts that are neutral and not said yet, and return how many there were."""
        taken = 0
        for draft in drafts:
            if taken == most:
                break
            fits = topic in _ALWAYS or self._has_room(draft)
            if draft.cites and not self._said(draft) and fits and not own_loaded(draft.text):
                self._note(draft)
                taken += 1
                yield DraftClaim(draft.text, draft.cites, speaker=draft.speaker, topic=topic)
        return taken

    def _said(self, draft: DraftClaim) -> bool:
        stems = frozenset(concept_stems(draft.text))
        return any(overlap(stems, other, self._weights) >= ALIKE for other in self._used)

    def _has_room(self, draft: DraftClaim) -> bool:
        """Whether a sentence keeps the briefing within its share of the articles, or gives an origin its only word."""
        return len(draft.text.split()) <= self._room or not self._heard.issuperset(self._origins(draft))

    def _origins(self, draft: DraftClaim) -> set[int]:
        return {self._origin_of[cite.marker] for cite in draft.cites}

    def _note(self, draft: DraftClaim) -> None:
        """Remember what has been said, by whom, and how much room is left."""
        self._used.append(frozenset(concept_stems(draft.text)))
        self._room -= len(draft.text.split())
        self._heard |= self._origins(draft)


def _is_statement(text: str) -> bool:
    """Tell whether much of a sentence is somebody's words, and not just a few of them."""
    return sum(len(quotation.text.split()) for quotation in find_quotations(text)) > QUOTED * len(text.split())


def _reads_alone(text: str) -> bool:
    """Tell whether a statement hangs on nothing before it, and is no half of a longer quotation."""
    return not leans(text) and text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _in_turn(claims: Sequence[ComparedClaim]) -> list[ComparedClaim]:
    """Let the outlets take turns, each with its most important claim first."""
    turns: dict[str, int] = defaultdict(int)
    ordered = []
    for place, claim in enumerate(claims):
        outlet = next((p.outlet for p in claim.positions if p.stance is Stance.STATES), "")
        ordered.append((turns[outlet], place, claim))
        turns[outlet] += 1
    return [claim for _, _, claim in sorted(ordered, key=lambda item: item[:2])]
