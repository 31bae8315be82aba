"""The gate: readers pass together, and nobody is inside with the one who is alone."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

from rag.store.gate import Gate


def test_readers_are_inside_together() -> None:
    gate = Gate()
    with gate.reading(), ThreadPoolExecutor(1) as pool:

        def enter() -> bool:
            with gate.reading():
                return True

        assert pool.submit(enter).result(60)


def test_the_one_who_is_alone_waits_for_readers_and_keeps_new_ones_out() -> None:
    gate, order, inside = Gate(), list[str](), Event()

    def change() -> None:
        with gate.alone():
            order.append("alone")
            time.sleep(0.05)
            order.append("alone no more")

    def read() -> None:
        inside.wait()
        time.sleep(0.02)
        with gate.reading():
            order.append("a second reader")

    with ThreadPoolExecutor(2) as pool:
        with gate.reading():
            waiting = [pool.submit(change), pool.submit(read)]
            inside.set()
            time.sleep(0.05)
            order.append("the first reader")
        for one in waiting:
            one.result(60)
    assert order == ["the first reader", "alone", "alone no more", "a second reader"]


def test_never_a_reader_beside_the_one_who_is_alone() -> None:
    gate, counting, counts, seen = Gate(), Lock(), [0, 0], list[bool]()

    def work(n: int) -> None:
        for turn in range(40):
            alone = (n + turn) % 7 == 0
            with gate.alone() if alone else gate.reading():
                with counting:
                    counts[alone] += 1
                    seen.append(counts[1] == 0 or (counts[1] == 1 and counts[0] == 0))
                time.sleep(0.0002)
                with counting:
                    counts[alone] -= 1

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert all(seen)
    assert len(seen) == 240
