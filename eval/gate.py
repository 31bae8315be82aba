"""The gate: may this run replace the baseline? It fails on a loss that is no noise, and on a broken absolute rule.

A loss is judged case by case with the p adjusted for all figures, so that many figures do not make false alarms. It
also fails if cases or figures of the baseline are missing, or too much could not be scored: a run that measured less
must not pass for that. A run with `--limit` is compared on the cases it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eval.comparing import Compared, Outcome, compare_runs
from eval.records import Run, figures, measures_of, unscored_share

MOST_UNSCORED = 0.05


@dataclass(frozen=True, slots=True)
class Gate:
    """What a gate found: it is open if there is no reason to keep it shut."""

    reasons: tuple[str, ...]
    compared: tuple[Compared, ...]

    @property
    def is_open(self) -> bool:
        """Whether the run may pass."""
        return not self.reasons


def judge_run(run: Run, baseline: Run, most_unscored: float = MOST_UNSCORED) -> Gate:
    """Hold a run against a baseline."""
    compared = compare_runs(baseline, run)
    reasons = [
        *_broken_rules(run),
        *(_loss(one) for one in compared if one.outcome_among_all is Outcome.WORSE),
        *_missing(run, baseline),
    ]
    share = unscored_share(figures(run))
    if share > most_unscored:
        reasons.append(f"{share:.1%} of the scores could not be given; {most_unscored:.1%} may not.")
    return Gate(tuple(reasons), tuple(compared))


def _broken_rules(run: Run) -> Iterator[str]:
    for figure in figures(run):
        if figure.is_broken_rule:
            name = figure.measure.name
            cases = [record.id for record in run.of(figure.suite) if record.scores.get(name)]
            shown = ", ".join(cases[:5]) + (" and others" if len(cases) > 5 else "")
            yield f"{figure.name} must never be, and is in {len(cases)} cases: {shown}."


def _loss(one: Compared) -> str:
    seen = one.difference
    return (
        f"{one.name} got worse: {one.old:.4f} before, {one.new:.4f} now "
        f"({seen.value:+.4f}, 95% interval {seen.low:+.4f} to {seen.high:+.4f}, p {one.adjusted_p:.4f} "
        f"adjusted for all figures)."
    )


def _missing(run: Run, baseline: Run) -> Iterator[str]:
    there = {(suite, measure.name) for suite, measure in measures_of(run)}
    limits = {entry.name: entry.limit for entry in run.suites}
    for entry in baseline.suites:
        if entry.name not in limits:
            yield f"The suite {entry.name!r} of the baseline was not run."
            continue
        if limits[entry.name] is not None and limits[entry.name] != entry.limit:
            continue
        lost = [measure.name for measure in entry.measures if (entry.name, measure.name) not in there]
        if lost:
            yield f"{entry.name}: figures of the baseline are missing: {', '.join(lost)}."
        gone = {record.id for record in baseline.of(entry.name)} - {record.id for record in run.of(entry.name)}
        if gone:
            yield f"{entry.name}: {len(gone)} cases of the baseline were not run."
