"""Being asked to stop: reading and waiting end at once, storing is finished, a second signal ends everything."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from rag.stopping import Stop


def kill_self(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


def test_items_come_as_they_are_where_nobody_asks() -> None:
    assert list(Stop().until(iter(range(1000)))) == list(range(1000))
    assert list(Stop().until(iter([None, 0, ""]))) == [None, 0, ""]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_an_item_is_being_read_ends_the_reading(number: int, code: int) -> None:
    def items() -> Iterator[int]:
        yield 1
        kill_self(number)
        time.sleep(30)
        yield 2

    stop, began = Stop(), time.monotonic()
    with stop.listening():
        assert list(stop.until(items())) == [1]
    assert time.monotonic() - began < 5
    assert (stop.asked, stop.exit_code) == (True, code)


def test_a_signal_while_an_item_is_being_stored_lets_it_be_stored() -> None:
    stop, stored = Stop(), []
    with stop.listening():
        for number in stop.until(iter(range(10))):
            kill_self()
            stored.append(number)
    assert stored == [0]


def test_waiting_ends_at_once_also_if_asked_before() -> None:
    stop, began = Stop(), time.monotonic()
    with stop.listening():
        kill_self()
        stop.sleep(30)
    assert time.monotonic() - began < 5


def test_a_second_signal_ends_everything() -> None:
    stop = Stop()
    with pytest.raises(KeyboardInterrupt), stop.listening():
        kill_self()
        kill_self()


def test_the_signals_are_given_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with Stop().listening():
        pass
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_an_interruption_that_was_not_asked_for_here_passes_through() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(Stop().until(items()))
