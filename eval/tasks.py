"""The suites as tasks of Inspect's own command line: `inspect eval eval/tasks.py@answers -T data=FOLDER`.

Options of a task: `data` (a folder of cases; the sample stories), `cases` (how many), `writer` (embedded or model) and
`judge` (program or model). Limits, retries and logs are Inspect's; `inspect view` opens the logs.
"""

from __future__ import annotations

import atexit
import sys
from pathlib import Path

from inspect_ai import Task, task

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `inspect` does not look for modules where it is run.

from eval.budget import Budget
from eval.cache import Cache
from eval.inspecting import make_task
from eval.judges import Judge, Models, Program
from eval.library import Libraries
from eval.suites import SUITES
from eval.trial import Trial
from rag.settings import load_settings


def _task(suite: str, data: str | None, cases: int | None, writer: str, judge: str) -> Task:
    settings = load_settings(writer=writer)
    libraries = Libraries(settings)
    atexit.register(libraries.close)
    judging: Judge = Models(settings) if judge == "model" else Program()
    given = SUITES[suite].load(Path(data) if data else None, cases)
    return make_task(Trial(SUITES[suite], given, libraries, judging, Cache(None), Budget()))


@task
def retrieval(data: str | None = None, cases: int | None = None) -> Task:
    """Is what answers a question among the first passages and articles."""
    return _task("retrieval", data, cases, "embedded", "program")


@task
def answers(
    data: str | None = None, cases: int | None = None, writer: str = "embedded", judge: str = "program"
) -> Task:
    """Right, cited, exact, and refused where nothing answers."""
    return _task("answers", data, cases, writer, judge)


@task
def briefings(
    data: str | None = None, cases: int | None = None, writer: str = "embedded", judge: str = "program"
) -> Task:
    """Coverage of sources and facts, neutrality, the same in any order."""
    return _task("briefings", data, cases, writer, judge)


@task
def comparison(data: str | None = None, cases: int | None = None) -> Task:
    """Conflicts, revisions and roundings told apart; altered quotations and loaded words found."""
    return _task("comparison", data, cases, "embedded", "program")


@task
def stories(data: str | None = None, cases: int | None = None) -> Task:
    """Articles put together into stories and origins as people do."""
    return _task("stories", data, cases, "embedded", "program")


@task
def checker(data: str | None = None, cases: int | None = None) -> Task:
    """False claims caught and true ones turned away, by kind of change."""
    return _task("checker", data, cases, "embedded", "program")


@task
def injection(data: str | None = None, cases: int | None = None, writer: str = "embedded") -> Task:
    """Articles that carry orders to a program; nothing may obey them."""
    return _task("injection", data, cases, writer, "program")


@task
def cost(data: str | None = None, cases: int | None = None, writer: str = "embedded") -> Task:
    """Seconds and tokens of a search, an answer and a briefing."""
    return _task("cost", data, cases, writer, "program")
