"""Kills and crowds, on a small scale: nothing lost, nothing twice, nothing half. `benchmarks` has the large ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.invented import articles_of, corrected, take, write_lines
from benchmarks.kills import Harness
from benchmarks.together import run
from benchmarks.whole import compare
from rag import Newsroom
from rag.settings import Settings


@pytest.mark.timeout(300)
def test_kills_at_random_moments_leave_a_library_that_carries_on(tmp_path: Path) -> None:
    harness = Harness(tmp_path, articles_of(None, 11), 11, (2, 12))
    tally = harness.run(10, check_every=20, calm=0.0, kinds={"add": 70, "correct": 30})
    assert tally.faults == []
    assert tally.kills.total() == 10
    assert tally.articles > 0


@pytest.mark.timeout(300)
def test_four_programs_add_at_once_beside_a_reader(tmp_path: Path) -> None:
    result = run(tmp_path, take(articles_of(None, 1), 61), shared=10)
    assert result.faults == []
    assert [report["added"] + report["unchanged"] for report in result.reports] == [15, 25, 15, 15]
    assert result.articles == 61
    assert result.rounds > 0


def test_the_comparison_finds_what_is_wrong(tmp_path: Path) -> None:
    items = take(articles_of(None, 3), 8)
    with Newsroom.open(Settings(data=tmp_path / "library")) as newsroom:
        newsroom.add([write_lines(items, tmp_path / "in.jsonl")])
        newsroom.add([write_lines([corrected(items[0], 1)], tmp_path / "correction.jsonl")])
    held = {item.article.id: (item.article.version,) for item in items}
    first = items[0].article
    after = held | {first.id: (first.version, corrected(items[0], 1).article.version)}
    assert compare(tmp_path / "library", after).faults() == []
    assert compare(tmp_path / "library", held).faults() == ["1 with wrong versions"]
    assert compare(tmp_path / "library", after | {"another": ("x",)}).lost == 1
    assert compare(tmp_path / "library", {key: after[key] for key in list(after)[1:]}).duplicated == 1
    with Newsroom.open(Settings(data=tmp_path / "library")) as newsroom:
        newsroom.refresh()
        newsroom._library.index.words.remove([first.id])
        newsroom._library.index.words.commit()
    assert compare(tmp_path / "library", after).half_indexed > 0
