"""The suite of answers: right, cited, exact, and refused where nothing answers or the question is wrong."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from eval.cases import Case
from eval.judges import Judge
from eval.measures import Better, Measure, Scores
from eval.scorers.exactness import shows_fact
from eval.sets.questions import TRUE_PREMISE, load_answers
from eval.suites.claims import CITING, FLAGGED, Cited, citing_scores, evidence, look_up, shown
from eval.suites.suite import Outcome, Subject, Suite
from rag.datatypes import Answer, Turn

MEASURES = (
    Measure("correct", "answerable questions whose answer shows a known fact, in its words or those it quotes"),
    Measure("answered", "answerable questions that are not refused"),
    Measure("refused", "questions without an answer in the library that are refused"),
    Measure("false premise seen", "questions with a false premise that are told so, refused, or answered by the truth"),
    Measure("true premise denied", "questions whose premise is true that are told it is not", Better.LOWER),
    *CITING,
    FLAGGED,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, without its passages, and the paragraphs that it cites."""

    answer: Answer
    cited: tuple[Cited, ...]


def ask(subject: Subject, case: Case) -> Answered:
    """Ask a case's question, after those before it."""
    turns: list[Turn] = []
    for question in case.history:
        turns.append(Turn(question, " ".join(claim.text for claim in subject.ask(question, history=turns).claims)))
    answer = subject.ask(case.question, history=turns)
    return Answered(dataclasses.replace(answer, passages=()), look_up(answer.claims, subject))


def score(case: Case, made: Answered, judge: Judge) -> Outcome:
    """Score an answer by what is known of the right one."""
    # A refusal may leave claims standing: then the question is answered, with a reservation.
    answer, refused = made.answer, made.answer.refusal is not None and not made.answer.claims
    right = shows_fact(answer.claims, evidence(made.cited), case.facts)
    scores: Scores
    if case.false_premise:
        scores = {"false premise seen": float(refused or right or answer.premise is not None)}
    elif case.kind == TRUE_PREMISE:
        scores = {"true premise denied": float(answer.premise is not None)}
    elif case.answerable:
        scores = {"correct": float(right), "answered": float(not refused)}
    else:
        scores = {"refused": float(refused)}
    scores |= citing_scores(answer.claims, made.cited, judge)
    return Outcome(scores, _detail(case, made, scores), answer.usage)


def _detail(case: Case, made: Answered, scores: Scores) -> dict[str, Any]:
    answer = made.answer
    told = {
        "correct": "No claim shows a fact that answers.",
        "answered": "Refused, though the library holds the answer.",
        "refused": "Answered, though the library does not hold the answer.",
        "false premise seen": "The false premise was taken for granted.",
    }
    problems = [text for name, text in told.items() if scores.get(name) == 0.0]
    problems += ["The premise is true, and was said not to be."] if scores.get("true premise denied") else []
    problems += [f"{name}: {value:.2f}" for name in _PARTS if (value := scores.get(name)) not in (1.0, None)]
    return {
        "question": case.question,
        "wanted": list(case.facts),
        "refusal": answer.refusal.message if answer.refusal else None,
        "claims": shown(answer.claims, made.cited),
        "withheld": [claim.text for claim in answer.withheld],
        "problems": problems,
    }


_PARTS = ("citation recall", "citation precision", "quotations exact", "figures exact")

ANSWERS = Suite(
    name="answers",
    about="right, cited, exact, and refused where nothing answers",
    measures=MEASURES,
    product=Answered,
    load=load_answers,
    ask=ask,
    score=score,
    calls_model=True,
)
