"""Articles as the catalogue holds them: how they are selected, and how one is made of a row."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, bindparam, select

from rag.datatypes import Article, Paragraph, ParagraphKind
from rag.store.schema import articles, versions


def select_article(match: ColumnElement[bool], version: Column[Any], title: Column[Any]) -> Select[Any]:
    """Select articles of the ids given as `ids`, in the version that `match` joins, as `read_article` takes them."""
    rest = (
        getattr(articles.c, name) for name in ("outlet", "published", "url", "author", "language", "origin", "story")
    )
    query = select(articles.c.id, version, title, *rest, versions.c.text, versions.c.spans)
    return query.select_from(articles.join(versions, match)).where(articles.c.id.in_(bindparam("ids", expanding=True)))


# These are made once: putting a query together costs as much as running it.
CURRENT = select_article(
    and_(versions.c.article_id == articles.c.id, versions.c.version == articles.c.version),
    articles.c.version,
    articles.c.title,
)

SOURCES = select(articles.c.id, articles.c.outlet, articles.c.published).where(
    articles.c.id.in_(bindparam("ids", expanding=True))
)


def read_article(
    article_id: str,
    version: str,
    title: str,
    outlet: str,
    published: str | None,
    url: str | None,
    author: str | None,
    language: str | None,
    origin: str | None,
    story: str | None,
    text: str,
    spans: str,
) -> Article:
    """Make the article of a row."""
    prefix = f"{article_id}-{version}-"
    paragraphs = tuple(
        Paragraph(f"{prefix}{number}", number, start, end, KINDS[kind], text[start:end])
        for number, (start, end, kind) in enumerate(json.loads(spans), start=1)
    )
    return Article(
        id=article_id,
        version=version,
        outlet=outlet,
        title=title,
        published=published,
        url=url,
        author=author,
        language=language,
        text=text,
        paragraphs=paragraphs,
        origin=origin,
        story=story,
    )


KINDS = {kind.value: kind for kind in ParagraphKind}
"""Looked up in a dictionary, since an enumeration's own look-up is slow and every paragraph read needs one."""
