"""Suites as Inspect tasks: the only file that imports Inspect AI, and a thin one.

A case becomes a sample, asking a solver, scoring a scorer; Inspect runs them, retries, keeps the limits and writes a
log that `inspect view` opens. No model of Inspect's is used: the writers and judges are Plumbline's own. Its control
and agent servers, its telemetry hooks and its live sample store are left off, so that nothing reaches a network.
"""

from __future__ import annotations

import dataclasses
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import anyio.to_thread
from inspect_ai import Task
from inspect_ai import eval as inspect_eval
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import EvalLog
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver
from pydantic import TypeAdapter

from eval.cases import Case
from eval.records import Record
from eval.trial import Trial
from rag.datatypes import to_json
from rag.errors import PlumblineError

MADE, RECORD = "made", "record"
_CASE, _RECORD = TypeAdapter(Case), TypeAdapter(Record)
_HOOKS = ("INSPECT_TELEMETRY", "INSPECT_API_KEY_OVERRIDE", "INSPECT_REQUIRED_HOOKS")


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How a run goes on: tries again after an error, seconds a case may take, cases at a time."""

    retries: int = 0
    seconds: int | None = None
    at_once: int = 1


def make_task(trial: Trial) -> Task:
    """Make the Inspect task of a suite on its cases."""
    samples = [_sample(case) for case in trial.cases.cases]
    return Task(
        dataset=MemoryDataset(samples, name=trial.cases.name),
        solver=plumbline(trial),
        scorer=suite_scorer(trial),
        name=trial.suite.name,
        fail_on_error=False,
    )


def run_trial(trial: Trial, folder: Path, limits: Limits, progress: Callable[[int, int], None]) -> list[Record]:
    """Run a suite through Inspect, its log in a folder, and return a record a case, in the order of the cases."""
    if not trial.cases.cases:
        return []
    with _kept_inside(folder):
        (log,) = inspect_eval(
            make_task(_counting(trial, progress)),
            model=None,
            log_dir=str(folder),
            display="none",
            log_level="error",
            log_realtime=False,
            score_display=False,
            ctl_server=False,
            acp_server=False,
            max_samples=limits.at_once,
            log_buffer=100,
            retry_on_error=limits.retries,
            time_limit=limits.seconds,
        )
    return _records(trial, log)


@contextmanager
def _kept_inside(folder: Path) -> Iterator[None]:
    """Keep Inspect from hooks, from the home folder, and from the logging of the whole process."""
    root, saved = logging.getLogger(), dict(os.environ)
    handlers, level = list(root.handlers), root.level
    for name in _HOOKS:
        os.environ.pop(name, None)
    home = folder.absolute() / ".inspect"
    # Never the null device: Inspect deletes its trace file when it has written to it.
    os.environ |= {"INSPECT_TRACE_FILE": str(home / "trace.log"), "XDG_DATA_HOME": str(home)}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)
        root.handlers[:], root.level = handlers, level


@solver
def plumbline(trial: Trial) -> Solver:
    """Ask Plumbline a case."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001
        case = _CASE.validate_python(state.metadata["case"])
        made = await anyio.to_thread.run_sync(partial(trial.make, case))
        state.metadata[MADE] = made
        state.completed = True
        return state

    return solve


@scorer(metrics={"*": [mean(), stderr()]}, name="plumbline")
def suite_scorer(trial: Trial) -> Scorer:
    """Score what was produced with the suite's pure scorers."""

    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001
        case = _CASE.validate_python(state.metadata["case"])
        record = await anyio.to_thread.run_sync(partial(trial.score, case, state.metadata[MADE]))
        names = [measure.name for measure in trial.suite.measures]
        # Inspect wants every figure in every sample: one that does not apply or is unscored is not a number there.
        values: dict[str, Any] = {name: _number(record.scores.get(name)) for name in names}
        told = "; ".join(record.detail.get("problems", []))
        return Score(value=values, explanation=told, metadata={RECORD: to_json(record)})

    return score


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _sample(case: Case) -> Sample:
    return Sample(
        id=case.id,
        input=case.question or case.topic or case.id,
        target=list(case.facts) or "",
        metadata={"case": to_json(case)},
    )


def _counting(trial: Trial, progress: Callable[[int, int], None]) -> Trial:
    """Return a trial that tells how far it has come."""
    done = 0

    class Counting(Trial):
        def make(self, case: Case) -> dict[str, Any]:
            nonlocal done
            made = trial.make(case)
            done += 1
            progress(done, len(trial.cases.cases))
            return made

    return Counting(**{field.name: getattr(trial, field.name) for field in dataclasses.fields(trial)})


def _records(trial: Trial, log: EvalLog) -> list[Record]:
    if log.status == "error" or log.samples is None:
        reason = log.error.message if log.error else log.status
        raise PlumblineError(f"The suite {trial.suite.name!r} did not run: {reason}")
    found = {str(sample.id): sample for sample in log.samples}
    records = []
    for case in trial.cases.cases:
        sample = found.get(case.id)
        if sample is None or sample.error is not None or not sample.scores:
            error = sample.error.message if sample and sample.error else "stopped before it was scored"
            records.append(trial.failed(case, error))
        else:
            (one,) = sample.scores.values()
            records.append(_RECORD.validate_python((one.metadata or {})[RECORD]))
    return records
