"""The other side of what an answer shows: the denial of an accusation, another party's contrary statement.

An accusation without its denial is half an answer. What stands against a sentence is looked for in the paragraphs after
it, where news puts it, and in other articles of the same event. It is found by its words; a contrary statement in words
of its own, far from what it answers, is missed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.reading import Reading, Sentence
from rag.text.dates import publication_day
from rag.text.figures import FigureType
from rag.text.words import WORD, stem

OTHER_SIDE = "What the other side says"
"""The heading of sentences that stand against those shown."""

MOST = 3
AFTER = 4
"""Sentences after an accusation in which its denial may stand."""

WEEKS = timedelta(weeks=4)
"""How far apart two articles may be and still be of one event, where the library has not told."""

_DENIAL = re.compile(
    r"\b(?:den(?:ies|ied|ying)|reject(?:s|ed|ing)|refut(?:es|ed|ing)|disput(?:es|ed|ing)"
    r"|rebuff(?:s|ed)|dismiss(?:es|ed|ing)(?=\s+(?:\w+\s+)?(?:claims?|accusations?|allegations?|reports?|suggestions?|it|this|that)\b)"
    r")\b(?P<what>[^;.!?]*)|\b(?:untrue|false|baseless|unfounded|fabricated|not\s+true)\b",
    re.IGNORECASE,
)
_ECHO = re.compile(
    r"\b(?:this|that|these|it|them)(?=\s*(?:[,.;]|and\b|as\b|$))|\b(?:the|these|those|such|both)\s+(?:\w+\s+)?(?:claims?"
    r"|accusations?|allegations?|charges?|criticism|suggestions?|account)\b(?!\s+(?:that|of|by|from)\b)",
    re.IGNORECASE,
)
"""How a denial points back at what it denies: "rejected this", "called the claim untrue"."""
ECHOES = 2
"""Sentences after an accusation from which a denial may point back at it."""
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|cannot)\b|n['’]t\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:.!?\"“”]|\b(?:but|and|while|although)\b")
_SAME = 2
"""In how many words two sentences may differ and still be one report printed twice."""
_MUCH = 0.4
"""The share of what is denied that the sentence denied must have."""
_MUCH_BESIDE, _MUCH_APART = 0.3, 0.6
"""The same for what a sentence says no to, beside the other and in another article."""
_LIGHT = frozenset(
    stem(word)
    for word in "know want like comment respond say make do go come name take give expect start play plan need think "
    "believe see tell work happen able clear yet way thing".split()
)
"""What one may say no to at any time, with little meaning of its own."""
_REACH = 6
"""Words after a "no" or a "not" on which it bears."""
_OPPOSED = tuple(
    (stem(one), stem(other))
    for one, other in (
        pair.split()
        for pair in "passed failed,safe unsafe,guilty innocent,lawful unlawful,legal illegal,accident deliberate,"
        "accurate inaccurate,true false,confirmed denied,accepted rejected,approved rejected,agreed refused".split(",")
    )
)
_ALL = re.compile(r"\b(?:all|every|each|none|only)\b", re.IGNORECASE)
_OF_PLACE = re.compile(r"\b(from|in|at)\s+(?:the\s+)?([A-Z]\w+)")
_ACCUSING = re.compile(r"\b(?:accus|alleg|blam|claim)\w*", re.IGNORECASE)


def other_side(
    chosen: Sequence[Sentence], sentences: Sequence[Sentence], readings: Sequence[Reading]
) -> list[Sentence]:
    """Return the sentences that stand against those chosen and are not among them, the nearest first."""
    shown = {(s.article, s.number) for s in chosen}
    found: dict[tuple[int, int], Sentence] = {}
    for said in chosen:
        if _DENIAL.search(said.text):
            continue
        against = [
            s
            for s in sentences
            if _place(s) not in shown | found.keys()
            and _stands_against(said, s, readings)
            and not any(_says_the_same(s, other) for other in (*chosen, *found.values()))
        ]
        against.sort(key=lambda s: (s.article != said.article, s.article, s.number))
        for s in against:
            if len(found) < MOST and not any(_says_the_same(s, other) for other in found.values()):
                found[_place(s)] = s
    return list(found.values())


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.article, sentence.number


def _says_the_same(one: Sentence, other: Sentence) -> bool:
    return len(one.stems ^ other.stems) <= _SAME


def _stands_against(said: Sentence, other: Sentence, readings: Sequence[Reading]) -> bool:
    after = other.number - said.number
    if said.article == other.article:
        return -1 <= after <= AFTER and not _same_speaker(said, other) and _answers(said, other, after)
    if not _same_event(said, other, readings):
        return False
    about = frozenset(concept_stems(said.paragraph.text)) & frozenset(concept_stems(other.paragraph.text))
    return len(about) > 1 and (_answers(said, other, 0) or _is_part(said, other))


def _same_speaker(said: Sentence, other: Sentence) -> bool:
    one, two = said.statement, other.statement
    if one is None or two is None or not one.speaker or not two.speaker:
        return False
    return one.speaker.split()[-1] == two.speaker.split()[-1]


def _same_event(said: Sentence, other: Sentence, readings: Sequence[Reading]) -> bool:
    """Say whether two articles are of one story, or of days not far apart with a name in common."""
    one, two = readings[said.article].article, readings[other.article].article
    if one.story is not None and one.story == two.story:
        return True
    days = publication_day(one.published), publication_day(two.published)
    if days[0] is None or days[1] is None or abs(days[0] - days[1]) > WEEKS:
        return False
    names = frozenset[str]().union(
        *(s.names for s in readings[said.article].sentences if s.paragraph == said.paragraph)
    )
    return bool(names & other.names)


def _answers(said: Sentence, other: Sentence, after: int) -> bool:
    """Say whether a sentence denies another, says no to what it says, or has its opposite.

    `after` is how many sentences later it stands; 0 if it stands in another article.
    """
    shared = (said.stems & other.stems) - said.names - other.names
    spoken = said.statement is not None or _ACCUSING.search(said.text) is not None
    if denial := _DENIAL.search(other.text):
        denied = frozenset(concept_stems(denial["what"] or other.text)) - other.names
        if spoken and 0 < after <= ECHOES and _ECHO.search(other.text):
            return True
        if len(denied & shared) >= (1 if after else 2) and len(denied & shared) >= _MUCH * len(denied):
            return True
    if spoken and other.statement is not None and _says_no(said, other, after):
        return True
    return bool(shared) and any(
        (a in said.stems and b in other.stems) or (b in said.stems and a in other.stems) for a, b in _OPPOSED
    )


def _says_no(said: Sentence, other: Sentence, after: int) -> bool:
    """Say whether what a sentence says no to is in another that does not say no to it as well.

    Beside it, another speaker's "no" to one of its things is enough; elsewhere the "no" must be to little else.
    """
    speakers = [s.statement.speaker if s.statement else None for s in (said, other)]
    least = _MUCH_BESIDE if after > 0 and all(speakers) else _MUCH_APART
    own = frozenset[str]().union(*_denied(said))
    for stems in _denied(other):
        denied = stems - other.names - _LIGHT
        if denied and len(denied & said.stems - own) >= least * len(denied):
            return True
    return False


def _denied(sentence: Sentence) -> list[frozenset[str]]:
    """Return, for each "no" or "not" in a sentence, the stems of the words on which it bears."""
    found = []
    for negation in _NEGATION.finditer(sentence.text):
        clause = _CLAUSE_END.split(sentence.text[negation.end() :], maxsplit=1)[0]
        found.append(frozenset(concept_stems(" ".join(WORD.findall(clause)[:_REACH]))))
    return found


def _is_part(said: Sentence, other: Sentence) -> bool:
    """Say whether one sentence says of all that they are from a place, and the other counts out who is from it."""
    places = frozenset(_OF_PLACE.findall(said.text)) & frozenset(_OF_PLACE.findall(other.text))
    counts = [f for f in other.figures if f.type is FigureType.COUNT]
    return bool(places) and len(counts) > 1 and _ALL.search(said.text) is not None
