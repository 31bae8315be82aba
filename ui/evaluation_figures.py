"""The figures of a run and the comparison of two, as the reader sees them: value, interval, and what it means in words.

The drawing is in `evaluation.js`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

import streamlit as st

from eval.comparing import Compared, Outcome
from eval.measures import Better, Measure
from eval.records import Figure, SuiteEntry
from ui.components import component
from ui.escape import plain
from ui.evaluation_runs import Opened
from ui.frame import notice
from ui.words import Sign, count

_FEW = 2
"""Up to so many suites all stand open; of more, one line each."""

OUTCOMES: Mapping[Outcome, Sign] = MappingProxyType(
    {
        Outcome.WORSE: Sign("Worse", "worse", "bad"),
        Outcome.BETTER: Sign("Better", "better", "good"),
        Outcome.TIED: Sign("Tied", "tied", "calm"),
    }
)
BROKEN = Sign("Broken, and must never be", "unsupported", "bad")
HELD = Sign("Never happened", "verified", "good")

_WAYS = {Better.HIGHER: "Higher is better.", Better.LOWER: "Lower is better.", Better.NEITHER: "Neither way is better."}
_CASES_NAMED = 5

mount = component("evaluation")


def number(value: float, *, signed: bool = False) -> str:
    """Write a figure with the digits that matter at its size."""
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 2 if abs(value) >= 10 else 3
    return f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"


def meaning(measure: Measure) -> str:
    """Say what a figure means and which way it should go, in plain words."""
    said = measure.means[:1].upper() + measure.means[1:] or "This figure"
    return f"{said.rstrip('.')}. {'Must be none.' if measure.absolute else _WAYS[measure.better]}"


def show_rules(opened: Opened) -> tuple[str, str] | None:
    """Say first of all whether what must never happen has happened; return the case a reader wants to see."""
    rules = [figure for figure in opened.figures if figure.measure.absolute and figure.scored]
    if not opened.broken:
        if rules:
            st.caption("Nothing that must never happen has happened: no rule of this kind is broken.")
        return None
    number = len(opened.broken)
    title = f"{count(number, 'rule')} that must never be broken {'is' if number == 1 else 'are'} broken"
    wanted = None
    with notice("bad", title, "Until this is mended, the other figures matter little.", key="broken-rules"):
        for figure in opened.broken:
            cases = [
                one.record.id
                for one in opened.cases
                if one.record.suite == figure.suite and one.record.scores.get(figure.measure.name)
            ]
            more = f" and {len(cases) - _CASES_NAMED} more" if len(cases) > _CASES_NAMED else ""
            named = ", ".join(cases[:_CASES_NAMED]) + more
            st.markdown(plain(f"{figure.name}: {figure.measure.means}. In {count(len(cases), 'case')}: {named}."))
            if st.button("Show the worst of them", key=f"broken-{figure.name}", type="tertiary"):
                wanted = (figure.suite, cases[0])
    return wanted


def show_figures(opened: Opened, suite: str | None) -> None:
    """Draw the figures of a run, of all suites or of one."""
    mount(key="evaluation-figures", data=figures_payload(opened, suite))


def figures_payload(opened: Opened, suite: str | None = None) -> dict[str, Any]:
    """Return the data of the figures."""
    entries = [entry for entry in opened.run.suites if suite in (None, entry.name)]
    return {"kind": "figures", "sections": [_section(opened, entry, len(entries) <= _FEW) for entry in entries]}


def _section(opened: Opened, entry: SuiteEntry, open: bool) -> dict[str, Any]:
    mine = [figure for figure in opened.figures if figure.suite == entry.name]
    cases = count(len(opened.run.of(entry.name)), "case")
    limited = f"the first {cases}" if entry.limit else cases
    key = [f"{one.measure.name} {_value(one)}" for one in mine[:3]]
    broken = any(figure.is_broken_rule for figure in mine)
    return {
        "name": entry.name,
        "about": f"{entry.cases}, {limited}",
        "key": " · ".join(key),
        "sign": asdict(BROKEN) if broken else None,
        "open": open,
        "rows": [_row(figure) for figure in mine],
    }


def _value(figure: Figure) -> str:
    return "not scored" if figure.value is None else number(figure.value)


def _row(figure: Figure) -> dict[str, Any]:
    estimate, measure = figure.estimate, figure.measure
    rule = (BROKEN if figure.is_broken_rule else HELD) if measure.absolute and figure.scored else None
    unscored = Sign(f"{figure.unscored:,} could not be scored", "single", "wait") if figure.unscored else None
    within = estimate is not None and estimate.low >= 0 and estimate.high <= 1 and measure.share
    return {
        "name": measure.name,
        "means": meaning(measure),
        "value": _value(figure),
        "interval": f"{number(estimate.low)} to {number(estimate.high)}" if estimate else "",
        "band": _band(estimate.low, estimate.high, estimate.value) if estimate and within else None,
        "scored": f"{figure.scored:,} scored",
        "unscored": asdict(unscored) if unscored else None,
        "sign": asdict(rule) if rule else None,
        "tone": "bad" if figure.is_broken_rule else "",
    }


def _band(low: float, high: float, at: float) -> dict[str, float]:
    return {"low": round(low * 100, 1), "high": round(high * 100, 1), "at": round(at * 100, 1)}


def show_compared(found: Sequence[Compared]) -> None:
    """Draw how the figures of two runs differ; those that are the same in every case are folded."""
    mount(key="evaluation-compared", data=compared_payload(found))


def compared_payload(found: Sequence[Compared]) -> dict[str, Any]:
    """Return the data of the comparison."""
    moved = [one for one in found if one.difference.changed]
    same = [one for one in found if not one.difference.changed]
    parts = [("Figures that moved", moved, True), ("The same in every case", same, not moved)]
    return {
        "kind": "compared",
        "sections": [
            {"name": name, "about": count(len(ones), "figure"), "open": open, "rows": [_compared_row(o) for o in ones]}
            for name, ones, open in parts
            if ones
        ],
    }


def _compared_row(one: Compared) -> dict[str, Any]:
    seen, verdict = one.difference, OUTCOMES[one.outcome]
    widest = max(abs(seen.low), abs(seen.high), abs(seen.value), seen.detectable)
    places = [0.5 + value / widest / 2 if widest else 0.5 for value in (seen.low, seen.high, seen.value)]
    uncertain = one.outcome is not Outcome.TIED and one.outcome_among_all is Outcome.TIED
    label = f"{verdict.label}, by itself" if uncertain else verdict.label
    return {
        "name": one.name,
        "means": meaning(one.measure),
        "old": number(one.old),
        "new": number(one.new),
        "difference": number(seen.value, signed=True),
        "interval": f"{number(seen.low, signed=True)} to {number(seen.high, signed=True)}",
        "p": "p < 0.001" if seen.p < 0.001 else f"p {seen.p:.3f}",
        "band": {**_band(*places), "zero": 50.0} if seen.changed else None,
        "verdict": asdict(Sign(label, verdict.shape, verdict.tone)),
        "tone": verdict.tone,
        "detectable": f"could show {number(seen.detectable)}",
        "sign": None,
    }
