"""Names of people and sources in running text: reading a noun phrase as a name, and whom "he" or "she" stands for.

A name is told by capitals and titles, so sentences in capitals and languages without them are beyond it. It does not
know anybody's sex: a pronoun goes to the nearest person who was the subject of a sentence, unless a title forbids it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

CAP = r"(?:(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Rev|Cllr)\.|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'\-]*)"
_JOIN = r"(?:of|for|the|and|&|de|da|del|der|di|du|van|von|bin|al|el|la)"
NAME = rf"{CAP}(?:\s+(?:{_JOIN}\s+){{0,2}}{CAP}){{0,6}}"

PRONOUN = re.compile(r"(?:he|she|they|it|we|i)\b", re.IGNORECASE)
_PERSON_PRONOUNS = frozenset({"he", "she", "his", "her", "him"})

_TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "lord", "lady", "dame", "gen", "sen", "rep", "gov", "lt"}
_ROLES = frozenset(
    """
    acting admiral advocate ambassador analyst archbishop attorney bishop boss brigadier candidate captain cardinal
    chairman chairwoman chair chancellor chief clerk coach col colonel commander commissioner congressman congresswoman
    constable coroner councillor cllr counsel deputy detective director doctor editor engineer envoy farmer foreign
    general governor harbourmaster head home inspector interior judge justice king lawyer lawmaker landlady landlord
    leader lieutenant lt major manager mayor minister mp officer official opposition owner pastor pope premier
    president prime prince princess principal prosecutor queen rabbi rep resident reverend secretary sen senator
    sergeant sgt shadow sheriff speaker spokesman spokesperson spokeswoman superintendent supremo teacher transport
    treasurer treasury undersecretary union vice widow defence defense finance health education environment energy
    justice agriculture labour labor trade culture
    """.split()
)
"""Words that stand before a person's name and are not part of it."""

_ORGANISATION = frozenset(
    """
    agency assembly association authority bank board bureau campaign center centre church club college commission
    committee company conference congress corporation council county court department district exchange federation
    fish force forces foundation fund government group guard hall harbour hospital house inc infirmary inspectorate
    institute laboratory league library limited line ltd mine ministry museum nations network news office
    organisation organization park parliament partners party police post press program programme quay radio report
    reporter school sea senate service society sound square standard state states station street team times trust
    union university water wire works
    """.split()
)
_CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    """.split()
)
_OPENERS = frozenset(
    """
    a after also although an and another as asked at because before both but by despite during each earlier even every
    for from he her here his however i if in instead it its last later many meanwhile more most no not now of on once
    or our other several she since so some speaking still such that the their then there these they this those
    though to under until we what when where while who with yesterday you
    """.split()
)
_NUMBERS = frozenset("one two three four five six seven eight nine ten".split())
_SAINT = re.compile(r"(?:St|Saint)\.?\s")
"""Churches, schools and towns bear such names, and few people do."""
_PERSON_NOUN = re.compile(r"(?:spokes(?:man|woman|person)|resident|witness|passenger|officer|victim|official)$")
_FULL_NAME = re.compile(NAME)
_COMPOUND_ADJECTIVE = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)+")
_MALE = re.compile(r"\b(?:Mr|Sir|Lord|chairman|spokesman|king|prince)\b", re.IGNORECASE)
_FEMALE = re.compile(r"\b(?:Mrs|Ms|Miss|Lady|Dame|chairwoman|spokeswoman|queen|princess)\b", re.IGNORECASE)


def bare_name(phrase: str) -> str:
    """Return a name without titles and offices: "Transport Minister Ada Quill" gives "Ada Quill"."""
    words = phrase.split()
    while words and (words[0].lower() in _OPENERS | _CALENDAR or _COMPOUND_ADJECTIVE.fullmatch(words[0])):
        words = words[1:]
    for at, word in enumerate(words):
        # "Ada Quill of Keep the Marsh": whom she speaks for is no part of her name.
        if word in ("of", "for", "and") and is_person(" ".join(words[:at])):
            words = words[:at]
            break
    last_role = -1
    for at, word in enumerate(words[:-1]):
        if word.lower().strip(".") in _ROLES | _TITLES:
            last_role = at
    rest = words[last_role + 1 :]
    if last_role >= 0 and rest and rest[0].lower() in ("of", "for", "and", "the"):
        # "Secretary of State Quill": the office goes on; the name is what follows its last capitalised word.
        rest = rest[2:] if len(rest) > 2 else words
    return " ".join(rest).strip(" ,.") if rest else phrase.strip(" ,.")


def is_person(name: str) -> bool:
    """Whether a phrase reads as a person's full name: two to four capitalised words, none of an organisation."""
    words = name.split()
    return 2 <= len(words) <= 4 and all(
        (word[0].isupper() or word in ("de", "van", "von", "bin", "al", "da", "del", "der", "di", "du", "la"))
        and word.lower() not in _ORGANISATION | _CALENDAR | _OPENERS | _NUMBERS
        and not (len(word) > 1 and word.isupper())
        for word in words
    )


def names(text: str) -> Iterator[tuple[int, str]]:
    """Yield capitalised names with their offsets, offices and the openers of sentences left out."""
    for match in _FULL_NAME.finditer(text):
        name = bare_name(match.group())
        if name and name[0].isupper() and name.lower() not in _OPENERS | _CALENDAR:
            yield match.start(), name


def full_name(name: str, context: Sequence[str]) -> str:
    """Return the full name that a bare surname stands for in the context, or the name itself."""
    if " " in name:
        return name
    for text in reversed(context):
        if name not in text:
            continue
        if found := _people(text).get(name):
            return found
    return name


@lru_cache(maxsize=4096)
def _people(text: str) -> dict[str, str]:
    """Return the full names of a text by their last word, the first mention of each."""
    found: dict[str, str] = {}
    for _, name in names(text):
        if is_person(name):
            found.setdefault(name.split()[-1], name)
    return found


def surname(name: str) -> str:
    """Return the last word of a name in lower case, which is what later mentions repeat."""
    words = re.sub(r"[’']s$", "", name.strip(" ,.")).split()
    return words[-1].lower() if words else ""


def fits(pronoun: str, phrase: str) -> bool:
    """Whether a title in the phrase leaves the pronoun possible."""
    if pronoun in ("he", "his", "him"):
        return not _FEMALE.search(phrase)
    return pronoun not in ("she", "her") or not _MALE.search(phrase)


def is_someone(phrase: str) -> bool:
    """Whether a phrase is one person: a full name, or "a spokeswoman", "one resident"."""
    return is_person(phrase) or bool(_PERSON_NOUN.search(phrase.lower()))


def last_person(sentence: str, context: Sequence[str]) -> str | None:
    """Return the person a sentence names last, with the full name from the context."""
    found = [full_name(name, context) for _, name in names(sentence)]
    return next((name for name in reversed(found) if is_person(name) and not _SAINT.match(name)), None)


def subject_person(sentence: str, context: Sequence[str]) -> str | None:
    """Return the person a sentence begins with, if it begins with one."""
    match = _FULL_NAME.search(sentence)
    if match is None:
        return None
    lead = sentence[: match.start()].strip()
    if lead and not re.fullmatch(r"(?:[\w’'-]+\s*){1,3}", lead):
        return None
    name = full_name(bare_name(match.group()), context)
    return name if is_person(name) else None
