"""What a search is limited to, in the terms of the indexes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Only these outlets (exact names; none means all), days (YYYYMMDD, both included) and articles (ids)."""

    outlets: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    articles: tuple[str, ...] | None = None


EVERYTHING = Limits()


def day_number(published: str | None) -> int:
    """Turn an ISO date into a number that sorts like it (20240322), 0 for no date."""
    return int(published[:10].replace("-", "")) if published else 0
