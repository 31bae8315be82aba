"""Sources that say opposite things of what a question asks, without a figure: "she resigned", "she did not resign".

It reads what a question asks to be told for certain: yes or no, who, when, or which of the reports is right. A dispute
is what two articles of different origins say plainly against each other; where one event follows another in time, or a
sentence keeps open what happened, it finds none. A missed dispute is better than a false one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rag.datatypes import EvidenceParagraph, Passage
from rag.generate.compare.concepts import weights
from rag.generate.corroboration import asked_of, matter_of
from rag.held import Said, held_sentences, key_in, share_of, words_of
from rag.premises import OPPOSED, plain_key, sides
from rag.presuppositions import Presupposed, presupposed
from rag.text.dates import publication_day
from rag.text.figures import FigureType
from rag.text.names import find_names, same_name
from rag.text.words import STOPWORDS
from rag.verify.wording import SOFTENED

DISPUTED = "What the sources say against each other"
"""The topic of a claim that gives a side of a dispute which no other claim shows."""
_YES_OR_NO = re.compile(
    r"^\W*(?:and|but|so)?\W*(?:did|was|were|is|are|has|have|had|does|do|will)(?:n['’]t)?\s+\S+\s+\S+", re.IGNORECASE
)
_TRUE_THAT = re.compile(
    r"^\W*is\s+it\s+(?:true|correct|right|a\s+fact|certain|the\s+case)\s+that\s+(?P<said>.+)$", re.IGNORECASE
)
_WHICH = re.compile(
    r"^\W*(?:who|which)(?:\s+\w+){0,2}?\s+is\s+(?:right|correct|telling\s+the\s+truth)\W+(?:about\s+whether\s+)?", re.I
)
_EITHER = re.compile(r"\b(?P<one>\w+)\s+or\s+(?P<other>not|\w+)\b(?P<after>\W*$|\s+)", re.IGNORECASE)
_ASKS = r"(?:who|when|where|on\s+(?:what|which)\s+day)"
_EXACTLY = re.compile(
    rf"^\W*(?:exactly\s+(?P<a>{_ASKS})|(?P<b>{_ASKS})\s+exactly|(?P<c>{_ASKS})\b(?=.*\bexactly\b)"
    r"|(?:on\s+)?(?:what|which)\s+exact\s+(?P<d>day|date))\s+(?P<said>.+)$",
    re.IGNORECASE,
)
_SO_FAR = re.compile(r"\b(?:yet|so\s+far|still|for\s+now|until\s+now|at\s+this\s+stage)\b", re.IGNORECASE)
_TOLD = re.compile(r"\bexactly\b", re.IGNORECASE)
_NEARLY_ALL = 0.75
_AT = re.compile(r"\b(?:in|at|near|off|outside|beside|from|to|of|by the)\s+(?:the\s+)?$", re.IGNORECASE)
_SAYING = re.compile(r",?\s+(?:said|says|told|added|reported|wrote|insisted)\b")
_SAID = re.compile(r"\b(?:said|says|added|told|to)\s+(?:[a-z]+\s+){0,3}$|\baccording to\s+[^,.]*$")
_SPEECH = re.compile(r"[\"“][^\"”]*[\"”]")
_AHEAD = frozenset("will would whether not never no".split())
_ASKED = frozenset(map(key_in, "day date time year".split()))


@dataclass(frozen=True, slots=True)
class Side:
    """What some of the sources say: in a word ("yes", "Ida Holm"), and the sentence of each that says so."""

    word: str
    said: tuple[Said, ...]


def find_dispute(
    question: str, passages: Sequence[Passage], evidence: Mapping[str, EvidenceParagraph]
) -> tuple[Side, Side] | None:
    """Return the two sides that the sources take on what a question asks to be told for certain, if they do."""
    wanted = _WHICH.sub("", asked_of(question))
    exact = _EXACTLY.match(wanted)
    statement = None if exact else _statement(wanted, matter_of(question) is not None)
    if exact is None and statement is None:
        return None
    held = [said for said in held_sentences(evidence) if said.span.text.rstrip(" \"”'’")[-1:] != "?"]
    weight = weights([said.own for said in held])
    if exact:
        return _apart(passages, *_named(exact, held, weight))
    assert statement is not None
    yes, no = sides(statement, held, weight)
    return _apart(passages, ("yes", [said for said in yes if _is_plain(said, statement)]), ("no", no))


def _statement(wanted: str, corroborated: bool) -> Presupposed | None:
    """Return what a question for yes or no asks to hear confirmed, or None for any other question."""
    if said := _TRUE_THAT.match(wanted):
        return _clause(said["said"])
    if corroborated:
        return _clause(wanted)
    if not _YES_OR_NO.match(wanted):
        return None
    # What "did she resign" asks is what "why did she resign" takes for granted.
    found = presupposed(f"Why {_one_of_two(wanted.strip())}")
    return found[0] if found else None


def _clause(said: str) -> Presupposed | None:
    """Read a statement by itself: it stands where a question has a clause of time."""
    found = presupposed(f"What came of it after {said}")
    return found[-1] if found else None


def _one_of_two(question: str) -> str:
    """Leave one of two opposites out: "Was it accepted or rejected?" asks whether it was accepted."""

    def first(match: re.Match[str]) -> str:
        pair = frozenset((plain_key(match["one"]), plain_key(match["other"])))
        return f"{match['one']}{match['after']}" if match["other"].lower() == "not" or pair in OPPOSED else match[0]

    return _EITHER.sub(first, question)


def _is_plain(said: Said, statement: Presupposed) -> bool:
    """Say whether a sentence states something for a fact, beside words that the question has too."""
    asked = {word.lower() for word in words_of(statement.text)}
    return not any(word.lower() in (SOFTENED | _AHEAD) - asked for word in words_of(_SPEECH.sub(" ", said.span.text)))


def _named(exact: re.Match[str], held: Sequence[Said], weight: Mapping[str, float]) -> Iterator[tuple[str, list[Said]]]:
    """Yield each person or day that sentences with all the question's words name, alone of its kind, with those."""
    words = [w for w in words_of(_TOLD.sub(" ", exact["said"])) if w.lower() not in STOPWORDS]
    keys = frozenset(map(key_in, words)) - _ASKED
    form = next(filter(None, (exact["a"], exact["b"], exact["c"], exact["d"])))
    what = _BY_FORM.get(form.lower(), _days)
    found: dict[str, list[Said]] = {}
    for said in held:
        values = [v for v in what(said) if not frozenset(map(key_in, words_of(v))) <= keys]
        if len(keys) > 1 and len(values) == 1 and share_of(keys, said.own, weight) >= _NEARLY_ALL:
            same = next((known for known in found if _is_one(known, values[0])), values[0])
            found.setdefault(same, []).append(said)
    yield from found.items()


def _is_one(one: str, other: str) -> bool:
    """Say whether two names may be of one person or place: they share a word."""
    if one[0].isdigit():
        return one == other
    return same_name(one, other) or not {w.lower() for w in words_of(one)}.isdisjoint(map(str.lower, words_of(other)))


def _persons(said: Said) -> list[str]:
    """Return whom a sentence names, but for who says so, and the places."""
    text = said.span.text
    return [
        name.text
        for name in find_names(text)
        if not _AT.search(text[: name.start])
        and not _SAYING.match(text[name.end :])
        and not _SAID.search(text[: name.start])
    ]


def _places(said: Said) -> list[str]:
    text = said.span.text
    return [name.text for name in find_names(text) if _AT.search(text[: name.start])]


def _days(said: Said) -> list[str]:
    """Return the days of a sentence, in ISO 8601."""
    return list(dict.fromkeys(f.iso for f in said.figures if f.type is FigureType.DATE and f.unit == "day" and f.iso))


_BY_FORM: Mapping[str, Callable[[Said], list[str]]] = {"who": _persons, "where": _places}


def _apart(passages: Sequence[Passage], *found: tuple[str, Sequence[Said]]) -> tuple[Side, Side] | None:
    """Return the first two sides that articles of different origins take on one event, with those who take them."""
    of = {p.article_id: p for p in passages}

    def differ(one: Said, other: Said) -> bool:
        a, b = of[one.paragraph.article_id], of[other.paragraph.article_id]
        copied = a.article_id == b.article_id or (a.origin is not None and a.origin == b.origin)
        return not copied and (a.story == b.story or None in (a.story, b.story)) and not _overtaken(one, other)

    for (one, ours), (other, theirs) in combinations(found, 2):
        pairs = [(a, b) for a in ours for b in theirs if differ(a, b)]
        if pairs:
            return (
                Side(one, tuple(dict.fromkeys(a for a, _ in pairs))),
                Side(other, tuple(dict.fromkeys(b for _, b in pairs))),
            )
    return None


def _overtaken(one: Said, other: Said) -> bool:
    """Say whether a sentence that speaks of its own day only ("not yet") was followed by the other on a later day."""
    for early, late in ((one, other), (other, one)):
        day, after = publication_day(early.paragraph.published), publication_day(late.paragraph.published)
        if _SO_FAR.search(early.span.text) and day is not None and after is not None and day < after:
            return True
    return False
