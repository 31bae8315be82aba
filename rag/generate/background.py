"""Sentences about what was long before the story, such as "In 2021 a lorry left the road there".

No bottom line is made of them. They are told by the dates they print: one long before publication in the main clause,
and none of the story's own days. What happened earlier and has no date is not known for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from rag.text.dates import publication_day
from rag.text.figures import Figure, FigureType, find_figures

LONG_BEFORE = timedelta(90)
"""A date this long before publication is of another event."""

_CLAUSE = re.compile(r",\s|;|:\s| – | — |[“”\"()]")
_TIED = re.compile(r"\b(?:in|during|on|until|back in|early in|late in|by)\s+(?:early\s+|late\s+|mid-)?$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:who|which|that|where|when|since|than|from|compared|against|versus|after|as|dating|first|last)\b",
    re.IGNORECASE,
)
"""Before a date in the same clause: it dates no more than a thing the sentence names, or something compared with it."""
_IN_SUBJECT = re.compile(r"\s+(?:was|were|is|are|has|have|had|will|would|can|could|may|might|must|[a-z]{2,}ed)\b")
_NOW = re.compile(r"\b(?:now|today|tonight|this (?:week|month|year|time))\b", re.IGNORECASE)


def is_background(text: str, published: str | None) -> bool:
    """Tell whether a sentence of an article is about what happened long before it was published."""
    day = publication_day(published)
    if day is None:
        return False
    dated = [(figure, last) for figure in find_figures(text, published) if (last := _last_day(figure)) is not None]
    long_before = [figure for figure, last in dated if day - last > LONG_BEFORE]
    if not long_before or len(long_before) < len(dated) or _NOW.search(text):
        return False
    return any(_dates_the_whole(figure, text) for figure in long_before)


def _last_day(figure: Figure) -> date | None:
    """Return the last day that a date or a year may mean; None for any other figure and what cannot be told."""
    if figure.type is FigureType.YEAR:
        year = int(figure.high or figure.value)
        return date(year, 12, 31) if 1 <= year <= date.max.year else None
    if figure.type is FigureType.DATE and figure.unit in ("day", "week", "month", "year"):
        return date.fromordinal(int(figure.high or figure.value))
    return None


def _dates_the_whole(figure: Figure, text: str) -> bool:
    """Tell whether a date belongs to what its sentence says first of all, and not to an aside or a thing named."""
    clauses = list(_clauses(text))
    at = next(n for n, (start, end) in enumerate(clauses) if figure.start < end or n == len(clauses) - 1)
    start, end = clauses[at]
    before, behind = text[start : figure.start], text[figure.end : end]
    if not (_TIED.search(before) or figure.start == start) or _ASIDE.search(before):
        return False
    # "In 2021, a lorry left the road": a date in front of all is of all that follows.
    if at == 0 and len(before.split()) <= 2:
        return True
    return at == 0 and _IN_SUBJECT.match(behind) is None


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for mark in _CLAUSE.finditer(text):
        yield at, mark.start()
        at = mark.end()
    yield at, len(text)
