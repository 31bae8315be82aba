"""What a question takes for granted, as statements that can be checked: "Why did the mayor resign?" says she did.

It reads the forms in which English asks for a reason, a time, a place or a manner, and the clauses of time and
concession in any question. A question for yes or no takes nothing for granted but such a clause. It looks at no source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.text.verbs import BASE_FORMS
from rag.text.words import STOPWORDS, WORD

LONGEST = 30
"""Words of the longest question that is read: one of more has several parts, and no one sentence contradicts it."""

_AUX = r"(?P<aux>did|do|does|was|were|is|are|has|have|had|will|would|could|can|should)(?P<not>n['’]t)?"
_OPENING = r"^\W*(?:and|but|so|then|well)?\W*"
_FORMS = (
    re.compile(
        _OPENING + r"(?:why|when|where|how(?:\s+(?:long|soon|often|badly|far|quickly))?|(?:for|by|at|in|on|to|since)\s+"
        r"(?:what|which)\s+(?:reason|time|day|date|place|way|town|year|means))\s+" + _AUX + r"\s+(?P<said>.+)$",
        re.IGNORECASE,
    ),
    re.compile(_OPENING + r"(?:what|which)\s+(?:day|date|time|year|place|town)\s+" + _AUX + r"\s+(?P<said>.+)$", re.I),
)
_TOOK = re.compile(
    _OPENING + r"how\s+long\s+(?:did|will|would|does)\s+it\s+take\s+(?:for\s+)?(?P<who>.+?)\s+to\s+(?P<what>.+)$", re.I
)
_MUCH = re.compile(_OPENING + r"how\s+(?:much|many)\s+(?P<what>.+?)\s+" + _AUX + r"\s+(?P<said>.+)$", re.IGNORECASE)
_WHO = re.compile(
    _OPENING + r"(?:who|which\s+of\s+(?P<of>(?:the\s+)?(?:\w+\s+){0,3}?\w+?s)|which\s+(?P<which>\w+(?:\s+\w+)?))\s+"
    r"(?P<said>(?!was\b|is\b|were\b|are\b|else\b|said\b|says\b)[a-z]+\s+.+)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:after|before|since|when|despite|although|though|following|now\s+that|given\s+that)\b", re.I)
_SUBJECT = re.compile(r"\((?P<subject>[^()]+)\)\s*$")
"""What a follow-up is about, as the embedded writer puts it behind the question."""
_ANY = re.compile(r"\b(?:any|anyone|anybody|anything|ever|whether|if|or)\b", re.IGNORECASE)
"""Words that leave open what the rest of a question would take for granted."""
_ASKS_WHY = re.compile(_OPENING + r"(?:why|when)\b", re.IGNORECASE)
_PAST = frozenset("did was were has have had".split())
_PASSIVE = frozenset("was were is are has have had".split())
_VAGUE = frozenset("something anything everything nothing someone anyone everyone somebody anybody".split())
_LEANING = frozenset("he she they it him her them his hers its their that this those these there".split())


@dataclass(frozen=True, slots=True)
class Presupposed:
    """A statement that a question takes for granted, in the question's words; `about` is whom a pronoun stands for.

    `verb` is the word that most likely says what happened, or "" where the question's form does not tell. An `open`
    one leaves out who did it or how much it was. What `happened` is asked for by its reason or its time, in the past.
    """

    text: str
    verb: str = ""
    about: str = ""
    open: bool = False
    happened: bool = False


def presupposed(question: str) -> list[Presupposed]:
    """Return what a question takes for granted: its main statement, if it asks about one, then its clauses."""
    question = " ".join(question.split())
    about = _SUBJECT.search(question)
    bare = question[: about.start()] if about else question
    bare = bare.rstrip(" ?!.")
    if not bare or len(WORD.findall(bare)) > LONGEST:
        return []
    subject = about["subject"] if about else ""
    found = [replace(said, about=subject) for said in _statements(bare)]
    return [said for said in found if _ANY.search(said.text) is None]


def _statements(bare: str) -> Iterator[Presupposed]:
    main, clauses = _cut(bare)
    said = _main(main)
    if said:
        yield said
    opening = said.text.split()[0].lower() if said and said.text else ""
    subject = _first_thing(said.text) if said and opening not in _LEANING else ""
    for clause in clauses:
        words = WORD.findall(clause)
        telling = [word for word in words if word.lower() not in STOPWORDS]
        if subject and words and words[0].lower() in _LEANING:
            clause = f"{subject} {clause.split(maxsplit=1)[-1]}"
            yield Presupposed(clause, _verb(clause) or _first_thing(clause.removeprefix(subject)))
        elif words and words[0].lower().endswith("ing"):
            yield Presupposed(f"{subject} {clause}".strip(), words[0])
        elif len(telling) > 1 or (telling and words[0].lower() in _LEANING):
            yield Presupposed(clause, _verb(clause))


def _cut(bare: str) -> tuple[str, list[str]]:
    """Cut a question into its main part and its clauses of time or concession; a form of asking is no clause."""
    starts = [match for match in _CLAUSE.finditer(bare) if match.start() > 0 and bare[: match.start()].strip(" ,")]
    starts = [m for m in starts if len(WORD.findall(bare[: m.start()])) > 2]
    if not starts:
        return bare, []
    ends = [m.start() for m in starts[1:]] + [len(bare)]
    return bare[: starts[0].start()].strip(" ,"), [
        bare[m.end() : end].strip(" ,") for m, end in zip(starts, ends, strict=True)
    ]


def _main(main: str) -> Presupposed | None:
    if took := _TOOK.match(main):
        return Presupposed(f"{took['who']} {took['what']}", _first_thing(took["what"]))
    if much := _MUCH.match(main):
        said = f"{much['what']} {_negated(much)}{much['said']}"
        return Presupposed(said, (WORD.findall(much["what"]) or [""])[-1], open=True)
    for form in _FORMS:
        if found := form.match(main):
            said = found["said"]
            verb = _participle(said) if found["aux"].lower() in _PASSIVE else _verb(said)
            happened = _ASKS_WHY.match(main) is not None and found["aux"].lower() in _PAST
            return Presupposed(_negated(found) + said, verb, happened=happened)
    if who := _WHO.match(main):
        things = who["of"] or who["which"] or ""
        verb = "" if who["which"] else _first_thing(who["said"])
        return Presupposed(f"{things} {who['said']}".strip(), verb, open=True)
    return None


def _negated(found: re.Match[str]) -> str:
    return "not " if found["not"] else ""


def _first_thing(said: str) -> str:
    """Return the first word that carries meaning: "the ferry refloated" is about "ferry"."""
    return next((word for word in map(str, WORD.findall(said)) if word.lower() not in STOPWORDS), "")


def _participle(said: str) -> str:
    """Return the first word after the subject that reads as a participle, else none: "was the alarm cancelled"."""
    words = list(map(str, WORD.findall(said)))
    for word in words[1:]:
        lower = word.lower()
        if lower == word and lower not in STOPWORDS and (lower.endswith("ed") or BASE_FORMS.get(lower, lower) != lower):
            return word
    return ""


def _verb(said: str) -> str:
    """Return the word that most likely says what happened.

    After a name it is the next word in small letters; after other words the last before "the", "on" and their like.
    A pronoun is followed by it at once. No word class is known here, so a wrong word comes back at times; it does no
    harm where the sources have it.
    """
    words = list(map(str, WORD.findall(said)))
    run: list[str] = []
    for at, word in enumerate(words):
        lower = word.lower()
        if lower in _LEANING and not run and at + 1 < len(words):
            return words[at + 1] if words[at + 1].lower() not in STOPWORDS else ""
        if lower in STOPWORDS | _VAGUE:
            if lower in ("and", "or") or not run or (len(run) == 1 and lower == "the"):
                continue
            break
        if run and run[-1][0].isupper() and word[0].islower() and not run[-1].endswith(("'s", "’s")):
            return word
        if run and run[-1][0].islower() and word[0].isupper():
            break
        run.append(word)
    return run[-1] if len(run) > 1 and run[-1][0].islower() else ""
