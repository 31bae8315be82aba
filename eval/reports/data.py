"""A run as one JSON object, for programs: the figures with their intervals, and what the records are."""

from __future__ import annotations

from typing import Any

from eval.records import Figure, Run, figures


def run_as_json(run: Run) -> dict[str, Any]:
    """Return the figures of a run, and how it was made."""
    return {
        "writer": run.writer,
        "code": run.code,
        "suites": [
            {"name": entry.name, "cases": entry.cases, "limit": entry.limit, "records": len(run.of(entry.name))}
            for entry in run.suites
        ],
        "figures": [_figure(figure) for figure in figures(run)],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    estimate = figure.estimate
    return {
        "suite": figure.suite,
        "measure": figure.measure.name,
        "means": figure.measure.means,
        "better": figure.measure.better,
        "absolute": figure.measure.absolute,
        "value": figure.value,
        "low": estimate.low if estimate else None,
        "high": estimate.high if estimate else None,
        "scored": figure.scored,
        "unscored": figure.unscored,
        "detectable": figure.detectable,
    }
