"""Libraries of articles on known events, of several kinds: to learn from, and to be tried on.

In the sets that people grouped every event has several articles, and few events share a day. In a newsroom's library
most events have one, and hundreds are of one day. So events are left with one article, and moved to the same days.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from benchmarks.news_events import Told

LONE = 0.6
"""The share of events that are left with one article where that is tried."""
AS_THEY_ARE = 5
"""How often the events as they are count in learning."""
FIRST_DAY = date(2000, 1, 1)


def densities(told: Sequence[Told], seed: int) -> list[list[Told]]:
    """Return articles as libraries of several densities: all, thirds, sixths, twentieths."""
    return [list(told), *(part for parts in (3, 6, 20) for part in split(told, parts, random.Random(seed)))]


def split(told: Sequence[Told], parts: int, chance: random.Random) -> list[list[Told]]:
    """Return articles as so many libraries, each event in one of them."""
    names = sorted({one.event for one in told})
    chance.shuffle(names)
    chosen = (set(names[part::parts]) for part in range(parts))
    return [[one for one in told if one.event in some] for some in chosen]


def thinned(told: Sequence[Told], chance: random.Random) -> list[Told]:
    """Return articles with one only of most events."""
    found = []
    for held in _by_event(told):
        found += chance.sample(held, 1) if chance.random() < LONE else held
    return found


def crowded(told: Sequence[Told], days: int, chance: random.Random) -> list[Told]:
    """Return articles with their events moved to begin on some of so many days."""
    found = []
    for held in _by_event(told):
        move = chance.randrange(days) - min((one.day for one in held if one.day >= 0), default=0)
        found += [_moved(one, move) for one in held]
    return found


def learned_from(told: Sequence[Told], seed: int) -> list[list[Told]]:
    """Return the libraries that the models learn from."""
    chance = random.Random(seed)
    libraries = AS_THEY_ARE * densities(told, seed) + densities(thinned(told, chance), seed)
    for days in (1, 30):
        for parts in (1, 6, 40):
            libraries += [crowded(part, days, chance) for part in split(thinned(told, chance), parts, chance)]
    return libraries


def _by_event(told: Sequence[Told]) -> list[list[Told]]:
    held = defaultdict(list)
    for one in told:
        held[one.event].append(one)
    return [held[name] for name in sorted(held)]


def _moved(told: Told, days: int) -> Told:
    if told.day < 0:
        return told
    published = date.fromordinal(FIRST_DAY.toordinal() + told.day + days).isoformat()
    return replace(told, article=replace(told.article, published=published))


def tried_on(half: Sequence[Told]) -> Mapping[str, list[list[Told]]]:
    """Return the libraries, of several kinds, that half of the events are formed into stories in."""
    chance = random.Random(5)
    found = {
        "half of all events": [list(half)],
        "basil and 150 events": [_few(half, seed) for seed in range(5)],
        "most events lone": [thinned(half, chance)],
        "lone, in 30 days": [crowded(thinned(half, chance), 30, chance)],
    }
    for parts, name in ((3, "lone, 150 on a day"), (22, "lone, 20 on a day"), (88, "lone, 5 on a day")):
        found[name] = [crowded(part, 1, chance) for part in split(thinned(half, chance), parts, chance)]
    found["lone, 2 on a day"] = [crowded(part, 1, chance) for part in split(thinned(half, chance), 220, chance)]
    found["5 on a day"] = [crowded(part, 1, chance) for part in split(half, 88, chance)]
    return found


def _few(told: Iterable[Told], seed: int) -> list[Told]:
    told = list(told)
    rest = sorted({one.event for one in told if not one.event.startswith("basil")})
    chosen = set(random.Random(seed).sample(rest, min(150, len(rest))))
    return [one for one in told if one.event in chosen or one.event.startswith("basil")]
