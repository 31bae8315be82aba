"""Answering a question: retrieve, draft, check, and say why where nothing can be said."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from time import perf_counter

from rag.datatypes import (
    Answer,
    Claim,
    EvidenceParagraph,
    Filters,
    Passage,
    Refusal,
    RefusalReason,
    Turn,
    Usage,
    Verdict,
)
from rag.desk import Desk
from rag.errors import UsageError
from rag.generate.protocol import AnswerTask
from rag.retrieve.plan import plan_question
from rag.retrieve.publications import missing_publications
from rag.retrieve.search import Searcher, check_text
from rag.settings import WriterChoice
from rag.store.library import Library
from rag.store.limits import day_number, days_between
from rag.writers import Writers

PASSAGES = 20
"""Passages a writer is given: enough for four or five outlets to be heard, few enough to read at once."""

LONGEST_QUESTION = 2000


class Asking:
    """Questions to one library."""

    def __init__(self, library: Library, searcher: Searcher, desk: Desk, writers: Writers) -> None:
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
        writer = self._writers.choose(choice)
        self._library.catch_up(wait=False)
        wanted = writer.condense(question, history)
        passages = tuple(self._searcher.search(wanted, PASSAGES, filters))
        evidence = _evidence(passages)
        articles = self._library.catalogue.articles(p.article_id for p in passages)
        verified: list[Claim] = []
        withheld: list[Claim] = []
        usage = Usage()
        # What a publication reported cannot be answered from others, however much they say on the matter.
        absent = missing_publications(wanted, self._library.catalogue.outlets())
        if passages and not absent:
            task = AnswerTask(wanted, passages, evidence, articles, tuple(history))
            usage = yield from _shown(self._desk.review(writer.answer(task), writer, evidence), verified, withheld)
        refusal = None if verified else self._refusal(wanted, filters, withheld)
        yield Answer(
            question=question,
            writer=writer.name,
            refusal=refusal,
            claims=tuple(verified),
            withheld=tuple(withheld),
            passages=passages,
            prompts=dict(writer.prompts),
            usage=replace(usage + writer.side_usage, seconds=round(perf_counter() - started, 3)),
        )

    def _refusal(self, question: str, filters: Filters, withheld: Sequence[Claim]) -> Refusal:
        if withheld:
            return Refusal(
                RefusalReason.NOTHING_PROVEN,
                "Sentences were drafted, but none could be proven from the articles. They are listed as left out.",
            )
        absent = missing_publications(question, self._library.catalogue.outlets())
        if absent:
            return Refusal(RefusalReason.NO_SOURCE, _missing(absent))
        first, last = self._library.catalogue.dates()
        if first is None or last is None:
            message = "The library has no dated articles." if self._library.catalogue.count() else _EMPTY
            return Refusal(RefusalReason.NO_SOURCE, message)
        limited = days_between(filters.since, filters.until)
        asked = plan_question(question, ()).days or ((limited,) if limited else ())
        if asked and all(span[1] < day_number(first) or span[0] > day_number(last) for span in asked):
            return Refusal(
                RefusalReason.OUT_OF_DATES,
                f"The question is about a time outside the articles held, which run from {first[:10]} to {last[:10]}.",
            )
        where = " within the outlets, dates or story chosen" if filters != Filters() else ""
        return Refusal(
            RefusalReason.NO_SOURCE,
            f"No article{where} says anything that answers this. Ask about something the articles report, "
            "or add articles that cover it.",
        )


def _missing(publications: Sequence[str]) -> str:
    named = " and ".join([", ".join(publications[:-1]), publications[-1]] if len(publications) > 1 else publications)
    return (
        f"The question asks what {named} reported, and the library has no article of theirs. Add one, or ask without."
    )


_EMPTY = "The library is empty. Add articles first."


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
        if claim.verdict is Verdict.VERIFIED:
            verified.append(claim)
            yield claim
        else:
            withheld.append(claim)


def _evidence(passages: Sequence[Passage]) -> dict[str, EvidenceParagraph]:
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
    }
