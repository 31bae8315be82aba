"""A LangChain retriever over a library, for people who build on Plumbline with LangChain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from rag.datatypes import Filters, Passage

Search = Callable[[str, int, Filters], list[Passage]]
"""`Newsroom.search`, or anything that finds passages like it."""


class PassageRetriever(BaseRetriever):
    """Finds passages; each becomes a document with its source and paragraph ids as metadata.

    Example:
        `PassageRetriever(search=newsroom.search, k=8).invoke("How many were hurt?")`
    """

    search: Search
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        return [_document(passage) for passage in self.search(query, self.k, self.filters)]


def _document(passage: Passage) -> Document:
    metadata: dict[str, Any] = {
        "article_id": passage.article_id,
        "outlet": passage.outlet,
        "title": passage.title,
        "url": passage.url,
        "published": passage.published,
        "paragraph_ids": [paragraph.id for paragraph in passage.paragraphs],
        "score": passage.score,
    }
    return Document(id=passage.paragraphs[0].id, page_content=passage.text, metadata=metadata)
