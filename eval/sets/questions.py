"""Questions with known answers: the sample stories' `gold.jsonl`, the layout of MultiHop-RAG, or a person's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.cases import OWN_CASES, Case, CaseSet, Source, load_own, read_jsonl
from eval.sets.folders import SAMPLES, find_set, nothing_for

GOLD, QUERIES, CORPUS, PREMISES = "gold.jsonl", "queries.jsonl", "corpus.json", "premises.jsonl"
TRUE_PREMISE = "true_premise"
"""The kind of a question that takes for granted what is true, and must not be told that it is not."""


def load_questions(folder: Path | None, limit: int | None = None) -> CaseSet:
    """Load the questions of a folder, or of the sample stories.

    Raises:
        UsageError: the folder has none of the known layouts.
    """
    folder = folder or SAMPLES
    if (folder / OWN_CASES).exists():
        own = load_own(folder)
        asked = tuple(case for case in own.cases if case.question)
        return CaseSet(own.name, asked, own.sources, own.own_library).limited(limit)
    if place := find_set(folder, "samples", GOLD):
        return CaseSet("sample stories", tuple(_gold(place / GOLD)), (place / "articles",)).limited(limit)
    if place := find_set(folder, "multihop_rag", QUERIES, CORPUS):
        return CaseSet(place.name, tuple(_queries(place / QUERIES)), (place / CORPUS,)).limited(limit)
    raise nothing_for("retrieval or answers", folder, "cases.jsonl, gold.jsonl, or corpus.json and queries.jsonl")


def load_answers(folder: Path | None, limit: int | None = None) -> CaseSet:
    """Load the questions of a folder and, of the sample stories, those that take something for granted.

    Raises:
        UsageError: the folder has none of the known layouts.
    """
    given = load_questions(folder)
    place = find_set(folder or SAMPLES, "samples", GOLD, PREMISES)
    premises = tuple(_premises(place / PREMISES)) if place else ()
    return replace(given, cases=(*given.cases, *premises)).limited(limit)


def gold_lines(path: Path) -> list[dict[str, Any]]:
    """Read the lines of the sample stories' gold file."""
    return list(read_jsonl(path))


def _gold(path: Path) -> Iterator[Case]:
    for line in read_jsonl(path):
        if line["question"]:
            answers = line["answers"]
            yield Case(
                id=line["id"],
                group=f"{answers[0]['outlet']}: {answers[0]['title']}" if answers else line["id"],
                kind=line["kind"],
                question=line["question"],
                facts=tuple(text for answer in answers for text in answer["contains"][:1]),
                sources=tuple(Source(a["title"], a["outlet"], a["paragraph"]) for a in answers),
                false_premise=line["kind"] == "false_premise",
            )


def _premises(path: Path) -> Iterator[Case]:
    for line in read_jsonl(path):
        yield Case(
            id=line["id"],
            group=f"{line['event']} {line['id']}",
            kind="false_premise" if line["premise"] else TRUE_PREMISE,
            question=line["question"],
            facts=tuple(line["contains"]),
            false_premise=bool(line["premise"]),
            history=tuple(line["history"]),
        )


def _queries(path: Path) -> Iterator[Case]:
    for number, line in enumerate(read_jsonl(path)):
        evidence = line["evidence_list"]
        yield Case(
            id=str(line.get("id", number)),
            group=evidence[0]["title"] if evidence else f"null {line.get('id', number)}",
            kind=line["question_type"],
            question=line["query"],
            facts=tuple(item["fact"] for item in evidence),
            sources=tuple(Source(item["title"], item["source"], item["fact"]) for item in evidence),
        )
