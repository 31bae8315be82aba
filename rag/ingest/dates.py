"""Publication dates as sources write them, to ISO 8601; it never guesses a part that is not there."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from dateutil import parser

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?")
_EPOCH_MILLISECONDS = re.compile(r"\d{12,13}")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_LONGEST = 80
# Two defaults that differ in every part: what the text does not say comes out different.
_DEFAULTS = (datetime(2001, 1, 1, 1, 1, 1), datetime(2002, 2, 2, 2, 2, 2))


@lru_cache(maxsize=4096)
def normalise_date(raw: str) -> str | None:
    """Return a date as "YYYY-MM-DD", a time with an offset in UTC ("...+00:00"), or None where it cannot be read.

    A time without an offset could be hours off, so only its day is kept. "03/04/2024" and "March 2024" are None:
    which day they mean is not in the text. A bare number is seconds (or milliseconds) since 1970.
    """
    text = " ".join(raw.split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        if _EPOCH.fullmatch(text):
            return _epoch(float(text))
        if _EPOCH_MILLISECONDS.fullmatch(text):
            return _epoch(float(text) / 1000)
        return _iso(text) or _written(text)
    except (ValueError, OverflowError, TypeError):  # dateutil raises all three on text that is no date
        return None


def _epoch(seconds: float) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds))).isoformat()


def _iso(text: str) -> str | None:
    """Read ISO 8601; None where the text is in another form."""
    if _ISO_DAY.fullmatch(text):
        return date.fromisoformat(text).isoformat()
    try:
        return _format(datetime.fromisoformat(text))
    except ValueError:
        return None


def _written(text: str) -> str | None:
    """Read any other form, each part that the text leaves open being found by reading it twice."""
    text = _YEAR_FIRST.sub(r"\1-\2-\3", text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
        # A year in front leaves no doubt about day and month; dateutil would swap them all the same.
        orders = (False,) if _YEAR_FIRST.match(text) else (False, True)
        readings = [parser.parse(text, default=d, dayfirst=first) for d in _DEFAULTS for first in orders]
    if len({reading.date() for reading in readings}) > 1:
        return None
    has_time = len({(reading.hour, reading.minute) for reading in readings}) == 1
    return _format(readings[0].replace(second=readings[0].second if _says_seconds(readings) else 0), has_time=has_time)


def _says_seconds(readings: list[datetime]) -> bool:
    return len({reading.second for reading in readings}) == 1


def _format(moment: datetime, *, has_time: bool = True) -> str:
    if moment.tzinfo is None or not has_time:
        return moment.date().isoformat()
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()
