"""Judges: who says whether paragraphs support a claim. By default a program; a chat model where one is asked for.

A ruling is supported, unsupported or unscored (None). The voting of several models, the closed set of verdicts and the
flag of a reason that contradicts its verdict are those of the product (`rag/judging.py`), so that what is measured is
what is used.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from eval.budget import Budget
from eval.cache import Cache, digest
from rag.checking import DraftChecker
from rag.datatypes import EvidenceParagraph, Verdict
from rag.judging import Judge as ModelJudge
from rag.judging import Judges
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a judge says of one claim. `flagged` says that its reason contradicts it: count it, and look at it."""

    supported: bool | None
    reason: str = ""
    flagged: bool = False
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Judge(Protocol):
    """Says whether paragraphs support a claim."""

    @property
    def name(self) -> str:
        """Who judges, for reports."""
        ...

    def rule(self, claim: str, cited: Sequence[EvidenceParagraph]) -> Ruling:
        """Rule on one claim."""
        ...


class Program:
    """The score of `check`: the same words always get the same ruling."""

    name = "program"

    def __init__(self) -> None:
        self._checker, self._lock = DraftChecker(), Lock()

    def rule(self, claim: str, cited: Sequence[EvidenceParagraph]) -> Ruling:
        """Rule by the score of the whole text against the paragraphs."""
        with self._lock:  # A checker is for one thread at a time.
            checked = self._checker.check(claim, cited)
        reason = "; ".join(problem.detail for problem in checked.problems)
        return Ruling(checked.verdict is Verdict.VERIFIED, reason)


class Models:
    """One or several chat models by vote, as the settings name them."""

    def __init__(self, settings: Settings) -> None:
        judge = Judges(settings).convene(wanted=True)
        assert judge is not None
        self._judge: ModelJudge = judge
        self.name = self._judge.judging.model
        self.version = " ".join(self._judge.prompts.values())

    def rule(self, claim: str, cited: Sequence[EvidenceParagraph]) -> Ruling:
        """Ask the models; what gives no usable verdict is unscored."""
        before = self._judge.usage
        judgement = self._judge.judge(claim, cited)
        after = self._judge.usage
        known = judgement.ruling is not None
        return Ruling(
            not judgement.fails if known else None,
            judgement.reason,
            judgement.contradicts_itself,
            (after.prompt_tokens or 0) - (before.prompt_tokens or 0),
            (after.completion_tokens or 0) - (before.completion_tokens or 0),
        )


class Paid:
    """Models as judges whose rulings are kept by content, so that none is paid for twice, and within a budget.

    What could not be scored is not kept: it is asked again. One model is asked at a time.
    """

    def __init__(self, judge: Models, cache: Cache, budget: Budget) -> None:
        self.name = judge.name
        self._judge, self._cache, self._budget, self._lock = judge, cache, budget, Lock()

    def rule(self, claim: str, cited: Sequence[EvidenceParagraph]) -> Ruling:
        """Return the ruling that is kept, or ask.

        Raises:
            BudgetExceeded: it would have to be asked for, and a limit is reached.
        """
        texts = [text for paragraph in cited for text in (paragraph.outlet, paragraph.title, paragraph.text)]
        key = digest(["judge", self.name, self._judge.version, claim, *texts])
        with self._lock:
            if held := self._cache.get(key):
                return Ruling(**held)
            self._budget.check()
            ruling = self._judge.rule(claim, cited)
            self._budget.add(ruling.prompt_tokens, ruling.completion_tokens)
            if ruling.supported is not None:
                self._cache.put(key, dataclasses.asdict(ruling))
        return ruling
