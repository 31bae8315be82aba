"""Growing arrays hold what was put in, and an index finds it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.store import columns
from rag.store.columns import Column, Postings, distinct

ENTRIES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 40), st.integers(1, 9)), max_size=30)


def test_a_column_keeps_what_it_had_when_it_grows() -> None:
    column = Column(np.int32)
    for at in range(0, 5000, 500):
        column.extend(np.arange(at, at + 500))
    assert len(column) == 5000
    assert column.values.tolist() == list(range(5000))


@given(
    st.lists(ENTRIES, max_size=5),
    st.lists(st.integers(0, 14), unique=True),
    st.sampled_from([0, 8, 1000]),
    st.sampled_from([0, 20, 1 << 19]),
)
def test_an_index_finds_the_rows_of_keys(
    batches: list[list[tuple[int, int, int]]], keys: list[int], merge: int, part: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "MERGE_AT", merge)
        patch.setattr(columns, "FEW", merge)
        patch.setattr(columns, "PART", part)
        postings = Postings()
        for batch in batches:
            postings.extend(*(np.array([entry[at] for entry in batch], dtype=np.int64) for at in range(3)))
        wanted = np.array(keys, dtype=np.uint32)
        entries = [entry for batch in batches for entry in batch if entry[0] in keys]
        assert sorted(postings.rows(wanted).tolist()) == sorted(row for _, row, _ in entries)
        expected: Counter[int] = Counter()
        for key, row, weight in entries:
            expected[row] += weight * (key + 1)
        rows, sums = postings.sums(wanted, wanted + np.uint32(1))
        assert dict(zip(rows.tolist(), sums.tolist(), strict=True)) == dict(expected)


@given(st.lists(st.integers(0, 50)))
def test_distinct_values_come_in_order(values: list[int]) -> None:
    assert distinct(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))
