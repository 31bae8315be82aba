"""Trust in the scorers: what they say beside what people said, on sets that people labelled.

A judge (the program, or chat models) is held against labels of support; the finder of loaded words against labels of
bias. Agreement is given with intervals that resample whole sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.judges import Judge
from eval.scorers.neutrality import loaded_words
from eval.sets.labelled import SETS, Labelled, load_labelled
from eval.statistics import LEVEL, bootstrap

Counts = tuple[int, int, int, int]
"""Faulty by both, by ours alone, by people alone, by neither."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95% interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a scorer agrees with people on a set; a "fault" is what they found unsupported, or biased."""

    set: str
    scorer: str
    cases: int
    faults: int
    unscored: int
    agreement: Interval
    kappa: Interval
    precision: Interval
    recall: Interval
    f1: Interval


def measure_scorers(folder: Path, judge: Judge, limit: int | None = None) -> Iterator[Agreement]:
    """Yield the agreement on each labelled set that is in a folder."""
    for name in SETS:
        held = load_labelled(folder, name)
        if held is None:
            continue
        for part, items in _parts(name, held[:limit] if limit else held):
            if name == "babe":
                yield agreement(part, "loaded words", items, [bool(loaded_words([item.text])) for item in items])
            else:
                yield agreement(part, judge.name, items, [_finds_fault(judge, item) for item in items])


def _parts(name: str, items: Sequence[Labelled]) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield the tasks of a set that has several."""
    if name != "ragtruth":
        yield name, list(items)
        return
    for task in ("summary", "qa"):
        if mine := [item for item in items if item.id.startswith(task)]:
            yield f"{name} {task}", mine


def _finds_fault(judge: Judge, item: Labelled) -> bool | None:
    supported = judge.rule(item.text, item.evidence).supported
    return None if supported is None else not supported


def agreement(name: str, scorer: str, items: Sequence[Labelled], found: Sequence[bool | None]) -> Agreement:
    """Compare what a scorer found with people's labels."""
    scored = [(item, one) for item, one in zip(items, found, strict=True) if one is not None]
    ours = np.array([one for _, one in scored], dtype=bool)
    theirs = np.array([item.faulty for item, _ in scored], dtype=bool)
    groups = [item.group for item, _ in scored]

    def interval(figure: Callable[[Counts], float | None]) -> Interval:
        value = figure(_counts(ours, theirs))
        if value is None:
            return Interval(None, None, None)

        def drawn(picked: NDArray[np.intp]) -> float:
            one = figure(_counts(ours[picked], theirs[picked]))
            return np.nan if one is None else one

        low, high = np.nanquantile(bootstrap(groups, drawn), (LEVEL / 2, 1 - LEVEL / 2))
        return Interval(value, float(low), float(high))

    figures = (_agreed, _kappa, _precision, _recall, _f1)
    return Agreement(
        name,
        scorer,
        len(scored),
        int(theirs.sum()),
        len(items) - len(scored),
        *(interval(figure) for figure in figures),
    )


def _counts(ours: NDArray[np.bool_], theirs: NDArray[np.bool_]) -> Counts:
    both = int((ours & theirs).sum())
    return both, int(ours.sum()) - both, int(theirs.sum()) - both, int((~ours & ~theirs).sum())


def _agreed(counts: Counts) -> float | None:
    both, _, _, neither = counts
    return _share(both + neither, sum(counts))


def _kappa(counts: Counts) -> float | None:
    """Cohen's kappa: agreement beyond what chance would give."""
    both, ours, theirs, neither = counts
    total = sum(counts)
    if not total:
        return None
    chance = ((both + ours) * (both + theirs) + (neither + ours) * (neither + theirs)) / total**2
    return None if chance == 1 else ((both + neither) / total - chance) / (1 - chance)


def _precision(counts: Counts) -> float | None:
    return _share(counts[0], counts[0] + counts[1])


def _recall(counts: Counts) -> float | None:
    return _share(counts[0], counts[0] + counts[2])


def _f1(counts: Counts) -> float | None:
    return _share(2 * counts[0], 2 * counts[0] + counts[1] + counts[2])


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
