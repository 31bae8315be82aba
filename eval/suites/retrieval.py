"""The suite of retrieval: is what answers a question among the first passages, and among the first articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.cases import Case, CaseSet, Source
from eval.judges import Judge
from eval.measures import Measure, Scores
from eval.scorers.ranking import hit, hit_rank, ndcg, recall, reciprocal, squeezed
from eval.sets.questions import load_questions
from eval.suites.suite import Outcome, Subject, Suite
from rag.datatypes import Passage

DEPTH = 10
CUTS = (4, DEPTH)
_LEVELS = ("", "article ")


def _measures(level: str) -> list[Measure]:
    what = "an article that holds the answer" if level else "a passage with one of the facts"
    return [
        *(Measure(f"{level}Hits@{k}", f"questions with {what} among the first {k}") for k in CUTS),
        Measure(f"{level}MRR@{DEPTH}", f"1 / rank of the first such, of {DEPTH}"),
        Measure(f"{level}recall@{DEPTH}", f"those known to answer that are among the first {DEPTH}"),
        Measure(f"{level}nDCG@{DEPTH}", "the same, weighed by rank"),
    ]


def _ask(subject: Subject, case: Case) -> tuple[Passage, ...]:
    return tuple(subject.search(case.question, DEPTH))


def _score(case: Case, passages: tuple[Passage, ...], _judge: Judge) -> Outcome:
    scores: Scores = {}
    _rank(scores, "", hit_rank(passages, case.facts))
    texts = list(dict.fromkeys(squeezed(source.text) for source in case.sources if source.text))
    if texts:
        inside = [{n for n, text in enumerate(texts) if text in squeezed(p.text)} for p in passages]
        _sets(scores, "", inside, len(texts))
    if case.sources:
        _articles(scores, case.sources, passages)
    return Outcome(scores, _detail(case, passages))


def _articles(scores: Scores, sources: Sequence[Source], passages: Sequence[Passage]) -> None:
    """Score the list of articles that the passages make, each article where its first passage stands."""
    wanted = list(dict.fromkeys((_key(source.title), _key(source.outlet)) for source in sources))
    listed = dict.fromkeys((_key(passage.title), _key(passage.outlet)) for passage in passages)
    found = [
        {n for n, (known, by) in enumerate(wanted) if known == title and by in ("", outlet)} for title, outlet in listed
    ]
    _rank(scores, "article ", next((place for place, things in enumerate(found, start=1) if things), None))
    _sets(scores, "article ", found, len(wanted))


def _rank(scores: Scores, level: str, rank: int | None) -> None:
    for k in CUTS:
        scores[f"{level}Hits@{k}"] = hit(rank, k)
    scores[f"{level}MRR@{DEPTH}"] = reciprocal(rank, DEPTH)


def _sets(scores: Scores, level: str, found: Sequence[set[int]], wanted: int) -> None:
    scores[f"{level}recall@{DEPTH}"] = recall(found, wanted, DEPTH)
    scores[f"{level}nDCG@{DEPTH}"] = ndcg(found, wanted, DEPTH)


def _key(text: str) -> str:
    return squeezed(text).casefold()


def _detail(case: Case, passages: Sequence[Passage]) -> dict[str, Any]:
    rank = hit_rank(passages, case.facts)
    return {
        "question": case.question,
        "wanted": list(case.facts),
        "claims": [
            {"text": f"rank {p.rank}", "sources": [{"id": "", "outlet": p.outlet, "title": p.title, "text": p.text}]}
            for p in passages[: (rank or 3)][:4]
        ],
        "problems": [] if rank else [f"None of the first {DEPTH} passages has a fact that answers."],
    }


def _load(folder: Any, limit: int | None) -> CaseSet:
    given = load_questions(folder)
    able = tuple(case for case in given.cases if case.facts)
    return CaseSet(given.name, able, given.sources, given.own_library).limited(limit)


RETRIEVAL = Suite(
    name="retrieval",
    about="is what answers a question among the first passages and articles",
    measures=tuple(measure for level in _LEVELS for measure in _measures(level)),
    product=tuple[Passage, ...],
    load=_load,
    ask=_ask,
    score=_score,
)
