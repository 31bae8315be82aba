"""Check that every figure, date and time of a claim is in a cited paragraph, with its unit and hedge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rag.datatypes import DraftClaim, EvidenceParagraph, Problem, ProblemKind
from rag.text.dates import publication_day
from rag.text.figures import Figure, FigureType, Hedge, same_amount, same_figure
from rag.text.numbers import ORDINALS
from rag.text.words import stem
from rag.verify.evidence import figures_of, is_whole_sentence

_DATED = (FigureType.DATE, FigureType.TIME, FigureType.YEAR)
_PERIODS = ("day", "month", "week", "year", "month of no year")
_LABEL = re.compile(r"\[\d+(?:[,;\s–-]+\d+)*\]|\A\s*\d+[.)]\s")
"""A citation marker in a text ("[2]") and the number of a list item: no figures."""
_SHOWN = 4
_ROUNDED = {
    Hedge.ABOUT: (Hedge.EXACT, Hedge.ABOUT, Hedge.NEARLY),
    Hedge.NEARLY: (Hedge.EXACT,),
    Hedge.MORE_THAN: (Hedge.EXACT, Hedge.AT_LEAST),
}
"""The hedges of a source beside which a claim may round, by the claim's own."""
_ROUNDING = 0.05
"""How far a rounded figure may be from the exact one, as a part of it."""
_LETTERS = re.compile(r"[a-z]+(?:-[a-z]+)?")


def check_figures(
    draft: DraftClaim, cited: Sequence[EvidenceParagraph], _evidence: Mapping[str, EvidenceParagraph]
) -> list[Problem]:
    """Report every figure of the claim that no cited paragraph has, and figures given to the wrong things."""
    if not cited or is_whole_sentence(draft.text, cited):
        return []
    # A weekday means another day in every article, so the claim is read once for each day of publication.
    readings = {p.published: _by_place(figures_of(draft.text, p.published)) for p in cited}
    labels = [match.span() for match in _LABEL.finditer(draft.text)]
    first = readings[cited[0].published].values()
    figures = [f for f in first if not any(start <= f.start and f.end <= end for start, end in labels)]
    problems = []
    for figure in figures:
        place = (figure.start, figure.end)
        if not any(_supports(p, readings[p.published].get(place, figure)) for p in cited):
            problems.append(_missing(figure, cited))
        elif swapped := _swapped(figure, cited):
            problems.append(swapped)
    return problems + _repeated(figures, cited)


def _by_place(figures: Iterable[Figure]) -> dict[tuple[int, int], Figure]:
    return {(figure.start, figure.end): figure for figure in figures}


def _supports(paragraph: EvidenceParagraph, figure: Figure) -> bool:
    """Say whether a paragraph or its title has a figure; the day of publication dates what has no other date."""
    printed = _printed(paragraph)
    if any(same_figure(figure, other) for other in printed):
        return True
    if figure.type in _DATED:
        same_words = any(f.type is figure.type and f.text.lower() == figure.text.lower() for f in printed)
        return same_words or any(_covers(figure, day) for day in _days(figure, printed, paragraph.published))
    if any(_rounds(figure, other) or _counts_units(figure, other) for other in printed):
        return True
    if figure.type is FigureType.ORDINAL and figure.value in _places(paragraph.text):
        return True
    if figure.type is FigureType.SCORE:
        return {figure.value, figure.high} <= {f.value for f in printed}
    return figure.text.lower() == "one" and not any(_counts_same(figure, other) for other in printed)


def _rounds(claimed: Figure, printed: Figure) -> bool:
    """Say whether a claim rounds a figure truly: "about 32,000" and "nearly 32,000" for 31,988, "over 40" for 41."""
    allowed = _ROUNDED.get(claimed.hedge)
    if not allowed or printed.hedge not in allowed or claimed.high is not None or printed.high is not None:
        return False
    if not same_amount(replace(claimed, value=printed.value), printed):
        return False
    if claimed.value == printed.value:
        return claimed.hedge is Hedge.ABOUT or printed.text.endswith("+")
    if (claimed.hedge is Hedge.NEARLY and printed.value > claimed.value) or (
        claimed.hedge is Hedge.MORE_THAN and printed.value < claimed.value
    ):
        return False
    rounder = len(f"{claimed.value:g}".rstrip("0")) < len(f"{printed.value:g}".rstrip("0"))
    return rounder and abs(claimed.value - printed.value) <= _ROUNDING * abs(printed.value)


def _counts_units(one: Figure, other: Figure) -> bool:
    """Say whether one of two equal figures has words before its unit ("two harrowing nights", "2 nights")."""
    measured, counted = (one, other) if one.type is FigureType.MEASURE else (other, one)
    if measured.type is not FigureType.MEASURE or counted.type is not FigureType.COUNT or not counted.noun:
        return False
    return stem(measured.unit) == _head(counted) and one.hedge is other.hedge and one.value == other.value


def _places(text: str) -> set[float]:
    """Return the ordinals in words of a text, which alone may be adverbs ("first") and no figures."""
    return {ORDINALS[word] for word in _LETTERS.findall(text.lower()) if word in ORDINALS}


def _counts_same(a: Figure, b: Figure) -> bool:
    """Say whether two figures count things of one name; "one boat" is then no way to say "a boat"."""
    return bool(a.noun) and (_head(a) == _head(b) or (a.unit == b.unit and a.unit != ""))


def _head(figure: Figure) -> str:
    return figure.noun.split(" ")[-1]


def _printed(paragraph: EvidenceParagraph) -> tuple[Figure, ...]:
    return figures_of(paragraph.text, paragraph.published) + figures_of(paragraph.title, paragraph.published)


def _days(claimed: Figure, printed: Sequence[Figure], published: str | None) -> list[date]:
    """Return the days that support a claim's coarser date: "in 2031" where the paragraph has 7 May 2031.

    Where the paragraph gives a year, only dates printed with one tell another.
    """
    dates = [f for f in printed if f.type is FigureType.DATE]
    years = [f for f in printed if f.type is FigureType.YEAR]
    if claimed.type is FigureType.YEAR and years:
        dates = [f for f in dates if f"{claimed.value:.0f}" in f.text]
    days = [date.fromordinal(int(f.value)) for f in dates if f.unit in ("day", "month")]
    day = publication_day(published)
    return [*days, day] if day and not dates and not years else days


def _covers(figure: Figure, day: date) -> bool:
    if figure.type is FigureType.YEAR:
        return figure.value == day.year and figure.high is None
    if figure.type is not FigureType.DATE or figure.unit not in _PERIODS:
        return False
    if figure.unit == "month of no year":
        return day.month == date.fromordinal(int(figure.value)).month
    return figure.value <= day.toordinal() <= (figure.high or figure.value)


def _swapped(figure: Figure, cited: Sequence[EvidenceParagraph]) -> Problem | None:
    """Report a figure that the paragraph gives to one thing and the claim to another counted beside it."""
    if not figure.noun or figure.type is not FigureType.COUNT:
        return None
    printed = [f for p in cited for f in figures_of(p.text, p.published) if f.noun and f.type is FigureType.COUNT]
    equal = [f for f in printed if f.value == figure.value]
    others = [f for f in printed if f.value != figure.value and _head(f) == _head(figure)]
    if not equal or not others or any(_head(f) == _head(figure) for f in equal):
        return None
    detail = (
        f"The claim says “{_phrase(figure)}”; the paragraph cited has “{_phrase(equal[0])}” and “{_phrase(others[0])}”."
    )
    return Problem(ProblemKind.FIGURE, detail, (figure.start, figure.end))


def _repeated(figures: Sequence[Figure], cited: Sequence[EvidenceParagraph]) -> list[Problem]:
    """Report a figure that the claim prints more often than its paragraphs: one of them took another's place."""
    counted = [f for f in figures if f.type not in (*_DATED, FigureType.ORDINAL)]
    if len(counted) < 2:
        return []
    printed = [f for p in cited for f in _printed(p)]
    problems = []
    for number, figure in enumerate(counted):
        times = 1 + sum(same_figure(figure, earlier) for earlier in counted[:number])
        if times > 1 and 0 < sum(same_figure(figure, f) for f in printed) < times:
            detail = f"The claim says “{figure.text}” {times} times; the paragraph cited does not."
            problems.append(Problem(ProblemKind.FIGURE, detail, (figure.start, figure.end)))
    return problems


def _phrase(figure: Figure) -> str:
    return f"{figure.text} {figure.noun}".strip()


def _missing(figure: Figure, cited: Sequence[EvidenceParagraph]) -> Problem:
    """Say what the claim prints and what the cited paragraphs have instead."""
    dated = figure.type in _DATED
    printed = [f for p in cited for f in figures_of(p.text, p.published)]
    hedged = [f for f in printed if same_amount(figure, f)]
    alike = hedged or [f for f in printed if (f.type in _DATED) is dated]
    shown = ", ".join(f"“{text}”" for text in list(dict.fromkeys(f.text for f in alike))[:_SHOWN])
    what = "date or time" if dated else "figure"
    has = f"the paragraph cited has {shown}" if shown else f"the paragraph cited has no {what}"
    kind = ProblemKind.DATE if dated else ProblemKind.FIGURE
    return Problem(kind, f"The claim says “{figure.text}”; {has}.", (figure.start, figure.end))
