"""Runs of the evaluation on disk: the list of them, and one opened with its figures and its cases, worst first.

They live under the library's data folder, each in a folder of its own; runs of the command line that are written there
appear too. It draws nothing.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.comparing import Compared, compare_runs
from eval.records import RECORDS, RUN, Figure, Record, Run, figures, read_run, write_run
from eval.reports.page import Shown, worst_first
from rag.errors import UsageError

FOLDER, CACHE, ABOUT = "evaluation", "cache.db", "about.json"
BASELINE = "baseline"
"""The name that the accepted run of the project goes by; it holds scores and no texts."""

_BASELINE_FOLDER = Path(__file__).resolve().parent.parent / "eval" / "baseline"
_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class About:
    """What a run does not say of itself: when it began, how long it took, what it had from before and left out."""

    started: str = ""
    seconds: float = 0.0
    held: int = 0
    skipped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A run in the list. `error` says why it cannot be read."""

    name: str
    started: str
    suites: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    cases: int = 0
    writer: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A run with its figures and its cases, worst first."""

    name: str
    about: About
    run: Run
    figures: tuple[Figure, ...]
    cases: tuple[Shown, ...]

    @property
    def broken(self) -> list[Figure]:
        """The rules that were broken."""
        return [figure for figure in self.figures if figure.is_broken_rule]

    def case(self, suite: str, id: str) -> Shown | None:
        """Return one case, or None."""
        return next((one for one in self.cases if (one.record.suite, one.record.id) == (suite, id)), None)


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that two runs scored differently. `worsening` orders it; `moves` names each score, before and after."""

    old: Record
    new: Record
    worsening: float
    moves: tuple[tuple[str, float | None, float | None], ...]


def runs_folder(data: Path) -> Path:
    """Return the folder of the runs of a library."""
    return data / FOLDER


def list_runs(folder: Path) -> list[Entry]:
    """List the runs, latest first."""
    found = [_entry(path) for path in folder.iterdir() if (path / RUN).exists()] if folder.is_dir() else []
    return sorted(found, key=lambda entry: (entry.started, entry.name), reverse=True)


def open_run(folder: Path, name: str) -> Opened:
    """Open a run by its name.

    Raises:
        UsageError: there is none of that name, or it cannot be read.
    """
    place = _BASELINE_FOLDER if name == BASELINE else folder / name
    if not _NAME.fullmatch(name) or not (place / RUN).exists():
        raise UsageError(f"There is no run {name!r}.", hint="It may have been deleted. All runs there are, are listed.")
    return _opened(place, name, _state(place))


def delete_run(folder: Path, name: str) -> None:
    """Delete a run of the library for good, with its logs. The accepted baseline is none of them.

    Raises:
        UsageError: there is none of that name, or it cannot be deleted.
    """
    place = folder / name
    if name == BASELINE or not _NAME.fullmatch(name) or not (place / RUN).exists():
        raise UsageError(f"There is no run {name!r}.", hint="It may have been deleted already.")
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise UsageError(f"The run {name!r} cannot be deleted: {error.strerror}.", hint="Look at its folder.") from None


def compare(old: Opened, new: Opened) -> list[Compared]:
    """Compare two runs: losses first, then gains, then what is tied."""
    order = {"worse": 0, "better": 1, "tied": 2}
    found = compare_runs(old.run, new.run)
    return sorted(found, key=lambda one: (order[one.outcome], not one.difference.changed))


def changed_cases(old: Opened, new: Opened) -> list[Changed]:
    """Return the cases that the runs scored differently, those that got worse most first."""
    before = {(one.record.suite, one.record.id): one for one in old.cases}
    pairs = [(before.get((one.record.suite, one.record.id)), one) for one in new.cases]
    found = [
        Changed(then.record, now.record, now.badness - then.badness, moves)
        for then, now in pairs
        if then is not None
        and (
            (moves := tuple(_moves(then.record, now.record, new))) or bool(then.record.error) != bool(now.record.error)
        )
    ]
    return sorted(found, key=lambda one: (-one.worsening, one.new.suite, one.new.id))


def new_name(folder: Path, wanted: str, now: datetime.datetime) -> str:
    """Return a name for a run that no other has: the one wanted, as a folder may be called, or the time."""
    name = re.sub(r"[^\w.-]+", "-", wanted).strip("-.") or f"{now:%Y-%m-%d-%H%M%S}"
    taken = {BASELINE, *(path.name for path in folder.iterdir())} if folder.is_dir() else {BASELINE}
    numbered = (f"{name}-{number}" for number in range(2, 1000))
    return name if name not in taken else next(other for other in numbered if other not in taken)


def keep_run(run: Run, about: About, place: Path) -> None:
    """Write a run and what is to be known about it."""
    write_run(run, place)
    (place / ABOUT).write_text(json.dumps(asdict(about), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _moves(then: Record, now: Record, new: Opened) -> Iterator[tuple[str, float | None, float | None]]:
    measures = {figure.measure.name for figure in new.figures if figure.measure.better != "neither"}
    for name in now.scores:
        if name in then.scores and name in measures:
            one, other = then.scores[name], now.scores[name]
            if one != other and (one is None or other is None or abs(one - other) > 1e-9):
                yield name, one, other


def _entry(place: Path) -> Entry:
    started = read_about(place).started
    try:
        head = json.loads((place / RUN).read_text(encoding="utf-8"))
        suites = [(str(one["name"]), str(one["cases"])) for one in head["suites"]]
        with (place / RECORDS).open(encoding="utf-8") as stream:
            cases = sum(1 for _ in stream)
        sets = tuple(dict.fromkeys(name for _, name in suites))
        return Entry(place.name, started, tuple(name for name, _ in suites), sets, cases, str(head["writer"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Entry(place.name, started, error="This run cannot be read.")


def read_about(place: Path) -> About:
    """Read what is known about a run; of one that the command line wrote, the time its file has."""
    try:
        return _ABOUT.validate_json((place / ABOUT).read_bytes())
    except (OSError, ValidationError):
        written = datetime.datetime.fromtimestamp((place / RUN).stat().st_mtime).astimezone()
        return About(written.isoformat(timespec="seconds"))


def _state(place: Path) -> tuple[int, ...]:
    return tuple(path.stat().st_mtime_ns for name in (RUN, RECORDS) if (path := place / name).exists())


@lru_cache(maxsize=6)
def _opened(place: Path, name: str, _state: tuple[int, ...]) -> Opened:
    run = read_run(place)
    found = figures(run)
    cases = [
        one
        for entry in run.suites
        for one in worst_first(run.of(entry.name), [figure for figure in found if figure.suite == entry.name])
    ]
    cases.sort(key=lambda one: -one.badness)
    return Opened(name, read_about(place), run, tuple(found), tuple(cases))


_ABOUT = TypeAdapter(About)
