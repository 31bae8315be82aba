"""Work that is done in a thread of its own, beside the main one, each time there is more of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class Beside:
    """Does one kind of work beside the main thread: never twice at once, and not again before it is asked for.

    At the end the work is not waited for: it is told to leave off (the function that it is given says so), and what is
    left is the main thread's. What it raises is raised by the next call, or at the end.
    """

    def __init__(self, work: Callable[[Callable[[], bool]], None]) -> None:
        self._work = work
        self._over = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._running: Future[None] | None = None

    def more(self) -> None:
        """Say that there is more to do. While the work is going on it is expected to notice by itself."""
        if self._running is None or self._running.done():
            self._end()
            self._running = self._thread.submit(self._work, lambda: self._over)

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._thread.shutdown()
        if error is None:
            self._end()
