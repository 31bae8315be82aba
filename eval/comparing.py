"""Two runs side by side, case by case: better, worse or tied, with interval and permutation p.

Only cases that both runs have scored count, paired by their ids, so the order of cases cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eval.measures import Better, Measure, is_loss
from eval.records import Record, Run, measures_of
from eval.statistics import LEVEL, Difference, adjust, paired_difference


class Outcome(StrEnum):
    """What a comparison of one figure comes to. Tied says that no difference could be shown, not that there is none."""

    BETTER = "better"
    WORSE = "worse"
    TIED = "tied"


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure in two runs. `adjusted_p` is for having compared all figures of the runs (Holm)."""

    suite: str
    measure: Measure
    old: float
    new: float
    difference: Difference
    adjusted_p: float
    only_old: int
    only_new: int

    @property
    def name(self) -> str:
        """The suite and the measure."""
        return f"{self.suite}: {self.measure.name}"

    @property
    def outcome(self) -> Outcome:
        """The verdict on this figure by itself."""
        return self._outcome(self.difference.p)

    @property
    def outcome_among_all(self) -> Outcome:
        """The verdict with the p adjusted for all figures compared: what a gate goes by."""
        return self._outcome(self.adjusted_p)

    def _outcome(self, p: float) -> Outcome:
        # A figure that should go neither way still counts as moved, for a reader; it is never a loss.
        seen = self.difference
        if p > LEVEL or seen.low <= 0 <= seen.high or self.measure.better is Better.NEITHER:
            return Outcome.TIED
        return Outcome.WORSE if is_loss(self.measure, seen.value) else Outcome.BETTER


def compare_runs(old: Run, new: Run) -> list[Compared]:
    """Compare the figures that both runs have, in the order of the newer run."""
    known = {(suite, measure.name) for suite, measure in measures_of(old)}
    found: list[tuple[str, Measure, list[tuple[str, float, float]], int, int]] = []
    for suite, measure in measures_of(new):
        if (suite, measure.name) in known:
            ours, theirs = _scores(new.of(suite), measure), _scores(old.of(suite), measure)
            pairs = [(ours[id][0], theirs[id][1], ours[id][1]) for id in sorted(ours.keys() & theirs.keys())]
            if pairs:
                found.append((suite, measure, pairs, len(theirs) - len(pairs), len(ours) - len(pairs)))
    differences = {
        f"{suite}: {measure.name}": paired_difference([(group, after - before) for group, before, after in pairs])
        for suite, measure, pairs, *_ in found
    }
    adjusted = adjust(differences)
    return [
        Compared(
            suite,
            measure,
            sum(before for _, before, _ in pairs) / len(pairs),
            sum(after for *_, after in pairs) / len(pairs),
            differences[f"{suite}: {measure.name}"],
            adjusted[f"{suite}: {measure.name}"],
            only_old,
            only_new,
        )
        for suite, measure, pairs, only_old, only_new in found
    ]


def _scores(records: list[Record], measure: Measure) -> dict[str, tuple[str, float]]:
    return {
        record.id: (record.group, value) for record in records if (value := record.scores.get(measure.name)) is not None
    }
