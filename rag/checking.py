"""Check a text that somebody else wrote, a sentence or a whole answer, against the evidence it should rest on.

It needs no library and changes no word of the text. A grave fault (a citation that points nowhere, a quotation or a
number that no evidence has) decides alone; otherwise the text is verified if it is likely enough to be supported in
full.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rag.datatypes import (
    Cite,
    DraftClaim,
    EvidenceParagraph,
    Problem,
    ProblemKind,
    Verdict,
)
from rag.errors import UsageError
from rag.verify.changes import check_changes
from rag.verify.checker import Check, without_repeats
from rag.verify.evidence import is_whole_sentence
from rag.verify.figures import check_figures
from rag.verify.findings import Findings, apart, changed_in_copying
from rag.verify.grave import Reading
from rag.verify.ground import Ground, Sentence, read_sentences
from rag.verify.kinship import word_vectors
from rag.verify.matching import ground_of
from rag.verify.names import check_names
from rag.verify.polarity import check_polarity
from rag.verify.quotes import check_quotes
from rag.verify.scoring import VERBATIM, Faults, Head, SupportModel, answer_score, text_row
from rag.verify.speakers import check_speakers
from rag.verify.traits import Numbers, Traits, see, standings

_MARKER = re.compile(r"\[\d+(?:\s*[,;–-]\s*\d+)*\]")
_BY_SENTENCE: tuple[Check, ...] = (check_figures, check_changes, check_names, check_speakers, check_polarity)
_NAMED_WORDS = 6
_BELOW = 0.98
"""A grave fault keeps the score under this part of the threshold, so that score and verdict never disagree."""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """One sentence of a text: `checked[start:end] == text`; `citations` are the ids of what supports it best."""

    text: str
    start: int
    end: int
    verdict: Verdict
    score: float
    problems: tuple[Problem, ...]
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text with its verdict. `score` is the probability that all of it is supported; spans are offsets into it.

    `decided` says whether a fault decides alone, whatever the score.
    """

    id: str | None
    verdict: Verdict
    score: float
    problems: tuple[Problem, ...]
    sentences: tuple[CheckedSentence, ...]
    decided: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """The evidence that counts, in the forms the checks need."""

    cited: list[EvidenceParagraph]
    everything: dict[str, EvidenceParagraph]
    ground: Ground
    reading: Reading


@dataclass(frozen=True, slots=True)
class View:
    """What the score is made from: the sentences' traits and faults, those of the text, and the evidence's size.

    `decided` says whether a fault decides alone.
    """

    traits: list[Traits]
    faults: list[Faults]
    all_faults: Faults
    evidence: int
    decided: bool


class DraftChecker:
    """Checks texts. One checker may check any number of them, from one thread."""

    def __init__(self, model: SupportModel | None = None) -> None:
        self._given = model
        self._vectors = word_vectors()
        self._last: tuple[tuple[EvidenceParagraph, ...], _Held] | None = None

    def check(
        self,
        text: str,
        evidence: Sequence[EvidenceParagraph],
        citations: Sequence[str] | None = None,
        *,
        id: str | None = None,
    ) -> CheckedText:
        """Check a text against the evidence it cites; without citations against all of it.

        Raises:
            UsageError: two pieces of evidence have one id.
        """
        held = self._hold(evidence, citations)
        markers = _unknown(citations or (), held.everything)
        sentences = _sentences(text)
        if markers or not held.ground.sentences or not sentences:
            problems = markers or [_nothing(sentences)]
            return CheckedText(id, Verdict.UNSUPPORTED, 0.0, tuple(problems), (), decided=True)
        return self._judge(text, sentences, held, self._find(text, sentences, held), id)

    @cached_property
    def _model(self) -> SupportModel:
        return self._given or SupportModel.load()

    def _hold(self, evidence: Sequence[EvidenceParagraph], citations: Sequence[str] | None) -> _Held:
        wanted = set(citations or ())
        cited = [paragraph for paragraph in evidence if not wanted or paragraph.id in wanted]
        key = (*evidence, *cited)
        if self._last is None or self._last[0] != key:
            everything = {paragraph.id: paragraph for paragraph in evidence}
            if len(everything) < len(evidence):
                raise UsageError("Two pieces of evidence have the same id.")
            ground = ground_of(tuple(paragraph.text for paragraph in cited))
            reading = Reading(part for paragraph in cited for part in (paragraph.text, paragraph.title))
            self._last = key, _Held(cited, everything, ground, reading)
        return self._last[1]

    def _find(self, text: str, sentences: Sequence[Sentence], held: _Held) -> Findings:
        faults = self._faults(text, sentences, held)
        unreadable = {problem for problem in faults if held.reading.is_grave(problem, text)}
        alone = apart(sentences, held.ground)
        changed = changed_in_copying(faults, text, held.cited)
        return Findings([*faults, *alone], unreadable, {*unreadable, *changed, *alone})

    def _faults(self, text: str, sentences: Sequence[Sentence], held: _Held) -> list[Problem]:
        """Run the checks of claims: quotations on the whole text, which they may span, the others by sentence."""
        cites = tuple(Cite(paragraph.id) for paragraph in held.cited)
        faults = check_quotes(DraftClaim(text, cites), held.cited, held.everything)
        for sentence in sentences:
            draft = DraftClaim(sentence.text, cites)
            for check in _BY_SENTENCE:
                faults += [_moved(p, sentence.start) for p in check(draft, held.cited, held.everything)]
        return list(without_repeats(faults))

    def _see(self, sentences: Sequence[Sentence], held: _Held) -> list[Traits]:
        pairs = zip(sentences, standings(sentences), strict=True)
        return [see(sentence, standing, held.ground, self._vectors) for sentence, standing in pairs]

    def _judge(
        self,
        text: str,
        sentences: Sequence[Sentence],
        held: _Held,
        found: Findings,
        id: str | None,
    ) -> CheckedText:
        seen = self._see(sentences, held)
        verbatim = [_is_verbatim(one, held) for one in seen]
        doubts = [self._model.doubts(one, verbatim=exact) for one, exact in zip(seen, verbatim, strict=True)]
        head = Head.CLAIM if len(seen) == 1 else Head.ANSWER
        score = self._score(head, seen, doubts, held, found)
        judged = []
        for one, doubt, exact in zip(seen, doubts, verbatim, strict=True):
            own, alone = found.within(one.sentence), score
            if head is Head.ANSWER:
                alone = self._score(Head.SENTENCE, [one], [doubt], held, own)
            judged.append(self._sentence(text, one, doubt, held, own, VERBATIM if exact else alone, len(seen) == 1))
        if head is Head.ANSWER:
            score = answer_score(score, [one.score for one in judged])
        if all(verbatim) and not found.grave:
            score = VERBATIM
        supported = not found.grave and score >= self._model.thresholds[head]
        if not supported and not found.grave and all(one.verdict is Verdict.VERIFIED for one in judged):
            # The text fails as a whole; the reader is pointed to the sentence that is weakest.
            weakest = min(range(len(seen)), key=lambda i: judged[i].score)
            judged[weakest] = _failed(judged[weakest], seen[weakest], doubts[weakest])
        problems = [problem for one in judged for problem in one.problems]
        problems += [problem for problem in found.faults if problem not in problems]
        if found.grave:
            score = min(score, _BELOW * self._model.thresholds[head])
        verdict = Verdict.VERIFIED if supported else Verdict.UNSUPPORTED
        return CheckedText(id, verdict, round(score, 4), tuple(problems), tuple(judged), bool(found.grave))

    def _score(
        self, head: Head, seen: Sequence[Traits], doubts: Sequence[Numbers], held: _Held, found: Findings
    ) -> float:
        return self._model.score(head, text_row(seen, doubts, len(held.ground.sentences), found.counts))

    def _sentence(
        self,
        text: str,
        seen: Traits,
        doubts: Numbers,
        held: _Held,
        own: Findings,
        score: float,
        alone: bool,
    ) -> CheckedSentence:
        start, end = seen.sentence.start, seen.sentence.end
        owners = (held.ground.owners[i] for i in (seen.match.best, seen.match.second) if i >= 0)
        found = dict.fromkeys(held.cited[int(owner)].id for owner in owners)
        checked = CheckedSentence(
            text[start:end], start, end, Verdict.VERIFIED, round(score, 4), tuple(own.faults), tuple(found)
        )
        if score < self._model.thresholds[Head.CLAIM if alone else Head.SENTENCE]:
            return _failed(checked, seen, doubts)
        return replace(checked, verdict=Verdict.UNSUPPORTED) if own.grave else checked


def look(checker: DraftChecker, text: str, evidence: Sequence[EvidenceParagraph]) -> View | None:
    """Return what the score of a text is made from, for training and for explaining; None if there is nothing."""
    held, sentences = checker._hold(evidence, None), _sentences(text)
    if not held.ground.sentences or not sentences:
        return None
    found, traits = checker._find(text, sentences, held), checker._see(sentences, held)
    own = [found.within(one.sentence).counts for one in traits]
    return View(traits, own, found.counts, len(held.ground.sentences), bool(found.grave))


def _sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, with its citation marks ("[2]") blanked out."""
    return read_sentences(_MARKER.sub(lambda mark: " " * len(mark.group()), text))


def _unknown(citations: Sequence[str], evidence: dict[str, EvidenceParagraph]) -> list[Problem]:
    details = [
        f"The citation “{marker}” points to no evidence that was supplied."
        for marker in citations
        if marker not in evidence
    ]
    return [Problem(ProblemKind.MARKER, detail) for detail in dict.fromkeys(details)]


def _nothing(sentences: Sequence[Sentence]) -> Problem:
    detail = "There is no evidence to rest on." if sentences else "The text has no words to check."
    return Problem(ProblemKind.SUPPORT, detail)


def _moved(problem: Problem, by: int) -> Problem:
    return replace(problem, span=(problem.span[0] + by, problem.span[1] + by)) if problem.span and by else problem


def _is_verbatim(seen: Traits, held: _Held) -> bool:
    # Looking for the words is slow on long evidence, so only a sentence that has no word of its own is looked for.
    return seen.match.everywhere > 1.0 - 1e-9 and is_whole_sentence(seen.sentence.text, held.cited)


def _failed(checked: CheckedSentence, seen: Traits, doubts: Numbers) -> CheckedSentence:
    """Return the sentence as unsupported, with the words that are in no evidence."""
    order = sorted(seen.novel, key=lambda i: -doubts[i])[:_NAMED_WORDS]
    words = ", ".join(f"“{seen.sentence.printed[i]}”" for i in sorted(order))
    detail = f"The evidence has nothing like {words}." if words else "The evidence does not put these things together."
    problem = Problem(ProblemKind.SUPPORT, detail, (checked.start, checked.end))
    return replace(checked, verdict=Verdict.UNSUPPORTED, problems=(*checked.problems, problem))
