"""Long work beside the page: it goes on while the page is drawn again, and a reader can stop it.

Streamlit runs a page from top to bottom for every click and abandons the run that went before. What takes longer than
a moment therefore runs in a thread of its own; the page shows what has come so far and looks again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from rag.adding import Progress

T = TypeVar("T")


class Work(Generic[T]):
    """Steps of type T, taken in a thread from an iterable. `items` grows; reading it needs no lock."""

    def __init__(self, steps: Callable[[], Iterable[T]]) -> None:
        self._steps = steps
        self._news = threading.Event()
        self._stop = threading.Event()
        self._started = time.monotonic()
        self._future: Future[None] | None = None
        self.items: list[T] = []
        self.progress: Progress | None = None

    def start(self) -> Work[T]:
        """Begin, and return at once."""
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._future = executor.submit(self._run)
        executor.shutdown(wait=False)
        return self

    def _run(self) -> None:
        try:
            for item in self._steps():
                if self._stop.is_set():
                    return
                self.items.append(item)
                self._news.set()
        finally:
            self._news.set()

    def stop(self) -> None:
        """Take no more steps. A step under way ends by itself; its result is not kept."""
        self._stop.set()
        self._news.set()

    def report(self, progress: Progress) -> None:
        """Take note of how far a step under way is; made to be handed down as a callback."""
        self.progress = progress

    @property
    def stopped(self) -> bool:
        """Whether a reader stopped it."""
        return self._stop.is_set()

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.stopped or (self._future is not None and self._future.done())

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return time.monotonic() - self._started

    def news(self, seen: int, seconds: float) -> bool:
        """Wait at most so long; return whether there are more items than `seen`, or nothing more will come."""
        if len(self.items) == seen and not self.finished:
            self._news.wait(seconds)
            self._news.clear()
        return len(self.items) != seen or self.finished

    def check(self) -> None:
        """Raise what the finished work raised, if it did."""
        if self._future is not None and self._future.done():
            self._future.result()
