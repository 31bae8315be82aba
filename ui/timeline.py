"""When things happened against when they were reported: the days of a story across, one event a row.

Drawn by `timeline.js`. Events long before the first report stand at the left edge, so that one old year does not
squeeze the days that matter.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from rag.datatypes import Citation, Comparison, TimelineEntry
from rag.render import readable_date
from rag.render.document import outlet_name
from ui.components import component
from ui.source import open_source

_mount = component("timeline")
_DAYS_BEFORE = 10
"""How many days before the first report the chart reaches back at most."""
_LABELS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that a chart shows, both included."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Return where the middle of a day stands, 0 to 1; a day outside stands at the edge."""
        days = (self.last - self.first).days + 1
        inside = min(max(day, self.first), self.last)
        return round(((inside - self.first).days + 0.5) / days, 4)

    def ticks(self) -> list[dict[str, Any]]:
        """Return the days that are written under the chart, evenly chosen, first and last among them."""
        days = (self.last - self.first).days
        step = max(1, -(-days // (_LABELS - 1)))
        shown = [self.first + timedelta(days=n) for n in range(0, days + 1, step)]
        return [{"at": self.place(day), "label": f"{day.day} {calendar.month_abbr[day.month]}"} for day in shown]


def show_timeline(comparison: Comparison, key: str) -> None:
    """Draw the chart; a report in it opens its article beside the text."""
    data = timeline_payload(comparison)
    if data is not None:
        open_source(_mount(key=key, data=data, on_open_change=_nothing).open)


def _nothing() -> None:
    """Stand in for a callback: naming one is what makes a component report its clicks."""


def timeline_payload(comparison: Comparison) -> dict[str, Any] | None:
    """Return the data of the component, or None where no report has a date."""
    scale = scale_of(comparison)
    if scale is None:
        return None
    return {
        "ticks": scale.ticks(),
        "rows": [_row(entry, scale) for entry in comparison.timeline],
        "legend": ["What happened", "When it was reported"],
    }


def scale_of(comparison: Comparison) -> Scale | None:
    """Return the days from the first event shown to the last event or report."""
    reported = [day for article in comparison.articles if (day := _day(article.published))]
    if not reported:
        return None
    earliest = min(reported) - timedelta(days=_DAYS_BEFORE)
    spans = [span for entry in comparison.timeline if (span := _span(entry.date))]
    inside = [day for span in spans for day in span if day >= earliest]
    return Scale(min([*reported, *inside]), max([*reported, *inside]))


def _row(entry: TimelineEntry, scale: Scale) -> dict[str, Any]:
    span = _span(entry.date)
    first, last = span or (scale.first, scale.first)
    return {
        "text": entry.text,
        "date": readable_date(entry.date),
        "from": scale.place(first),
        "to": scale.place(last),
        "edge": "before" if last < scale.first else "",
        "reports": _reports(entry.citations, scale),
    }


def _reports(citations: Sequence[Citation], scale: Scale) -> list[dict[str, Any]]:
    """Return the reports of an event, those of one day in one mark that opens the first of them."""
    by_day: dict[date, list[Citation]] = {}
    for cited in citations:
        if day := _day(cited.published):
            by_day.setdefault(day, []).append(cited)
    return [
        {
            "at": scale.place(day),
            "outlets": list(dict.fromkeys(outlet_name(cited.outlet) for cited in cites)),
            "date": readable_date(day.isoformat()),
            "paragraph": cites[0].paragraph_id,
            "start": cites[0].start,
            "end": cites[0].end,
        }
        for day, cites in sorted(by_day.items())
    ]


def _day(iso: str | None) -> date | None:
    span = _span(iso[:10]) if iso else None
    return span[0] if span else None


def _span(iso: str) -> tuple[date, date] | None:
    """Return the first and the last day of an ISO day, month or year; None for anything else."""
    try:
        parts = [int(part) for part in iso.split("-")]
        match parts:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            case [year, month, day]:
                return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None
    return None
