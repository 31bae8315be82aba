"""Adding articles: read, build, store batch by batch, index, and report item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from rag.datatypes import AddReport, Article, Draft, Failure
from rag.errors import LibraryLockedError, SourceError
from rag.ingest import build_article, count_sources, read_sources
from rag.store.catalogue import Outcome
from rag.store.feeds import FeedMemory
from rag.store.library import Library

BATCH = 500
"""Articles in one transaction."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an `add` is. `total` is None where it cannot be known; `stage` is "reading" or "indexing"."""

    done: int
    total: int | None
    stage: str


ProgressFunction = Callable[[Progress], None]


class Adding:
    """Adds to one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        outlet: str | None,
        published: str | None,
        columns: Mapping[str, str] | None,
        stdin: BinaryIO | None,
        progress: ProgressFunction | None,
    ) -> AddReport:
        """Read sources and add what is in them."""
        memory = FeedMemory(self._library.database)
        drafts = read_sources(sources, outlet=outlet, published=published, stdin=stdin, columns=columns, memory=memory)
        total = count_sources(sources) if progress else None
        return self.add_drafts(drafts, progress=progress, total=total, memory=memory)

    def add_drafts(
        self,
        drafts: Iterable[Draft | Failure],
        *,
        progress: ProgressFunction | None,
        total: int | None,
        memory: FeedMemory | None = None,
    ) -> AddReport:
        """Add articles that have been read already; failures among them are passed on to the report."""
        started = perf_counter()
        counts: Counter[Outcome] = Counter()
        failed: list[Failure] = []
        warnings: list[Failure] = []
        batch: list[Article] = []
        for done, item in enumerate(drafts, start=1):
            if isinstance(item, Failure):
                failed.append(item)
            else:
                warnings += [Failure(item.source, text) for text in item.warnings]
                try:
                    batch.append(build_article(item))
                except SourceError as error:
                    failed.append(Failure(item.source, str(error)))
            if len(batch) >= BATCH:
                counts += self._put(batch, memory)
                batch = []
            if progress:
                progress(Progress(done, total, "reading"))
        counts += self._put(batch, memory)
        self.index(progress)
        return AddReport(
            added=counts[Outcome.ADDED],
            updated=counts[Outcome.UPDATED],
            unchanged=counts[Outcome.UNCHANGED],
            duplicates=counts[Outcome.DUPLICATE],
            failed=tuple(failed),
            warnings=tuple(warnings),
            seconds=round(perf_counter() - started, 3),
        )

    def index(self, progress: ProgressFunction | None = None) -> None:
        """Bring the indexes up to date, or leave that to the process that holds them."""
        report = (lambda done, total: progress(Progress(done, total, "indexing"))) if progress else None
        try:
            self._library.catch_up(report)
        except LibraryLockedError:
            # The articles are safe in the catalogue; the process that holds the index follows its log.
            if progress:
                progress(Progress(0, None, "left to the program that has the library open"))

    def _put(self, batch: Sequence[Article], memory: FeedMemory | None) -> Counter[Outcome]:
        counts = self._library.put(batch)
        if memory is not None:
            memory.flush()
        return counts
