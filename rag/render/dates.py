"""ISO dates as people write them ("14 March 2026"); it leaves out time zones and other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

MONTHS = (
    "January February March April May June July August September October November December"  # as printed in English
).split()

_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?:[T ].*)?", re.DOTALL)

UNDATED = "undated"


def readable_date(iso: str | None) -> str:
    """Write an ISO date as "14 March 2026", as far as it goes ("March 2026", "2026").

    A time of day is left out. None is "undated"; what is no ISO date stays as it is.
    """
    if not iso or not iso.strip():
        return UNDATED
    parts = _parts(iso)
    return " ".join(reversed(_words(parts))) if parts else iso


def readable_time(iso: str) -> str:
    """Write an ISO time in UTC as "14 March 2026, 08:30 UTC"; at midnight the date alone."""
    clock = iso[11:16]
    return readable_date(iso) + (f", {clock} UTC" if clock and clock != "00:00" else "")


def readable_range(dates: Iterable[str | None]) -> str:
    """Write the first and the last of some ISO dates as "12 to 14 March 2026"; "" where no date is known."""
    known = sorted({parts for date in dates if date and (parts := _parts(date))})
    if not known:
        return ""
    first, last = _words(known[0]), _words(known[-1])
    same = 0
    # What both ends share from the year down is said once, at the end.
    while len(first) == len(last) and same < len(first) and first[same] == last[same]:
        same += 1
    opening = " ".join(reversed(first[same:]))
    closing = " ".join(reversed(last))
    return f"{opening} to {closing}" if opening else closing


def _parts(iso: str) -> tuple[int, ...]:
    """Return (year, month, day) as far as given, or () where this is no ISO date."""
    found = _ISO.fullmatch(iso.strip())
    return tuple(int(part) for part in found.groups() if part) if found else ()


def _words(parts: tuple[int, ...]) -> list[str]:
    """Return ["2026", "March", "14"] as far as given."""
    year, *rest = parts
    return [f"{year:04d}", *(MONTHS[month - 1] for month in rest[:1]), *(str(day) for day in rest[1:])]
