"""The search index: words and vectors kept in step with the catalogue by following its change log.

Each of the two has a checkpoint of its own ("I have seen everything up to change n"), written after its data.
Applying a change twice does no harm, so a crash, a kill or a deleted folder heals by catching up. An index that
cannot be opened, or that belongs to another library or format, is deleted and built again: it is derived.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rag.store.catalogue import Catalogue, Change, Operation
from rag.store.chunks import Chunk, split_chunks
from rag.store.embeddings import Embedder
from rag.store.lexical import WordIndex
from rag.store.lock import IndexLock
from rag.store.vectors import DamagedIndexError, VectorIndex

FORMAT = 1
"""Raised when chunks or fields change, so that older indexes are rebuilt."""

CHANGES_AT_ONCE = 1000
COMMIT_EVERY = 20_000
"""Chunks between two commits: often enough that a kill costs seconds, seldom enough that commits cost nothing."""

log = logging.getLogger(__name__)


class Derived(Protocol):
    """What the two indexes have in common."""

    def put(self, chunks: Sequence[Chunk]) -> None:
        """Add chunks."""

    def remove(self, article_ids: Sequence[str]) -> None:
        """Remove the chunks of some articles."""

    def commit(self) -> None:
        """Make it durable."""

    def is_empty(self) -> bool:
        """Whether there is no chunk."""
        ...

    def chunk_ids(self) -> set[str]:
        """All ids."""
        ...

    def close(self) -> None:
        """Let go of the files."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an index has followed which library's log, in which format."""

    library: str
    kind: str
    seq: int


class SearchIndex:
    """Both indexes of one library. Open it with the lock held; use it from any thread."""

    def __init__(
        self, catalogue: Catalogue, library: str, folder: Path, server: str | None, embedder: Embedder
    ) -> None:
        self._catalogue = catalogue
        self._library = library
        self._folder = folder
        self._server = server
        self._embedder = embedder
        self._lock = IndexLock(folder)
        self._threads = threading.RLock()
        self._opened: tuple[WordIndex, VectorIndex] | None = None

    @property
    def words(self) -> WordIndex:
        """The word index."""
        return self._indexes()[0]

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""
        return self._indexes()[1]

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Apply what changed in the catalogue and return how many changes that was.

        `progress` is told (changes done, changes in all).

        Raises:
            LibraryLockedError: another process holds the index.
        """
        with self._threads:
            indexes = self._indexes()
            marks = [self._checkpoint(name) for name in _NAMES]
            start, end = min(marks), self._catalogue.last_change()
            seen, pending = start, 0
            while seen < end:
                changes = self._catalogue.changes(seen, CHANGES_AT_ONCE)
                if not changes:
                    break
                pending += self._apply(changes, indexes, marks)
                seen = changes[-1].seq
                if pending >= COMMIT_EVERY or seen >= end:
                    self._commit(indexes, marks, seen)
                    pending = 0
                if progress:
                    progress(seen - start, end - start)
            return seen - start

    def behind(self) -> int:
        """Return how many changes the index has yet to apply."""
        with self._threads:
            return self._catalogue.last_change() - min(self._checkpoint(name) for name in _NAMES)

    def check(self) -> list[str]:
        """Compare both indexes with the catalogue, chunk by chunk, and say in words what is wrong."""
        with self._threads:
            expected = {chunk.id for chunk in self._all_chunks()}
            problems = []
            indexes: Sequence[Derived] = self._indexes()
            for name, index in zip(_NAMES, indexes, strict=True):
                found = index.chunk_ids()
                if missing := len(expected - found):
                    problems.append(f"{missing} chunks are missing from the {name} index")
                if extra := len(found - expected):
                    problems.append(f"{extra} chunks in the {name} index belong to no article")
                # Chroma knows no two vectors of one id; Tantivy keeps what it is given.
                if isinstance(index, WordIndex) and (twice := index.size() - len(found)):
                    problems.append(f"{twice} chunks are in the {name} index more than once")
            return problems

    def count_chunks(self) -> int:
        """Return the number of chunks that the catalogue comes to."""
        return sum(1 for _ in self._all_chunks())

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Delete both indexes and build them from the catalogue."""
        with self._threads:
            self._lock.acquire()
            self._close_indexes()
            for name in _NAMES:
                self._discard(name)
            return self.catch_up(progress)

    def close(self) -> None:
        """Close both indexes and give up the lock."""
        with self._threads:
            self._close_indexes()
            self._lock.release()

    def _indexes(self) -> tuple[WordIndex, VectorIndex]:
        with self._threads:
            if self._opened is None:
                self._lock.acquire()
                self._opened = self._open_words(), self._open_vectors()
                self._distrust_empty(self._opened)
            elif not all((self._folder / name).is_dir() for name in _NAMES):
                # Somebody deleted the folder under us: what is open would write into nowhere.
                self._close_indexes()
                return self._indexes()
            return self._opened

    def _distrust_empty(self, indexes: Sequence[Derived]) -> None:
        """Start over where the data of an index has gone and its checkpoint has stayed."""
        for name, index in zip(_NAMES, indexes, strict=True):
            if self._checkpoint(name) and index.is_empty():
                self._write_checkpoint(name, 0)

    def _open_words(self) -> WordIndex:
        folder = self._trusted("word")
        try:
            index = WordIndex(folder / "data")
            # Some files are read at the first search only.
            index.search([("news", 1.0)], 1)
            return index
        except (ValueError, OSError) as error:
            self._note_damage("word", error)
            return WordIndex(self._trusted("word") / "data")

    def _open_vectors(self) -> VectorIndex:
        folder = self._trusted("vector")
        if self._server is not None:
            return VectorIndex.open(folder / "data", self._server, self._embedder)
        trial = folder / "trial"
        if trial.exists():
            self._note_damage("vector", "a process died of it")
            self._trusted("vector")
        # Some damage to Chroma's graph kills the process that reads it: a trial that was begun and never ended
        # tells the next one.
        trial.touch()
        try:
            return VectorIndex.open(folder / "data", None, self._embedder)
        except DamagedIndexError as error:
            self._note_damage("vector", error)
            return VectorIndex.open(self._trusted("vector") / "data", None, self._embedder)
        finally:
            trial.unlink(missing_ok=True)

    def _note_damage(self, name: str, cause: object) -> None:
        log.warning("The %s index is damaged (%s); it is being built again.", name, cause)
        self._discard(name)

    def _trusted(self, name: str) -> Path:
        """Return the folder of an index, emptied if it does not belong to this library and format."""
        folder = self._folder / name
        if folder.exists() and self._read_checkpoint(name) is None:
            self._discard(name)
        folder.mkdir(parents=True, exist_ok=True)
        if self._read_checkpoint(name) is None:
            self._write_checkpoint(name, 0)
        return folder

    def _apply(self, changes: Sequence[Change], indexes: Sequence[Derived], marks: Sequence[int]) -> int:
        touched = list(dict.fromkeys(change.article_id for change in changes))
        # Only an article that was added and no more needs no removal; any other may have left chunks behind.
        stale = list(dict.fromkeys(c.article_id for c in changes if c.operation is not Operation.ADD))
        articles = self._catalogue.articles(touched)
        chunks = [chunk for article in articles.values() for chunk in split_chunks(article)]
        for index, mark in zip(indexes, marks, strict=True):
            if mark < changes[-1].seq:
                # The word index keeps two documents of one id, so what a killed run left is removed first.
                index.remove(touched if isinstance(index, WordIndex) else stale)
                index.put(chunks)
        return len(chunks)

    def _commit(self, indexes: Sequence[Derived], marks: list[int], seen: int) -> None:
        for place, (name, index) in enumerate(zip(_NAMES, indexes, strict=True)):
            if marks[place] < seen:
                index.commit()
                self._write_checkpoint(name, seen)
                marks[place] = seen

    def _all_chunks(self) -> Iterator[Chunk]:
        ids = self._catalogue.ids()
        for at in range(0, len(ids), CHANGES_AT_ONCE):
            for article in self._catalogue.articles(ids[at : at + CHANGES_AT_ONCE]).values():
                yield from split_chunks(article)

    def _close_indexes(self) -> None:
        if self._opened is not None:
            for index in self._opened:
                index.close()
            self._opened = None

    def _discard(self, name: str) -> None:
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def _kind(self) -> str:
        return f"{FORMAT}/{self._embedder.name}/{self._server or 'local'}"

    def _checkpoint(self, name: str) -> int:
        found = self._read_checkpoint(name)
        return found.seq if found else 0

    def _read_checkpoint(self, name: str) -> Checkpoint | None:
        try:
            found = Checkpoint(**json.loads((self._folder / name / "checkpoint").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            # Absent, cut short or garbled all mean the same: nothing here can be relied on.
            return None
        trusted = found.library == self._library and found.kind == self._kind()
        return found if trusted and found.seq <= self._catalogue.last_change() else None

    def _write_checkpoint(self, name: str, seq: int) -> None:
        text = json.dumps({"library": self._library, "kind": self._kind(), "seq": seq})
        part = self._folder / name / "checkpoint.part"
        part.write_text(text, encoding="utf-8")
        part.replace(self._folder / name / "checkpoint")


_NAMES = ("word", "vector")
