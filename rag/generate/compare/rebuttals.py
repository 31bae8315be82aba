"""Whether one claim says that what the other reports is not so: "has not resigned" against "resigned".

It must be the same act, of the same people, to the same thing: most news has a "not" somewhere, and a sentence is
seldom about the very act that another denies. A report, claim or accusation that is denied is held against what it
says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.generate.compare.claims import Candidate
from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.denials import denies, negates
from rag.generate.compare.reading import name_stems
from rag.text.people import surname
from rag.text.speakers import antecedent
from rag.text.verbs import BASE_FORMS
from rag.text.words import WORD, stem

_NOT = re.compile(
    r"\b(?P<aux>did|do|does|has|have|had|was|were|is|are|will)(?:\s+not|n['’]t|\s+never)\s+(?P<rest>\w.*)"
    r"|\bnever\s+(?P<ever>\w.*)",
    re.IGNORECASE | re.DOTALL,
)
_ADVERB = re.compile(
    r"(?:(?:been|be|ever|having|actually|really|personally|directly|previously|formally|officially|knowingly"
    r"|deliberately|intentionally|publicly|in\s+fact)\s+)+",
    re.IGNORECASE,
)
_DENY = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)\s+(?:(?P<act>(?:having\s+)?(?!having\b)\w{3,}(?:ing|ed)\b.*)|that\s+(?P<that>.*)"
    r"|(?:(?:an?|the|all|any|these|those|his|her|their|media|news)\s+)?(?:\w+\s+){0,3}?"
    r"(?:reports?|claims?|allegations?|accusations?|suggestions?|assertions?|rumou?rs?|charges?)\s+(?:that|of)\s+(?P<told>.*))"
    r"|(?:dismiss|reject|refut|disput|rebut|rebutt|contradict)(?:e?s|ed|ing)\s+"
    r"(?:(?:an?|the|all|any|these|those|his|her|their|media|news)\s+)?(?:\w+\s+){0,4}?"
    r"(?:reports?|claims?|allegations?|accusations?|suggestions?|assertions?|rumou?rs?)\s+(?:that|of)\s+(?P<put>.*))",
    re.IGNORECASE | re.DOTALL,
)
_CUT = re.compile(
    r"[;:.!?\"“”—–]|,['’]?\s|\b(?:but|because|although|though|while|whereas|which|who|until|unless|since|before|after|if|when)\b"
    r"|\band\s+(?:\w+ly\s+)?(?:\w+ed|said|is|was|has|had|would|will)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[;:.!?\"“”—–]|,\s|\b(?:that|but|and\s+that)\b")
_NOT_ALL = re.compile(
    r"(?:only|just|merely|simply|necessarily|always|all|entirely|fully|enough|yet|until|unless|immediately|even|so|as"
    r"|any|anything|anyone|a\s+single|much|many|very|that)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:until|unless|since|before|yet|if|again|any\s?more|any\s+longer|only|whether)\b", re.IGNORECASE
)
_THEN = re.compile(
    r"\b(?:if|unless|until|prior\s+to|whether|why|because|initially|at\s+first|admit\w*|acknowledg\w+|conced\w+|regret\w*)\b",
    re.IGNORECASE,
)
"""What says that it was so for a time only, that it is only thought of, or that both sides agree on it."""
_LATER = re.compile(r"\b(?:belatedly|later|eventually|finally|at\s+last|in\s+the\s+end|since\s+then)\b", re.IGNORECASE)
_MAYBE = re.compile(
    r"\b(?:if|whether|without|refus\w+|declin\w+|fail\w*|could|should|can|asked\s+(?:if|whether))\b|\bto\s+(?:have\s+)?$",
    re.IGNORECASE,
)
_LIGHT = frozenset(
    stem(word)
    for word in """
    have has do does did go come know think believe want need see mean say said tell told
    include be look seem feel like hear hope try let use expect respond comment answer name happen work matter
    understand remember agree care
    """.split()
)
_WEAK = frozenset(stem(word) for word in "take make give get put set hold".split())
"""Verbs that say little without what follows them, which must then be there in full."""
_BE = frozenset("was were is are".split())
_DONE = re.compile(r"\w+(?:ed|ing|[aeo]wn|ken|ten|den|sen|ught|old|ent|ost|eft|uck|ead|aid|ound|elt)\b")
_WE = frozenset("we you they it this that these those there i he she who".split())
_BASES = {stem(form): stem(base) for form, base in BASE_FORMS.items() if form != base}
_SHARED = 0.5
"""How much of what is denied the other claim must say; of a report, names aside, as well."""
_FEWEST = 3
"""How many telling words a denied report must have, so that the same words are no chance."""
_LIKELY = 0.5
_LIKELY_REPORT = 0.2
"""How likely two claims must be about one fact; less will do where a report of somebody by name is denied."""
_REACH = 4
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Denial:
    """What is denied: the stem of the act ("" for a report), of whom, to what, and the names in that."""

    act: str
    whom: frozenset[str]
    what: frozenset[str]
    names: frozenset[str] = frozenset()


def denials(claim: Candidate) -> tuple[Denial, ...]:
    """Return what a claim says was not done, and the reports that it says somebody denied."""
    return (*_acts(claim), *_reports(claim))


def rebuts(denied: tuple[Denial, ...], other: Candidate, likely: float) -> bool:
    """Whether a claim reports what another one denies.

    `likely` is how likely the two are about one fact, as a share of what the same fact takes.
    """
    text = other.sentence.text
    if not denied or negates(text.lower()) or denies(text.lower()) or _LATER.search(text) or text.startswith("If "):
        return False
    said = frozenset(_root(word) for word in concept_stems(text))
    return any(_rebuts(one, text, said, likely) for one in denied)


def _rebuts(one: Denial, text: str, said: frozenset[str], likely: float) -> bool:
    if not one.act:
        plain = one.what - one.names
        floor = _LIKELY_REPORT if one.names & said else _LIKELY
        return likely >= floor and _share(one.what, said) >= _SHARED and _share(plain, said) >= _SHARED
    if likely < _LIKELY or not one.whom & said or not _does(one, text):
        return False
    if one.act in _WEAK:
        return len(one.what) >= _FEWEST and one.what <= said
    return _share(one.what, said) >= _SHARED


def _share(what: frozenset[str], said: frozenset[str]) -> float:
    return len(what & said) / len(what) if what else 1.0


def _does(one: Denial, text: str) -> bool:
    """Whether a text reports an act, neither by somebody else nor only asked or thought of."""
    words = list(WORD.finditer(text))
    for at, match in enumerate(words):
        word = match.group().lower()
        if _root(stem(word)) != one.act or word.endswith(("tion", "ment", "al", "er", "or", "ings")):
            continue
        before = text[words[max(0, at - _REACH)].start() : match.start()]
        bare = not word.endswith(("ed", "ing", "s")) and stem(word) not in _BASES
        if _MAYBE.search(before) or (bare and not re.search(r"\b(?:will|may|might|did|does|would|have|has)\b", before)):
            continue
        if before.rstrip().lower().endswith((" the", " a", " an", " of", " on", " its", " his", " her", " their")):
            continue  # a noun
        actor = words[at - 1].group() if at else ""
        if actor[:1].isupper() and at > 1 and not _roots(before) & one.whom:
            continue
        return True
    return False


def _acts(claim: Candidate) -> Iterator[Denial]:
    text = claim.sentence.text
    for match in _NOT.finditer(text):
        rest = match["rest"] or match["ever"]
        # "Is not present" denies no act.
        if (match["aux"] or "").lower() not in _BE or _DONE.match(_ADVERB.sub("", rest, count=1)):
            yield from _act(claim, text[: match.start()], rest)


def _act(claim: Candidate, before: str, rest: str) -> Iterator[Denial]:
    """Yield the act that the words behind a "not" name, if they name one that another claim can report."""
    rest = rest[adverbs.end() :] if (adverbs := _ADVERB.match(rest)) else rest
    words, clause = WORD.findall(rest), _clause(rest)
    if not words or len(words[0]) < _SHORTEST or _NOT_ALL.match(rest) or _OPEN.search(rest[: len(clause) + _REACH * 3]):
        return
    act, whom = _root(stem(words[0].lower())), _whom(claim, before)
    if act not in _LIGHT and whom and not _THEN.search(before):
        yield Denial(act, whom, _roots(clause) - {act} - whom)


def _reports(claim: Candidate) -> Iterator[Denial]:
    text = claim.sentence.text
    for match in _DENY.finditer(text):
        told = match["that"] or match["told"] or match["put"]
        if told is not None:
            what = _roots(_clause(told))
            if len(what) >= _FEWEST:
                yield Denial("", frozenset(), what, frozenset(_root(name) for name in name_stems(text)) & what)
        else:
            yield from _act(claim, text[: match.start()], match["act"].removeprefix("having "))


def _clause(text: str) -> str:
    cut = _CUT.search(text)
    return text[: cut.start()] if cut else text


def _whom(claim: Candidate, before: str) -> frozenset[str]:
    """Return the stems of who is said not to have done it: the words before, or whom a pronoun stands for."""
    clause = next((part for part in reversed(_PART.split(before)) if part and part.strip()), "")
    words = [word.lower() for word in WORD.findall(clause)]
    sentence = claim.sentence
    if words and words[-1] in ("i", "he", "she"):
        speaker = sentence.statement.speaker if sentence.statement else None
        name = speaker if words[-1] == "i" or speaker else antecedent(words[-1], sentence.lead, sentence.before)
        return frozenset(concept_stems(surname(name))) if name else frozenset()
    if not words or words[-1] in _WE:
        return frozenset()
    return _roots(clause)


def _roots(text: str) -> frozenset[str]:
    return frozenset(_root(word) for word in concept_stems(text))


def _root(word: str) -> str:
    return _BASES.get(word, word)
