"""Adding articles: read, build, store batch by batch, index, and report item by item."""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import BinaryIO

from rag.datatypes import AddReport, Article, Draft, Failure
from rag.errors import LibraryLockedError, ModelError, SourceError
from rag.ingest import build_article, count_sources, read_sources
from rag.ingest.filememory import FileMemory
from rag.ingest.web.pages import Fetches
from rag.stopping import Stop
from rag.store.catalogue import Outcome
from rag.store.feeds import FeedMemory
from rag.store.library import Library

log = logging.getLogger(__name__)

BATCH = 500
"""Articles in one transaction."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an `add` is. `total` is None where it cannot be known; `stage` is "reading", "grouping" or "indexing"."""

    done: int
    total: int | None
    stage: str


ProgressFunction = Callable[[Progress], None]


class Adding:
    """Adds to one library. Reading ends early, and indexing is left to the next start, where `stop` is asked for."""

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
        stop: Stop | None = None,
    ) -> AddReport:
        """Read sources and add what is in them."""
        memory = FeedMemory(self._library.database)
        drafts = read_sources(sources, outlet=outlet, published=published, stdin=stdin, columns=columns, memory=memory)
        total = count_sources(sources) if progress else None
        return self.add_drafts(drafts, progress=progress, total=total, stored=memory.flush, stop=stop)

    def add_new(
        self,
        source: str,
        *,
        outlet: str | None,
        published: str | None,
        columns: Mapping[str, str] | None,
        files: FileMemory,
        fetcher: Fetches | None,
        stop: Stop,
    ) -> AddReport:
        """Store what is new in one source that is read time and again; indexing is `index`'s."""
        memory = FeedMemory(self._library.database)
        files.drop()

        def flush() -> None:
            memory.flush()
            files.flush()

        drafts = read_sources(
            [source], outlet=outlet, published=published, columns=columns, memory=memory, files=files, fetcher=fetcher
        )
        return self._store(drafts, progress=None, total=None, stored=flush, stop=stop)

    def add_drafts(
        self,
        drafts: Iterable[Draft | Failure],
        *,
        progress: ProgressFunction | None,
        total: int | None,
        stored: Callable[[], None] | None = None,
        stop: Stop | None = None,
    ) -> AddReport:
        """Add articles that have been read already; failures among them are passed on to the report.

        `stored` is called whenever what was read so far is in the catalogue.
        """
        started = perf_counter()
        stop = stop or Stop()
        report = self._store(drafts, progress=progress, total=total, stored=stored, stop=stop)
        waits: list[str] = []
        if not stop.asked:
            self.index(progress, lambda: stop.asked, waits.append)
        return dataclasses.replace(
            report,
            warnings=(*report.warnings, *(Failure("the search index", why) for why in waits)),
            seconds=round(perf_counter() - started, 3),
        )

    def index(
        self,
        progress: ProgressFunction | None = None,
        over: Callable[[], bool] = lambda: False,
        waits: Callable[[str], None] = log.warning,
    ) -> None:
        """Bring groups and indexes up to date, or leave the indexes to the process that holds them.

        It leaves off where `over` says so. `waits` is told why indexing has to wait for the embedding model, if it
        has to.
        """

        def told(stage: str) -> Callable[[int, int], None]:
            if progress:
                # It may be a while before the first step is done.
                progress(Progress(0, None, stage))

            def tell(done: int, total: int) -> None:
                if progress:
                    progress(Progress(done, total, stage))
                if over():
                    raise _Stopped

            return tell

        try:
            self._library.catch_up(told("indexing"), told("grouping"))
        except _Stopped:
            # Both go on from their checkpoints at the next start.
            return
        except LibraryLockedError:
            # The articles are safe in the catalogue; the process that holds the index follows its log.
            if progress:
                progress(Progress(0, None, "left to the program that has the library open"))
        except ModelError as error:
            # So they are here: the next command or search goes on with indexing.
            waits(f"What was changed is kept, but indexing it waits for the embedding model. {error}")

    def index_if_behind(self, stop: Stop) -> list[str]:
        """Index what is not yet, and let go of the index, so that another program can have it.

        Returns why indexing has to wait, if it has to.
        """
        waits: list[str] = []
        if self._library.index.behind():
            self.index(over=lambda: stop.asked, waits=waits.append)
        self._library.index.close()
        return waits

    def _store(
        self,
        drafts: Iterable[Draft | Failure],
        *,
        progress: ProgressFunction | None,
        total: int | None,
        stored: Callable[[], None] | None,
        stop: Stop,
    ) -> AddReport:
        started = perf_counter()
        counts: Counter[Outcome] = Counter()
        failed: list[Failure] = []
        warnings: list[Failure] = []
        batch: list[Article] = []
        for done, item in enumerate(stop.until(iter(drafts)), start=1):
            if isinstance(item, Failure):
                failed.append(item)
            else:
                warnings += [Failure(item.source, text) for text in item.warnings]
                try:
                    batch.append(build_article(item))
                except SourceError as error:
                    failed.append(Failure(item.source, str(error)))
            if len(batch) >= BATCH:
                counts += self._put(batch, stored)
                batch = []
            if progress:
                progress(Progress(done, total, "reading"))
        counts += self._put(batch, stored)
        return AddReport(
            added=counts[Outcome.ADDED],
            updated=counts[Outcome.UPDATED],
            unchanged=counts[Outcome.UNCHANGED],
            duplicates=counts[Outcome.DUPLICATE],
            failed=tuple(failed),
            warnings=tuple(warnings),
            seconds=round(perf_counter() - started, 3),
        )

    def _put(self, batch: Sequence[Article], stored: Callable[[], None] | None) -> Counter[Outcome]:
        counts = self._library.put(batch) if batch else Counter[Outcome]()
        if stored is not None:
            stored()
        return counts


class _Stopped(Exception):
    """Ends indexing between two steps."""
