"""The word index: BM25 over chunks in Tantivy, on disk and incremental. Derived; holds no text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from rag.errors import LibraryError
from rag.store.chunks import Chunk
from rag.store.disk import writing
from rag.store.limits import EVERYTHING, Limits, day_number

_HEAP = 128_000_000


class WordIndex:
    """Chunks by their words. Writes are seen by searches after `commit`.

    A write that fails raises `LibraryError`, and takes back everything since the last commit.
    """

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder.

        Raises:
            ValueError, OSError: the folder holds no index that can be read; the caller builds it again.
        """
        self._folder = folder
        self._index = self._open()
        self._writer: tantivy.IndexWriter | None = None
        # Limits that more chunks meet than `within` was asked for: people search within the same limits again.
        self._wide: set[tuple[Limits, int]] = set()

    def _open(self) -> tantivy.Index:
        self._folder.mkdir(parents=True, exist_ok=True)
        schema = _schema()
        if tantivy.Index.exists(str(self._folder)):
            index = tantivy.Index.open(str(self._folder))
            if index.schema != schema:
                raise ValueError("it was written by another version of Plumbline")
            return index
        return tantivy.Index(schema, path=str(self._folder))

    def put(self, chunks: Iterable[Chunk]) -> None:
        """Add chunks; those of their articles that were there before must be removed first."""
        with self._writing() as writer:
            for chunk in chunks:
                writer.add_document(_document(chunk))

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove all chunks of some articles."""
        with self._writing() as writer:
            for article_id in article_ids:
                writer.delete_documents_by_term("article_id", article_id)

    def commit(self) -> None:
        """Make what was written durable and visible."""
        if self._writer is not None:
            with self._writing() as writer:
                writer.commit()
            self._index.reload()
            self._wide.clear()

    def close(self) -> None:
        """Finish background merging and let go of the files."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with writing(self._folder, ValueError):
                writer.wait_merging_threads()

    def search(
        self,
        terms: Sequence[tuple[str, float]],
        limit: int,
        limits: Limits = EVERYTHING,
    ) -> list[tuple[str, float]]:
        """Return (chunk id, BM25 score), best first.

        Args:
            terms: plain words with their weights; they are stemmed here.
            limit: the most results.
            limits: what to search in.
        """
        words = [(word, weight) for word, weight in terms if word.strip()]
        if not words:
            return []
        parts = [(tantivy.Occur.Should, self._word_query(word, weight)) for word, weight in words]
        query = tantivy.Query.boolean_query(parts)
        must = [*self._filters(limits)]
        if must:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *((tantivy.Occur.Must, m) for m in must)])
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in hits]

    def within(self, limits: Limits, most: int) -> list[str] | None:
        """Return the ids of the chunks that are within limits, or None where they are more than `most`."""
        if (limits, most) in self._wide:
            return None
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in self._filters(limits)])
        searcher = self._index.searcher()
        hits = searcher.search(query, most + 1, count=False).hits
        if len(hits) > most:
            self._wide.add((limits, most))
            return None
        return [str(searcher.doc(address)["id"][0]) for _, address in hits]

    def is_empty(self) -> bool:
        """Whether there is no chunk in the index."""
        return not self._index.searcher().num_docs

    def chunk_ids(self) -> set[str]:
        """Return the ids of all chunks in the index."""
        searcher = self._index.searcher()
        if not searcher.num_docs:
            return set()
        hits = searcher.search(tantivy.Query.all_query(), searcher.num_docs, count=False).hits
        return {str(searcher.doc(address)["id"][0]) for _, address in hits}

    def document_frequency(self, word: str) -> int:
        """Return in how many chunks a word's stem occurs."""
        stemmed = self._stem(word)
        return int(self._index.searcher().doc_freq("text", stemmed)) if stemmed else 0

    def size(self) -> int:
        """Return the number of chunks."""
        return int(self._index.searcher().num_docs)

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        try:
            with writing(self._folder, ValueError):
                if self._writer is None:
                    self._writer = self._index.writer(_HEAP, 1)
                yield self._writer
        except LibraryError:
            # A writer that failed once fails ever after; another takes its place at the next try.
            self._writer = None
            raise

    def _word_query(self, word: str, weight: float) -> tantivy.Query:
        query = self._index.parse_query_lenient(f'"{word}"', default_field_names=["text"])[0]
        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)

    def _stem(self, word: str) -> str:
        stems = _ANALYSER.analyze(word)
        return stems[0] if stems else ""

    def _filters(self, limits: Limits) -> Iterable[tantivy.Query]:
        schema = self._index.schema
        if limits.outlets:
            yield tantivy.Query.term_set_query(schema, "outlet_key", list(limits.outlets))
        if limits.days:
            yield tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, *limits.days)
        if limits.articles is not None:
            yield tantivy.Query.term_set_query(schema, "article_id", list(limits.articles))


def _document(chunk: Chunk) -> tantivy.Document:
    article = chunk.article
    return tantivy.Document(
        id=chunk.id,
        article_id=article.id,
        outlet_key=article.outlet,
        day=day_number(article.published),
        # One field, not three with weights: title and outlet are on every chunk of an article, and scored on their
        # own they lift whole articles over the chunk that answers (docs/retrieval.md).
        text=f"{article.title}\n{article.outlet}\n{chunk.text}",
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet_key", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_text_field("text", tokenizer_name="en_stem")
    return builder.build()


_ANALYSER = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(40))
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)
"""The same analysis as Tantivy's "en_stem", for looking one word up."""
