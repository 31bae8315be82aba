"""Running suites beside the page: what is ordered, what it would cost, and the run that comes of it.

It drives the trials of the harness itself, in a thread of the app, so that a run can be stopped between two cases and
cases about the person's own library ask the library that is open. It draws nothing.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.budget import Budget, Cost, Prices, estimate_cost
from eval.cache import Cache, code_version, key_of
from eval.cases import OWN_CASES, Case, CaseSet
from eval.judges import Judge, Models, Paid, Program
from eval.library import Libraries
from eval.records import Record, Run
from eval.running import stamp, suite_entry, writer_name
from eval.suites import SUITES
from eval.suites.suite import Suite
from eval.trial import Trial
from rag.adding import Progress
from rag.errors import PlumblineError, UsageError
from rag.settings import JudgeChoice, Settings, WriterChoice
from ui.evaluation_runs import CACHE, About, keep_run, new_name, runs_folder
from ui.work import Work

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_UNDER_WAY: dict[Path, Work[str]] = {}
"""The run of each data folder: of the process, not of a session, so that a reload or another window finds it."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to run, on which cases and by which writer. No folder means the sample stories."""

    suites: tuple[str, ...]
    settings: Settings
    folder: Path | None = None
    limit: int | None = None
    name: str = ""
    prices: Prices | None = None
    most_tokens: int | None = None
    most_money: float | None = None
    model_judges: bool = False

    @property
    def paid(self) -> bool:
        """Whether a language model will be called: to write, or to judge what is written."""
        return self.settings.writer_in_use is WriterChoice.MODEL or self.judged

    @property
    def judged(self) -> bool:
        """Whether a language model judges what is written: for the reader, by the settings, or for the figures."""
        return self.model_judges or self.settings.judge is JudgeChoice.MODEL


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would be: its cases, how many of them are held from earlier runs, and the cost of the others."""

    cases: int
    held: int
    cost: Cost


@dataclass(frozen=True, slots=True)
class _Loaded:
    sets: tuple[tuple[Suite[Any], CaseSet], ...]
    skipped: dict[str, str]

    @property
    def cases(self) -> int:
        return sum(len(cases.cases) for _, cases in self.sets)


class _OpenLibrary(Libraries):
    """Asks the library that is open where the cases are about it: it cannot be opened twice."""

    def __init__(self, newsroom: Newsroom, settings: Settings) -> None:
        super().__init__(settings)
        self._newsroom = newsroom

    def of(self, cases: CaseSet) -> Newsroom:
        """Return the newsroom that is open, or one of the cases' own."""
        return self._newsroom.with_settings(self.settings) if cases.own_library else super().of(cases)


class _Counting(Cache):
    """Counts what was found in it."""

    hits = 0

    def get(self, key: str) -> Any | None:
        """Return what is held under a key, or None."""
        found = super().get(key)
        self.hits += found is not None
        return found


def cases_at(path: str) -> Path:
    """Return the folder of cases that a typed path means: a folder, or the cases.jsonl in one.

    Raises:
        UsageError: there is no such folder on this machine.
    """
    place = Path(path).expanduser()
    if place.is_file() and place.name == OWN_CASES:
        return place.parent
    if place.is_file():
        raise UsageError(f"A file of cases is called {OWN_CASES}; this one is {place.name!r}.", hint="Rename it.")
    if not path.strip() or not place.is_dir():
        raise UsageError(f"There is no folder {path!r} on this machine.", hint="Give its full path.")
    return place


def preview(newsroom: Newsroom, order: Order) -> Preview:
    """Say what a run would cost; nothing is asked.

    Raises:
        UsageError: there are no cases.
    """
    loaded = _load(order)
    held = calls = prompt = completion = 0
    seconds, money = 0.0, 0.0 if order.prices else None
    with _OpenLibrary(newsroom, order.settings) as libraries, Cache(_cache(order)) as cache:
        for suite, cases in loaded.sets:
            missing = tuple(_missing(suite, cases, libraries, cache, stamp(order.settings)))
            held += len(cases.cases) - len(missing)
            related = order.settings.judge is JudgeChoice.MODEL
            cost = estimate_cost(
                suite.name, suite.calls_model, missing, order.prices, judged=order.judged, related=related
            )
            calls, prompt = calls + cost.calls, prompt + cost.prompt_tokens
            completion, seconds = completion + cost.completion_tokens, seconds + cost.seconds
            money = None if money is None or cost.money is None else money + cost.money
    return Preview(loaded.cases, held, Cost(calls, prompt, completion, seconds, money))


def under_way(data: Path) -> Work[str] | None:
    """Return the run that is going on, or that has ended and that nobody has seen yet."""
    return _UNDER_WAY.get(data)


def forget(data: Path) -> None:
    """Forget the run that has ended."""
    _UNDER_WAY.pop(data, None)


def start(newsroom: Newsroom, order: Order) -> Work[str]:
    """Start a run, unless one is going on; its one step is the name it is kept under."""
    going = _UNDER_WAY.get(order.settings.data)
    if going is not None and not going.finished:
        return going

    def steps() -> Iterator[str]:
        name = run_order(newsroom, order, work.report, lambda: work.stopped)
        if name is not None:
            yield name

    work: Work[str] = Work(steps)
    _UNDER_WAY[order.settings.data] = work
    return work.start()


def run_order(
    newsroom: Newsroom, order: Order, report: Callable[[Progress], None], stop: Callable[[], bool]
) -> str | None:
    """Run what is ordered and return the name it is kept under; None where it was stopped.

    Raises:
        UsageError: there are no cases for any of the suites.
    """
    began, now = time.monotonic(), datetime.datetime.now().astimezone()
    loaded, folder = _load(order), runs_folder(order.settings.data)
    budget = Budget(order.most_tokens, order.most_money, order.prices)
    entries, records = [], list[Record]()
    with ExitStack() as stack:
        libraries = stack.enter_context(_OpenLibrary(newsroom, order.settings))
        cache = _Counting(_cache(order))
        stack.enter_context(cache)
        judge: Judge = Paid(Models(order.settings), cache, budget) if order.model_judges else Program()
        for suite, cases in loaded.sets:
            trial = Trial(suite, cases, libraries, judge, cache, budget, stamp(order.settings))
            for case in cases.cases:
                if stop():
                    return None
                report(Progress(len(records), loaded.cases, _stage(suite.name, records)))
                records.append(_record(trial, case))
            entries.append(suite_entry(suite, cases.name, records, order.limit))
        held = cache.hits
    name = new_name(folder, order.name, now)
    about = About(now.isoformat(timespec="seconds"), time.monotonic() - began, held, loaded.skipped)
    keep_run(Run(tuple(entries), writer_name(order.settings), code_version(), tuple(records)), about, folder / name)
    return name


def _load(order: Order) -> _Loaded:
    """Load the cases of each suite; a folder need not have some for all of them, but for one."""
    if not order.suites:
        raise UsageError("No suite is chosen.", hint="Choose at least one.")
    sets, skipped = [], dict[str, UsageError]()
    for name in order.suites:
        try:
            cases = SUITES[name].load(order.folder, order.limit)
            if not cases.cases:
                raise UsageError(f"There are no cases for the suite {name!r}.")
            sets.append((SUITES[name], cases))
        except UsageError as error:
            skipped[name] = error
    if not sets:
        raise next(iter(skipped.values()))
    return _Loaded(tuple(sets), {name: str(error) for name, error in skipped.items()})


def _record(trial: Trial, case: Case) -> Record:
    try:
        return trial.score(case, trial.make(case))
    except PlumblineError as error:
        return trial.failed(case, str(error))


def _stage(suite: str, records: list[Record]) -> str:
    failed = sum(record.error is not None for record in records)
    return f"{suite}, {failed:,} failed so far" if failed else suite


def _missing(suite: Suite[Any], cases: CaseSet, libraries: Libraries, cache: Cache, stamp: str) -> Iterator[Case]:
    version = libraries.version(cases) if suite.needs_library else ""
    for case in cases.cases:
        if suite.measures_time or cache.get(key_of(suite.name, case, version, stamp)) is None:
            yield case


def _cache(order: Order) -> Path:
    return runs_folder(order.settings.data) / CACHE
