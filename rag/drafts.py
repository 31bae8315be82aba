"""Somebody's draft held against the library: each sentence with a verdict and its proof.

This finds what the sentences may rest on: by search, all of them together, so that what one finds serves the others,
and verbatim for quotations, so that altered words find their source. Nothing of the draft is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from time import perf_counter

from rag.adding import Progress, ProgressFunction
from rag.datatypes import CheckedDraft, DraftSentence, Filters
from rag.errors import NotFoundError, UsageError
from rag.proving import Pool, Prover, long_quotations
from rag.retrieve.search import Searcher, check_text
from rag.store.library import Library
from rag.text.statements import Statement, split_statements
from rag.verify import evidence_from_articles
from rag.verify.ground import Ground

LONGEST_DRAFT = 60_000
"""Characters: some 10,000 words."""
_PASSAGES = 8
"""Passages looked up for each sentence and each quotation."""
_ARTICLES = 150
"""Articles that a draft is held against: those found most often."""
_MOST_OF_IT = 0.7
"""The part of a sentence from which on a quotation need not be looked up beside it."""


class Drafts:
    """Checks drafts against one library."""

    def __init__(self, library: Library, searcher: Searcher) -> None:
        self._library = library
        self._searcher = searcher

    def check(
        self,
        text: str,
        filters: Filters = Filters(),
        progress: ProgressFunction | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> CheckedDraft:
        """Hold a draft against the library.

        Raises:
            UsageError: the draft is empty or too long.
            NotFoundError: the library is empty, or has no story of that id.
            LibraryLockedError: another process holds the search index.
        """
        started = perf_counter()
        _validate(text)
        self._library.catch_up(wait=False)
        if not self._library.catalogue.count():
            raise NotFoundError("The library is empty.", hint="Add articles first.")
        statements = split_statements(text)
        pool = self._gather(statements, filters, progress, stop)
        judged: list[DraftSentence] = []
        judge = Prover(pool)
        for statement in statements:
            if stop():
                break
            judged.append(judge.judge(statement))
            if progress:
                progress(Progress(len(judged), len(statements), "checking"))
        seconds = round(perf_counter() - started, 3)
        return CheckedDraft(text, tuple(judged), len(pool.articles), seconds, len(judged) == len(statements))

    def _gather(
        self,
        statements: Sequence[Statement],
        filters: Filters,
        progress: ProgressFunction | None,
        stop: Callable[[], bool],
    ) -> Pool:
        """Search for every sentence and quotation, and return all paragraphs of the articles found."""
        queries = list(dict.fromkeys(query for one in statements if not one.why_not for query in _queries(one.text)))
        found: Counter[str] = Counter()
        for number, query in enumerate(queries, start=1):
            if stop():
                break
            found.update({passage.article_id for passage in self._searcher.search(query, _PASSAGES, filters)})
            if progress:
                progress(Progress(number, len(queries), "searching"))
        articles = dict(self._library.catalogue.articles(one for one, _ in found.most_common(_ARTICLES)))
        paragraphs = evidence_from_articles(articles.values())
        return Pool(articles, paragraphs, Ground([(p.id, p.text) for p in paragraphs.values()]))


def _queries(text: str) -> list[str]:
    return [text, *(quote for quote in long_quotations(text) if len(quote) < _MOST_OF_IT * len(text))]


def _validate(text: str) -> None:
    check_text(text)
    if not text.strip():
        raise UsageError("The draft is empty.", hint="Paste a text to check.")
    if len(text) > LONGEST_DRAFT:
        raise UsageError(
            f"The draft has {len(text):,} characters; {LONGEST_DRAFT:,} are the most.", hint="Check it in parts."
        )
