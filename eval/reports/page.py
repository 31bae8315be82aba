"""A run as one HTML file that needs nothing beside it: figures, and the worst cases first with their sources.

Every text in it may come from an article or a model: the template escapes all of them, and the page's own rules let
it load nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from eval.comparing import Compared
from eval.measures import Better
from eval.records import Figure, Record, Run, figures

_TEMPLATE = Path(__file__).with_name("page.html")
_MOST_CASES = 400
"""Cases shown a suite; the page says how many there are."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case on the page: `badness` orders it, `lost` names the figures it loses."""

    record: Record
    badness: float
    lost: tuple[str, ...]


def run_as_html(run: Run, compared: Sequence[Compared] = ()) -> str:
    """Draw a run, and how it compares with another where that is given."""
    found = figures(run)
    groups: list[dict[str, Any]] = []
    for entry in run.suites:
        mine = [figure for figure in found if figure.suite == entry.name]
        cases = worst_first(run.of(entry.name), mine)
        groups.append({"entry": entry, "figures": mine, "cases": cases[:_MOST_CASES], "total": len(cases)})
    return _template().render(run=run, groups=groups, compared=compared)


def worst_first(records: list[Record], found: list[Figure]) -> list[Shown]:
    """Order cases by what they lose: failed ones, broken rules, then by how many figures and how far."""
    shown = [_shown(record, found) for record in records]
    return sorted(shown, key=lambda one: (-one.badness, one.record.id))


def _shown(record: Record, found: list[Figure]) -> Shown:
    badness, lost = (100.0, ["not scored"]) if record.error else (0.0, [])
    for figure in found:
        measure = figure.measure
        if measure.name not in record.scores or measure.better is Better.NEITHER:
            continue
        value = record.scores[measure.name]
        if value is None:
            badness += 1.0
            lost.append(f"{measure.name}: unscored")
            continue
        loss = (1.0 - value) if measure.better is Better.HIGHER else value
        if loss > 0:
            badness += min(loss, 1.0) + (10.0 if measure.absolute else 0.0)
            lost.append(f"{measure.name} {value:.2f}")
    return Shown(record, badness, tuple(lost))


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
