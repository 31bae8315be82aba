"""Refusal without a model: questions with the one passage that answers them, and questions with one that does not.

    python -m benchmarks.unanswerable FOLDER

FOLDER has `answerable.jsonl` and `unanswerable.jsonl` in the layout of ClapNQ: `{input, passages: [{title, text}]}`.
The embedded writer is asked directly, so that neither search nor checking has a part in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.datatypes import Article, Draft, Passage, PassageParagraph
from rag.generate.embedded import EmbeddedWriter
from rag.generate.protocol import AnswerTask
from rag.ingest import build_article
from rag.store.chunks import split_chunks
from rag.store.embeddings import load_embedder
from rag.verify import evidence_from_articles


def main() -> None:
    """Print how many questions of each file are refused."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    writer = EmbeddedWriter(load_embedder("wordllama").embed)
    for name in ("answerable", "unanswerable"):
        refused = [_refused(writer, line) for line in _lines(folder / f"{name}.jsonl")]
        print(f"{name}: {sum(refused)} of {len(refused)} refused")


def _refused(writer: EmbeddedWriter, line: dict[str, Any]) -> bool:
    drafts = [Draft(p["text"], title=p["title"], source=f"passage {n}") for n, p in enumerate(line["passages"])]
    articles = [build_article(draft) for draft in drafts]
    task = AnswerTask(
        f"{line['input']}?",
        tuple(passage for article in articles for passage in _passages(article)),
        evidence_from_articles(articles),
        {article.id: article for article in articles},
    )
    return next(iter(writer.answer(task)), None) is None


def _passages(article: Article) -> Iterator[Passage]:
    for rank, chunk in enumerate(split_chunks(article), start=1):
        inside = tuple(PassageParagraph(p.id, p.number, p.text) for p in chunk.paragraphs)
        yield Passage(
            rank, 1.0, article.id, article.outlet, article.title, None, None, inside, chunk.text, article.id, None
        )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


if __name__ == "__main__":
    main()
