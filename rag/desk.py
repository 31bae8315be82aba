"""The desk between a writer and a reader: every drafted claim is checked, and repaired at most once.

What comes out is verified claims, and unsupported ones that are never shown as findings. Where a judge is set, what
passes the program's checks is put to it too. It leaves out which writer, which checks and which judge there are.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from rag.datatypes import Claim, DraftClaim, EvidenceParagraph, Judging, Usage, Verdict
from rag.generate.protocol import Writer
from rag.judging import Judge, Judges
from rag.settings import Settings
from rag.verify import Checker

Drafts = Generator[DraftClaim, None, Usage]


def desks(settings: Settings) -> Callable[[], Desk]:
    """Return what makes a desk for each task, with the checks as shipped and the judge that the settings ask for."""
    checker, judges = Checker(), Judges(settings)
    return lambda: Desk(checker, judges.convene())


class Desk:
    """Checks drafts as they come; one for each task."""

    def __init__(self, checker: Checker, judge: Judge | None = None) -> None:
        self._checker = checker
        self._judge = judge

    @property
    def prompts(self) -> Mapping[str, str]:
        """The versions of the prompts that checking uses: the judge's, if there is one."""
        return self._judge.prompts if self._judge else {}

    @property
    def usage(self) -> Usage:
        """What the judging has cost so far; nothing without a judge."""
        return self._judge.usage if self._judge else Usage()

    @property
    def judging(self) -> Judging | None:
        """What the judge did so far, or None without one."""
        return self._judge.judging if self._judge else None

    def review(
        self, drafts: Drafts, writer: Writer, evidence: Mapping[str, EvidenceParagraph]
    ) -> Generator[Claim, None, Usage]:
        """Yield each drafted claim with its verdict, in order, and return what the drafting cost."""
        while True:
            try:
                draft = next(drafts)
            except StopIteration as end:
                usage: Usage = end.value
                return usage
            yield self.check(draft, writer, evidence)

    def check(self, draft: DraftClaim, writer: Writer, evidence: Mapping[str, EvidenceParagraph]) -> Claim:
        """Check one draft; if it fails, let its writer repair it once.

        A repaired claim that fails too is not used: the first one, with its problems, is what was left out.
        """
        claim = self._examine(draft, evidence)
        if claim.verdict is Verdict.VERIFIED:
            return claim
        repaired = writer.repair(draft, claim.problems, evidence)
        if repaired is None:
            return claim
        second = self._examine(repaired, evidence)
        return second if second.verdict is Verdict.VERIFIED else claim

    def _examine(self, draft: DraftClaim, evidence: Mapping[str, EvidenceParagraph]) -> Claim:
        claim = self._checker.check(draft, evidence)
        if self._judge is None or claim.verdict is not Verdict.VERIFIED:
            return claim
        return self._judge.review(claim, evidence)
