"""A run on disk: what was run (`run.json`) and what came out of each case (`records.jsonl`), and its figures.

Figures are computed from the records whenever they are needed, never stored as the truth. It leaves out how cases
are run and how figures are drawn.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from eval.measures import Better, Measure, Scores
from eval.statistics import Estimate, detectable_difference, estimate
from rag.errors import UsageError

RUN, RECORDS = "run.json", "records.jsonl"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One case of one suite: its scores and, for reading, what was asked, produced and found wrong.

    `group` is the source or story it belongs to, for intervals. `error` says why nothing could be scored.
    """

    suite: str
    id: str
    group: str
    kind: str
    scores: Scores
    detail: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SuiteEntry:
    """A suite as it was run: on which cases, with which measures."""

    name: str
    cases: str
    measures: tuple[Measure, ...]
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its suites, the code and writer it ran with, and its records."""

    suites: tuple[SuiteEntry, ...]
    writer: str
    code: str
    records: tuple[Record, ...] = ()
    prompts: str = ""
    format: int = FORMAT

    def of(self, suite: str) -> list[Record]:
        """Return the records of one suite."""
        return [record for record in self.records if record.suite == suite]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure with its interval, and how many cases were scored and could not be."""

    suite: str
    measure: Measure
    estimate: Estimate | None
    scored: int
    unscored: int

    @property
    def name(self) -> str:
        """The suite and the measure."""
        return f"{self.suite}: {self.measure.name}"

    @property
    def value(self) -> float | None:
        """The mean, or None where nothing was scored."""
        return self.estimate.value if self.estimate else None

    @property
    def detectable(self) -> float | None:
        """The smallest difference that another run on other cases would show."""
        return detectable_difference(self.estimate) if self.estimate else None

    @property
    def is_broken_rule(self) -> bool:
        """Whether what must never happen has happened."""
        return self.measure.absolute and bool(self.value)


def figures(run: Run) -> list[Figure]:
    """Compute the figures of a run, suite by suite, measure by measure."""
    return [figure_of(entry.name, measure, run.of(entry.name)) for entry in run.suites for measure in entry.measures]


def figure_of(suite: str, measure: Measure, records: Sequence[Record]) -> Figure:
    """Compute one figure. A case that failed as a whole is unscored in every measure."""
    held = [(record.group, record.scores.get(measure.name)) for record in records if measure.name in record.scores]
    scored = [(group, value) for group, value in held if value is not None]
    failed = sum(record.error is not None for record in records)
    return Figure(suite, measure, estimate(scored, share=measure.share), len(scored), len(held) - len(scored) + failed)


def write_run(run: Run, folder: Path, *, details: bool = True) -> None:
    """Write a run into a folder; without details only what figures and comparisons need."""
    folder.mkdir(parents=True, exist_ok=True)
    head = dataclasses.asdict(dataclasses.replace(run, records=()))
    del head["records"]
    (folder / RUN).write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with (folder / RECORDS).open("w", encoding="utf-8") as stream:
        for record in run.records:
            stream.write(json.dumps(_line(record, details), ensure_ascii=False) + "\n")


def read_run(folder: Path) -> Run:
    """Read a run from its folder.

    Raises:
        UsageError: it is no folder of a run, or one of another format.
    """
    try:
        head = json.loads((folder / RUN).read_text(encoding="utf-8"))
        lines = [json.loads(line) for line in (folder / RECORDS).read_text(encoding="utf-8").splitlines()]
        if head.get("format") != FORMAT:
            raise UsageError(
                f"The run in {str(folder)!r} has format {head.get('format')!r}; this program reads {FORMAT}."
            )
        return _RUN.validate_python(head | {"records": lines})
    except OSError as error:
        raise UsageError(
            f"The folder {str(folder)!r} holds no run.", hint="python -m eval run ... --out DIR"
        ) from error
    except (ValueError, ValidationError, AttributeError) as error:
        raise UsageError(f"The run in {str(folder)!r} cannot be read: {str(error).splitlines()[0]}") from error


def unscored_share(found: Iterable[Figure]) -> float:
    """Return the share of scores that should be there and are not."""
    pairs = [(figure.scored, figure.unscored) for figure in found]
    total = sum(scored + unscored for scored, unscored in pairs)
    return sum(unscored for _, unscored in pairs) / total if total else 0.0


def measures_of(run: Run) -> Iterator[tuple[str, Measure]]:
    """Yield every suite's measures."""
    for entry in run.suites:
        for measure in entry.measures:
            yield entry.name, measure


def _line(record: Record, details: bool) -> dict[str, Any]:
    line = dataclasses.asdict(record)
    if not details:
        line = {key: line[key] for key in ("suite", "id", "group", "kind", "scores", "error")}
    return {key: value for key, value in line.items() if value not in (None, {}, 0, 0.0) or key == "scores"}


_RUN = TypeAdapter(Run)
__all__ = [
    "Better", "Figure", "Record", "Run", "SuiteEntry", "figure_of", "figures", "measures_of", "read_run",
    "unscored_share", "write_run",
]  # fmt: skip
