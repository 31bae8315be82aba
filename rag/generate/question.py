"""A question read: what it is about, what kind of thing it asks for, and of whom or what that must be said.

It looks at the question alone. How well a sentence answers it is `relevance`'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.generate.compare.concepts import concept_stems
from rag.generate.compare.reading import name_stems
from rag.text.figures import Figure, FigureType, find_figures


class Wanted(StrEnum):
    """The kind of thing a question asks for."""

    COUNT = "count"
    AMOUNT = "amount"
    DATE = "date"
    PERSON = "person"
    STATEMENT = "statement"
    ANYTHING = "anything"


# "What was the toll?", or bare words: "death toll ferry". The vote that a member cast is no figure.
_NOUN = r"(?:^\W*(?:what|which)(?:'s|’s|\s+(?:is|was|were|are))?|^)\W*(?:the\s+)?(?:[\w-]+\s+){{0,3}}(?:{})\b"
_HOW_MANY = re.compile(
    r"\bhow\s+(?:many|big|large|long|old|often)\b|" + _NOUN.format("number|toll|figure|total|size|vote"), re.IGNORECASE
)
_HOW_MUCH = re.compile(
    r"\bhow\s+(?:much|high|low|cold|hot|far|fast|deep|tall|wide|heavy)\b|"
    + _NOUN.format("percentage|share|amount|price|cost")
    + r"|^\W*what\s+(?:will|would|did|does|do)\b.+\bcost\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?:^|[:,]|\band|\buntil|\bsince|\bby|\bfrom)\W*when\b|\b(?:what|which)\s+(?:date|day|time|year)\b", re.IGNORECASE
)
_WHO = re.compile(r"^\W*(?:who|whom|whose|which\s+(?:person|minister|company|body|ministry))\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?:did|does|do|has|have)\s+(?P<who>[^?]+?)\s+"
    r"(?:say|said|tell|told|think|claim|promise|describe|argue|warn|announce|respond|react|comment|explain|propose)\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?P<m1>[A-Z][a-z]{2,8})\.?\s+(?P<d1>\d{1,2})\b|\b(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>[A-Z][a-z]{2,8})"
)
_ASKING = frozenset({"mani", "much"})
"""Stems of "how many" and "how much", which ask and name nothing."""
_THING = re.compile(
    r"\b(?:how\s+many|number\s+of)\s+(?P<what>[^?,;]*?)"
    r"(?=\s+(?:was|were|is|are|be|been|did|do|does|has|have|had|will|would|can|could|should|may|might|must|to|of|in|on|at"
    r"|by|from|for|with|that|who|which|when|after|before|during|between)\b|[?,;]|$)",
    re.IGNORECASE,
)
_PEOPLE = frozenset({"women", "woman", "men", "man", "person", "civilian", "victim"})
"""Stems of people: what is counted is then said by what became of them."""
_BECAME = re.compile(
    r"\bhow\s+many(?:\s+(?:people|women|woman|men|persons?|civilians?|victims?|others|more|in\s+all))*\s+"
    r"(?:(?:was|were|is|are|be|been|has|have|had)\s+)*(?P<what>[a-z]+)\b",
    re.IGNORECASE,
)
"""What became of those who are counted: "how many people were hurt" counts the hurt."""
_DOING = re.compile(
    r"\bhow\s+many\s+[\w\s-]+?\s+(?:did|does|do)\s+(?P<doing>[^?,;]+?)"
    r"(?=\s+(?:in|on|at|by|from|for|with|to|after|before|during|between)\b|[?,;]|$)",
    re.IGNORECASE,
)
_AGE = re.compile(r"\bhow\s+old\b|\bwhat\s+age\b|^\W*what(?:['’]s|\s+(?:is|was))\s+[^?]*\bage\b", re.IGNORECASE)
_MONEY = re.compile(r"\bhow\s+much\s+money\b", re.IGNORECASE)
_ROLE = r"(?P<role>(?:[\w-]+\s+){0,3}?[\w-]+)"
_WHO_IS = r"^\W*who(?:['’]s|\s+(?:is|was|are|were))\s+"
_OWNED = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WHO_IS}(?:the\s+|an?\s+)?{_ROLE}\s+(?:of|at)\s+(?:the\s+)?(?P<owner>[\w'’&.-]+(?:\s+[\w'’&.-]+){{0,3}}?)\W*$",
        rf"{_WHO_IS}(?P<owner>[\w&.-]+(?:\s+[\w&.-]+){{0,3}}?)['’]s\s+{_ROLE}\W*$",
        r"\bhow\s+many\b[^?]*\bemployed\s+(?:at|by|for|in)\s+(?:the\s+)?(?P<owner>[^?,;]+?)\W*$",
        r"\bhow\s+many\b[^?]*?\b(?:does|do|did)\s+(?P<owner>[^?,;]+?)\s+employ\b\W*$",
    )
)  # fmt: skip
"""Forms in which a question asks for what belongs to somebody: an office, those who work there, what is owned."""
_HEADS = frozenset({"execut", "ceo", "boss", "head", "chief"})
"""Stems of one office under several names."""
# Words that only ask: no article has to have them.
_BARE = (
    (re.compile(r"\bhow\s+old\b", re.IGNORECASE), "how many"),
    (re.compile(r"^(?P<so>\W*what\s+)(?:has\s+|have\s+)?happen(?:s|ed)?\b(?=\s+\w)", re.IGNORECASE), r"\g<so>"),
    (_MONEY, "how much"),
    (re.compile(r"(?<=\s)works?(?=\s+(?:at|for)\b)", re.IGNORECASE), "employed"),
)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_KINDS = (
    (_WHO, Wanted.PERSON),
    (_WHEN, Wanted.DATE),
    (_HOW_MUCH, Wanted.AMOUNT),
    (_HOW_MANY, Wanted.COUNT),
)
DATED = frozenset({FigureType.DATE, FigureType.TIME, FigureType.YEAR})


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: stems, those of names, what kind of thing it asks for, of whom, and what is to be counted.

    `counted` says whether `thing` is known to be what is counted; otherwise it is every word. `doing` is who does what
    to it ("the mayor ask for"). `age` asks how old the thing is, `money` for a sum. `role` and `owner` are an office
    asked for and whose it is, or whose staff is counted.
    """

    text: str
    stems: tuple[str, ...]
    names: frozenset[str]
    wanted: Wanted
    speaker: frozenset[str]
    thing: frozenset[str]
    counted: bool = False
    doing: frozenset[str] = frozenset()
    age: bool = False
    money: bool = False
    role: frozenset[str] = frozenset()
    owner: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Question:
        """Read a question."""
        saying = _SAYING.search(text)
        bare = text
        for form, plain in _BARE:
            bare = form.sub(plain, bare)
        stems = stems_in(bare) or stems_in(text)
        thing = _thing(bare)
        doing = _DOING.search(bare)
        role, owner = _owned(bare)
        return cls(
            text=text,
            stems=stems,
            names=name_stems(text),
            wanted=_wanted(text, saying is not None),
            speaker=frozenset(concept_stems(saying["who"])) if saying else frozenset(),
            thing=thing or frozenset(stems),
            counted=bool(thing) and _HOW_MANY.search(text) is not None,
            doing=frozenset(concept_stems(doing["doing"])) if doing else frozenset(),
            age=_AGE.search(text) is not None,
            money=_MONEY.search(text) is not None,
            role=role,
            owner=owner,
        )


def stems_in(text: str) -> tuple[str, ...]:
    """Return what a question or a title is about: its stems, each once, and its days."""
    figures = find_figures(text)
    dates = [f for f in figures if f.type is FigureType.DATE and not _WEEKDAY.fullmatch(f.text)]
    # A month counts as a part of its date, not once more as a word.
    rest = text
    for date in reversed(dates):
        rest = rest[: date.start] + " " * (date.end - date.start) + rest[date.end :]
    stems = (root for root in concept_stems(rest) if root not in _ASKING)
    return tuple(dict.fromkeys((*stems, *days_in(figures))))


def _thing(text: str) -> frozenset[str]:
    match = _THING.search(text)
    stems = frozenset(concept_stems(match["what"])) if match else frozenset()
    if stems and not stems & _PEOPLE:
        return stems
    became = _BECAME.search(text)
    return frozenset(concept_stems(became["what"])) if became else frozenset()


def _owned(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the office that a question asks for and whose it is, or nothing."""
    found = next(filter(None, (form.search(text) for form in _OWNED)), None)
    if found is None:
        return frozenset(), ()
    role = frozenset(concept_stems(found.groupdict().get("role") or ""))
    return role | (_HEADS if role & _HEADS else frozenset()), concept_stems(found["owner"])


def days_in(figures: Iterable[Figure]) -> Iterator[str]:
    """Dates as stems that are the same however they are printed: "Oct. 7" and "7 October 2023" share "10-07"."""
    for figure in figures:
        if figure.type is FigureType.DATE and (day := _DAY.search(figure.text)):
            name, number = (day["m1"], day["d1"]) if day["m1"] else (day["m2"], day["d2"])
            yield f"{name[:3].lower()}-{number}"
        if figure.type in DATED:
            yield from _YEAR.findall(figure.text)


def _wanted(text: str, saying: bool) -> Wanted:
    if saying:
        return Wanted.STATEMENT
    for pattern, wanted in _KINDS:
        if pattern.search(text):
            return wanted
    return Wanted.ANYTHING
