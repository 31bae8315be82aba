"""Files damaged in eight ways, inside and out, are read or refused. `benchmarks.fuzz` does it by the thousand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.damage import seeds
from benchmarks.fuzz import SECONDS, Case, Worker, cases_of, judge, read, run

SUFFIXES = sorted(seeds())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_files_are_read_before_they_are_damaged(suffix: str) -> None:
    for data in seeds()[suffix]:
        assert read(suffix, data)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=12, derandomize=True)
@given(number=st.integers(0, 10**6))
def test_a_damaged_file_is_read_or_refused_with_a_reason(suffix: str, number: int) -> None:
    outcome = judge(Case(suffix, number, 2))
    assert outcome.kind in ("read", "refused"), outcome.detail
    assert outcome.seconds < SECONDS


def test_a_file_can_be_made_again_from_its_number() -> None:
    assert Case(".pdf", 7, 1).data() == Case(".pdf", 7, 1).data() != Case(".pdf", 8, 1).data()


def test_files_are_judged_one_after_the_other_in_a_process_of_their_own() -> None:
    results = [(case.number, outcome.kind) for case, outcome in run(cases_of([".txt"], 3, 1), workers=1)]
    assert results == [(number, judge(Case(".txt", number, 1)).kind) for number in range(3)]


def test_the_death_of_the_process_that_reads_is_told() -> None:
    worker = Worker()
    worker.end()
    worker.case = Case(".txt", 0, 1)
    found = worker.result()
    assert found is not None
    assert (found.kind, found.detail) == ("native crash", "the process ended with -9")
