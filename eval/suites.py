"""Suites: run a newsroom over cases and score what it does. Nothing here knows how an answer is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.cases import Case, CaseSet
from eval.scorers import citation_is_exact, hit_rank, hits, reciprocal_rank, shows_fact
from rag import Newsroom
from rag.datatypes import Paragraph
from rag.errors import NotFoundError

DEPTH = 10
"""Passages looked at in the retrieval suite."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure and the number of cases behind it. `value` is None where there was nothing to score."""

    name: str
    value: float | None
    cases: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a suite measured, and what it saw in each case, for reading afterwards."""

    suite: str
    cases: str
    figures: tuple[Figure, ...]
    details: tuple[dict[str, object], ...]


def run_retrieval(newsroom: Newsroom, given: CaseSet) -> Result:
    """Hits@4, Hits@10 and MRR@10 over the cases that have an answer: a hit is a passage that holds a fact."""
    able = [case for case in given.cases if case.facts]
    ranks = [hit_rank(newsroom.search(case.question, DEPTH), case.facts) for case in able]
    measures: tuple[tuple[str, Callable[[Sequence[int | None], int], float], int], ...] = (
        ("Hits@4", hits, 4),
        ("Hits@10", hits, 10),
        ("MRR@10", reciprocal_rank, 10),
    )
    figures = [Figure(name, measure(ranks, k) if ranks else None, len(ranks)) for name, measure, k in measures]
    details: list[dict[str, object]] = [{"id": case.id, "rank": rank} for case, rank in zip(able, ranks, strict=True)]
    return Result("retrieval", given.name, tuple(figures), tuple(details))


def run_answers(newsroom: Newsroom, given: CaseSet) -> Result:
    """Citations that are exact, answers whose citations show a fact, and refusals where nothing answers."""
    shown: list[bool] = []
    refused: list[bool] = []
    exact: list[bool] = []
    details: list[dict[str, object]] = []

    def find(paragraph_id: str) -> Paragraph | None:
        try:
            return newsroom.paragraph(paragraph_id)[1]
        except NotFoundError:
            return None

    for case in given.cases:
        answer = newsroom.ask(case.question)
        exact += [citation_is_exact(c, find) for claim in answer.claims for c in claim.citations]
        if case.facts:
            shown.append(shows_fact(answer, case.facts))
        else:
            refused.append(answer.refusal is not None)
        details.append(_detail(case, answer.refusal is None, len(answer.claims), len(answer.withheld)))
    figures = (
        _share("citations exact", exact),
        _share("answers that show a fact", shown),
        _share("refusals where nothing answers", refused),
    )
    return Result("answers", given.name, figures, tuple(details))


SUITES: dict[str, Callable[[Newsroom, CaseSet], Result]] = {"retrieval": run_retrieval, "answers": run_answers}


def _share(name: str, found: Sequence[bool]) -> Figure:
    return Figure(name, sum(found) / len(found) if found else None, len(found))


def _detail(case: Case, answered: bool, claims: int, withheld: int) -> dict[str, object]:
    return {"id": case.id, "kind": case.kind, "answered": answered, "claims": claims, "withheld": withheld}
