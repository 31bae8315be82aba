"""What a question asks for: its words, the outlets and the dates it names. Reading only; it searches nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.text.words import STOPWORDS, WORD, stem

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(m if m == "may" else f"{m}|{m[:3]}\\.?|{m[:4]}\\." for m in _MONTHS)
_DATES = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH}),?\s+(?P<y2>\d{{4}})\b"
    rf"|\b(?P<m3>{_MONTH})\s+(?P<y3>\d{{4}})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A question understood.

    Attributes:
        terms: its words with their weights, each stem once.
        outlets: outlets of the library that it names, by their exact names, in order of mention.
        days: spans of days that it names, as numbers (20240322), both ends included.
    """

    terms: tuple[tuple[str, float], ...]
    outlets: tuple[str, ...]
    days: tuple[tuple[int, int], ...]


def plan_question(question: str, outlets: Sequence[str]) -> Plan:
    """Read a question, given the names of the library's outlets."""
    return Plan(_terms(question), named_outlets(question, outlets), tuple(_days(question)))


@lru_cache(maxsize=4096)
def aliases(outlet: str) -> frozenset[str]:
    """Return the forms in which a person may name an outlet, in lower case."""
    whole = outlet.lower().strip()
    forms = {whole, re.split(r"\s+[-|:]\s+", whole)[0]}
    forms |= {form.removeprefix("the ") for form in forms}
    forms |= {re.sub(r"\.(com|org|net|co\.uk|news)$", "", form) for form in forms}
    return frozenset(form for form in forms if len(form) > 1)


def named_outlets(text: str, outlets: Iterable[str]) -> tuple[str, ...]:
    """Return which of the outlets a text names, in order of mention."""
    lower = text.lower()
    found: list[tuple[int, int, str]] = []
    for outlet in outlets:
        for alias in aliases(outlet):
            # The cheap test first: a library has hundreds of outlets, a question names two.
            for match in _name_pattern(alias).finditer(text) if alias in lower else ():
                # A name in plain small letters is a word ("wired", "fortune"), not a publication.
                if not match.group().islower():
                    found.append((*match.span(), outlet))
                    break
    # "The Independent - Sports" also names "The Independent": what lies inside a longer name is left out,
    # but equal spans stay, since "The Independent" means all of its sections.
    kept = [f for f in found if not any(o[0] <= f[0] and f[1] <= o[1] and o[1] - o[0] > f[1] - f[0] for o in found)]
    return tuple(dict.fromkeys(outlet for _, _, outlet in sorted(kept)))


def question_words(text: str) -> Iterator[str]:
    """Yield the words of a question that carry meaning, the parts of "long-planned" one by one."""
    for match in WORD.finditer(text):
        for word in match.group().split("-"):
            if word and word.lower().replace("’", "'") not in STOPWORDS:
                yield word


def question_stems(text: str) -> tuple[str, ...]:
    """Return the stems of those words, each once."""
    return tuple(dict.fromkeys(stem(word) for word in question_words(text)))


def without_dates(text: str) -> str:
    """Return a text with its dates left out: they say when, and articles seldom print them."""
    return _DATES.sub(" ", text)


@lru_cache(maxsize=4096)
def _name_pattern(alias: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)", re.IGNORECASE)


def _terms(question: str) -> tuple[tuple[str, float], ...]:
    # Weighing names up, or words of asking down, made the development questions worse (docs/retrieval.md).
    words: dict[str, str] = {}
    for word in question_words(question):
        words.setdefault(stem(word), re.sub(r"['’]s$", "", word.lower()))
    return tuple((word, 1.0) for word in words.values())


def _days(question: str) -> Iterable[tuple[int, int]]:
    for match in _DATES.finditer(question):
        part = match.groupdict()
        if part["iso"]:
            day = int(part["iso"].replace("-", ""))
            yield day, day
        elif part["y3"]:
            month = int(part["y3"]) * 10_000 + _month(part["m3"]) * 100
            yield month + 1, month + 31
        else:
            year, name, number = (part["y1"] or part["y2"], part["m1"] or part["m2"], part["d1"] or part["d2"])
            day = int(year) * 10_000 + _month(name) * 100 + int(number)
            yield day, day


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower().rstrip(".")[:3]))
