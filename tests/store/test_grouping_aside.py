"""Grouping in a process of its own comes to the same groups, and does not outlive this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.settings import Settings
from rag.store import grouping_aside
from rag.store.library import Library
from tests.builders import numbered


def test_much_is_grouped_beside_the_index_and_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = [numbered(n) for n in range(60)]
    found = []
    for name, long in (("here", 1000), ("aside", 10)):
        monkeypatch.setattr(grouping_aside, "LONG", long)
        told: list[tuple[int, int]] = []

        def tell(done: int, total: int, told: list[tuple[int, int]] = told) -> None:
            told.append((done, total))

        with Library.open(Settings(data=tmp_path / name)) as library:
            library.put(batch)
            assert library.groups.behind() == 60
            assert library.catch_up(grouping=tell) == 60
            assert library.groups.behind() == 0
            assert library.doctor().ok
            found.append([(story.articles, story.origins) for story in library.groups.stories()])
        assert all(0 <= done <= total == 60 for done, total in told)
    assert found[0] == found[1]
    assert len(found[0]) > 0
