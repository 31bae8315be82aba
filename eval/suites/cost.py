"""The suite of speed and cost: seconds and tokens of a search, an answer and a briefing.

Seconds are this machine's at this hour: they are shown, and never better or worse. Nothing comes from the cache.
"""

from __future__ import annotations

import dataclasses
import time
from dataclasses import dataclass
from pathlib import Path

from eval.cases import OWN_CASES, Case, CaseSet
from eval.judges import Judge
from eval.measures import Better, Measure, Scores
from eval.sets.questions import load_questions
from eval.sets.stories import load_briefings
from eval.suites.suite import Outcome, Subject, Suite
from rag.datatypes import Usage
from rag.errors import UsageError

_QUESTIONS = 30
MEASURES = (
    *(
        Measure(f"seconds, {what}", f"seconds a {what} takes", Better.NEITHER, share=False)
        for what in ("search", "answer", "briefing")
    ),
    Measure("tokens read", "tokens a reply had a model read", Better.LOWER, share=False),
    Measure("tokens written", "tokens a reply had a model write", Better.LOWER, share=False),
)


@dataclass(frozen=True, slots=True)
class Timed:
    """What a case took: seconds by task, and what its replies used."""

    seconds: dict[str, float]
    usage: Usage


def load_cost(folder: Path | None, limit: int | None) -> CaseSet:
    """Load some questions, and the events to brief where the folder has them."""
    most = limit or _QUESTIONS
    questions = load_questions(folder, most)
    try:
        events = load_briefings(folder, most).cases
    except UsageError:
        events = ()
    if folder and (folder / OWN_CASES).exists():
        events = tuple(case for case in events if not case.question)
    named = (dataclasses.replace(case, id=f"briefing {case.id}") for case in events)
    return dataclasses.replace(questions, cases=(*questions.cases, *named))


def ask(subject: Subject, case: Case) -> Timed:
    """Search for and answer a question, or brief articles, by the clock."""
    seconds: dict[str, float] = {}
    if case.articles:
        start = time.perf_counter()
        usage = subject.brief_drafts(case.articles).usage
        seconds["briefing"] = time.perf_counter() - start
        return Timed(seconds, usage)
    start = time.perf_counter()
    subject.search(case.question)
    middle = time.perf_counter()
    usage = subject.ask(case.question).usage
    return Timed({"search": middle - start, "answer": time.perf_counter() - middle}, usage)


def score(_case: Case, made: Timed, _judge: Judge) -> Outcome:
    """Report what a case took."""
    scores: Scores = {f"seconds, {what}": seconds for what, seconds in made.seconds.items()}
    scores["tokens read"] = float(made.usage.prompt_tokens or 0)
    scores["tokens written"] = float(made.usage.completion_tokens or 0)
    return Outcome(scores, usage=made.usage)


COST = Suite(
    name="cost",
    about="seconds and tokens of a search, an answer and a briefing",
    measures=MEASURES,
    product=Timed,
    load=load_cost,
    ask=ask,
    score=score,
    measures_time=True,
    calls_model=True,
)
