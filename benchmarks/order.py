"""Whether the order in which sources are given changes a comparison: stories shuffled, claims and statuses held equal.

    python -m benchmarks.order --data FOLDER [--stories N] [--times N]

FOLDER holds `basil` and `allsides_events`.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.alignments import compared
from benchmarks.news_events import events
from rag.datatypes import Article, Comparison

STORIES = 100
TIMES = 5


def told(comparison: Comparison) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Return what a reader sees of the claims: the wording, the status, and who takes which stance."""
    return [
        (claim.text, claim.status, tuple((p.article_id, p.stance) for p in claim.positions))
        for claim in comparison.claims
    ]


def changes(articles: Sequence[Article], times: int, chance: random.Random) -> int:
    """Compare articles in so many random orders, and return how often the claims came out otherwise."""
    expected = told(compared(articles))
    shuffled = list(articles)
    found = 0
    for _ in range(times):
        chance.shuffle(shuffled)
        found += told(compared(shuffled)) != expected
    return found


def main(given: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--times", type=int, default=TIMES)
    options = parser.parse_args(given)
    by_event: dict[str, list[Article]] = defaultdict(list)
    for one in events(options.data):
        by_event[one.event].append(one.article)
    chance = random.Random(0)
    chosen = chance.sample(sorted(by_event), min(options.stories, len(by_event)))
    otherwise = {event: changes(by_event[event], options.times, chance) for event in chosen}
    changed = [event for event, count in otherwise.items() if count]
    print(f"{len(chosen)} stories, {options.times} orders each: {len(changed)} changed {' '.join(changed)}".rstrip())


if __name__ == "__main__":
    main()
