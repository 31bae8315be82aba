"""How well everyday questions, naming no outlet, find their passage: known items, headlines, people's own questions.

    python -m benchmarks.everyday --data FOLDER [--articles 2000] [--questions 600] [--seed 1] [--library DIR]

FOLDER holds the sets `article_bias`, `basil`, `allsides_events` and `discord_questions` as they are published.

- A known item is a sentence of an article: four to eight of its content words, with a name among them, are the
  question, and a hit is a passage that holds the sentence.
- A headline asks for what others wrote about an event: its own article is not in the library, and a hit is a passage of
  another outlet's article on the same event.
- The questions of `discord_questions` are people's; a hit is a passage that holds a paragraph with an answer.

Each is answered four ways: BM25 alone, vectors alone, the first stage, and the whole search. Same folder, numbers and
seed: same questions, and none that the re-ranker learned from. The text is read where it is and written nowhere but
into the library, which is a temporary one unless `--library` names a folder.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from eval.scorers.ranking import hits, reciprocal_rank
from rag import Newsroom
from rag.datatypes import Draft
from rag.retrieve.candidates import POOL, find_candidates
from rag.retrieve.plan import plan_question
from rag.retrieve.search import Searcher
from rag.settings import Settings, load_settings
from rag.store.library import Library
from rag.store.limits import EVERYTHING
from rag.text.sentences import split_sentences
from rag.text.words import STOPWORDS, WORD

DEPTH = 10
ASKED_OF = 2000
"""Questions are about the first so many articles, so that a larger library answers the same questions."""

FEWEST_WORDS, MOST_WORDS = 4, 8
EVENTS = 400
"""Events of the set of events."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question, and what answers it: a passage with any of the texts, or any passage of one of the pages."""

    kind: str
    question: str
    facts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    def answered_by(self, text: str, url: str | None) -> bool:
        """Whether a passage of a page answers; white space does not count."""
        squeezed = "".join(text.split())
        return url in self.pages or any("".join(fact.split()) in squeezed for fact in self.facts)


@dataclass(frozen=True, slots=True)
class _Event:
    """An event: the headline that asks for it, the page it stands on, and the articles of other outlets."""

    headline: str
    page: str
    others: tuple[Draft, ...]


def read_articles(folder: Path, limit: int) -> Iterator[Draft]:
    """Read the articles, as many as asked for of the large set, without those whose headlines are questions."""
    events = list(_events_of_several(folder))
    asked = {event.page for event in events}
    with gzip.open(folder / "article_bias" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, limit):
            record = json.loads(line)
            if record["url"] not in asked:
                yield Draft(record["text"], record["title"], record["source"], _day(record["date"]), record["url"])
    for event in events:
        yield from event.others
    yield from _answering_articles(folder)


def asked_questions(folder: Path) -> Iterator[Item]:
    """Read the people's questions, with the paragraphs that hold an answer."""
    for event in _events(folder):
        paragraphs = dict.fromkeys(answer["Paragraph"].strip() for answer in event["answers"])
        yield Item("asked", event["question"], tuple(paragraphs))


def headlines(folder: Path, half: int) -> list[Item]:
    """Return the headlines of one half of the events."""
    return [
        Item("headline", event.headline, pages=tuple(draft.url for draft in event.others if draft.url))
        for event in _events_of_several(folder)
        if sha256(event.headline.encode()).digest()[0] % 2 == half
    ]


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


def _events_of_several(folder: Path) -> Iterator[_Event]:
    of_event: dict[str, list[Draft]] = defaultdict(list)
    with (folder / "basil" / "articles.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            text = "\n\n".join(" ".join(sentences) for sentences in record["body-paragraphs"])
            draft = Draft(text, record["title"], record["source"], record["date"], record["url"])
            of_event[record["triplet-uuid"]].append(draft)
    with gzip.open(folder / "allsides_events" / "events.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, islice(lines, EVENTS)):
            of_event[record["id"]] += [
                Draft(article["full_text"], article["title"], article["source"], _day(article["date"]), article["url"])
                for article in record["articles"]
                if article.get("snippet_in_full_text")
            ]
    for drafts in of_event.values():
        first, *others = drafts or [Draft("")]
        if others and first.url:
            yield _Event(first.title, first.url, tuple(others))


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


Way = Callable[[str, int], list[str]]
"""A question to the ids of so many best chunks."""


def ways(library: Library) -> dict[str, Way]:
    """Return the ways to search that are compared."""
    index, catalogue = library.index, library.catalogue
    searcher = Searcher(catalogue, index)
    outlets = catalogue.outlets()

    def words(question: str, k: int) -> list[str]:
        return [key for key, _ in index.words.search(plan_question(question, outlets).terms, k)]

    def vectors(question: str, k: int) -> list[str]:
        return [key for key, _ in index.vectors.search(index.vectors.embed([question])[0], k)]

    def first_stage(question: str, k: int) -> list[str]:
        plan = plan_question(question, outlets)
        found = find_candidates(question, plan, EVERYTHING, POOL, index, catalogue)
        return [excerpt.id for excerpt in found.excerpts][:k]

    def whole(question: str, k: int) -> list[str]:
        found = searcher.search(question, k)
        # A chunk is named after its first paragraph, and the number of its last.
        return [f"{p.paragraphs[0].id}-{p.paragraphs[-1].number}" for p in found]

    return {"BM25 alone": words, "vectors alone": vectors, "first stage": first_stage, "whole search": whole}


def measure(library: Library, items: Sequence[Item], name: str, way: Way) -> str:
    """Ask every question one way and return a line of figures."""
    ranks, seconds = [], []
    for item in items:
        started = perf_counter()
        found = way(item.question, DEPTH)
        seconds.append(perf_counter() - started)
        ranks.append(_rank(library, item, found))
    shares = "  ".join(f"Hits@{k} {hits(ranks, k):.4f}" for k in (1, 4, 10))
    return (
        f"{items[0].kind:8} ({len(items):3})  {name:13}  {shares}  MRR@10 {reciprocal_rank(ranks, DEPTH):.4f}"
        f"   median {1000 * statistics.median(seconds):.1f} ms"
    )


def _rank(library: Library, item: Item, found: Sequence[str]) -> int | None:
    excerpts = library.catalogue.excerpts(found)
    answers = (item.answered_by(excerpts[key].text, excerpts[key].url) for key in found)
    return next((rank for rank, right in enumerate(answers, start=1) if right), None)


def _filled(settings: Settings, data: Path, articles: int) -> Library:
    with Newsroom.open(settings) as newsroom:
        if not newsroom.outlets():
            newsroom.add_drafts(read_articles(data, articles))
    library = Library.open(settings)
    library.catch_up()
    return library


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the library, ask the questions, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--articles", type=int, default=2000, help="articles of the large set (%(default)s)")
    parser.add_argument("--questions", type=int, default=600, help="known items (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--library", type=Path, help="folder of a library to keep and use again")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="plumbline-everyday-") as temporary:
        settings = load_settings(data=options.library or Path(temporary), writer="embedded", database=None, chroma=None)
        with _filled(settings, options.data, options.articles) as library:
            outlets = library.catalogue.outlets()
            asked_of = read_articles(options.data, min(options.articles, ASKED_OF))
            known = known_items(asked_of, outlets, options.questions, options.seed, half=0)
            print(f"{library.catalogue.count():,} articles")
            for items in (known, headlines(options.data, half=0), list(asked_questions(options.data))):
                for name, way in ways(library).items():
                    print(measure(library, items, name, way), flush=True)


if __name__ == "__main__":
    main()
