"""Dates and clock times as English news prints them, resolved against the day of publication.

Only what can be resolved to days is a date here; a bare year is a figure, and "recently" is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTH_OF = {name[:3].lower(): n for n, name in enumerate(_MONTHS, 1)}
_WEEKDAY_OF = {name.lower(): n for n, name in enumerate(_WEEKDAYS)}
_SHORT = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?"
_MONTH = rf"(?:{'|'.join(_MONTHS + [m.upper() for m in _MONTHS])}|{_SHORT})"
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS + [d.upper() for d in _WEEKDAYS])})"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th)?(?![\d:])(?!,\d{3}|\.\d)"
_YEAR = r"(?:1[5-9]|20)\d\d(?!\d|,\d{3})"
_ZONE = r"(?:\s?(?:GMT|UTC|BST|CES?T|E[SD]T|P[SD]T|local\stime))?"
_CLOCK = re.compile(
    rf"\b(?=\d|noon|mid)(?:(?P<h>[01]?\d|2[0-4])(?:[:.](?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?)?\s?(?P<half>[ap]m\b|[ap]\.\s?m\b\.?)"
    rf"|(?P<h2>[01]?\d|2[0-4]):(?P<m2>[0-5]\d)(?::(?P<s2>[0-5]\d))?(?![:\d])"
    rf"|(?P<h3>[01]?\d|2[0-3])\.?(?P<m3>[0-5]\d)(?=\s?(?:GMT|UTC|BST)\b)"
    rf"|(?P<word>noon|midday|midnight)\b)(?P<zone>{_ZONE})",
    re.I,
)
_DATE = re.compile(
    rf"\b(?=[\dA-Z]|the\s|yes|tod|tom|last|this|next)(?:(?P<iso>\d{{4}}-\d\d-\d\d)(?!\d)"
    rf"|(?:{_WEEKDAY},?\s+)?(?:the\s)?(?P<d1>{_DAY})(?:\s?[-–]\s?(?P<e1>{_DAY})|\s(?:to|and)\s(?P<f1>{_DAY}))?\s(?:of\s)?"
    rf"(?P<m1>{_MONTH})(?:,?\s(?P<y1>{_YEAR}))?"
    rf"|(?:{_WEEKDAY},?\s+)?(?P<m2>{_MONTH})\s(?:the\s)?(?P<d2>{_DAY})"
    rf"(?:\s?[-–]\s?(?P<e2>{_DAY})(?!\w)|\sto\s(?P<f2>{_DAY})(?!\w))?(?:,?\s(?P<y2>{_YEAR}))?"
    rf"|(?P<m3>{_MONTH}),?\s(?P<y3>{_YEAR})"
    rf"|(?:(?<=\b[Ii]n\s)|(?<=\bsince\s)|(?<=\b[Ll]ast\s)|(?<=\b[Tt]his\s)|(?<=\bnext\s)|(?<=\buntil\s)|(?<=\b[Bb]y\s)"
    rf"|(?<=\bearly\s)|(?<=\blate\s)|(?<=\bmid-))(?P<m4>{_MONTH})(?!\s\d)\b"
    rf"|(?:(?P<which>[Ll]ast|[Nn]ext)\s)?(?P<weekday>{_WEEKDAY})s?\b"
    rf"|(?P<near>[Yy]esterday|[Tt]oday|[Tt]omorrow)\b(?!['’])"
    rf"|(?P<side>[Ll]ast|[Tt]his|[Nn]ext)\s(?P<period>week|month|year)\b)"
)
_AHEAD = re.compile(r"\b(?:will|to\sbe|due|expected|scheduled|set\sto|plans?\sto|next|upcoming|would)\b", re.I)
_IRREGULAR = (
    "was were had did said told took made gave got held won lost met led left put sent set shut cut hit ran began "
    "broke brought built bought came caught chose drew drove fell felt fled found fought grew kept knew paid rose sank "
    "sold spent spoke stood struck swept threw went withdrew wrote"
)
_PAST = re.compile(
    rf"(?<!\bis )(?<!\bare )(?<!\bbe )\b(?!(?:need|feed|speed|indeed|seed|breed|hundred|exceed|proceed)\b)"
    rf"(?:[a-z]{{2,}}ed|{'|'.join(_IRREGULAR.split())})\b"
)
_COMING = re.compile(
    r"\b(?:(?:is|are|wants?|hopes?|aims?|intends?|vow(?:s|ed)|promise[sd]) to|shall|can|may|might|could|should)\b"
)
_THEN = re.compile(r"\b(?:was|were|had|have)\b")
_CLAUSE = re.compile(r"[,;:.?!—–\n\"“”()]|\b(?:and|but|after|before|when|while|which|who|that|because|as)\b")
_SINCE = re.compile(r"\b(?:last|since)\s$", re.IGNORECASE)
_LOOSE, _LATE = timedelta(2), timedelta(45)
"""Articles are dated a day off, or weeks after they were written: a date so near is of this year whatever the tense."""
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_SIDE = {"last": -1, "this": 0, "next": 1}
NO_YEAR = 4
"""The year that stands for an unknown one: a leap year, so that 29 February exists in it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time at `source[start:end]`.

    A date's `value` is its first day as an ordinal and `high` its last where it spans several; a time's is seconds
    after midnight. `unit` is "day", "month", "week" or "year"; "day of no year", "weekday" and "relative" mean that
    the publication day would be needed to say which; for a time it is the time zone or "".
    """

    start: int
    end: int
    value: int
    high: int | None
    unit: str
    clock: bool = False


def find_moments(text: str, published: str | None = None) -> list[Moment]:
    """Find the dates and clock times of a text in order; `published` (ISO) resolves what the text leaves open."""
    day = publication_day(published)
    found = list(_clock_times(text))
    taken = {i for moment in found for i in range(moment.start, moment.end)}
    for match in _DATE.finditer(text):
        if match.start() not in taken and match.end() - 1 not in taken and (moment := _moment(match, text, day)):
            found.append(moment)
    return sorted(found, key=lambda moment: moment.start)


def publication_day(iso: str | None) -> date | None:
    """Return the day of an ISO date or time of publication; None where there is none or it cannot be read."""
    try:
        return date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None


def _clock_times(text: str) -> Iterator[Moment]:
    for match in _CLOCK.finditer(text):
        got = match.groupdict()
        if got["word"]:
            hour, minute, second = (0 if got["word"].lower() == "midnight" else 12), 0, 0
        else:
            hour = int(got["h"] or got["h2"] or got["h3"])
            minute = int(got["m"] or got["m2"] or got["m3"] or 0)
            second = int(got["s"] or got["s2"] or 0)
        if got["half"]:
            hour = hour % 12 + (12 if got["half"][0] in "pP" else 0)
        zone = got["zone"].strip().upper()
        yield Moment(match.start(), match.end(), hour * 3600 + minute * 60 + second, None, zone, clock=True)


def _moment(match: re.Match[str], text: str, published: date | None) -> Moment | None:
    """Resolve one match, or return None where it is no date ("31 February")."""
    got = match.groupdict()
    try:
        if got["iso"]:
            first, last, unit = date.fromisoformat(got["iso"]), None, "day"
        elif day := got["d1"] or got["d2"]:
            month = _MONTH_OF[(got["m1"] or got["m2"])[:3].lower()]
            first, unit = _with_year(month, _number(day), got["y1"] or got["y2"], published, _tense(match, text))
            end = got["e1"] or got["f1"] or got["e2"] or got["f2"]
            last = first.replace(day=_number(end)) if end else None
        elif name := got["m3"] or got["m4"]:
            first, unit = _with_year(
                _MONTH_OF[name[:3].lower()], 1, got["y3"], published, _tense(match, text), whole=True
            )
            first, last, unit = first, _month_end(first), "month" if unit == "day" else "month of no year"
        else:
            return _relative(match, text, published)
    except (ValueError, OverflowError):  # the 31st of a short month; the day before the year 1
        return None
    return Moment(match.start(), match.end(), first.toordinal(), last.toordinal() if last else None, unit)


def _tense(match: re.Match[str], text: str) -> int:
    """Return -1 where the clause around a date tells of the past, 1 of what is to come, 0 where it may be either."""
    start, end = match.span()
    if _SINCE.search(text, max(0, start - 8), start):
        return -1
    before = _CLAUSE.split(text[max(0, start - 150) : start])
    after = _CLAUSE.split(text[end : end + 150])
    tense = _clause_tense(f"{before[-1]} {after[0]}")
    if tense or len(before[-1].split()) > 1:
        return tense
    # "In April, the board voted": a date in front belongs to the clause after it.
    return _clause_tense(next((clause for clause in after[1:] if clause.strip()), ""))


def _clause_tense(clause: str) -> int:
    if _AHEAD.search(clause) or _COMING.search(clause):
        return 0 if _THEN.search(clause) else 1
    return -1 if _PAST.search(clause) else 0


def _with_year(
    month: int, day: int, year: str | None, published: date | None, tense: int, *, whole: bool = False
) -> tuple[date, str]:
    """Return the date; without a printed year the nearest to publication on the side that the tense allows.

    `whole` says that it stands for its whole month, of which any day may be meant.
    """
    if year:
        return date(int(year), month, day), "day"
    if published is None:
        return date(NO_YEAR, month, day), "day of no year"
    near = []
    for candidate in (published.year, published.year - 1, published.year + 1):
        # 29 February exists in one year of four only; the others are no candidates.
        if (month, day) != (2, 29) or candidate % 4 == 0:
            near.append(date(candidate, month, day))
    if not near:
        raise ValueError(f"no 29 February near {published}")
    allowed = [
        first
        for first in near
        if not (tense < 0 and first > published + _LOOSE)
        and not (tense > 0 and (_month_end(first) if whole else first) < published - _LATE)
    ]
    return min(allowed or near, key=lambda d: abs((d - published).days)), "day"


def _relative(match: re.Match[str], text: str, published: date | None) -> Moment | None:
    """Resolve weekdays and words such as "yesterday" and "last week"."""
    got = match.groupdict()
    start, end = match.span()
    if got["weekday"]:
        weekday = _WEEKDAY_OF[got["weekday"].lower()]
        which = (got["which"] or "").lower()
        if published is None or match.group().lower().endswith("days"):
            # Ordinal 1 is a Monday.
            return Moment(start, end, weekday + 1 + 7 * _SIDE.get(which, 0), None, "weekday")
        back = (published.weekday() - weekday) % 7
        sentence = max(text.rfind(mark, 0, start) for mark in (". ", "? ", "! ", "\n"))
        ahead = which == "next" or (not which and _AHEAD.search(text, max(sentence, start - 60, 0), start))
        days = ((weekday - published.weekday()) % 7 or 7) if ahead else -(back or (7 if which == "last" else 0))
        return Moment(start, end, (published + timedelta(days)).toordinal(), None, "day")
    if got["near"]:
        days = _NEAR[got["near"].lower()]
        if published is None:
            return Moment(start, end, days + 2, None, "relative")
        return Moment(start, end, (published + timedelta(days)).toordinal(), None, "day")
    side, period = _SIDE[got["side"].lower()], got["period"]
    if published is None:
        return Moment(start, end, side + 2, None, f"relative {period}")
    first, last = _period(published, period, side)
    return Moment(start, end, first.toordinal(), last.toordinal(), period)


def _period(published: date, period: str, side: int) -> tuple[date, date]:
    """Return the first and last day of the week, month or year before, around or after a day."""
    if period == "week":
        monday = published - timedelta(published.weekday()) + timedelta(7 * side)
        return monday, monday + timedelta(6)
    if period == "year":
        return date(published.year + side, 1, 1), date(published.year + side, 12, 31)
    index = published.year * 12 + published.month - 1 + side
    first = date(index // 12, index % 12 + 1, 1)
    return first, _month_end(first)


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def _number(day: str) -> int:
    return int("".join(c for c in day if c.isdigit()))
