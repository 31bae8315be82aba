"""What a suite is: where its cases come from, how a newsroom is asked, and how what it gave is scored.

`ask` is the only part that touches a newsroom; what it returns can be stored and scored again. `score` is pure but for
the judge it is given. Nothing here knows Inspect.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from eval.cases import Case, CaseSet
from eval.judges import Judge
from eval.measures import Measure, Scores
from rag.datatypes import (
    AddReport,
    Answer,
    Article,
    ArticleEntry,
    Briefing,
    Comparison,
    Draft,
    Filters,
    Paragraph,
    Passage,
    Story,
    Turn,
    Usage,
)
from rag.generate.protocol import Length

P = TypeVar("P")


class Subject(Protocol):
    """What is measured: the part of `Newsroom` that suites ask."""

    def search(self, query: str, k: int = 10, filters: Filters = ...) -> list[Passage]:
        """Find passages."""
        ...

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question."""
        ...

    def brief_drafts(self, drafts: Sequence[Draft], *, topic: str | None = None, length: Length = ...) -> Briefing:
        """Brief these articles."""
        ...

    def compare_drafts(self, drafts: Sequence[Draft], *, topic: str | None = None) -> Comparison:
        """Compare these articles."""
        ...

    def articles(self) -> list[ArticleEntry]:
        """List the articles."""
        ...

    def stories(self) -> list[Story]:
        """List the stories."""
        ...

    def add(self, sources: Sequence[str | Path]) -> AddReport:
        """Add files."""
        ...

    def remove(self, article_id: str) -> None:
        """Remove an article."""
        ...

    def paragraph(self, paragraph_id: str) -> tuple[Article, Paragraph]:
        """Find a paragraph."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """The scores of a case, and what a person who looks into it wants to see."""

    scores: Scores
    detail: dict[str, Any] = field(default_factory=dict)
    usage: Usage = Usage()


@dataclass(frozen=True, slots=True)
class Suite(Generic[P]):
    """A suite. `load` takes the folder of `--data` or None for the sample stories, and the most cases to load.

    A suite that `measures_time` is never answered from the cache.
    """

    name: str
    about: str
    measures: tuple[Measure, ...]
    product: type[P]
    load: Callable[[Path | None, int | None], CaseSet]
    ask: Callable[[Subject, Case], P]
    score: Callable[[Case, P, Judge], Outcome]
    measures_time: bool = False
    needs_library: bool = True
    calls_model: bool = False
