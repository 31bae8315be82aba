"""Mutators of names: another name of its kind, another speaker, and who did what to whom turned round.

Which kind a name is, is told from the article by plain signs, not by the parts of Plumbline that are measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from eval.mutations.sentence import Mutation, TrueSentence, changed, unquoted

_CAP = r"[A-Z][a-zà-ÿ]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?"
_FULL = re.compile(
    rf"(?<![\w’'.-])(?:{_CAP}|[A-Z]\.(?:\s?[A-Z]\.)?)(?:\s(?:[A-Z]\.\s)?(?:de\s|van\s|von\s|al-)?{_CAP}){{1,2}}(?![\w-])"
)
_SAY = (
    "said|says|told|added|argued|insisted|explained|noted|warned|announced|wrote|claimed|acknowledged|testified|stated"
)
_PERSONAL = re.compile(rf"\A,?\s(?:{_SAY}|who|has said|later|was born|tweeted|\d\d,|\(\w-)\b")
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|President|Senator|Governor|Secretary|Minister|Chairman|Speaker|Judge|Justice|"
    r"Mayor|Sheriff|General|Congressman|Congresswoman|Attorney|Director|Representative|spokesman|spokeswoman|director|"
    r"lawyer|analyst|professor|economist|CEO)\.?\s\Z"
)
_UNTITLED = re.compile(
    r"\A(?:(?:Former|President|Senator|Governor|Secretary|Minister|Chairman|Speaker|Judge|Justice|Mayor|Sheriff|General"
    r"|Congressman|Congresswoman|Director|Representative)\s)+"
)
_BODY = re.compile(
    r"\b(?:Agency|Association|Authority|Bank|Board|Bureau|Center|Centre|Club|College|Commission|Committee|Company|Corp|"
    r"Council|Court|Department|Fund|Group|House|Institute|Ministry|News|Office|Organization|Party|Police|Press|School|"
    r"Senate|Service|Society|Times|Union|University|Post|Journal|Foundation|Congress|Administration|Conference)\b"
)
_NO_BODY = re.compile(
    r"\A(?:The|Former|Rep|Sen|Gov)\b|\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Speaker|President|Secretary|Chief"
    r"|Chairman|Leader|Director)\b"
)
_PLACE_BEFORE = re.compile(r"\b(?:in|near|at|outside|across|around)\s\Z")
_NO_PERSON = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December The This That These Those In On At But And For With From After Before When "
    "While If As By He She They It We You I His Her Their Our My Its New North South East West Great Saint San Los "
    "United States White House Supreme Democratic Republican American Black Wall Street Capitol Hill Islamic State "
    "City County Island River Lake Mount Fort Air Force Army Navy Act Bill Day Way Party Some Many Most Not No Yes So "
    "Mr Mrs Ms Dr Sen Rep Gov Gen President Senator Governor Secretary Minister Chairman Speaker Judge Justice Mayor "
    "Prime Vice Attorney General Director Former Twitter Facebook Google Amazon Apple Microsoft Christmas "
    "Thanksgiving Easter World Cup League Super Bowl Premier National International Federal".split()
)
_WORD = re.compile(rf"(?<![\w’'.-]){_CAP}(?![\w-])(?!\s[A-Z]|\.)")
_NO_PLACE = re.compile(
    r"[a-z][A-Z]|(?:ans|ists|ers|ess)\Z|\A(?:God|Congress|Parliament|English|Spanish|French|Covid)\Z"
)
_PARTIES = {
    "Republicans": "Democrats", "Democrats": "Republicans", "Republican": "Democratic", "Democratic": "Republican",
    "liberals": "conservatives", "conservatives": "liberals",
}  # fmt: skip
_PARTY = re.compile(rf"\b(?:{'|'.join(_PARTIES)})\b(?!\s[A-Z])")


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who and what an article names: persons by full name, places, and bodies, each in order of appearance."""

    persons: tuple[str, ...]
    places: tuple[str, ...]
    bodies: tuple[str, ...]

    def kind(self, name: str) -> str | None:
        if name in self.persons or any(name == _last(person) for person in self.persons):
            return "person"
        return "place" if name in self.places else "body" if name in self.bodies else None


def names_by_kind(paragraphs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the persons, places and bodies an article names, with their kind."""
    cast = _cast(tuple(paragraphs))
    for kind, names in (("person", cast.persons), ("place", cast.places), ("body", cast.bodies)):
        for name in names:
            yield kind, name


@lru_cache(maxsize=256)
def _cast(paragraphs: tuple[str, ...]) -> _Cast:
    persons: dict[str, None] = {}
    places: dict[str, None] = {}
    bodies: dict[str, None] = {}
    whole = "\n".join(paragraphs)
    for match in _FULL.finditer(whole):
        name = _UNTITLED.sub("", match.group())
        if _NO_BODY.search(name):
            continue
        if _BODY.search(name):
            bodies[name] = None
        elif " " in name and _is_person(whole, name, match):
            persons[name] = None
    taken = {word for name in (*persons, *bodies) for word in name.split()} | _NO_PERSON
    for match in _WORD.finditer(whole):
        name = match.group()
        settled = _PLACE_BEFORE.search(whole, max(0, match.start() - 10), match.start())
        if settled and name not in taken and not _NO_PLACE.search(name) and whole.count(name) > 1:
            places[name] = None
    return _Cast(tuple(persons), tuple(places), tuple(bodies))


def _is_person(text: str, name: str, match: re.Match[str]) -> bool:
    words = name.split()
    if any(word.strip(".") in _NO_PERSON for word in words):
        return False
    told = _PERSONAL.match(text[match.end() : match.end() + 20]) or _TITLE.search(
        text, max(0, match.start() - 20), match.start()
    )
    alone = re.search(
        rf"(?<![A-Z][a-z])[a-z,]\s(?:Mr\.\s|Ms\.\s|Mrs\.\s|Sen\.\s|President\s)?{re.escape(words[-1])}(?:’s|'s)?\s(?:{_SAY})\b",
        text,
    )
    return bool(told or alone or name != match.group())


def _last(person: str) -> str:
    return person.split()[-1]


_CAPITAL_BEFORE = re.compile(r"(?<!\A)\b(?!Mr|Ms|Mrs|Dr|Sen|Rep|Gov|Gen|President|Senator|Governor)[A-Z][\w’'-]*\s\Z")
"""A name of which another word stands before: half of it cannot be replaced."""


def _printed(sentence: TrueSentence) -> list[tuple[int, int, str]]:
    """Return the names of a sentence whose kind is known, in order: where they stand, and the kind."""
    cast = _cast(sentence.paragraphs)
    known = {name: kind for kind, name in names_by_kind(sentence.paragraphs)}
    known |= {_last(person): "person" for person in cast.persons}
    if not known:
        return []
    pattern = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    found = re.finditer(
        rf"(?<![\w’'.-])(?<![A-Z][a-z]\s)(?:{pattern})(?![\w-])(?!\s(?:[A-Z]|of\s[A-Z]|and\sthe\s[A-Z]))", sentence.text
    )
    return [(*m.span(), known[m.group()]) for m in found if not _CAPITAL_BEFORE.search(sentence.text[: m.start()])]


def change_name(sentence: TrueSentence) -> list[Mutation]:
    """Put another name in a name's place: one of its kind from the article or from elsewhere, or the other party.

    Two printings of one person never replace each other: the new name shares no word with the old. Places come from
    elsewhere only, for a place of the article may lie in the one replaced.
    """
    text, found = sentence.text, []
    for start, end, kind in _printed(sentence):
        for new, how in _others(sentence, text[start:end], kind):
            if new not in text:
                found.append(changed(text, start, end, new, f"{kind}, {how}"))
    found += [changed(text, *m.span(), _PARTIES[m.group()], "party") for m in _PARTY.finditer(text)]
    return found


def _others(sentence: TrueSentence, old: str, kind: str) -> Iterator[tuple[str, str]]:
    cast = _cast(sentence.paragraphs)
    here = cast.persons if kind == "person" else cast.bodies if kind == "body" else ()
    short = " " not in old and kind == "person"
    for names, how in ((here, "of the article"), ([n for k, n in sentence.elsewhere if k == kind], "of elsewhere")):
        unlike = [n for n in names if not _is_like(n, old, cast)]
        for name in unlike[:6]:
            yield (_last(name) if short else name), how


def _is_like(name: str, old: str, cast: _Cast) -> bool:
    """Say whether two names may be one: a word in common, also through the full name of a surname alone."""
    full = next((person for person in cast.persons if _last(person) == old), old)
    return not {w.lower() for w in name.split()}.isdisjoint(w.lower() for w in full.split())


_SPEAKS = rf"(?:\s(?:{_SAY})\b(?!\sby)|,\s[^,]{{3,50}},\s(?:{_SAY})\b)"
_SPOKEN = re.compile(
    rf"(?:\b(?:{_SAY})\s|\b[Aa]ccording to\s)(?:Mr\.\s|Ms\.\s|Mrs\.\s|Sen\.\s|Rep\.\s|Dr\.\s|Gov\.\s)?\Z"
)
_ROLES = {
    "police": "prosecutors", "prosecutors": "lawyers", "officials": "protesters", "witnesses": "officials",
    "investigators": "residents", "analysts": "officials", "residents": "police", "critics": "supporters",
    "supporters": "critics", "lawyers": "investigators", "doctors": "prosecutors", "economists": "union leaders",
    "experts": "lawmakers", "lawmakers": "experts", "researchers": "regulators", "organizers": "police",
}  # fmt: skip
_ROLE = re.compile(
    rf"\b(?P<role>{'|'.join(_ROLES)})(?=\s(?:{_SAY})\b)|\b(?:said|according to)\s(?P<after>{'|'.join(_ROLES)})(?=[.,])",
    re.I,
)


def change_speaker(sentence: TrueSentence) -> list[Mutation]:
    """Give a statement to somebody else: another person of the article or of elsewhere, or another sort of people.

    A speaker who is only "he" or "she" stays: who that is would have to be guessed.
    """
    text, found = sentence.text, []
    own = unquoted(text)
    for start, end, kind in _printed(sentence):
        speaks = re.compile(_SPEAKS).match(own, end)
        if kind != "person" or not (speaks or _SPOKEN.search(own[:start])):
            continue
        for new, how in _others(sentence, text[start:end], kind):
            found.append(changed(text, start, end, new, how))
    for match in _ROLE.finditer(own):
        group = "role" if match["role"] else "after"
        found.append(changed(text, *match.span(group), _ROLES[match[group].lower()], "role"))
    return found


_SIDES = re.compile(r"\b(?:Republicans|Democrats)\b")
_MUTUAL = re.compile(
    r"\b(?:met|meets?|meeting|with|versus|vs\.?|between|married|marry|and|or|both|talks|together|joined|join|alongside|"
    r"tied|fought|friends?|brothers?|sisters?|wife|husband|like|unlike|as well as|along|including|rivals?)\b"
)
_VERB = re.compile(
    r"\b(?:[a-z]{2,}ed|said|says|told|gave|won|beat|lost|led|took|made|has|had|was|were|is|are|will|would|accuses|wants|"
    r"[a-z]{3,}(?:s|ing)|called|sued|hit|sent|got|saw|let|put|cut)\b"
)


def swap_names(sentence: TrueSentence) -> list[Mutation]:
    """Exchange two persons, bodies, places or parties of a sentence with a verb between them.

    Left alone where the sentence would stay true: lists, and what two do to each other ("met", "with", "and").
    """
    text, found = sentence.text, []
    names = sorted([*_printed(sentence), *((*m.span(), "party") for m in _SIDES.finditer(text))])
    for (a, b, kind), (c, d, other) in pairwise(names):
        one, two, between = text[a:b], text[c:d], text[b:c]
        if not _are_peers(kind, other) or _MUTUAL.search(between) or not _VERB.search(between) or ";" in between:
            continue
        if _is_like(one, two, _cast(sentence.paragraphs)) or _is_like(two, one, _cast(sentence.paragraphs)):
            continue
        found.append(Mutation(text[:a] + two + between + one + text[d:], kind))
    return found


def _are_peers(kind: str, other: str) -> bool:
    return kind == other or {kind, other} <= {"person", "body"}
