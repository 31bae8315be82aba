"""Cases with known answers, from the sample stories or from a folder in the layout of MultiHop-RAG.

A folder has `corpus.json` (articles) and `queries.jsonl` (query, question_type, evidence_list of {fact}); the sample
stories have `articles/` and `gold.jsonl`, described in sample_data/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import UsageError

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what is known of its answer.

    `facts` are words that an answer's source must contain, any of them; none means that the articles do not answer
    the question.
    """

    id: str
    question: str
    kind: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Articles to add, and cases about them."""

    name: str
    sources: tuple[Path, ...]
    cases: tuple[Case, ...]


def load_cases(folder: Path | None, limit: int | None = None) -> CaseSet:
    """Load the cases of a folder, or of the sample stories.

    Raises:
        UsageError: the folder has none of the known layouts.
    """
    folder = folder or SAMPLES
    if (folder / "gold.jsonl").exists():
        return CaseSet("sample stories", (folder / "articles",), tuple(_gold(folder / "gold.jsonl"))[:limit])
    if (folder / "queries.jsonl").exists() and (folder / "corpus.json").exists():
        cases = tuple(_queries(folder / "queries.jsonl"))[:limit]
        return CaseSet(folder.name, (folder / "corpus.json",), cases)
    raise UsageError(
        f"The folder {str(folder)!r} has no cases.", hint="It needs gold.jsonl, or corpus.json and queries.jsonl."
    )


def _gold(path: Path) -> Iterator[Case]:
    for line in _lines(path):
        if line["question"]:
            facts = tuple(text for answer in line["answers"] for text in answer["contains"][:1])
            yield Case(line["id"], line["question"], line["kind"], facts)


def _queries(path: Path) -> Iterator[Case]:
    for number, line in enumerate(_lines(path)):
        facts = tuple(item["fact"] for item in line["evidence_list"])
        yield Case(str(line.get("id", number)), line["query"], line["question_type"], facts)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for raw in stream:
            yield json.loads(raw)
