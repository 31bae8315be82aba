"""What sets two figures apart though their words are alike: one is of a part, another time, place, kind or a guess.

Two values of one thing are a conflict, so a figure that only looks like another is worse than none. Every reason here
is one a reader can see in the clause of a figure; none of them is looked for where the values agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.datatypes import FigureKind
from rag.generate.compare.claims import said
from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.counted import Counted
from rag.generate.compare.reading import Sentence
from rag.generate.compare.values import relation
from rag.text.figures import FigureType
from rag.text.people import names
from rag.text.words import stem

_KINDS = (
    # A mean or a rate is no total.
    re.compile(r"\baverag\w*|\bmedian\b|\bper\s+(?!cent\b)\w+|\b(?:a|each|every)\s+(?:day|week|month|year)\b"
               r"|\b(?:dai|week|month|year|annual)ly\b|\bannualized\b|\brate\b", re.IGNORECASE),
    # Those with water are not those without.
    re.compile(r"\bwithout\b|\bnot\b|\bnever\b|n['’]t\b", re.IGNORECASE),
    # Two polls ask other people.
    re.compile(r"\bpolls?\b|\bsurveys?\b|\bcensus\b", re.IGNORECASE),
)  # fmt: skip
_FORESEEN = re.compile(
    r"\b(?:expect|predict|forecast|project|anticipat|estimat|surveyed)(?:ed|s|ing|ions?|es)?\b|\beconomists\b"
    r"|\banalysts\b|\b(?:need|requir|want|seek|hop|request|propos)(?:s|ed|es|ing)?\b|\bcould\b|\bmight\b"
    r"|\bmay\b(?!\s\d)|\bthreshold\b|\bnecessary\b|\bgoal\b|\btarget\b",
    re.IGNORECASE,
)
"""What was foreseen, asked or needed is no count."""
_TO_COME = re.compile(r"\bwill\b|\bwould\b", re.IGNORECASE)
_TIMES = (
    # What was before, or elsewhere in time, is not what is now.
    re.compile(r"\b(?:weeks?|months?|years?|decades?)\s+(?:ago|earlier|before)\b|\b(?:last|previous|prior)\s+\w+"
               r"|\bthe\s+week\s+before\b|\brecord\b|\bpeak(?:ed)?\b|\ball-time\b", re.IGNORECASE),
    # The dead of several attacks are not those of one.
    re.compile(r"\b(?:attacks|shootings|crashes|bombings|blasts|explosions|incidents|disasters|storms|fires|accidents)\b"),
)  # fmt: skip
_BEFORE = (
    # "Rose by 40", "up from 180"; but a vote was won by 20 votes.
    re.compile(r"\bby\s+(?:just\s+|only\s+|about\s+)?$", re.IGNORECASE),
    re.compile(r"\bfrom\s+(?:just\s+|only\s+|about\s+)?$", re.IGNORECASE),
    re.compile(r"\b(?:an?other|additional|further|extra|remaining|first|last|next|other)\s+$", re.IGNORECASE),
)
_OF_ALL = re.compile(r"\s+(?:out\s+)?of\s+(?:the|those|these|them|whom|its|their|our|all)\b")
_MORE = re.compile(r"(?:\s+or)?\s+(?:more|others?|additional|further|fewer|less|extra)\b(?!\s+than)")
_JOINT = re.compile(r"\s+\w+s\s+and\s+\w+s\b")
_ANOTHER = re.compile(r"\banother\b", re.IGNORECASE)
_PERIOD = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:first|second|third|fourth)[\s-](?:quarter|half)\b|\b(?:19|20)\d\d\b|\bQ[1-4]\b"
)
_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_POINT = stem("points")
"""What an index moves by changes from minute to minute."""
_LEAST_OF = 0.1
"""How much of a toll an earlier one is at least."""
_ANYBODY = frozenset(
    stem(word) for word in "people person others victims adults residents individuals dead deaths cases lives".split()
)
_NEAR = 0.9
"""From when two values are so near that they are hardly of two things."""
_PERSON = re.compile(r"[A-Z][\w’'.-]+\s+[A-Z]")
_SAID_ON = re.compile(
    r"\b(?:said|says|told\s+\w+|announced|reported|added)\s+(?:late\s+|early\s+)?(?:on\s+)?[A-Z]\w+day\b"
)
"""The day of a statement is not that of what it tells."""
_ALIKE_SUMS = 0.5
"""How alike the words of two differing sums, rates or votes must be to be of one thing: they come in lists."""
_ALIKE_RATES = 0.75
"""The same for rates: a poll's, of one party and state after another."""
_ALIKE_TOTALS = 0.3
"""The same for sums that are known to be of one concept, a shortfall, or that are nearly the same."""
_ALIKE = 0.1
_BEHIND = 40
_AHEAD = 70
"""How far from a figure a word may stand and still say what kind of figure it is."""


def set_apart(one: Counted, other: Counted, alike: float) -> bool:
    """Whether two figures that differ count different things. `alike` is the likeness of their words, 0 to 1."""
    scores = (one.figure.type is FigureType.SCORE) + (other.figure.type is FigureType.SCORE)
    if scores == 1 or _POINT in (one.figure.noun, other.figure.noun):
        return True
    same = one.known and one.concept == other.concept
    near = _nearness(one, other)
    if alike < _least(one, same or near >= _NEAR):
        return True
    if _kinds(one, _KINDS) != _kinds(other, _KINDS) or _share(one) != _share(other):
        return True
    # Two values that are nearly the same are of one time, whatever else the clause tells.
    if near < _NEAR and (one.background != other.background or _kinds(one, _TIMES) != _kinds(other, _TIMES)):
        return True
    if _foreseen(one, near) != _foreseen(other, near):
        return True
    if same and relation(one, other) is FigureKind.REVISION:
        # The toll of one event is told with ever other names; but one day's dead are not all of them.
        low, high = sorted((one.figure.value, other.figure.value))
        return low < _LEAST_OF * high
    return elsewhere(one, other) or _of_others(one, other) or _of_another_time(one, other)


def _least(item: Counted, same: bool) -> float:
    """Return how alike the words of two figures must be; those of a known concept need not be where they count."""
    if item.figure.type is FigureType.COUNT:
        return 0.0 if same and item.known else _ALIKE
    if item.figure.type is FigureType.PERCENT:
        return _ALIKE_RATES
    return _ALIKE_TOTALS if same and item.figure.type is FigureType.MONEY else _ALIKE_SUMS


def _nearness(one: Counted, other: Counted) -> float:
    """Return the share the smaller value is of the larger; two rates are as near as any."""
    low, high = sorted((one.figure.value, other.figure.value))
    return low / high if high > 0 and one.figure.type is not FigureType.PERCENT else 0.0


def _foreseen(item: Counted, near: float) -> bool:
    return any(_kinds(item, (_FORESEEN,) if near >= _NEAR else (_FORESEEN, _TO_COME)))


def _kinds(item: Counted, patterns: Sequence[re.Pattern[str]]) -> tuple[bool, ...]:
    near = f"{item.before[-_AHEAD:]} {item.after[:_BEHIND]}"
    return tuple(bool(pattern.search(near)) for pattern in patterns)


def _share(item: Counted) -> tuple[bool, ...]:
    """Return in which ways a figure is one of a part, of a change, or of several things together."""
    text, figure = item.sentence.paragraph.text, item.figure
    before, after = text[max(0, figure.start - 24) : figure.start], text[figure.end : figure.end + 48]
    return (
        *(bool(pattern.search(before)) for pattern in _BEFORE[item.concept == "votes" :]),
        bool(_OF_ALL.match(after)),
        bool(_MORE.match(after) or _ANOTHER.search(figure.text)),
        bool(_JOINT.match(after)),
    )


def elsewhere(one: Counted, other: Counted) -> bool:
    """Whether both name somebody or some place, apart from who says it, and none of them is named by both."""
    first, second = _named(one), _named(other)
    if not first or not second:
        return False
    return not any(a <= b or b <= a for a in first for b in second)


def _named(item: Counted) -> set[frozenset[str]]:
    """Return the stems of each name apart from who speaks: "North Orne" is not "South Orne"."""
    text = said(item.sentence) if _person_speaks(item.sentence) else item.sentence.text
    found = (frozenset(concept_stems(name)) for _, name in names(text))
    return {name for name in found if name and name & item.sentence.names}


def _person_speaks(sentence: Sentence) -> bool:
    """Whether somebody by name says it; "authorities in North Orne" tells where it was counted."""
    speaker = (sentence.statement and sentence.statement.speaker) or ""
    return bool(_PERSON.match(speaker)) and f"in {speaker}" not in sentence.text


def _of_others(one: Counted, other: Counted) -> bool:
    """Whether one counts soldiers, say, and the other villagers."""
    first, second = (item.figure.noun.split()[-1] if item.figure.noun else "" for item in (one, other))
    return one.known and bool(first and second) and first != second and not {first, second} & _ANYBODY


def _of_another_time(one: Counted, other: Counted) -> bool:
    """Whether both say of when they are, and it is not the same; a day counts where what is counted does not go on."""
    if _disjoint(_PERIOD, one.phrase, other.phrase):
        return True
    moving = one.moving and other.moving
    return not moving and _disjoint(_DAY, _SAID_ON.sub("", one.sentence.text), _SAID_ON.sub("", other.sentence.text))


def _disjoint(pattern: re.Pattern[str], one: str, other: str) -> bool:
    first, second = set(pattern.findall(one)), set(pattern.findall(other))
    return bool(first and second) and first.isdisjoint(second)
