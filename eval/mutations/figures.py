"""Mutators of figures: another number, another unit, another date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.mutations.sentence import Mutation, TrueSentence, changed

_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
_WORD = re.compile(rf"(?<![\w'’-])(?:{'|'.join(_WORDS)})(?![\w-])(?=\s[a-z])")
_DIGITS = re.compile(r"(?<![\w.,:/’'–-])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.,:/’'–-])\d+(?:\.\d+)?(?![\d:/’']|,\d|\.\d)")
_YEAR = re.compile(r"(?<![\w$£€.,:/-])(?:19[4-9]|20[0-4])\d(?!\d|,\d|\.\d|:|\s(?:people|votes|miles|jobs|homes))")
_NEXT_TO_MONTH = re.compile(rf"(?:{'|'.join(_MONTHS)}|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)\s\Z")
_MONTH_NEXT = re.compile(rf"(?:st|nd|rd|th)?\s(?:of\s)?(?:{'|'.join(_MONTHS)})\b|st\b|nd\b|rd\b|th\b|s\b|\s?[ap]\.?m\b")
_AT_LEAST = re.compile(r"\b(?:more than|over|at least|no fewer than|above|beyond|minimum of)\s[$£€]?\Z", re.I)
_AT_MOST = re.compile(
    r"\b(?:less than|fewer than|under|up to|as many as|as much as|below|at most|no more than)\s[$£€]?\Z", re.I
)
_LABEL = re.compile(r"\A\s*\Z|\[\Z")


def change_number(sentence: TrueSentence) -> list[Mutation]:
    """Print another number: one digit, two exchanged, ten times as many, or one of the paragraph's own.

    A number with a bound grows under "more than" and shrinks under "less than", for the other way it stays true.
    """
    return list(_numbers(sentence))


def _numbers(sentence: TrueSentence) -> Iterator[Mutation]:
    text = sentence.text
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if _is_dated(text, start, end) or _LABEL.search(text[:start]):
            continue
        for new, how in _other_digits(match.group(), sentence.paragraph):
            if _stays_false(text, start, _value(match.group()), _value(new)):
                yield changed(text, start, end, new, how)
    for match in _WORD.finditer(text):
        old = match.group()
        at = _WORDS.index(old)
        for new in (_WORDS[(at + 1) % len(_WORDS)], _WORDS[at - 1], _WORDS[(at + 4) % len(_WORDS)]):
            if _stays_false(text, match.start(), at, _WORDS.index(new)):
                yield changed(text, *match.span(), new, "number word")


def _is_dated(text: str, start: int, end: int) -> bool:
    return bool(_YEAR.match(text, start) or _NEXT_TO_MONTH.search(text[:start]) or _MONTH_NEXT.match(text, end))


def _value(printed: str) -> float:
    return float(printed.replace(",", ""))


def _stays_false(text: str, start: int, old: float, new: float) -> bool:
    """Say whether a number with a bound ("more than 40") is no longer true with the new value."""
    if old == new or (_AT_LEAST.search(text[:start]) and new < old):
        return False
    return not (_AT_MOST.search(text[:start]) and new > old)


def _other_digits(old: str, paragraph: str) -> Iterator[tuple[str, str]]:
    first = str(int(old[0]) % 9 + 1)
    yield first + old[1:], "one digit"
    if len(old) > 1 and old[-1].isdigit():
        yield old[:-1] + str((int(old[-1]) + 3) % 10), "one digit"
    if old.isdigit() and len(old) > 1 and old[0] != old[1] and old[1] != "0":
        yield old[1] + old[0] + old[2:], "digits exchanged"
    if old.isdigit() and len(old) < 4:
        yield old + "0", "ten times"
    shape = re.sub(r"\d", "9", old)
    for match in _DIGITS.finditer(paragraph):
        other = match.group()
        if other != old and re.sub(r"\d", "9", other) == shape and not _is_dated(paragraph, *match.span()):
            yield other, "of the paragraph"


_NUMBER = r"(?:\d[\d,.]*|(?:a|one|half a|several|" + "|".join(_WORDS) + r"))[\s-](?:million\s|billion\s)?"
_UNITS = {
    "thousand": "million", "million": "billion", "billion": "million", "trillion": "billion", "hours": "days",
    "hour": "day", "days": "weeks", "day": "week", "weeks": "months", "week": "month", "months": "years",
    "month": "year", "years": "months", "minutes": "hours", "minute": "hour", "seconds": "minutes",
    "decades": "years", "miles": "kilometers", "mile": "kilometer", "kilometers": "miles", "kilometres": "miles",
    "km": "miles", "feet": "meters", "foot": "meter", "meters": "feet", "metres": "feet", "inches": "feet",
    "inch": "foot", "yards": "miles", "tons": "pounds", "tonnes": "kilograms", "acres": "square miles",
    "barrels": "gallons", "gallons": "barrels", "dollars": "euros", "euros": "dollars", "crowns": "euros",
}  # fmt: skip
_UNIT = re.compile(rf"\b{_NUMBER}(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b(?![\s-]old\b)", re.I)
_SCALE = re.compile(r"\b\d[\d,.]*\s(?P<unit>million|billion|trillion)\b")
_SIGN = re.compile(r"(?<![A-Za-z])[$£€](?=\d)")
_SIGNS = {"$": "€", "€": "$", "£": "$"}
_MOVED = re.compile(
    r"\b(?:rose|fell|up|down|by|grew|dropped|declined|increased|gained|lost|jumped|climbed|slid|sank)\s(?:by\s|about\s|"
    r"nearly\s|more than\s|almost\s|another\s)?\d[\d.]*(?P<percent>\s?%|\s(?:percent|per cent)\b)(?!\s(?:of|to)\b|-)"
)
_POINTS = re.compile(r"(?P<points>\spercentage[\s-]points?\b)")


def change_unit(sentence: TrueSentence) -> list[Mutation]:
    """Print another unit: billion for million, miles for kilometres, euros for dollars, points for per cent.

    An amount with a bound keeps its unit: "more than two years" is more than two months as well.
    """
    text = sentence.text
    found = [
        changed(text, *m.span("unit"), _UNITS[m["unit"]], m["unit"])
        for m in (*_SCALE.finditer(text), *_UNIT.finditer(text))
        if m["unit"].islower() and not (_AT_LEAST.search(text[: m.start()]) or _AT_MOST.search(text[: m.start()]))
    ]
    found += [changed(text, *m.span(), _SIGNS[m.group()], "currency sign") for m in _SIGN.finditer(text)]
    found += [changed(text, *m.span("percent"), " percentage points", "percent") for m in _MOVED.finditer(text)]
    return found + [changed(text, *m.span("points"), " percent", "points") for m in _POINTS.finditer(text)]


_MONTH = re.compile(
    rf"(?<![A-Z]\s)\b(?:{'|'.join(m for m in _MONTHS if m not in ('May', 'March'))}|(?<=\bin )(?:May|March)(?=[\s.,])"
    rf"|(?:May|March)(?=\s\d))\b(?!\s[A-Z])"
)
_DAY = re.compile(rf"(?<![A-Z][a-z]\s)(?<!Black )(?<!Super )(?<!Good )\b(?:{'|'.join(_DAYS)})\b(?!\s[A-Z]|’|'|s\b|-)")
_NEAR = {"yesterday": "last week", "last week": "last month", "last month": "last year", "last year": "last month",
         "next week": "next month", "next month": "next year", "next year": "next month", "tomorrow": "next week",
         "this week": "last month", "this month": "last month"}  # fmt: skip
_NEAR_DATE = re.compile(rf"\b(?:{'|'.join(_NEAR)})\b(?!['’])")


def change_date(sentence: TrueSentence) -> list[Mutation]:
    """Print another weekday, month, day of the month or year, or another "last week".

    Days in names ("Black Friday") stay, and so do "today", which often means these days, and the modal "may".
    """
    text = sentence.text
    found = []
    for match in _DAY.finditer(text):
        at = _DAYS.index(match.group())
        found += [changed(text, *match.span(), _DAYS[(at + by) % 7], "weekday") for by in (1, 3)]
    for match in _MONTH.finditer(text):
        at = _MONTHS.index(match.group())
        found += [changed(text, *match.span(), _MONTHS[(at + by) % 12], "month") for by in (1, 5)]
        day = re.compile(r"\s(?P<day>\d\d?)(?![\d:%])").match(text, match.end())
        if day:
            new = str((int(day["day"]) + 2) % 28 + 1)
            found.append(changed(text, *day.span("day"), new, "day of the month"))
    for match in _YEAR.finditer(text):
        year = int(match.group())
        end = match.end()
        how = "decade" if text[end : end + 1] == "s" else "year"
        news = (year - 10,) if how == "decade" else (year - 1, year + 2)
        found += [changed(text, *match.span(), str(new), how) for new in news]
    found += [changed(text, *m.span(), _NEAR[m.group()], "relative") for m in _NEAR_DATE.finditer(text)]
    return found
