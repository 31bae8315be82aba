"""Figures of a text: numbers, amounts, shares, ages, scores, dates and times, with their hedges and units.

`same_figure` says whether a claim prints a figure as its source does. Which figures of two sources are about
the same thing is decided by the comparison, not here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.text.amounts import Amount, FigureType, find_amounts
from rag.text.dates import NO_YEAR, Moment, find_moments
from rag.text.hedges import Hedge
from rag.text.numbers import CARDINALS, ORDINALS
from rag.text.words import STOPWORDS, stem

__all__ = ["Figure", "FigureType", "Hedge", "find_figures", "same_amount", "same_figure"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed at `source[start:end] == text`, with its hedge and its scale word ("nearly 32,000").

    `value` is a date's ordinal (`date.toordinal`), a time's seconds after midnight, a fraction's per cent.
    `high` is the upper end of a range. `unit` is normalised ("people", "USD", "%", "km", or "" for none); `noun`
    is what is counted, lower-cased, its head stemmed, or "".
    """

    start: int
    end: int
    text: str
    value: float
    high: float | None
    hedge: Hedge
    type: FigureType
    unit: str
    noun: str

    @property
    def iso(self) -> str | None:
        """The day or month of a date in ISO 8601, or None for any other figure and for a date left open."""
        if self.type is not FigureType.DATE or self.unit not in ("day", "month"):
            return None
        day = date.fromordinal(int(self.value)).isoformat()
        return day[:7] if self.unit == "month" else day


_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"[\d½¼¾⅓⅔]")
_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_TELLING = frozenset(
    {*CARDINALS, *ORDINALS, *_MONTHS.split(), *_WEEKDAYS.split(), *(day + "s" for day in _WEEKDAYS.split())}
    | set("dozen dozens scores tens hundred hundreds thousand thousands million millions billion billions".split())
    | set("trillion half thirds quarter quarters noon midday midnight yesterday today tomorrow week month year".split())
    | {month[:3] for month in _MONTHS.split()}
)


def find_figures(text: str, published: str | None = None) -> list[Figure]:
    """Find the figures of a text in order, without overlaps; `published` (ISO) resolves dates that need it."""
    if not _DIGIT.search(text) and _TELLING.isdisjoint(_WORD.findall(text.lower())):
        return []
    moments = find_moments(text, published)
    figures = [_dated(text, moment) for moment in moments]
    # A date's digits are not numbers as well; NUL keeps the offsets and joins no hedge or range across it.
    masked = text
    for moment in moments:
        masked = masked[: moment.start] + "\0" * (moment.end - moment.start) + masked[moment.end :]
    figures.extend(_counted(text, amount) for amount in find_amounts(masked))
    return sorted(figures, key=lambda figure: figure.start)


def _dated(text: str, moment: Moment) -> Figure:
    type_ = FigureType.TIME if moment.clock else FigureType.DATE
    start, end = moment.start, moment.end
    return Figure(start, end, text[start:end], moment.value, moment.high, Hedge.EXACT, type_, moment.unit, "")


def _counted(text: str, amount: Amount) -> Figure:
    start, end, type_, unit = amount.start, amount.end, amount.type, amount.unit
    noun = "" if type_ in (FigureType.MONEY, FigureType.AGE, FigureType.SCORE) else _noun(text, end)
    if type_ is FigureType.COUNT and not unit and noun.split(" ")[-1] in _PEOPLE:
        unit = "people"
    return Figure(start, end, text[start:end], amount.value, amount.high, amount.hedge, type_, unit, noun)


_NEXT_WORD = re.compile(r"[\s-]([^\W\d_]+(?:['’][^\W\d_]+)*)")
_PEOPLE = {stem("people"), stem("person")}
_COUNTED_ALONE = frozenset(
    "person man woman child people men women children police killed dead injured wounded missing displaced "
    "arrested".split()
)
_PASSED_OVER = frozenset("of the its his her their these those more other additional".split())
_ENDS_PHRASE = STOPWORDS | frozenset(
    """
    last next per ago later earlier according including since among across amid despite along via toward towards upon
    near throughout behind beyond following higher lower faster slower back
    left fell went took came said won lost hit struck made gave fled told found became began drew
    remain remained remains
    """.split()
)
_LONGEST_NOUN = 4


def _noun(text: str, at: int) -> str:
    """Return the noun phrase counted by the number that ends at an offset: up to its first plural."""
    words: list[str] = []
    ended = False
    while not ended and len(words) < _LONGEST_NOUN and (match := _NEXT_WORD.match(text, at)):
        printed, at = match[1], match.end()
        word = printed.lower()
        if not words and word in _PASSED_OVER:
            continue
        if word in _ENDS_PHRASE or (words and word.endswith(("ed", "ing"))):
            ended = True
        else:
            words.append(printed)
            if word in _COUNTED_ALONE or _is_plural(printed):
                return _phrase(words)
    if len(words) == _LONGEST_NOUN:
        words = words[:1]
    while words and words[-1][0].isupper():
        # "No. 3 Ardlia", "four AP Top 25 matches": a name that no plural follows is not what is counted.
        words.pop()
    return _phrase(words)


def _is_plural(word: str) -> bool:
    if word.endswith("is"):
        return word[0].isupper()  # "Ardlianis", but no "crisis"
    return word.endswith("s") and not word.endswith(("ss", "us", "'s", "’s"))


def _phrase(words: Sequence[str]) -> str:
    return " ".join([*(word.lower() for word in words[:-1]), stem(words[-1])]) if words else ""


_LOOSE_UNITS = {"", "people", "code"}
_NUMERIC = {FigureType.COUNT, FigureType.YEAR, FigureType.SCORE}
_PERIODS_OF_NO_YEAR = {"day of no year": "day", "month of no year": "month"}


def same_figure(claimed: Figure, printed: Figure) -> bool:
    """Say whether a claim gives a figure as its source prints it: value, range, unit and hedge.

    Digits and words are equal, and so are hedges of one meaning ("over", "more than"). What is counted is not
    compared here.
    """
    return claimed.hedge is printed.hedge and same_amount(claimed, printed)


def same_amount(claimed: Figure, printed: Figure) -> bool:
    """Say whether two figures have one value, range and unit, whatever their hedges."""
    return _same_unit(claimed, printed) and _same_value(claimed, printed)


def _same_unit(a: Figure, b: Figure) -> bool:
    if a.type is FigureType.DATE or b.type is FigureType.DATE:
        return a.type is b.type
    if {a.type, b.type} == {FigureType.AGE, FigureType.COUNT}:
        # "Dell is 24 years old" and "Dell, who is 24": a bare number may be an age, a counted one is not.
        return all(f.type is FigureType.AGE or not (f.noun or f.unit) for f in (a, b))
    if a.type is not b.type and not {a.type, b.type} <= _NUMERIC:
        return False
    return a.unit == b.unit or {a.unit, b.unit} <= _LOOSE_UNITS


def _same_value(a: Figure, b: Figure) -> bool:
    if a.unit != b.unit and a.type is FigureType.DATE:
        a, b = (a, b) if a.unit in _PERIODS_OF_NO_YEAR else (b, a)
        return _PERIODS_OF_NO_YEAR.get(a.unit) == b.unit and _without_year(a) == _without_year(b)
    return a.value == b.value and a.high == b.high


def _without_year(figure: Figure) -> tuple[date, bool]:
    """Return the first day of a date in the year that stands for none, and whether it is one day."""
    first = date.fromordinal(int(figure.value)).replace(year=NO_YEAR)
    return first, figure.high is None
