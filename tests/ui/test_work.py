"""Work goes on in its own thread, can be stopped, and hides no error."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from rag.errors import SourceError
from ui.work import Work


def _until_finished(work: Work[int]) -> None:
    while not work.finished:
        work.news(len(work.items), 5)


def test_items_come_in_order() -> None:
    work: Work[int] = Work(lambda: iter([1, 2, 3])).start()
    _until_finished(work)
    work.check()
    assert work.items == [1, 2, 3]


def test_what_comes_before_an_error_is_kept_and_the_error_is_raised() -> None:
    def steps() -> Iterator[int]:
        yield 1
        raise SourceError("It broke.")

    work: Work[int] = Work(steps).start()
    _until_finished(work)
    assert work.items == [1]
    with pytest.raises(SourceError, match="It broke"):
        work.check()


def test_stopping_takes_no_more_steps_and_closes_them() -> None:
    go_on, closed = threading.Event(), threading.Event()

    def steps() -> Iterator[int]:
        try:
            yield 1
            go_on.wait(60)
            yield 2
            yield 3
        finally:
            closed.set()

    work: Work[int] = Work(steps).start()
    assert work.news(0, 10)
    work.stop()
    assert work.finished
    go_on.set()
    assert closed.wait(60)
    assert work.items == [1]


def test_waiting_ends_when_there_is_no_news() -> None:
    go_on = threading.Event()

    def steps() -> Iterator[int]:
        go_on.wait(60)
        yield 1

    work: Work[int] = Work(steps).start()
    assert not work.news(0, 0.05)
    go_on.set()
    assert work.news(0, 10)
