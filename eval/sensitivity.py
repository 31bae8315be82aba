"""Does the harness notice? Planted defects, the figures that should see them, and the others, that should stay still.

Each suite's cases are asked once; every defect is planted in copies of what came out and scored again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from eval.comparing import Compared, Outcome, compare_runs
from eval.defects import DEFECTS, Defect, allowed
from eval.judges import Judge
from eval.library import Libraries
from eval.records import Record, Run, SuiteEntry, figures
from eval.suites import SUITES
from eval.suites.suite import Suite


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a defect did: figures that should have noticed and did or did not, and others that moved."""

    defect: Defect
    seen: tuple[str, ...]
    missed: tuple[str, ...]
    astray: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the harness noticed this defect, and only where it should."""
        return not self.missed and not self.astray


def plant_defects(
    libraries: Libraries, judge: Judge, limit: int | None = None, defects: Iterable[Defect] = DEFECTS
) -> Iterator[Noticed]:
    """Plant each defect in the sample stories' results, and yield what its suite noticed.

    `limit` cases a suite are taken evenly from all of them.
    """
    made: dict[str, tuple[list[Any], list[Any]]] = {}
    for defect in defects:
        suite = SUITES[defect.suite]
        if suite.name not in made:
            given = suite.load(None, None)
            cases = list(given.cases[:: ceil(len(given.cases) / limit) if limit else 1])
            subject: Any = libraries.of(given) if suite.needs_library else None
            made[suite.name] = cases, [suite.ask(subject, case) for case in cases]
        cases, products = made[suite.name]
        planted = [defect.plant(product, _other(products, place)) for place, product in enumerate(products)]
        clean, broken = (_scored(suite, cases, list(some), judge) for some in (products, planted))
        yield _noticed(defect, suite, clean, broken)


def _other(products: list[Any], place: int) -> Any:
    """Return what was produced for a case half the list away: on another event."""
    return products[(place + len(products) // 2) % len(products)]


def _scored(suite: Suite[Any], cases: list[Any], products: list[Any], judge: Judge) -> Run:
    records = tuple(
        # Every case is a group of its own: what is asked is whether a figure sees a fault, not how far it would carry.
        Record(suite.name, case.id, case.id, case.kind, suite.score(case, product, judge).scores)
        for case, product in zip(cases, products, strict=True)
    )
    return Run((SuiteEntry(suite.name, "sample stories", suite.measures),), "planted", "", records)


def _noticed(defect: Defect, suite: Suite[Any], clean: Run, broken: Run) -> Noticed:
    moved = {one.measure.name: one for one in compare_runs(clean, broken) if one.difference.changed}
    rules = {figure.measure.name for figure in figures(broken) if figure.is_broken_rule}
    seen = [name for name in sorted(defect.notices) if name in rules or _is_worse(moved.get(name))]
    missed = [name for name in sorted(defect.notices) if name not in seen]
    astray = sorted(set(moved) - allowed(defect, suite.measures))
    return Noticed(defect, tuple(seen), tuple(missed), tuple(astray))


def _is_worse(one: Compared | None) -> bool:
    """Whether a figure got worse: significantly, or in every case there is, where there are too few for that."""
    if one is None:
        return False
    few = one.difference.least_p > 0.05 or one.difference.cases < 6
    return one.outcome is Outcome.WORSE or (few and one.new != one.old)
