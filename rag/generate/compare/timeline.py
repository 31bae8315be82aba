"""The timeline: what happened when, by the dates inside the reports, not by when they were published."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.datatypes import TimelineEntry
from rag.generate.compare.claims import Candidate
from rag.generate.compare.concepts import overlap
from rag.generate.compare.predicates import predicate
from rag.generate.compare.reading import Reading, Sentence, cite_sentence
from rag.text.figures import Figure, FigureType

LIMIT = 30
"""How many entries a timeline has; the weightiest are kept."""
_SAME = 0.5
_COPY = 0.9
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|\w{2,}ed|told|took|made|fell|rose|met|came|went|began|broke|woke|ran|cut"
    r"|left|lost|won|sank|struck|held|gave|got|found|drew|grew|became|kept|sent|sold|bought)\b"
)
_IN_MONTH = re.compile(r"\b(?:in|of|early|late|mid-?|during|last|next|this)\s*$", re.IGNORECASE)
_FINITE = (
    r"(?:was|were|is|are|has|have|had|did|does|will|would|can|could|may|might|must|told|took|made|gave|got|won|lost|met"
    r"|left|fell|rose|came|went|began|broke|ran|drew|grew|became|[a-z]{2,}ed)\b"
)
_IN_SUBJECT = re.compile(rf"(?:\s+(?:morning|afternoon|evening|night))?\s+{_FINITE}")
"""What follows a day inside the subject: "the lorry that crashed on Friday was towed away"."""
_POSSESSIVE = re.compile(r"[’']s?\s")
_LOOKS_AHEAD = re.compile(r"\b(?:for|until|till|by|before)\s+$", re.IGNORECASE)
_ARRANGED = re.compile(
    r"(?:\b(?:has|have)\s+(?:also\s+|\w+ly\s+)?(?:invited|summoned|scheduled|postponed|promised|agreed|vowed|urged|asked"
    r"|called|ordered|planned|decided)|(?<!\bwas\s)(?<!\bwere\s)(?<!\bbeen\s)\b(?:invited|summoned|rescheduled))\b"
    r"(?=[^,;:]*\b(?:to|for)\b)(?:(?!\b(?:after|when|because|who|that)\b)[^,;:])*$"
)
"""Whoever has been asked to talks on Monday may be going there: the day is not when they were asked."""
_DATES_SPEECH = re.compile(
    r"\b(?:said|says|told\s+\w+|wrote|announced|added)\s+(?:in\s+\w+\s+)?(?:late\s+|early\s+)?(?:on\s+)?$"
)


def timeline(
    claims: Sequence[Candidate], readings: Sequence[Reading], weight: Mapping[str, float]
) -> tuple[TimelineEntry, ...]:
    """Return the dated claims in the order of their dates, like ones of one date together."""
    entries: list[tuple[str, list[Candidate]]] = []
    standing = [claim for claim in claims if claim.text is not None]
    for claim in sorted(standing, key=lambda c: (c.sentence.article, -c.weight, c.sentence.number)):
        for day in _days(claim.sentence, readings[claim.sentence.article].article.published):
            others = (entry for entry in entries if claim not in entry[1])
            if known := next((entry for entry in others if _same_event(entry, day, claim, weight)), None):
                known[1].append(claim)
            else:
                entries.append((day, [claim]))
    entries.sort(key=lambda entry: (-len(entry[1]), -max(claim.weight for claim in entry[1])))
    kept = sorted(entries[:LIMIT], key=lambda entry: (entry[0], -entry[1][0].weight, entry[1][0].sentence.article))
    return tuple(_entry(day, members, readings) for day, members in kept)


def _same_event(entry: tuple[str, list[Candidate]], day: str, claim: Candidate, weight: Mapping[str, float]) -> bool:
    """Whether a claim dates what an entry dates. A copy printed a day later may seem to say another "Sunday"."""
    alike = overlap(entry[1][0].sentence.stems, claim.sentence.stems, weight)
    return alike >= (_SAME if entry[0] == day else _COPY)


def _days(sentence: Sentence, published: str | None) -> list[str]:
    """Return the days and months a sentence dates something to, without those that only date what was said.

    Of several days those count that date what the sentence tells, not what it is about ("Monday's fire").
    """
    found: list[str] = []
    about: list[str] = []
    text = sentence.paragraph.text
    for figure in sentence.figures:
        if figure.type is not FigureType.DATE or figure.iso is None:
            continue
        if len(figure.iso) == 7 and not _IN_MONTH.search(text, sentence.start, figure.start):
            continue  # "the highest since February" dates nothing
        quoted = any(quote.start < figure.start < quote.end for quote in sentence.quotations)
        if quoted or _unsure(figure, sentence, published):
            continue
        if not _DATES_SPEECH.search(text, sentence.start, figure.start):
            behind = text[figure.end : sentence.end]
            (about if _POSSESSIVE.match(behind) or _IN_SUBJECT.match(behind) else found).append(figure.iso)
    return list(dict.fromkeys(found or about))[:2]


def _unsure(figure: Figure, sentence: Sentence, published: str | None) -> bool:
    """Whether a bare weekday taken for the last one may be the next: "transfers go out on Wednesday"."""
    if published is None or figure.iso is None or figure.iso >= published[:10] or not _WEEKDAY.fullmatch(figure.text):
        return False
    text = sentence.paragraph.text
    if not _POSSESSIVE.match(text, figure.end) and any(
        sign.search(text[sentence.start : figure.start]) for sign in (_LOOKS_AHEAD, _ARRANGED)
    ):
        return True
    core = predicate(sentence.text)
    return core.modal or core.state or not _PAST.search(sentence.text)


def _entry(day: str, members: Sequence[Candidate], readings: Sequence[Reading]) -> TimelineEntry:
    ordered = sorted(members, key=lambda claim: (claim.sentence.article, claim.sentence.number))
    return TimelineEntry(
        day, members[0].text or "", tuple(cite_sentence(readings, claim.sentence) for claim in ordered)
    )
