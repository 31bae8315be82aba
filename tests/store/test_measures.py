"""What two articles have in common is measured alike from either side, and says what its name says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.store.fingerprints import SCALE, SHINGLE, WEEKDAYS, take_fingerprint
from rag.store.measures import MEASURES, Measures
from tests.builders import article, sample_articles

SAMPLES = sample_articles()
REPORT = (
    "The harbour pilot of Ebbing refused on Tuesday to board the grain ship Marlin, saying its ladder was rotten. "
    "The port authority suspended him, and forty dockers walked out in his support before the evening tide."
)


def measured(*texts: str, titles: tuple[str, ...] = (), published: str | None = None) -> Measures:
    measures = Measures()
    named = titles or ("",) * len(texts)
    held = [article(text, title=title, published=published) for text, title in zip(texts, named, strict=True)]
    measures.extend([take_fingerprint(one) for one in held])
    return measures


def between(measures: Measures, one: int = 0, other: int = 1) -> dict[str, int]:
    return dict(zip(MEASURES, measures.between(one, np.array([other]))[0].tolist(), strict=True))


@given(st.integers(0, len(SAMPLES) - 1), st.lists(st.integers(0, len(SAMPLES) - 1), min_size=1, max_size=6))
def test_a_pair_measures_the_same_from_either_side_and_in_any_company(row: int, rows: list[int]) -> None:
    measures = Measures()
    measures.extend([take_fingerprint(one) for one in SAMPLES])
    lines = measures.between(row, np.array(rows))
    for line, other in zip(lines.tolist(), rows, strict=True):
        assert line == measures.between(other, np.array([row]))[0].tolist()
        assert all(0 <= value <= SCALE + 64 for value in line[:-1])


def test_an_article_is_wholly_like_itself() -> None:
    found = between(measured(REPORT, REPORT, titles=("Pilot of Ebbing suspended",) * 2, published="2031-04-02"))
    assert all(found[name] == pytest.approx(SCALE, abs=64) for name in ("stems", "title", "pairs", "whole", "weekdays"))
    assert found["phrases"] > 0
    assert found["told_least"] == found["told_most"] > SCALE // 2


def test_articles_without_a_word_in_common_share_nothing() -> None:
    found = between(measured(REPORT, "Snow closed seven mountain passes near Quarrel overnight."))
    assert set(found.values()) == {0}


def test_nothing_is_measured_against_nobody() -> None:
    assert measured(REPORT).between(0, np.empty(0, dtype=np.int64)).shape == (0, len(MEASURES))


def test_a_title_is_told_where_the_other_text_has_its_words() -> None:
    other = "Snow closed seven mountain passes near Quarrel overnight."
    found = between(measured(REPORT, other, titles=("Snow closes passes", "Quarrel cut off")))
    assert found["told_least"] == 0
    assert found["told_most"] == pytest.approx(SCALE, abs=64)


def test_phrases_count_runs_of_words_that_both_have() -> None:
    shared = "dockers walked out in his support before the evening tide came in over the bar at Ebbing light"
    apart = between(measured(f"Alone. {shared}", " ".join(reversed(shared.split()))))
    alike = between(measured(f"One said {shared}", f"Another wrote {shared}"))
    assert apart["phrases"] == 0
    assert 0 < alike["phrases"] <= len(shared.split()) - SHINGLE + 1


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("They met on Tuesday.", "It was signed Tuesday's night.", 1),
        ("They met on Tuesday.", "They met on Friday.", -1),
        ("They met on Tuesday.", "They met at noon.", -1),
    ],
)
def test_reports_of_one_day_of_the_week_are_alike_in_it(one: str, other: str, order: int) -> None:
    found = between(measured(one, other))["weekdays"]
    assert (found > SCALE // 2) if order > 0 else found == 0


def test_without_a_named_day_the_day_of_publication_stands_in() -> None:
    terms, _ = take_fingerprint(article("They met at noon.", published="2031-04-02")).field(WEEKDAYS)
    # 2 April 2031 is a Wednesday; days count from Monday.
    assert [int(term) - (WEEKDAYS << 18) for term in terms] == [2]
