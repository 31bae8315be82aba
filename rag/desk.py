"""The desk between a writer and a reader: every drafted claim is checked, and repaired at most once.

What comes out is verified claims, and unsupported ones that are never shown as findings. It leaves out which writer
and which checks there are.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping

from rag.datatypes import Claim, DraftClaim, EvidenceParagraph, Usage, Verdict
from rag.generate.protocol import Writer
from rag.verify import Checker

Drafts = Generator[DraftClaim, None, Usage]


class Desk:
    """Checks drafts as they come."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

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
        claim = self._checker.check(draft, evidence)
        if claim.verdict is Verdict.VERIFIED:
            return claim
        repaired = writer.repair(draft, claim.problems, evidence)
        if repaired is None:
            return claim
        second = self._checker.check(repaired, evidence)
        return second if second.verdict is Verdict.VERIFIED else claim
