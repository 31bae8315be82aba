"""What a claim may rest on: citable paragraphs as evidence, their sentences, and their verbatim words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rag.datatypes import Article, EvidenceParagraph
from rag.text.figures import Figure, find_figures
from rag.text.quotations import locate, normalise
from rag.text.sentences import Span, split_sentences
from rag.text.words import content_stems


def evidence_from_articles(articles: Iterable[Article]) -> dict[str, EvidenceParagraph]:
    """Return the citable paragraphs of articles by id, in order."""
    return {
        paragraph.id: EvidenceParagraph(
            id=paragraph.id,
            article_id=article.id,
            outlet=article.outlet,
            title=article.title,
            url=article.url,
            published=article.published,
            text=paragraph.text,
        )
        for article in articles
        for paragraph in article.body
    }


def sentences_of(text: str) -> tuple[Span, ...]:
    """Return the sentences of a paragraph."""
    return tuple(split_sentences(text))


@lru_cache(maxsize=8192)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry meaning."""
    return frozenset(content_stems(text))


@lru_cache(maxsize=8192)
def figures_of(text: str, published: str | None) -> tuple[Figure, ...]:
    """Return the figures of a paragraph, a title or a claim, read on the day of publication."""
    return tuple(find_figures(text, published))


def is_whole_sentence(claim: str, cited: Sequence[EvidenceParagraph]) -> bool:
    """Say whether a claim is one or more whole sentences of a cited paragraph, word for word.

    A part of a sentence does not count: it may have lost its "at least" or its "denied that".
    """
    return any(_is_whole(claim, paragraph.text) for paragraph in cited)


@lru_cache(maxsize=4096)
def _is_whole(claim: str, text: str) -> bool:
    # Every check of a claim asks this first.
    span = locate(claim, text)
    # An ellipsis or a clarification in the claim may stand for words that change it.
    if span is None or _bare(text[slice(*span)]) != _bare(claim):
        return False
    begins = any(sentence.start == span[0] for sentence in sentences_of(text))
    return begins and any(_bare(text[span[1] : s.end]) == "" for s in sentences_of(text) if s.end >= span[1])


def _bare(text: str) -> str:
    return normalise(text).strip(",.!?'\") ")


def same_article(cited: Sequence[EvidenceParagraph], evidence: Mapping[str, EvidenceParagraph]) -> list[str]:
    """Return the texts a reader of the cited articles has before them: their paragraphs held, and their titles."""
    articles = {paragraph.article_id for paragraph in cited}
    texts = [paragraph.title for paragraph in cited]
    return texts + [paragraph.text for paragraph in evidence.values() if paragraph.article_id in articles]
