"""How well and how fast articles are grouped: stories against people's events, origins against known copies, speed.

    python -m benchmarks.grouping --data FOLDER [stories] [origins] [speed] [--articles N] [--out FILE]

FOLDER holds `basil`, `allsides_events`, `bbc_news` and `article_bias`.

stories  B-cubed of `basil` and `allsides_events` in one library. The weights learned from these events, so this is how
         well they fit; what to expect of other events is what `benchmarks.train_stories` prints.
origins  exact duplicates in `bbc_news`; copies of 300 of its articles with a tenth, two and three tenths of the
         sentences cut, moved or reworded; and pairs taken for copies that are not, there and among `basil`'s articles
         on one event by different desks.
speed    `article_bias` grouped in a library of its own, from the change log to the catalogue; then single articles.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, islice
from pathlib import Path
from typing import Any

from benchmarks.news_events import events, news, sections
from benchmarks.story_figures import b_cubed
from rag.datatypes import Article, Draft
from rag.ingest import build_article
from rag.settings import Settings
from rag.store.copies import group_origins
from rag.store.fingerprints import take_fingerprint
from rag.store.grouping import Grouping, New, Settled
from rag.store.library import Library
from rag.text.sentences import split_sentences

COPIED = 300
SHARES = (0.1, 0.2, 0.3)
SINGLE = 50
"""Articles that are added one by one at the end."""


def group(articles: Iterable[Article]) -> Settled:
    """Group articles in memory."""
    grouping = Grouping()
    grouping.add(
        [New(article.id, take_fingerprint(article), article.published, article.outlet) for article in articles]
    )
    return grouping.settle()


def measure_stories(data: Path) -> dict[str, Any]:
    """Form the stories of all events together."""
    told = events(data)
    story = {key: n for n, ids in enumerate(group(one.article for one in told).stories) for key in ids}
    precision, recall, f1 = b_cubed([one.event for one in told], [story[one.article.id] for one in told])
    return {
        "articles": len(told),
        "events": len({one.event for one in told}),
        "stories": len(set(story.values())),
        "precision": precision,
        "recall": recall,
        "F1": f1,
    }


def measure_origins(data: Path) -> dict[str, Any]:
    """Find copies, true and altered."""
    articles = sections(data)
    words = {article.id: " ".join(article.text.split()) for article in articles}
    found = {pair for ids in group(articles).origins for pair in combinations(sorted(ids), 2)}
    same = defaultdict(list)
    for key, text in words.items():
        same[text].append(key)
    exact = {pair for ids in same.values() for pair in combinations(sorted(ids), 2)}
    result: dict[str, Any] = {
        "exact pairs": len(exact),
        "exact found": len(exact & found),
        "other pairs taken for copies": len(found - exact),
        "of all pairs": len(articles) * (len(articles) - 1) // 2,
    }
    chance = random.Random(0)
    singles = [ids[0] for ids in same.values() if len(ids) == 1]
    chosen = [article for article in articles if article.id in set(chance.sample(singles, COPIED))]
    vocabulary = [word for text in words.values() for word in text.split()]
    for kind, alter in ALTERED.items():
        for share in SHARES:
            copies = [(article, altered(article, share, alter, vocabulary, chance)) for article in chosen]
            result[f"{kind} {share:.0%}"] = sum(are_copies(one, other) for one, other in copies) / len(copies)
    result |= _desks(data)
    return result


def _desks(data: Path) -> dict[str, Any]:
    by_event = defaultdict(list)
    for one in events(data):
        if one.event.startswith("basil"):
            by_event[one.event].append(one.article)
    pairs = [pair for held in by_event.values() for pair in combinations(held, 2)]
    return {"desks' pairs": len(pairs), "desks' pairs taken for copies": sum(are_copies(*pair) for pair in pairs)}


def are_copies(one: Article, other: Article) -> bool:
    """Tell whether two articles count as one copy."""
    return len(group_origins([one, other])) == 1


Alter = Callable[[list[str], set[int], Sequence[str], random.Random], list[str]]


def _cut(sentences: list[str], places: set[int], *_: object) -> list[str]:
    return [text for at, text in enumerate(sentences) if at not in places]


def _moved(sentences: list[str], places: set[int], vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    left = _cut(sentences, places, vocabulary, chance)
    for at in sorted(places):
        left.insert(chance.randrange(len(left) + 1), sentences[at])
    return left


def _reworded(sentences: list[str], places: set[int], vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    """Replace two words in five, and turn the two halves of the sentence round."""
    done = list(sentences)
    for at in places:
        words = [chance.choice(vocabulary) if chance.random() < 0.4 else word for word in sentences[at].split()]
        half = len(words) // 2
        done[at] = " ".join(words[half:] + words[:half])
    return done


def _mixed(sentences: list[str], places: set[int], vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    kind: dict[int, int] = {at: chance.randrange(3) for at in places}
    reworded = _reworded(sentences, {at for at in places if kind[at] == 2}, vocabulary, chance)
    moved = {at for at in places if kind[at] == 1}
    marked = [text if kind.get(at) != 0 else "" for at, text in enumerate(reworded)]
    return [text for text in _moved(marked, moved, vocabulary, chance) if text]


ALTERED: dict[str, Alter] = {"cut": _cut, "moved": _moved, "reworded": _reworded, "mixed": _mixed}


def altered(article: Article, share: float, alter: Alter, vocabulary: Sequence[str], chance: random.Random) -> Article:
    """Return a copy of an article by another outlet, with a share of its sentences altered."""
    sentences = [span.text for paragraph in article.body for span in split_sentences(paragraph.text)]
    places = set(chance.sample(range(len(sentences)), max(1, round(share * len(sentences)))))
    kept = alter(sentences, places, vocabulary, chance) or sentences
    text = "\n\n".join(" ".join(kept[at : at + 3]) for at in range(0, len(kept), 3))
    return build_article(Draft(text=text, title=article.title, outlet="Another", url=f"{article.url}/copy"))


def measure_speed(data: Path, limit: int) -> dict[str, Any]:
    """Group articles in a library, all in one go and then one by one; processor time beside wall time."""
    distinct = {article.id: article for article in islice(news(data), limit + SINGLE)}
    every = list(distinct.values())
    many, few = every[:-SINGLE], every[-SINGLE:]
    before = _peak()
    with tempfile.TemporaryDirectory() as folder, Library.open(Settings(data=Path(folder))) as library:
        for at in range(0, len(many), 500):
            library.put(many[at : at + 500])
        # Wall and processor time: others' work on the machine lengthens the first only.
        wall, work = time.perf_counter(), time.process_time()
        library.groups.catch_up()
        wall, work = time.perf_counter() - wall, time.process_time() - work
        singles = []
        for article in few:
            library.put([article])
            started = time.perf_counter()
            library.groups.catch_up()
            singles.append((time.perf_counter() - started) * 1000)
        sizes = Counter(len(story.articles) for story in library.groups.stories())
    return {
        "articles": len(every) - SINGLE,
        "seconds": wall,
        "processor seconds": work,
        "articles/s": (len(every) - SINGLE) / wall,
        "articles/processor s": (len(every) - SINGLE) / work,
        "one more, ms (median)": statistics.median(singles),
        "one more, ms (largest)": max(singles),
        "peak memory, MB": _peak(),
        "of these before grouping, MB": before,
        "stories": sum(sizes.values()),
        "largest story": max(sizes),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grouping", description=__doc__)
    parser.add_argument("what", nargs="*", choices=["stories", "origins", "speed", []], metavar="WHAT")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=40_000, help="articles for speed (%(default)s)")
    parser.add_argument("--out", type=Path, help="where to write the figures as JSON")
    options = parser.parse_args()
    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "stories": lambda: measure_stories(options.data),
        "origins": lambda: measure_origins(options.data),
        "speed": lambda: measure_speed(options.data, options.articles),
    }
    result = {name: measure() for name, measure in measures.items() if name in (options.what or measures)}
    for name, figures in result.items():
        print(name)
        for key, value in figures.items():
            print(f"  {key:32}{value:12,.4f}" if isinstance(value, float) else f"  {key:32}{value:12,}")
    if options.out:
        options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
