"""Answering a question: retrieve, draft, check, and say why where nothing can be said."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from rag import refusals
from rag.datatypes import (
    Answer,
    Article,
    Citation,
    Cite,
    Claim,
    DraftClaim,
    EvidenceParagraph,
    Filters,
    GivenAnswer,
    Passage,
    Premise,
    Refusal,
    Turn,
    Usage,
    Verdict,
)
from rag.desk import Desk
from rag.disputes import DISPUTED, Side, find_dispute
from rag.errors import UsageError
from rag.generate.corroboration import asked_of, matter_of, teller_of
from rag.generate.embedded import EmbeddedWriter
from rag.generate.instructions import reporting_only, speaks_to_machine
from rag.generate.protocol import AnswerTask, Writer
from rag.generate.sameanswers.outlets import given_answers
from rag.generate.spelling import respelt
from rag.premises import AGAINST, contradicted, find_false_premise, unsupported
from rag.refusals import days_meant, sole_origin
from rag.retrieve.plan import plan_question
from rag.retrieve.publications import missing_publications
from rag.retrieve.search import Searcher, check_text
from rag.settings import WriterChoice
from rag.store.embeddings import load_embedder
from rag.store.library import Library
from rag.store.limits import day_number, days_between
from rag.writers import Writers

PASSAGES = 20
"""Passages a writer is given: enough for four or five outlets to be heard, few enough to read at once."""

LONGEST_QUESTION = 2000
_DATELINE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]+(?:,\s[\w. ]{2,25})?\s*(?:\([^)]{2,40}\)\s*)?[-–—]+\s+(?=\S)")


class Asking:
    """Questions to one library."""

    def __init__(self, library: Library, searcher: Searcher, desk: Callable[[], Desk], writers: Writers) -> None:
        self._library = library
        self._searcher = searcher
        self._desk = desk
        self._writers = writers

    def stream(
        self, question: str, filters: Filters, history: Sequence[Turn], choice: WriterChoice | None
    ) -> Iterator[Claim | Answer]:
        """Yield each verified claim as it is ready, then the answer."""
        started = perf_counter()
        _validate(question)
        writer, desk = self._writers.choose(choice), self._desk()
        self._library.catch_up(wait=False)
        task = self._find(writer.condense(question, history), filters, history)
        verified: list[Claim] = []
        withheld: list[Claim] = []
        outcome = _Outcome()
        # What a publication reported cannot be answered from others, however much they say on the matter.
        absent = missing_publications(task.question, self._library.catalogue.outlets())
        if task.passages and not absent and not self._outside(days_meant(task.question)):
            outcome = yield from _answered(task, desk, writer, verified, withheld)
        yield Answer(
            question=question,
            writer=writer.name,
            refusal=outcome.refusal if verified else self._refusal(task, filters, withheld, absent),
            claims=tuple(verified),
            withheld=tuple(withheld),
            passages=task.passages,
            prompts={**writer.prompts, **desk.prompts},
            judge=desk.judging,
            usage=replace(outcome.usage + writer.side_usage + desk.usage, seconds=round(perf_counter() - started, 3)),
            premise=outcome.premise,
            answers=_answers(task, outcome) if verified else (),
        )

    def _find(self, question: str, filters: Filters, history: Sequence[Turn]) -> AnswerTask:
        """Find what bears on a question."""
        # Corroboration is looked for by what is to be corroborated: "confirmed" and "outlets" are not what it is about.
        passages = tuple(self._searcher.search(asked_of(question), PASSAGES, self._by_outlet(question, filters)))
        found = self._library.catalogue.articles(p.article_id for p in passages)
        articles = {key: reporting_only(article) for key, article in found.items()}
        return AnswerTask(question, passages, _evidence(passages), articles, tuple(history))

    def _by_outlet(self, question: str, filters: Filters) -> Filters:
        """Limit a search to the outlet whose report is asked for ("What did the Herald say about the dam?")."""
        teller = teller_of(question)
        if filters.outlets or teller is None:
            return filters
        named = plan_question(teller[0], self._library.catalogue.outlets()).outlets
        return replace(filters, outlets=named) if named else filters

    def _refusal(self, task: AnswerTask, filters: Filters, withheld: Sequence[Claim], absent: Sequence[str]) -> Refusal:
        """Say why there is not one claim."""
        question, catalogue = task.question, self._library.catalogue
        if withheld:
            return refusals.nothing_proven()
        if absent:
            return refusals.absent_publications(absent)
        first, last = catalogue.dates()
        if first is None or last is None:
            return refusals.nothing_dated(catalogue.count())
        limited = days_between(filters.since, filters.until)
        asked = plan_question(question, ()).days or days_meant(question) or ((limited,) if limited else ())
        if self._outside(asked):
            return refusals.out_of_dates(first, last)
        known = set(catalogue.outlets())
        unknown = [outlet for outlet in filters.outlets if outlet not in known]
        if unknown and len(unknown) == len(filters.outlets):
            return refusals.no_source(filters, unknown)
        return refusals.no_source(filters, (), self._meant(task, filters))

    def _meant(self, task: AnswerTask, filters: Filters) -> str | None:
        """Return a question with its misspelt words put right, if it is answered then."""
        held = [text for p in task.passages for text in (p.title, p.outlet, *(q.text for q in p.paragraphs))]
        meant = respelt(task.question, held)
        if meant is None:
            return None
        drafts = EmbeddedWriter(load_embedder("wordllama").embed).answer(self._find(meant, filters, ()))
        return meant if next(drafts, None) is not None else None

    def _outside(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Say whether there are spans of days and all of them lie outside the articles held."""
        first, last = self._library.catalogue.dates()
        if not spans or first is None or last is None:
            return False
        return all(end < day_number(first) or start > day_number(last) for start, end in spans)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of answering beside the claims: what it cost, a premise that does not hold, why it falls short."""

    usage: Usage = Usage()
    premise: Premise | None = None
    refusal: Refusal | None = None


def _answers(task: AnswerTask, outcome: _Outcome) -> tuple[GivenAnswer, ...]:
    """Say who answers what, where the question is answered as it was put."""
    if outcome.refusal is not None or outcome.premise is not None:
        return ()
    return given_answers(task, load_embedder("wordllama").embed)


def _answered(
    task: AnswerTask, desk: Desk, writer: Writer, verified: list[Claim], withheld: list[Claim]
) -> Generator[Claim, None, _Outcome]:
    """Sort the claims of an answer into the two lists, yield the verified ones, and return what else came of it."""
    premise = yield from _premise(task.question, task.evidence, desk, writer, verified)
    matter = matter_of(task.question)
    sole = sole_origin(matter, task.passages, task.evidence) if matter else ()
    task = replace(task, passages=sole or task.passages, premise=premise)
    usage = yield from _shown(desk.review(writer.answer(task), writer, task.evidence), verified, withheld)
    sides = None
    if not sole and premise is None:
        sides = yield from _sides(task.question, task, desk, writer, verified)
    return _Outcome(usage, premise, _qualified(task.question, sole, sides, verified, task.articles))


def _qualified(
    question: str,
    sole: Sequence[Passage],
    sides: tuple[Side, Side] | None,
    verified: Sequence[Claim],
    articles: Mapping[str, Article],
) -> Refusal | None:
    """Say why the claims shown do not answer the question as it was put, if they do not."""
    if sole:
        return refusals.one_origin(sole)
    if sides:
        return refusals.disputed(*sides)
    return refusals.conflict(question, verified, articles) if refusals.asks_for_one_answer(question) else None


def _sides(
    question: str, task: AnswerTask, desk: Desk, writer: Writer, verified: list[Claim]
) -> Generator[Claim, None, tuple[Side, Side] | None]:
    """Return the two sides that the sources take on a question, if they do, and yield what no claim shows of either."""
    found = find_dispute(question, task.passages, task.evidence)
    if found is None:
        return None
    missing = []
    for side in found:
        if not any(c.quote in s.span.text or s.span.text in c.quote for s in side.said for c in _citations(verified)):
            text = _bare(side.said[0].span.text)
            draft = DraftClaim(text, (Cite(side.said[0].paragraph.id, text),), topic=DISPUTED)
            missing.append(desk.check(draft, writer, task.evidence))
    if any(claim.verdict is not Verdict.VERIFIED for claim in missing):
        return None
    verified += missing
    yield from missing
    return found


def _bare(sentence: str) -> str:
    """Return a sentence without the dateline in front of it."""
    return _DATELINE.sub("", sentence)


def _citations(claims: Sequence[Claim]) -> Iterator[Citation]:
    return (citation for claim in claims for citation in claim.citations)


def _premise(
    question: str, evidence: Mapping[str, EvidenceParagraph], desk: Desk, writer: Writer, verified: list[Claim]
) -> Generator[Claim, None, Premise | None]:
    """Yield the sentence that contradicts what the question takes for granted, and return what that is."""
    found = find_false_premise(question, evidence)
    if found is None:
        return None
    if found.paragraph is None or found.sentence is None:
        return unsupported(found)
    text = _bare(found.sentence.text)
    draft = DraftClaim(text, (Cite(found.paragraph.id, text),), topic=AGAINST)
    claim = desk.check(draft, writer, evidence)
    if claim.verdict is not Verdict.VERIFIED:
        return None
    verified.append(claim)
    yield claim
    return contradicted(found, claim)


def _validate(question: str) -> None:
    check_text(question)
    if not question.strip():
        raise UsageError("The question is empty.", hint="Type what you want to know.")
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters; {LONGEST_QUESTION:,} are the most.", hint="Shorten it."
        )


def _shown(
    claims: Generator[Claim, None, Usage], verified: list[Claim], withheld: list[Claim]
) -> Generator[Claim, None, Usage]:
    """Sort claims by verdict into the two lists, yield the verified ones, and return what they cost."""
    while True:
        try:
            claim = next(claims)
        except StopIteration as end:
            usage: Usage = end.value
            return usage
        if claim.verdict is not Verdict.VERIFIED:
            withheld.append(claim)
        elif all(claim.text != shown.text for shown in verified):
            # The sentence against a premise is shown first, and a writer may draft it too.
            verified.append(claim)
            yield claim


def _evidence(passages: Sequence[Passage]) -> dict[str, EvidenceParagraph]:
    """Return the paragraphs of passages that a claim may rest on: those that report."""
    return {
        paragraph.id: EvidenceParagraph(
            paragraph.id,
            passage.article_id,
            passage.outlet,
            passage.title,
            passage.url,
            passage.published,
            paragraph.text,
        )
        for passage in passages
        for paragraph in passage.paragraphs
        if not speaks_to_machine(paragraph.text)
    }
