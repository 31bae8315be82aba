"""Run suites: their cases, one library for each set of articles, and the run that comes of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.budget import Budget, Cost, Prices, estimate_cost
from eval.cache import Cache, code_version, digest
from eval.judges import Judge, Models, Paid, Program
from eval.library import Libraries
from eval.records import Record, Run, SuiteEntry
from eval.suites import SUITES
from eval.suites.suite import Suite
from eval.trial import Trial
from rag.errors import UsageError
from rag.settings import JudgeChoice, Settings, WriterChoice

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run and with what: suites, cases, writer and judge by the settings, limits."""

    suites: Sequence[str]
    settings: Settings
    folder: Path | None = None
    limit: int | None = None
    out: Path | None = None
    cache: Path | None = None
    model_judges: bool = False
    prices: Prices | None = None
    most_tokens: int | None = None
    most_money: float | None = None
    retries: int = 0
    at_once: int = 1
    seconds: int | None = None
    extra: dict[str, Suite[Any]] = field(default_factory=dict)

    @property
    def uses_model(self) -> bool:
        """Whether a language model will be called."""
        settings = self.settings
        writes, judges = settings.writer_in_use is WriterChoice.MODEL, settings.judge is JudgeChoice.MODEL
        return self.model_judges or writes or judges


def chosen(plan: Plan) -> list[Suite[Any]]:
    """Return the suites of a plan in the order they run.

    Raises:
        UsageError: there is no suite of that name.
    """
    known = SUITES | plan.extra
    wanted = list(known) if "all" in plan.suites else list(dict.fromkeys(plan.suites))
    for name in wanted:
        if name not in known:
            raise UsageError(f"There is no suite {name!r}.", hint=f"The suites are {', '.join(known)}, and all.")
    return [known[name] for name in wanted]


def estimate_plan(plan: Plan) -> list[tuple[str, Cost]]:
    """Estimate what each suite of a plan costs; nothing is run."""
    found = []
    for suite in chosen(plan):
        cases = suite.load(plan.folder, plan.limit).cases
        related = plan.settings.judge is JudgeChoice.MODEL
        cost = estimate_cost(
            suite.name, suite.calls_model, cases, plan.prices, judged=plan.model_judges, related=related
        )
        found.append((suite.name, cost))
    return found


def run_plan(plan: Plan, progress: Progress = lambda _suite, _done, _total: None) -> Run:
    """Run the suites of a plan. Logs of Inspect are kept in `out/logs`.

    Raises:
        UsageError: no such suite, no cases for it, or a model is to be used and is not configured.
    """
    suites = chosen(plan)
    budget = Budget(plan.most_tokens, plan.most_money, plan.prices)
    entries, records = [], list[Record]()
    with ExitStack() as stack:
        libraries = stack.enter_context(Libraries(plan.settings))
        cache = stack.enter_context(Cache(_cache_file(plan)))
        judge: Judge = Paid(Models(plan.settings), cache, budget) if plan.model_judges else Program()
        logs = plan.out / "logs" if plan.out else Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for suite in suites:
            cases, by = suite.load(plan.folder, plan.limit), stamp(plan.settings)
            trial = Trial(suite, cases, libraries, judge, cache, budget, by)
            records += _run(trial, logs, plan, progress)
            entries.append(suite_entry(suite, cases.name, records, plan.limit))
    return Run(tuple(entries), writer_name(plan.settings), code_version(), tuple(records))


def _run(trial: Trial, logs: Path, plan: Plan, progress: Progress) -> list[Record]:
    from eval.inspecting import Limits, run_trial  # Inspect takes two seconds to import; `list` need not wait.

    limits = Limits(plan.retries, plan.seconds, plan.at_once)
    return run_trial(trial, logs, limits, lambda done, total: progress(trial.suite.name, done, total))


def suite_entry(suite: Suite[Any], cases: str, records: Sequence[Record], limit: int | None) -> SuiteEntry:
    """Describe a suite as it was run, with the measures that some case has a score for: a set may know less."""
    present = {name for record in records if record.suite == suite.name for name in record.scores}
    measures = tuple(measure for measure in suite.measures if measure.name in present)
    return SuiteEntry(suite.name, cases, measures, limit)


def _cache_file(plan: Plan) -> Path | None:
    if plan.cache:
        return plan.cache
    return plan.out / "cache.db" if plan.out else None


def writer_name(settings: Settings) -> str:
    """Return the name of the writer that settings come to."""
    return settings.openai_model if settings.writer_in_use is WriterChoice.MODEL else "embedded"


def stamp(settings: Settings) -> str:
    """Say what beside the case decides a result: the code, the writer, the server, the embedding and the judges."""
    asked = (settings.openai_base_url, settings.embedding, settings.judge, settings.judge_models)
    return digest([code_version(), writer_name(settings), *map(str, asked)])
