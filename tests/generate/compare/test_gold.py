"""The gold pairs hold places and labels, never words of an article."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from benchmarks.alignments import GOLD, interval, read_gold

SHARED = Path(os.environ.get("PLUMBLINE_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
FILES = ("alignments.jsonl", "mined.jsonl", "sampled.jsonl", "drawn.jsonl", "disputed.jsonl")
FIELDS = {"id", "story", "half", "relation", "kind", "note", "sides"}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", FILES)
def test_a_pair_is_places_of_two_articles_and_a_label(name: str) -> None:
    found = lines(name)
    assert len({pair["id"] for pair in found}) == len(found)
    for pair in found:
        assert set(pair) == FIELDS
        assert pair["relation"] in ("states", "contradicts", "neither")
        one, other = pair["sides"]
        assert one["article"] != other["article"]
        assert all(set(side) <= {"article", "url", "paragraph", "start", "end"} for side in pair["sides"])
        assert all(0 <= side["start"] < side["end"] for side in pair["sides"])


def test_there_are_enough_pairs_and_a_story_is_in_one_half_only() -> None:
    gold = read_gold(GOLD / "alignments.jsonl")
    count = Counter(pair.relation for pair in gold)
    assert count["states"] >= 150 and count["contradicts"] >= 60 and count["neither"] >= 100
    halves = defaultdict(set)
    for pair in gold:
        halves[pair.story].add(pair.half)
    assert all(len(found) == 1 for found in halves.values())


def test_what_is_trained_on_is_never_of_the_held_half() -> None:
    held = {pair.story for pair in read_gold(GOLD / "alignments.jsonl") if pair.half == "held"}
    for tuned in ("mined.jsonl", "disputed.jsonl"):
        assert not held & {pair.story for pair in read_gold(GOLD / tuned)}
    for drawn in ("sampled.jsonl", "drawn.jsonl"):
        assert {pair.story for pair in read_gold(GOLD / drawn)} <= held


@pytest.mark.parametrize(("hits", "total"), [(0, 0), (0, 5), (5, 5), (30, 60)])
def test_an_interval_holds_its_share(hits: int, total: int) -> None:
    low, high = interval(hits, total)
    assert 0 <= low < high <= 1
    assert not total or low <= hits / total <= high


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "basil").is_dir(), reason="the articles are not here")
def test_every_place_is_in_its_article_and_no_note_holds_five_of_its_words() -> None:
    from benchmarks.news_events import events

    articles = {told.article.id: told.article for told in events(SHARED)}
    for name in FILES:
        for pair in lines(name):
            note = " ".join(re.findall(r"\w+", pair["note"].lower())).split()
            runs = {" ".join(note[at : at + 5]) for at in range(len(note) - 4)}
            for side in pair["sides"]:
                article = articles[side["article"]]
                paragraph = next(p for p in article.paragraphs if p.number == side["paragraph"])
                assert side["end"] <= len(paragraph.text)
                text = " ".join(re.findall(r"\w+", article.text.lower()))
                assert not any(run in text for run in runs)
