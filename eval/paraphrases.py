"""The written paraphrases of the sample stories: claims that their paragraphs support, in other words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from eval.sets.folders import SAMPLES
from rag.datatypes import Article, Paragraph

FILE = SAMPLES / "paraphrases.jsonl"


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A true claim with the paragraphs it cites; `kind` says how it was reworded."""

    id: str
    kind: str
    text: str
    article: Article
    paragraphs: tuple[Paragraph, ...]


def load_paraphrases(articles: Sequence[Article]) -> list[Paraphrase]:
    """Load the paraphrases of the sample stories, given these as articles."""
    by_title = {(article.outlet, article.title): article for article in articles}
    found = []
    for line in FILE.read_text("utf-8").splitlines():
        item = json.loads(line)
        article = by_title[item["outlet"], item["title"]]
        cited = tuple(p for p in article.paragraphs if p.number in item["paragraphs"])
        found.append(Paraphrase(item["id"], item["kind"], item["text"], article, cited))
    return found
