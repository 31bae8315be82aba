"""The retriever for LangChain returns what the search returns, as documents."""

from __future__ import annotations

from rag import Newsroom
from rag.datatypes import Filters
from rag.retrieve.langchain import PassageRetriever


def test_documents_are_the_passages(samples: Newsroom) -> None:
    question, filters = "How many were on the ferry?", Filters(outlets=("Meridian Wire",))
    documents = PassageRetriever(search=samples.search, k=3, filters=filters).invoke(question)
    passages = samples.search(question, 3, filters)
    assert [document.page_content for document in documents] == [passage.text for passage in passages]
    for document, passage in zip(documents, passages, strict=True):
        assert document.id == passage.paragraphs[0].id
        assert document.metadata["outlet"] == passage.outlet
        assert document.metadata["article_id"] == passage.article_id
        assert document.metadata["paragraph_ids"] == [p.id for p in passage.paragraphs]
        assert document.metadata["published"] == passage.published


def test_it_can_be_a_part_of_a_chain(samples: Newsroom) -> None:
    chain = PassageRetriever(search=samples.search, k=2) | (lambda documents: len(documents))
    assert chain.invoke("bank failure") == 2
