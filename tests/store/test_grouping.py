"""The same articles come to the same groups, in whatever order they came, went, and were read back."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.news_events import events
from benchmarks.story_figures import b_cubed
from rag.datatypes import Article
from rag.store import grouping as module
from rag.store.fingerprints import take_fingerprint
from rag.store.grouping import Grouping, New, Settled
from tests.builders import article, sample_articles
from tests.conftest import ROOT

Partition = set[frozenset[str]]
DATA = Path(os.environ.get("PLUMBLINE_SHARED_DATA") or ROOT.parent / "shared" / "data")


def new(held: Article) -> New:
    return New(held.id, take_fingerprint(held), held.published, held.outlet)


SAMPLES = [new(held) for held in sample_articles()]
WORDS = "ferry harbour pilot fog council vote mine dam bank saver ledger water parasite well mayor strike".split()


def invented(number: int) -> New:
    """One of any number of short reports, many of which resemble each other."""
    chance = random.Random(number)
    theme = chance.sample(WORDS, 4)
    words = [chance.choice(theme if chance.random() < 0.7 else WORDS) for _ in range(90)]
    day = None if number % 7 == 0 else f"2031-04-{1 + number % 28:02}"
    return new(article(" ".join(words), title=" ".join(theme), url=f"https://sedge.example/{number}", published=day))


INVENTED = [invented(number) for number in range(80)]


def at_once(batch: list[New]) -> tuple[Partition, Partition]:
    grouping = Grouping()
    grouping.add(batch)
    settled = grouping.settle()
    return {frozenset(ids) for ids in settled.stories}, {frozenset(ids) for ids in settled.origins}


class Told:
    """What a listener knows who is only told what changed."""

    def __init__(self) -> None:
        self.story: dict[str, frozenset[str]] = {}
        self.origin: dict[str, frozenset[str]] = {}

    def hear(self, settled: Settled) -> None:
        for groups, held in ((settled.stories, self.story), (settled.origins, self.origin)):
            for ids in groups:
                held.update(dict.fromkeys(ids, frozenset(ids)))

    def forget(self, ids: list[str]) -> None:
        for key in ids:
            del self.story[key], self.origin[key]

    @property
    def groups(self) -> tuple[Partition, Partition]:
        return set(self.story.values()), set(self.origin.values())


def in_turns(batch: list[New], chance: random.Random, removing: bool) -> Told:
    """Add articles in any order and in batches of any size; remove some on the way, and add them again."""
    waiting, present, told = chance.sample(batch, len(batch)), list[New](), Told()
    grouping, removed = Grouping(), len(batch) if removing else 0
    while waiting:
        size = chance.choice((1, 1, 2, 5, 20))
        coming, waiting = waiting[:size], waiting[size:]
        grouping.add(coming)
        present += coming
        if removed and chance.random() < 0.5:
            going = chance.sample(present, min(len(present), chance.choice((1, 3)), removed))
            removed -= len(going)
            ids = [gone.id for gone in going]
            grouping.forget(ids)
            told.hear(grouping.settle())
            told.forget([key for key in ids if key in told.story])
            present = [held for held in present if held.id not in ids]
            waiting += going
        else:
            told.hear(grouping.settle())
    return told


@pytest.mark.parametrize("removing", [False, True])
@pytest.mark.parametrize("many", [5, 10_000])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=8)
def test_the_order_of_arrival_is_nothing(seed: int, many: int, removing: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MANY", many)
        for batch in (SAMPLES, INVENTED):
            assert in_turns(batch, random.Random(seed), removing).groups == at_once(batch)


def test_invented_reports_make_stories_of_several_sizes() -> None:
    stories, _ = at_once(INVENTED)
    assert len({len(story) for story in stories}) > 2


@given(seed=st.integers(0, 10_000))
@settings(max_examples=5)
def test_what_is_read_back_goes_on_as_if_it_had_never_been_put_away(seed: int) -> None:
    chance = random.Random(seed)
    batch = chance.sample(INVENTED, len(INVENTED))
    first = Grouping()
    first.add(batch[:50])
    settled = first.settle()
    told = Told()
    told.hear(settled)
    again = Grouping()
    again.restore(batch[:50], settled.pairs, {key: min(ids) for ids in settled.stories for key in ids})
    gone = [held.id for held in chance.sample(batch[:50], 10)]
    again.forget(gone)
    again.add(batch[50:])
    told.hear(again.settle())
    told.forget(gone)
    assert told.groups == at_once([held for held in batch if held.id not in gone])


@given(seed=st.integers(0, 10_000))
@settings(max_examples=5)
def test_what_was_removed_before_it_was_read_back_is_noticed(seed: int) -> None:
    chance = random.Random(seed)
    first = Grouping()
    first.add(INVENTED)
    settled = first.settle()
    told = Told()
    told.hear(settled)
    left = chance.sample(INVENTED, 60)
    again = Grouping()
    again.restore(left, settled.pairs, {key: min(ids) for ids in settled.stories for key in ids})
    told.hear(again.settle())
    told.forget([held.id for held in INVENTED if held not in left])
    assert told.groups == at_once(left)


def test_nothing_at_all_is_grouped_too() -> None:
    grouping = Grouping()
    grouping.add([])
    grouping.forget(["nobody"])
    assert grouping.settle() == Settled([], [], [])


@pytest.mark.shared
def test_stories_of_real_news_agree_with_peoples_whatever_the_order() -> None:
    if not (DATA / "basil").is_dir():
        pytest.skip(f"no research data at {DATA}")
    told = [one for one in events(DATA) if one.event.startswith(("basil", "neus-val"))]
    batch = [new(one.article) for one in told]
    stories, origins = at_once(batch)
    assert in_turns(batch, random.Random(0), removing=True).groups == (stories, origins)
    story = {key: number for number, ids in enumerate(sorted(stories, key=min)) for key in ids}
    assert b_cubed([one.event for one in told], [story[one.article.id] for one in told])[2] > 0.97
