"""Answer tasks over small invented articles, for the embedded writer's tests."""

from __future__ import annotations

from collections.abc import Sequence

from rag.datatypes import Article, DraftClaim, EvidenceParagraph, Passage, PassageParagraph, Usage
from rag.generate.compare.reading import Reading, Sentence, read
from rag.generate.embedded import EmbeddedWriter
from rag.generate.protocol import AnswerTask
from rag.store.chunks import Chunk, split_chunks
from rag.store.embeddings import load_embedder
from tests.builders import article


def story(outlet: str, *paragraphs: str, day: str | None = "2031-04-02", title: str = "Lock at Ebbing shut") -> Article:
    """An article of an outlet, one an outlet."""
    name = outlet.lower().replace(" ", "-")
    return article("\n\n".join(paragraphs), outlet=outlet, title=title, published=day, url=f"https://{name}.example/1")


def task(question: str, *articles: Article, same_origin: bool = False) -> AnswerTask:
    """A question with all of these articles as passages."""
    chunks = [chunk for held in articles for chunk in split_chunks(held)]
    passages = tuple(_passage(rank, chunk, same_origin) for rank, chunk in enumerate(chunks, start=1))
    evidence = {
        p.id: EvidenceParagraph(
            p.id, c.article.id, c.article.outlet, c.article.title, None, c.article.published, p.text
        )
        for c in chunks
        for p in c.paragraphs
    }
    return AnswerTask(question, passages, evidence, {held.id: held for held in articles})


def answer(question: str, *articles: Article, same_origin: bool = False) -> list[DraftClaim]:
    """What the embedded writer drafts."""
    return list(writer().answer(task(question, *articles, same_origin=same_origin)))


def writer() -> EmbeddedWriter:
    """An embedded writer."""
    return EmbeddedWriter(load_embedder("wordllama").embed)


def cost(asked: AnswerTask) -> Usage:
    """What drafting an answer cost."""
    drafts = writer().answer(asked)
    while True:
        try:
            next(drafts)
        except StopIteration as end:
            usage: Usage = end.value
            return usage


def readings_of(articles: Sequence[Article], origins: Sequence[int] | None = None) -> list[Reading]:
    """The articles read, each of an origin of its own unless said."""
    return [read(held, n, origins[n] if origins else n) for n, held in enumerate(articles)]


def sentences(readings: Sequence[Reading]) -> list[Sentence]:
    """All their sentences."""
    return [sentence for reading in readings for sentence in reading.sentences]


def _passage(rank: int, chunk: Chunk, same_origin: bool) -> Passage:
    held = chunk.article
    paragraphs = tuple(PassageParagraph(p.id, p.number, p.text) for p in chunk.paragraphs)
    origin = "wire" if same_origin else held.id
    return Passage(
        rank, 1.0, held.id, held.outlet, held.title, held.url, held.published, paragraphs, chunk.text, origin, None
    )
