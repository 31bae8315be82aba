"""The search index: words and vectors kept in step with the catalogue by following its change log.

Each of the two has a checkpoint of its own ("I have seen everything up to change n"), written after its data.
Applying a change twice does no harm, so a crash, a kill or a deleted folder heals by catching up. An index that
cannot be opened, or that belongs to another library or format, is deleted and built again: it is derived. The vector
index of another embedding model is built beside the one in use, which serves until the other is complete.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from math import inf
from pathlib import Path
from time import monotonic

from rag.errors import LibraryLockedError
from rag.store.applying import Derived, apply, commit
from rag.store.catalogue import Catalogue
from rag.store.chunks import Chunk, split_chunks
from rag.store.embedding_models import EmbeddingModels, EmbeddingState, VectorState
from rag.store.following import follow
from rag.store.gate import Gate
from rag.store.lexical import WordIndex
from rag.store.lock import IndexLock
from rag.store.model_names import ModelName
from rag.store.opening import open_words
from rag.store.place import Place
from rag.store.reembed import VectorBuild
from rag.store.shelf import Shelf
from rag.store.vectors import VectorIndex

FORMAT = 1
"""Raised when chunks or fields change, so that older indexes are rebuilt."""

ARTICLES_AT_ONCE = 1000
COMMIT_EVERY = 20_000
"""Chunks between two commits: often enough that a kill costs seconds, seldom enough that commits cost nothing."""

REGULARLY = 30.0
"""Seconds since somebody last waited for the index to be up to date, up to which they are taken to do so again."""

FEW = 300
"""Changes that a search takes in by itself, in about a second."""


class SearchIndex:
    """Both indexes of one library. The lock is taken at the first use; use it from any thread."""

    def __init__(
        self, catalogue: Catalogue, library: str, folder: Path, server: str | None, models: EmbeddingModels
    ) -> None:
        self._catalogue = catalogue
        self._server = server
        self._models = models
        self._lock = IndexLock(folder)
        # Taken in this order: whoever follows the log for minutes must not keep searches from what is open.
        self._following = threading.RLock()
        self._threads = threading.RLock()
        self._changing = threading.Lock()
        self._gate = Gate()
        self._words = Place(folder / "word", library, f"{FORMAT}/words")
        self._shelf = Shelf(catalogue, models, folder, server, library, str(FORMAT))
        self._model: ModelName | None = None
        self._waited = -REGULARLY
        self._opened: tuple[WordIndex, VectorIndex] | None = None
        self._build: VectorBuild | None = None

    @property
    def words(self) -> WordIndex:
        """The word index."""
        return self._indexes()[0]

    @property
    def vectors(self) -> VectorIndex:
        """The vector index of the model in use."""
        return self._indexes()[1]

    def reading(self) -> AbstractContextManager[None]:
        """Keep the embedding model from changing while a search uses it several times."""
        return self._gate.reading()

    def catch_up(self, progress: Callable[[int, int], None] | None = None, *, wait: bool = True) -> int:
        """Apply what changed in the catalogue and return how many changes that was.

        `progress` is told (changes done, changes in all). Where another thread is catching up, this waits for it, or
        with `wait` false leaves it to that thread.

        Raises:
            LibraryLockedError: another process holds the index.
            ModelError: the embedding model's server gave no usable reply; the catalogue keeps what is to be indexed.
        """
        self._follow_switch()
        self._replace_failed()
        if not self._following.acquire(blocking=wait):
            return 0
        try:
            if wait:
                self._waited = inf
            return self._follow(progress)
        finally:
            self._following.release()
            if wait:
                self._waited = monotonic()

    def is_left_to_others(self) -> bool:
        """Whether a search should leave what is to be indexed to the thread that waits for it, now or regularly, as the
        app's look for news does: it is much, and would keep the search for as long as somebody adds.
        """
        return monotonic() - self._waited < REGULARLY and self.behind() > FEW

    def behind(self) -> int:
        """Return how many changes the index has yet to apply."""
        with self._threads:
            last = self._catalogue.last_change()
            return last - min(place.seq(last) or 0 for place in self._places())

    def check(self) -> list[str]:
        """Compare both indexes with the catalogue, chunk by chunk, and say in words what is wrong."""
        with self._following:
            expected = {chunk.id for chunk in self.all_chunks()}
            problems = []
            indexes: Sequence[Derived] = self._indexes()
            for name, index in zip(("word", "vector"), indexes, strict=True):
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
        return sum(1 for _ in self.all_chunks())

    def all_chunks(self) -> Iterator[Chunk]:
        """Yield every chunk that the catalogue comes to."""
        ids = self._catalogue.ids()
        for at in range(0, len(ids), ARTICLES_AT_ONCE):
            for article in self._catalogue.articles(ids[at : at + ARTICLES_AT_ONCE]).values():
                yield from split_chunks(article)

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Delete both indexes and build them from the catalogue."""
        with self._following, self._threads:
            self._lock.acquire()
            if self._server is not None:
                # What is on a server does not go with the folder.
                self.vectors.clear()
            self._close_indexes()
            for place in self._places():
                place.discard()
            return self.catch_up(progress)

    def embedding(self) -> EmbeddingState:
        """Say which embedding model is in use, and which is being built."""
        with self._threads:
            name, other, setting, locked = self._name(), self._models.being_built(), self._models.wanted, None
            try:
                in_use = self._state(name, self.vectors)
            except LibraryLockedError as error:
                in_use, locked = self._state(name, None), str(error)
            building = self._building(other, locked) if other else None
            return EmbeddingState(in_use, building, str(setting) if setting not in (None, name) else None, locked)

    def change_model(self, name: ModelName, progress: Callable[[int, int], None] | None = None) -> None:
        """Embed everything with another model, then use that. The model in use serves until then.

        Interrupted, it goes on where it was when it is called again. To name the model in use gives a change up.
        `progress` is told (changes done, changes in all).

        Raises:
            LibraryLockedError: another process holds the index.
            ModelError: the model's server gave no usable reply; what it gave before is kept.
        """
        with self._changing:
            self._follow_switch()
            with self._threads:
                self._indexes()
            if name == self._name():
                self._models.give_up()
                self._shelf.clear_away()
                return
            model = self._models.load(name, named_now=True)
            # Asked first, so that a change is not begun with a model that does not answer.
            model.questions(["news"])
            self._models.begin(name)
            self._shelf.clear_away()
            build = VectorBuild(self._catalogue, self._shelf, model)
            try:
                self._build = build
                build.catch_up(progress)
                self._switch(build)
            except BaseException:
                build.close()
                raise
            finally:
                self._build = None
            self._shelf.clear_away()

    def close(self) -> None:
        """Close both indexes and give up the lock."""
        with self._following, self._threads:
            self._close_indexes()
            self._lock.release()

    def _follow(self, progress: Callable[[int, int], None] | None) -> int:
        indexes, places = self._indexes(), self._places()
        end = self._catalogue.last_change()
        marks = [place.seq(end) or 0 for place in places]
        start, pending, done = min(marks), 0, 0
        if start >= end:
            return 0
        for batch in follow(self._catalogue, self._models.load(self._name()), start):
            apply(batch, indexes, marks)
            pending += len(batch.chunks)
            done += batch.changes
            if pending >= COMMIT_EVERY or batch.seq >= end:
                commit(indexes, places, marks, batch.seq)
                pending = 0
            if progress:
                progress(done, max(done, done + end - batch.seq))
        return done

    def _switch(self, build: VectorBuild) -> None:
        """Use the index that was built, for every process, in one transaction of the catalogue."""
        with self._gate.alone(), self._following, self._threads:
            build.catch_up()
            words, old = self._indexes()
            self._models.switch(build.model.name)
            self._opened, self._model = (words, build.vectors), build.model.name
            old.close()

    def _follow_switch(self) -> None:
        """Let go of the index where a process elsewhere has changed the model: only a server can be shared so."""
        if self._server is not None and self._opened is not None and self._models.in_use() != self._model:
            with self._gate.alone(), self._following, self._threads:
                self._close_indexes()

    def _replace_failed(self) -> None:
        """Open the vector index anew where writing to it failed: what is open of it can only be read."""
        if self._opened is not None and self._opened[1].failed:
            with self._gate.alone(), self._following, self._threads:
                words, failed = self._indexes()
                failed.close()
                try:
                    self._opened = words, self._shelf.open(self._name())
                except BaseException:
                    self._close_indexes()
                    raise

    def _indexes(self) -> tuple[WordIndex, VectorIndex]:
        with self._threads:
            if self._opened is None:
                self._lock.acquire()
                self._shelf.clear_away()
                name = self._models.in_use()
                self._opened = open_words(self._words, self._catalogue.last_change()), self._shelf.open(name)
                self._model = name
            elif not all(place.folder.is_dir() for place in self._places()) and self._following.acquire(blocking=False):
                # Somebody deleted the folder under us: what is open would write into nowhere.
                try:
                    self._close_indexes()
                    return self._indexes()
                finally:
                    self._following.release()
            return self._opened

    def _name(self) -> ModelName:
        return self._model or self._models.in_use()

    def _places(self) -> tuple[Place, Place]:
        return self._words, self._shelf.place(self._name())

    def _state(self, name: ModelName, vectors: VectorIndex | None) -> VectorState:
        last = self._catalogue.last_change()
        behind = last - (self._shelf.place(name).seq(last) or 0)
        if vectors is None:
            return VectorState(str(name), None, None, behind)
        return VectorState(str(name), vectors.dimensions, vectors.count(), behind)

    def _building(self, name: ModelName, locked: str | None) -> VectorState:
        if locked or self._build:
            return self._state(name, self._build.vectors if self._build else None)
        vectors = self._shelf.open(name)
        try:
            return self._state(name, vectors)
        finally:
            vectors.close()

    def _close_indexes(self) -> None:
        if self._opened is not None:
            for index in self._opened:
                index.close()
            self._opened = self._model = None
