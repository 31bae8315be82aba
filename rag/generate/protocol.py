"""What a writer is: it drafts claims from paragraphs it is given, and shows nothing to anybody itself."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rag.datatypes import Article, Comparison, DraftClaim, EvidenceParagraph, Passage, Premise, Problem, Turn, Usage


class Length(StrEnum):
    """How long a briefing is to be."""

    SHORT = "short"
    STANDARD = "standard"
    LONG = "long"


HEADLINE = "headline"
"""The topic of the one drafted claim that is the headline of a briefing."""

SUMMARY = "summary"
"""The topic of the drafted claims that make up a briefing's bottom line."""


@dataclass(frozen=True, slots=True)
class AnswerTask:
    """A question with everything a writer may use: passages in order, `evidence` by paragraph id.

    `articles` holds the whole articles behind the passages, for context such as who "he" is; `premise` is what the
    question takes for granted and the passages do not bear out.
    """

    question: str
    passages: tuple[Passage, ...]
    evidence: Mapping[str, EvidenceParagraph]
    articles: Mapping[str, Article]
    history: tuple[Turn, ...] = ()
    premise: Premise | None = None


@dataclass(frozen=True, slots=True)
class BriefTask:
    """A briefing to write from whole articles. `comparison` says which outlets report what, already cited."""

    topic: str
    articles: tuple[Article, ...]
    evidence: Mapping[str, EvidenceParagraph]
    comparison: Comparison
    length: Length = Length.STANDARD


class Writer(Protocol):
    """Drafts claims. Both methods yield each claim as soon as it is complete and return what it cost.

    In a briefing a claim's `topic` is its section's heading, or `HEADLINE` or `SUMMARY`.

    Raises (model writer): ModelError and its kinds, also in mid-stream.
    """

    @property
    def name(self) -> str:
        """What an answer records as its writer: "embedded", or "model"."""
        ...

    @property
    def prompts(self) -> Mapping[str, str]:
        """The versions of the prompts this writer uses, by name; empty for a writer without prompts."""
        ...

    @property
    def side_usage(self) -> Usage:
        """What `repair` and `condense` have cost since this writer was made; nothing for a writer without a model."""
        ...

    def answer(self, task: AnswerTask) -> Generator[DraftClaim, None, Usage]:
        """Draft an answer."""
        ...

    def brief(self, task: BriefTask) -> Generator[DraftClaim, None, Usage]:
        """Draft a briefing."""
        ...

    def repair(
        self, draft: DraftClaim, problems: Sequence[Problem], evidence: Mapping[str, EvidenceParagraph]
    ) -> DraftClaim | None:
        """Draft a failed claim once more, told what was wrong with it; None if this writer does not repair."""
        ...

    def condense(self, question: str, history: Sequence[Turn]) -> str:
        """Return a follow-up question in a form that can be searched for without the turns before it."""
        ...
