"""How well short everyday questions, naming no outlet, find their passage: known items and people's own questions.

    python -m benchmarks.everyday --data FOLDER [--articles 2000] [--questions 300] [--seed 1] [--library DIR]

FOLDER holds the sets `article_bias`, `basil` and `discord_questions` as they are published. A known item is a sentence
of an article: four to eight of its content words, with a name among them, are the question, and a hit is a passage that
holds the sentence. The questions of `discord_questions` are people's; a hit is a passage that holds a paragraph with
an answer. Same folder, numbers and seed: same questions. It reads the text where it is and writes it nowhere but into
the library, which is a temporary one unless `--library` names a folder.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from eval.scorers import hit_rank, hits, reciprocal_rank
from rag import Newsroom
from rag.datatypes import Draft
from rag.retrieve.plan import plan_question
from rag.settings import load_settings
from rag.text.sentences import split_sentences
from rag.text.words import STOPWORDS, WORD

DEPTH = 10
ASKED_OF = 2000
"""Questions are about the first so many articles, so that a larger library answers the same questions."""

FEWEST_WORDS, MOST_WORDS = 4, 8


@dataclass(frozen=True, slots=True)
class Item:
    """A question, and texts of which any one must be in a passage that answers it."""

    kind: str
    question: str
    facts: tuple[str, ...]


def read_articles(folder: Path, limit: int) -> Iterator[Draft]:
    """Read the articles of the three sets, as many as asked for of the large one."""
    with gzip.open(folder / "article_bias" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, limit):
            record = json.loads(line)
            yield Draft(record["text"], record["title"], record["source"], _day(record["date"]), record["url"])
    with (folder / "basil" / "articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = "\n\n".join(" ".join(sentences) for sentences in record["body-paragraphs"])
            yield Draft(text, record["title"], record["source"], record["date"], record["url"])
    yield from _answering_articles(folder)


def asked_questions(folder: Path) -> Iterator[Item]:
    """Read the people's questions, with the paragraphs that hold an answer."""
    for event in _events(folder):
        paragraphs = dict.fromkeys(answer["Paragraph"].strip() for answer in event["answers"])
        yield Item("asked", event["question"], tuple(paragraphs))


def known_items(drafts: Iterable[Draft], outlets: Sequence[str], count: int, seed: int, half: int) -> list[Item]:
    """Make questions out of sentences, one an article at most, from the half (0 or 1) of the articles by their text.

    The halves are for telling apart what a model learned from and what it is measured on.
    """
    chance = random.Random(seed)
    found = []
    for draft in drafts:
        if sha256(draft.text.encode()).digest()[0] % 2 == half and (item := _known_item(draft, chance)):
            found.append(item)
    chance.shuffle(found)
    return [item for item in found if not plan_question(item.question, outlets).outlets][:count]


def _known_item(draft: Draft, chance: random.Random) -> Item | None:
    sentences = [span.text for line in draft.text.split("\n") for span in split_sentences(line)]
    sentences = [sentence for sentence in sentences if 60 <= len(sentence) <= 400]
    chance.shuffle(sentences)
    for sentence in sentences[:8]:
        words = [w for w in WORD.findall(sentence)[1:] if len(w) > 2 and w.lower().replace("’", "'") not in STOPWORDS]
        names = [at for at, word in enumerate(words) if word[0].isupper()]
        size = chance.randint(FEWEST_WORDS, MOST_WORDS)
        if names and len(words) > size:
            others = [at for at in range(len(words)) if at != names[0]]
            kept = sorted([names[0], *chance.sample(others, size - 1)])
            return Item("known", " ".join(words[at] for at in kept), (sentence,))
    return None


def _answering_articles(folder: Path) -> Iterator[Draft]:
    pages: dict[str, list[str]] = {}
    for event in _events(folder):
        for answer in event["answers"]:
            pages.setdefault(answer["Article URL"], []).append(answer["Paragraph"].strip())
    for url, paragraphs in pages.items():
        yield Draft("\n\n".join(dict.fromkeys(paragraphs)), "", url.split("/")[2].removeprefix("www."), None, url)


def _events(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "discord_questions" / "nanco_dataset.json").read_text(encoding="utf-8")
    return list(json.loads(text))


def _day(date: str | None) -> str | None:
    return date if date and re.fullmatch(r"\d{4}-\d\d-\d\d", date) else None


def measure(newsroom: Newsroom, items: Sequence[Item]) -> str:
    """Ask every question and return one line of figures."""
    ranks, seconds = [], []
    for item in items:
        started = perf_counter()
        passages = newsroom.search(item.question, DEPTH)
        seconds.append(perf_counter() - started)
        ranks.append(hit_rank(passages, item.facts))
    shares = "  ".join(f"Hits@{k} {hits(ranks, k):.4f}" for k in (1, 4, 10))
    times = (
        f"{1000 * statistics.median(seconds):.1f} ms, 95% within {1000 * sorted(seconds)[len(seconds) * 95 // 100]:.1f}"
    )
    return f"{items[0].kind:6} ({len(items):3})  {shares}  MRR@10 {reciprocal_rank(ranks, DEPTH):.4f}   {times}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the library, ask the questions, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--articles", type=int, default=2000, help="articles of the large set (%(default)s)")
    parser.add_argument("--questions", type=int, default=300, help="known items (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--library", type=Path, help="folder of a library to keep and use again")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="plumbline-everyday-") as temporary:
        folder = options.library or Path(temporary)
        with Newsroom.open(load_settings(data=folder, writer="embedded", database=None, chroma=None)) as newsroom:
            if not newsroom.outlets():
                newsroom.add_drafts(read_articles(options.data, options.articles))
            outlets = newsroom.outlets()
            asked_of = read_articles(options.data, min(options.articles, ASKED_OF))
            known = known_items(asked_of, outlets, options.questions, options.seed, half=0)
            print(f"{len(newsroom.articles()):,} articles")
            for items in (known, list(asked_questions(options.data))):
                print(measure(newsroom, items))


if __name__ == "__main__":
    main()
