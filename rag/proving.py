"""One sentence of a draft against the paragraphs of a library: what proves it, or what they say differently.

The checks are those of `verify`; this chooses the paragraphs and reads the outcome. It searches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.checking import DraftChecker
from rag.datatypes import (
    Article,
    Citation,
    Cite,
    Claim,
    Differing,
    DraftClaim,
    DraftSentence,
    DraftVerdict,
    EvidenceParagraph,
    Problem,
    ProblemKind,
    Verdict,
)
from rag.text.quotations import find_quotations, locate
from rag.text.statements import Statement
from rag.text.words import content_stems
from rag.verify import Checker
from rag.verify.closeness import has_figure, reservations
from rag.verify.evidence import figures_of
from rag.verify.ground import Ground, read_sentences
from rag.verify.matching import compare, ground_of

_NEAREST = 24
_CANDIDATES = 10
_TOGETHER = 5
"""Of the candidates, those that a sentence may rest on two or three at a time."""
_LONG_QUOTATION = 3
"""Words from which on a quotation is looked up by itself."""
_ONLY_MARKS = re.compile(r"\[-[\"“”‘’']*([^\]\"“”]+?)[\"“”‘’']*-\]\{\+\1\+\}")
"""Words that are shown as altered and only lost a quotation mark."""
_BEARS_ON = 0.4
"""How like a sentence of a source one must be to be proven by it."""
_SAME_MATTER = 0.55
"""How like a sentence of a source one must be for a difference to be an error and not another matter."""
_PART = 2
"""Words that each of two paragraphs must have of a sentence and the other has not; figures and days do not count."""
_FIGURE = re.compile(r"\b\w*\d\S*|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_WHOLLY, _MORE = 0.75, 0.15
"""Below the first a paragraph may prove but a part; two that have more of the sentence are then the better proof."""
_SURE = 0.6
"""How likely it must be that two paragraphs support a sentence between them: words enough fit some two."""
_CLEARLY_LIKER = 0.15
"""How much liker than its proof another sentence must be for what that says differently to count."""
_OTHER = (ProblemKind.POLARITY, ProblemKind.SPEAKER)
"""What one sentence may say differently while another, less like, only seems to prove the draft."""
_OPEN = 0.25
"""How much less like a sentence a paragraph may be that proves it wholly and still be the better proof."""
_APART = "The figure does not stand with these words, but in another paragraph."
_QUOTED = (ProblemKind.QUOTATION_ALTERED, ProblemKind.QUOTATION_MISATTRIBUTED)


@dataclass(frozen=True, slots=True)
class Pool:
    """The paragraphs that a draft is held against, by id, with their sentences as ground."""

    articles: dict[str, Article]
    paragraphs: dict[str, EvidenceParagraph]
    ground: Ground


@dataclass(frozen=True, slots=True)
class _Finding:
    """A sentence checked against some paragraphs; `likeness` (0 to 1) says how near it is to the nearest of theirs."""

    claim: Claim
    likeness: float
    holds: bool
    reservations: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()

    @property
    def worth(self) -> float:
        """How good a proof it is: its likeness, less where it would leave something to be read."""
        return self.likeness - (_OPEN if self.reservations else 0.0)

    @property
    def article(self) -> str:
        return self.claim.citations[0].article_id


class Prover:
    """Gives each sentence its verdict, from the paragraphs of one pool."""

    def __init__(self, pool: Pool) -> None:
        self._checker = Checker()
        self._pool = pool
        self._second = DraftChecker()

    def judge(self, statement: Statement) -> DraftSentence:
        """Return a sentence with its verdict and its proof."""
        text, start, end = statement.text, statement.start, statement.end
        if statement.why_not:
            return DraftSentence(text, start, end, DraftVerdict.NOT_CHECKABLE, why_not=statement.why_not)
        candidates = self._candidates(text)
        if not candidates:
            return DraftSentence(text, start, end, DraftVerdict.NOT_FOUND)
        findings = [self._check(text, [one], candidates) for one in candidates]
        proof = max((one for one in findings if one.holds), key=lambda one: one.worth, default=None)
        if proof is None or proof.likeness < _WHOLLY:
            both = self._together(text, candidates)
            if both and (proof is None or both.likeness > proof.likeness + _MORE):
                proof = both
        if proof:
            borne_out = self._borne_out(statement, proof, findings)
            if borne_out.verdict is DraftVerdict.VERIFIED or not _is_said_otherwise(proof, findings):
                return borne_out
        quoted = long_quotations(text)
        nearest = max(findings, key=lambda one: _nearness(one, quoted, self._pool))
        problems = _said_differently(nearest)
        cited = nearest.claim.citations
        if elsewhere := self._with_the_figures(text, nearest, problems):
            cited = (*cited, *self._check(text, elsewhere, elsewhere).claim.citations)
            return DraftSentence(text, start, end, DraftVerdict.NEAR, citations=cited, reservations=(_APART,))
        verdict = DraftVerdict.PROBLEM if problems else DraftVerdict.NOT_FOUND
        return DraftSentence(text, start, end, verdict, problems, cited, differing=_differing(findings, cited))

    def _borne_out(self, statement: Statement, proof: _Finding, findings: Sequence[_Finding]) -> DraftSentence:
        """Return a sentence that no check faults: proven, or near its source where a person has to read that."""
        cited = proof.claim.citations
        own = {citation.article_id for citation in cited}
        others = sorted((one for one in findings if one.holds and one.article not in own), key=lambda f: -f.likeness)
        agreeing = {one.article: one.claim.citations[0] for one in reversed(others)}
        return DraftSentence(
            statement.text,
            statement.start,
            statement.end,
            DraftVerdict.NEAR if proof.reservations else DraftVerdict.VERIFIED,
            citations=cited,
            agreeing=tuple(reversed(agreeing.values())),
            differing=_differing(findings, (*cited, *agreeing.values())),
            origins=len({self._pool.articles[one].origin or one for one in own | agreeing.keys()}),
            reservations=proof.reservations,
            own_words=proof.own_words,
        )

    def _with_the_figures(self, text: str, nearest: _Finding, problems: Sequence[Problem]) -> list[EvidenceParagraph]:
        """Return paragraphs of the same story that have the figures which the nearest lacks.

        None if one is nowhere, or if anything else is wrong. The nearest tells of another time, or of other things.
        """
        article = self._pool.articles[nearest.article]
        spans = [problem.span for problem in problems if problem.kind is ProblemKind.FIGURE and problem.span]
        if not spans or len(spans) < len(problems):
            return []
        wanted = [
            one for one in figures_of(text, article.published) if any(a < one.end and one.start < b for a, b in spans)
        ]
        kin = [p for p in self._pool.paragraphs.values() if self._is_of_story(p, article)]
        found = [next((p for p in kin if has_figure(one, p)), None) for one in wanted]
        return list(dict.fromkeys(p for p in found if p)) if all(found) else []

    def _is_of_story(self, paragraph: EvidenceParagraph, article: Article) -> bool:
        story = self._pool.articles[paragraph.article_id].story
        return paragraph.article_id == article.id or (story is not None and story == article.story)

    def _candidates(self, text: str) -> list[EvidenceParagraph]:
        """Return the paragraphs that share most of a sentence's words, those that have its quotations first."""
        verbatim = [p for quote in long_quotations(text) for p in self._near(quote) if locate(quote, p.text)]
        near = {p.id: p for p in (*verbatim, *self._near(text))}
        return list(near.values())[:_CANDIDATES]

    def _near(self, text: str) -> list[EvidenceParagraph]:
        stems = [stem for sentence in read_sentences(text) for stem in sentence.content]
        ground = self._pool.ground
        owners = dict.fromkeys(ground.owners[at] for at, _ in ground.nearest(stems, _NEAREST))
        return [self._pool.paragraphs[owner] for owner in owners]

    def _check(self, text: str, cited: Sequence[EvidenceParagraph], held: Sequence[EvidenceParagraph]) -> _Finding:
        articles = {paragraph.article_id for paragraph in held}
        evidence = {p.id: p for one in articles for p in self._of_article(one)}
        claim = self._checker.check(DraftClaim(text, tuple(Cite(paragraph.id) for paragraph in cited)), evidence)
        laid = [compared[0].alignment.likeness for compared in compare(text, cited, 0.2) if compared]
        holds = claim.verdict is Verdict.VERIFIED and self._is_supported(text, cited)
        likeness = max(sum(laid) / len(laid) if laid else 0.0, _share_but_for_problems(claim, cited))
        if not holds or likeness < _BEARS_ON:
            return _Finding(claim, likeness, holds=False)
        around = [p.text for article in {one.article_id for one in cited} for p in self._of_article(article)]
        return _Finding(claim, likeness, True, *reservations(text, cited, around))

    def _is_supported(self, text: str, cited: Sequence[EvidenceParagraph]) -> bool:
        second = self._second.check(text, cited)
        return second.verdict is Verdict.VERIFIED and (len(cited) == 1 or second.score >= _SURE)

    def _of_article(self, article_id: str) -> list[EvidenceParagraph]:
        return [self._pool.paragraphs[p.id] for p in self._pool.articles[article_id].body]

    def _together(self, text: str, candidates: Sequence[EvidenceParagraph]) -> _Finding | None:
        """Check a sentence against two paragraphs, each of which has a part of it."""
        first = candidates[:_TOGETHER]
        wanted = set(content_stems(_FIGURE.sub(" ", text)))
        held = [wanted.intersection(content_stems(one.text)) for one in first]
        for at, one in enumerate(first):
            for other_at in range(at + 1, len(first)):
                # A paragraph that only has the figure or the day has it of something else.
                if min(len(held[at] - held[other_at]), len(held[other_at] - held[at])) < _PART:
                    continue
                found = self._check(text, [one, first[other_at]], candidates)
                if found.holds:
                    return found
        return None


def _is_said_otherwise(proof: _Finding, findings: Sequence[_Finding]) -> bool:
    """Tell whether a paragraph that is clearly liker to the sentence than its proof says it differently."""
    return any(
        one.likeness >= max(_SAME_MATTER, proof.likeness + _CLEARLY_LIKER)
        and any(problem.kind in _OTHER for problem in one.claim.problems)
        for one in findings
    )


def _share_but_for_problems(claim: Claim, cited: Sequence[EvidenceParagraph]) -> float:
    """Return how much of a claim, but for words found wrong, a sentence of each paragraph has (0 to 1)."""
    rest = claim.text
    for problem in claim.problems:
        if problem.span and problem.kind not in (ProblemKind.SUPPORT, *_QUOTED):
            start, end = problem.span
            rest = rest[:start] + " " * (end - start) + rest[end:]
    stems = content_stems(rest)
    match = ground_of(tuple(one.text for one in cited)).match(stems)
    return (match.in_best if len(cited) == 1 else match.in_two) if len(stems) >= _PART else 0.0


def long_quotations(text: str) -> list[str]:
    """Return the quotations of a text that are long enough to be looked up by themselves."""
    return [q.text for q in find_quotations(text) if len(q.text.split()) >= _LONG_QUOTATION]


def _nearness(finding: _Finding, quoted: Sequence[str], held: Pool) -> tuple[int, float, int]:
    """Put first the paragraph that has the quoted words, then one that has them altered, then the likest."""
    problems = finding.claim.problems
    texts = [held.paragraphs[cited.paragraph_id].text for cited in finding.claim.citations]
    verbatim = any(locate(quote, text) for quote in quoted for text in texts)
    altered = any(problem.kind is ProblemKind.QUOTATION_ALTERED for problem in problems)
    return 2 if verbatim else int(altered), finding.likeness, -len(problems)


def _said_differently(finding: _Finding) -> tuple[Problem, ...]:
    """Return what the paragraph says differently; nothing where it is about another matter."""
    told = tuple(p for p in finding.claim.problems if p.kind not in (ProblemKind.SUPPORT, ProblemKind.MARKER))
    altered = any(problem.kind in _QUOTED for problem in told)
    if not altered and finding.likeness < _SAME_MATTER:
        return ()
    return tuple(replace(p, detail=_ONLY_MARKS.sub(r"\1", p.detail)) for p in told)


def _differing(findings: Sequence[_Finding], cited: Sequence[Citation]) -> tuple[Differing, ...]:
    """Return the articles not cited that give another figure for the same."""
    known = {citation.article_id for citation in cited}
    found: dict[str, Differing] = {}
    for one in sorted(findings, key=lambda finding: -finding.likeness):
        problems = one.claim.problems
        figures = bool(problems) and all(p.kind is ProblemKind.FIGURE for p in problems)
        if figures and one.likeness >= _SAME_MATTER and one.article not in known:
            found.setdefault(one.article, Differing(one.claim.citations[0], problems))
    return tuple(found.values())
