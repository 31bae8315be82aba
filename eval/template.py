"""`eval new`: a template of cases about a person's own library, to correct and to add to by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from eval.cases import OWN_CASES
from rag import Newsroom
from rag.datatypes import Article, ArticleEntry
from rag.errors import NotFoundError, UsageError
from rag.text.figures import find_figures
from rag.text.sentences import split_sentences

_LEAST, _MOST = 60, 240
"""How long a sentence is, in characters, that a question is written about."""


def write_template(newsroom: Newsroom, folder: Path, limit: int) -> Path:
    """Write cases.jsonl with a case about each of the latest articles, one story after another.

    Each has a question to be put in better words and the fact that answers it; the last is one without an answer.

    Raises:
        UsageError: the folder already has cases.
        NotFoundError: the library is empty.
    """
    path = folder / OWN_CASES
    if path.exists():
        raise UsageError(f"{str(path)!r} is there already.", hint="Name another folder, or move it away.")
    cases = list(_cases(newsroom, limit))
    if not cases:
        raise NotFoundError("The library has no article to write a case about.", hint="python -m rag add FILE")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")
    return path


def _cases(newsroom: Newsroom, limit: int) -> Iterator[dict[str, Any]]:
    number = 0
    for entry in _spread(newsroom.articles()):
        if number >= limit - 1:
            break
        if case := _case(newsroom.article(entry.id), number + 1):
            number += 1
            yield case
    if number:
        yield {
            "id": f"case-{number + 1}",
            "kind": "unanswerable",
            "question": "What did the mayor of a town that is in none of your articles have for breakfast?",
        }


def _spread(entries: list[ArticleEntry]) -> list[ArticleEntry]:
    """Return the first article of each story first, then the second, so that few cases cover many stories."""
    seen: dict[str, int] = {}
    ranked = []
    for entry in entries:
        story = entry.story or entry.id
        seen[story] = seen.get(story, 0) + 1
        ranked.append((seen[story], entry))
    return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]


def _case(article: Article, number: int) -> dict[str, Any] | None:
    """Write a case about the first sentence with a figure, or the first one of a good length."""
    found = [(p, s.text) for p in article.body for s in split_sentences(p.text) if _LEAST <= len(s.text) <= _MOST]
    if not found:
        return None
    with_figure = [(paragraph, text) for paragraph, text in found if find_figures(text)]
    paragraph, sentence = (with_figure or found)[0]
    figures = find_figures(sentence)
    fact = sentence[figures[0].start : figures[0].end] if figures else sentence
    return {
        "id": f"case-{number}",
        "kind": "fact",
        "question": f"{article.title.rstrip('.?!')}: what does {article.outlet or 'the article'} report?",
        "facts": [fact],
        "sources": [{"title": article.title, "outlet": article.outlet, "text": paragraph.text}],
    }
