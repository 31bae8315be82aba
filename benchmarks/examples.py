"""Questions with known answers as the re-ranker sees them: candidates, their features, and which hold a fact.

A part of the search can be taken away, so that what it brings can be measured. It trains nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.everyday import known_items, read_articles
from eval.cases import load_cases
from rag import Newsroom
from rag.datatypes import Article, Draft
from rag.ingest import read_sources
from rag.retrieve import candidates
from rag.retrieve.features import examine
from rag.retrieve.plan import Plan, plan_question
from rag.settings import load_settings
from rag.store.chunks import chunk_of
from rag.store.library import Library
from rag.store.limits import EVERYTHING

EVERYDAY_ARTICLES, EVERYDAY_QUESTIONS = 2000, 600

PARTS: dict[str, Callable[[str], bool]] = {
    "nothing": lambda _: False,
    "outlets": lambda name: name in ("named", "own_outlet"),
    "dates": lambda name: name == "dated",
    "vectors": lambda name: "cosine" in name,
    "clauses": lambda name: "clause" in name,
    "within-outlet": lambda name: name.startswith("outlet_"),
    "articles": lambda name: name.startswith("article_"),
    "titles": lambda name: "title" in name,
    "reranker": lambda _: False,
    "balancing": lambda _: False,
}
"""What can be taken away, and which features go with it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a kind, and the gold facts: any of them answers it."""

    kind: str
    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates: features (candidates, features), which hold a fact, and what balancing needs."""

    question: Question
    rows: NDArray[np.float64]
    gold: NDArray[np.bool_]
    ids: tuple[str, ...]
    articles: dict[str, Article]
    named: tuple[str, ...]


def gather(data: Path, libraries: Path, without: str) -> tuple[list[Example], list[str]]:
    """Gather the questions of MultiHop-RAG and everyday ones, and return them with the names of the features."""
    if without == "vectors":
        candidates.MEANING_WEIGHT = 0.0
    cases = load_cases(data / "multihop_rag")
    drafts = [item for item in read_sources(list(cases.sources)) if isinstance(item, Draft)]
    with _library(libraries / "multihop", drafts) as library:
        asked = [Question("multihop", case.question, tuple(sorted(case.facts))) for case in cases.cases if case.facts]
        found, names = _examples(library, asked, without)
    with _library(libraries / "everyday", read_articles(data, EVERYDAY_ARTICLES)) as library:
        for half, kind in ((1, "everyday"), (0, "everyday, not learned from")):
            drafts_again = read_articles(data, EVERYDAY_ARTICLES)
            items = known_items(drafts_again, library.catalogue.outlets(), EVERYDAY_QUESTIONS, seed=1, half=half)
            found += _examples(library, (Question(kind, item.question, item.facts) for item in items), without)[0]
    return found, names


def _library(folder: Path, drafts: Iterable[Draft]) -> Library:
    settings = load_settings(data=folder, writer="embedded", database=None, chroma=None)
    if not folder.exists():
        with Newsroom.open(settings) as newsroom:
            newsroom.add_drafts(drafts)
    return Library.open(settings)


def _examples(library: Library, questions: Iterable[Question], without: str) -> tuple[list[Example], list[str]]:
    found: list[Example] = []
    names: list[str] = []
    outlets = library.catalogue.outlets()
    for question in questions:
        plan = _less(plan_question(question.text, outlets), without)
        seen = examine(question.text, plan, EVERYTHING, candidates.POOL, library.index, library.catalogue)
        names = [name for name in seen.features if not PARTS[without](name)]
        held = [seen.articles[key.split("-")[0]] for key in seen.ids]
        facts = ["".join(fact.split()) for fact in question.facts]
        texts = ["".join(chunk_of(article, key).text.split()) for article, key in zip(held, seen.ids, strict=True)]
        gold = np.array([any(fact in text for fact in facts) for text in texts])
        rows = np.column_stack([seen.features[name] for name in names]).astype(np.float64)
        found.append(Example(question, rows, gold, seen.ids, {a.id: a for a in held}, plan.outlets))
    return found, names


def _less(plan: Plan, without: str) -> Plan:
    match without:
        case "outlets":
            return replace(plan, outlets=())
        case "dates":
            return replace(plan, days=())
        case _:
            return plan


def groups_of(examples: Sequence[Example], *, share_any: bool) -> list[int]:
    """Number the questions so that those with the same facts, or with `share_any` any fact in common, have one number.

    Sharing goes on from question to question: what is held out has no fact in common with what is learned from.
    """
    leader: dict[object, object] = {}

    def lead(key: object) -> object:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for at, example in enumerate(examples):
        for key in _keys(example, share_any=share_any):
            leader[lead(at)] = lead(key)
    numbers: dict[object, int] = {}
    return [numbers.setdefault(lead(at), len(numbers)) for at in range(len(examples))]


def _keys(example: Example, *, share_any: bool) -> Iterator[object]:
    if share_any:
        yield from example.question.facts
    else:
        yield example.question.facts
