"""The facade: one object that adds, finds, answers, briefs and compares. The command line, the app and the
evaluation harness use this and the datatypes, nothing below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from rag.adding import Adding, Progress, ProgressFunction
from rag.asking import Asking
from rag.briefing import Briefer
from rag.datatypes import (
    AddReport,
    Answer,
    Article,
    ArticleEntry,
    Briefing,
    CheckedDraft,
    Claim,
    Comparison,
    Draft,
    Failure,
    Filters,
    Health,
    Paragraph,
    Passage,
    Turn,
)
from rag.desk import desks
from rag.drafts import Drafts
from rag.errors import ModelError, NotFoundError
from rag.generate.protocol import Length
from rag.relating import Relaters
from rag.retrieve.search import Searcher
from rag.settings import Settings, WriterChoice, load_settings
from rag.stopping import Stop
from rag.store.conversations import Conversations
from rag.store.embedding_models import EmbeddingState
from rag.store.library import Library
from rag.store.model_names import ModelName
from rag.story_editing import StoryEditing
from rag.watching import Round, Watch
from rag.whatchanged import ChangeReporting, WhatChanged
from rag.writers import Writers


class Newsroom(StoryEditing, ChangeReporting):
    """A library and everything that can be asked of it. Open it with `Newsroom.open`; use it from any thread."""

    def __init__(self, settings: Settings, library: Library) -> None:
        self.settings = settings
        self._library = library
        searcher = Searcher(library.catalogue, library.index)
        desk, writers = desks(settings), Writers(settings)
        self._searcher = searcher
        self._drafts = Drafts(library, searcher)
        self._adding = Adding(library)
        self._asking = Asking(library, searcher, desk, writers)
        self._briefer = Briefer(library, searcher, desk, writers, Relaters(settings))
        self._changed = WhatChanged(library, self._briefer, desk, writers)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Newsroom:
        """Open the library that the settings name, creating it if it is not there.

        Raises:
            LibraryError: the folder or database cannot be used.
        """
        settings = settings or load_settings()
        return cls(settings, Library.open(settings))

    def with_settings(self, settings: Settings) -> Newsroom:
        """Return a newsroom on the same open library with other settings, such as another model."""
        return Newsroom(settings, self._library)

    def close(self) -> None:
        """Close the library."""
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(
        self,
        sources: Sequence[str | Path],
        *,
        outlet: str | None = None,
        published: str | None = None,
        columns: Mapping[str, str] | None = None,
        stdin: BinaryIO | None = None,
        progress: ProgressFunction | None = None,
        stop: Stop | None = None,
    ) -> AddReport:
        """Add files, folders, web addresses, feeds or `-` (JSONL on stdin).

        `outlet` and `published` fill what an item does not say; `columns` names the column or field that holds
        "text", "title" and so on. Each batch is one transaction, so what was read before an interruption stays added.
        When `stop` is asked for, what was read is stored and reported, and the rest left out.
        """
        return self._adding.add(
            sources, outlet=outlet, published=published, columns=columns, stdin=stdin, progress=progress, stop=stop
        )

    def watch(
        self,
        sources: Sequence[str],
        every: float,
        *,
        outlet: str | None = None,
        published: str | None = None,
        columns: Mapping[str, str] | None = None,
        stop: Stop | None = None,
    ) -> Iterator[Round]:
        """Add what is new in feeds, pages, files and folders, again `every` so many seconds, until `stop` is asked for.

        Between two rounds the search index is let go of, so this is for a process that does nothing else.
        """
        watch = Watch(self._adding, sources, every, outlet=outlet, published=published, columns=columns)
        return watch.rounds(stop or Stop())

    def add_drafts(
        self, drafts: Iterable[Draft | Failure], *, progress: ProgressFunction | None = None, total: int | None = None
    ) -> AddReport:
        """Add articles that have been read already; failures among them are passed on to the report."""
        return self._adding.add_drafts(drafts, progress=progress, total=total)

    def articles(self) -> list[ArticleEntry]:
        """List the articles, the latest published first."""
        return self._library.catalogue.entries()

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            NotFoundError: no article has that id.
        """
        return self._library.catalogue.article(article_id)

    def paragraph(self, paragraph_id: str) -> tuple[Article, Paragraph]:
        """Return a paragraph and its article, in the version that was cited.

        Raises:
            NotFoundError: there is no such paragraph, or no longer.
        """
        article_id, _, rest = paragraph_id.partition("-")
        version, _, number = rest.partition("-")
        article = self._library.catalogue.article(article_id, version)
        for paragraph in article.paragraphs:
            if str(paragraph.number) == number:
                return article, paragraph
        raise NotFoundError(f"There is no paragraph {paragraph_id!r}.")

    def remove(self, article_id: str) -> None:
        """Remove an article with all its versions.

        Raises:
            NotFoundError: no article has that id.
        """
        self._library.catalogue.remove(article_id)
        self._adding.index()

    @property
    def conversations(self) -> Conversations:
        """The conversations of the chat, kept with the library."""
        return self._library.conversations

    def outlets(self) -> list[str]:
        """List the outlets."""
        return self._library.catalogue.outlets()

    def doctor(self, *, repair: bool = False) -> Health:
        """Prove that catalogue, words and vectors agree; with `repair`, rebuild what does not."""
        return self._library.doctor(repair=repair)

    def refresh(self) -> int:
        """Index what other processes have written; return the number of changes applied."""
        try:
            return self._library.catch_up()
        except ModelError:
            return 0  # The embedding model's server does not answer: the next search says so, and what to do.

    def embeddings(self) -> EmbeddingState:
        """Say which embedding model the library uses, and which it is changing to."""
        return self._library.index.embedding()

    def change_embeddings(self, model: str, *, progress: ProgressFunction | None = None) -> EmbeddingState:
        """Embed the library with another model, which then is the library's; the old one serves until it is.

        Interrupted, it goes on where it was when called again. To name the model in use gives a begun change up.
        """
        report = (lambda done, total: progress(Progress(done, total, "embedding"))) if progress else None
        self._library.index.change_model(ModelName.parse(model), report)
        return self.embeddings()

    def search(self, query: str, k: int = 10, filters: Filters = Filters()) -> list[Passage]:
        """Return the k passages that bear most on a query, best first.

        Raises:
            LibraryLockedError: another process holds the search index.
        """
        self._library.catch_up(wait=False)
        return self._searcher.search(query, k, filters)

    def ask(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        history: Sequence[Turn] = (),
        writer: WriterChoice | None = None,
    ) -> Answer:
        """Answer a question from the library, each sentence cited and checked."""
        *_, last = self.ask_stream(question, filters=filters, history=history, writer=writer)
        assert isinstance(last, Answer)
        return last

    def ask_stream(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        history: Sequence[Turn] = (),
        writer: WriterChoice | None = None,
    ) -> Iterator[Claim | Answer]:
        """Yield each claim of an answer as soon as it is verified, and the whole answer last.

        Raises:
            UsageError: an empty question, or the model writer is asked for and none is configured.
            LibraryLockedError: another process holds the search index.
            ModelError: the model gave no usable reply.
        """
        return self._asking.stream(question, filters, history, writer)

    def brief(
        self,
        topic: str | None = None,
        *,
        story: str | None = None,
        length: Length = Length.STANDARD,
        writer: WriterChoice | None = None,
    ) -> Briefing:
        """Write a neutral briefing on a topic or a story; with neither, on the latest story.

        Raises:
            NotFoundError: no such story, or nothing on the topic.
            ModelError: the model gave no usable reply.
        """
        return self._briefer.brief_on(topic, story, length, writer)

    def brief_drafts(
        self,
        drafts: Sequence[Draft],
        *,
        topic: str | None = None,
        length: Length = Length.STANDARD,
        writer: WriterChoice | None = None,
    ) -> Briefing:
        """Write a briefing on exactly these articles, without touching the library."""
        return self._briefer.brief(*self._briefer.gather(drafts, topic), length, writer)

    def compare(self, topic: str | None = None, *, story: str | None = None) -> Comparison:
        """Compare what the articles on a topic or a story say; with neither, on the latest story.

        Raises:
            NotFoundError: no such story, or nothing on the topic.
        """
        return self._briefer.compare(*self._briefer.choose(topic, story))

    def compare_drafts(self, drafts: Sequence[Draft], *, topic: str | None = None) -> Comparison:
        """Compare exactly these articles, without touching the library."""
        return self._briefer.compare(*self._briefer.gather(drafts, topic))

    def check_draft(
        self,
        text: str,
        *,
        filters: Filters = Filters(),
        progress: ProgressFunction | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> CheckedDraft:
        """Hold somebody's draft against the library: each sentence gets a verdict and its proof. Nothing is stored.

        Raises:
            UsageError: the draft is empty or too long.
            NotFoundError: the library is empty.
            LibraryLockedError: another process holds the search index.
        """
        return self._drafts.check(text, filters, progress, stop)
