"""Articles for benchmarks: invented ones, any number of them, or those of a file; each known by address and words."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path

from benchmarks.adding import read_articles
from rag.datatypes import Article, Draft
from rag.errors import SourceError
from rag.ingest import build_article

_WHO = "the harbour master|a spokeswoman for the council|the head of the fire service|the mayor of Ebbing|a ferry pilot"
_DID = "counted|inspected|closed|reopened|sold|repaired|measured|reported|painted|lost"
_WHAT = "barrels|lamps|gauges|boats|bridges|wells|crates|signals|ledgers|pumps"
_WHERE = "in the cellar|on the quay|behind the mill|at the lock|under the arches|along the dyke|near the old granary"


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a line of JSON, and what it becomes."""

    line: str
    article: Article


def articles_of(file: Path | None, seed: int) -> Iterator[Item]:
    """Yield articles that differ in address and in words, from a file as long as it lasts, else invented ones."""
    chance = random.Random(seed)
    drafts = (_invented(number, chance) for number in count()) if file is None else _of_file(file)
    seen: set[str] = set()
    for draft in drafts:
        item = _item(draft)
        if item is not None and not seen & {*_keys(item.article)}:
            seen.update(_keys(item.article))
            yield item


def corrected(item: Item, number: int) -> Item:
    """Return the same article with a correction below it."""
    article = item.article
    draft = Draft(f"{article.text}\n\nCorrection {number}: an earlier version of this article gave another figure.")
    fields = {name: getattr(article, name) for name in ("title", "outlet", "published", "url")}
    found = _item(replace(draft, **fields))
    assert found is not None
    return found


def write_lines(items: Iterable[Item], path: Path) -> Path:
    """Write articles as JSON Lines."""
    path.write_text("".join(item.line + "\n" for item in items), encoding="utf-8")
    return path


def take(items: Iterator[Item], number: int) -> Sequence[Item]:
    """Take the next articles."""
    return list(islice(items, number))


def _item(draft: Draft) -> Item | None:
    try:
        article = build_article(draft)
    except SourceError:
        return None
    fields = {name: getattr(draft, name) for name in ("title", "outlet", "published", "url", "text")}
    return Item(json.dumps(fields, ensure_ascii=False), article)


def _keys(article: Article) -> tuple[str, str]:
    return article.id, f"{article.outlet.casefold()} {' '.join(article.text.casefold().split())}"


def _of_file(file: Path) -> Iterator[Draft]:
    for record in read_articles(file, 10**9):
        published = record["published"]
        day = published if published and len(published) == 10 and published[4] == "-" else None
        yield Draft(
            text=record["text"] or "", title=record["title"] or "", outlet=record["outlet"] or "Unknown",
            published=day, url=record["url"],
        )  # fmt: skip


def _invented(number: int, chance: random.Random) -> Draft:
    """Invent an article of 3 to 12 paragraphs about things of which there is a countable number."""

    def sentence(part: int) -> str:
        who, did, what, where = (chance.choice(words.split("|")) for words in (_WHO, _DID, _WHAT, _WHERE))
        did = f"{did} {chance.randrange(2, 9000)} {what}"
        return f"{who[0].upper()}{who[1:]} {did} {where} on day {part + 1} of watch {number}."

    body = "\n\n".join(
        " ".join(sentence(part) for _ in range(chance.randrange(1, 5))) for part in range(chance.randrange(3, 13))
    )
    return Draft(
        text=body, title=f"Watch {number}: what was counted", outlet=f"Ebbing Herald {number % 7}",
        published=f"2031-{number % 12 + 1:02}-{number % 28 + 1:02}", url=f"https://ebbing.example/watch/{number}",
    )  # fmt: skip
