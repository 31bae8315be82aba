"""What a search is limited to, in the terms of the indexes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from rag.errors import UsageError

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.*)?\Z")


@dataclass(frozen=True, slots=True)
class Limits:
    """Only these outlets (exact names; none means all), days (YYYYMMDD, both included) and articles (ids)."""

    outlets: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    articles: tuple[str, ...] | None = None

    def allow(self, article_id: str, outlet: str, published: str | None) -> bool:
        """Whether an article is within all of them."""
        return (
            (not self.outlets or outlet in self.outlets)
            and (not self.days or self.days[0] <= day_number(published) <= self.days[1])
            and (self.articles is None or article_id in self.articles)
        )


EVERYTHING = Limits()
FAR_PAST, FAR_FUTURE = 1, 99_999_999


def days_between(since: str | None, until: str | None) -> tuple[int, int] | None:
    """Turn the ISO dates of a limit, both included, into numbers of days; None for no limit.

    Raises:
        UsageError: one of them is not a date.
    """
    if not since and not until:
        return None
    return _asked(since) if since else FAR_PAST, _asked(until) if until else FAR_FUTURE


def _asked(day: str) -> int:
    try:
        if not _ISO_DAY.match(day):
            raise ValueError
        return day_number(date.fromisoformat(day[:10]).isoformat())
    except ValueError:
        raise UsageError(f"{day!r} is not a date.", hint="Write it as 2026-03-14.") from None


def day_number(published: str | None) -> int:
    """Turn an ISO date into a number that sorts like it (20240322), 0 for no date."""
    return int(published[:10].replace("-", "")) if published else 0
