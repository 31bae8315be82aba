"""Questions with known answers as the re-ranker sees them: candidates, their features, and which hold a fact.

A part of the search can be taken away, so that what it brings can be measured. It trains nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.everyday import Item, headlines, known_items, read_articles
from eval.sets.questions import load_questions
from rag import Newsroom
from rag.datatypes import Draft
from rag.ingest import read_sources
from rag.retrieve import candidates
from rag.retrieve.features import examine
from rag.retrieve.plan import Plan, plan_question
from rag.settings import load_settings
from rag.store.excerpts import Excerpt
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
class Example:
    """A question's candidates: features (candidates, features), which answer it, and what balancing needs.

    `learned` says whether the re-ranker may learn from it.
    """

    question: Item
    learned: bool
    rows: NDArray[np.float64]
    gold: NDArray[np.bool_]
    excerpts: tuple[Excerpt, ...]
    named: tuple[str, ...]


def gather(data: Path, libraries: Path, without: str) -> tuple[list[Example], list[str]]:
    """Gather the questions of MultiHop-RAG and everyday ones, and return them with the names of the features."""
    if without == "vectors":
        candidates.MEANING_WEIGHT = 0.0
    cases = load_questions(data / "multihop_rag")
    drafts = [item for item in read_sources(list(cases.sources)) if isinstance(item, Draft)]
    with _library(libraries / "multihop", drafts) as library:
        asked = [Item("multihop", case.question, tuple(sorted(case.facts))) for case in cases.cases if case.facts]
        found, names = _examples(library, asked, without, learned=True)
    with _library(libraries / "everyday", read_articles(data, EVERYDAY_ARTICLES)) as library:
        outlets = library.catalogue.outlets()
        for half in (1, 0):
            drafts_again = read_articles(data, EVERYDAY_ARTICLES)
            items = known_items(drafts_again, outlets, EVERYDAY_QUESTIONS, seed=1, half=half)
            found += _examples(library, [*items, *headlines(data, half)], without, learned=half == 1)[0]
    return found, names


def _library(folder: Path, drafts: Iterable[Draft]) -> Library:
    settings = load_settings(data=folder, writer="embedded", database=None, chroma=None)
    if not folder.exists():
        with Newsroom.open(settings) as newsroom:
            newsroom.add_drafts(drafts)
    library = Library.open(settings)
    # An index that a killed run left damaged is emptied when it is opened and would be measured so.
    library.catch_up()
    return library


def _examples(
    library: Library, questions: Iterable[Item], without: str, *, learned: bool
) -> tuple[list[Example], list[str]]:
    found: list[Example] = []
    names: list[str] = []
    outlets = library.catalogue.outlets()
    for item in questions:
        plan = _less(plan_question(item.question, outlets), without)
        seen = examine(item.question, plan, EVERYTHING, candidates.POOL, library.index, library.catalogue)
        if not seen.excerpts:
            continue
        names = [name for name in seen.features if not PARTS[without](name)]
        gold = [item.answered_by(excerpt.text, excerpt.url) for excerpt in seen.excerpts]
        rows = np.column_stack([seen.features[name] for name in names]).astype(np.float64)
        found.append(Example(item, learned, rows, np.array(gold), seen.excerpts, plan.outlets))
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
        yield from example.question.facts or (example.question.question,)
    else:
        yield example.question.facts or example.question.question
