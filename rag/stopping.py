"""Being asked to stop: Ctrl-C and SIGTERM, taken where that does no harm. It leaves out what is then reported."""

from __future__ import annotations

import itertools
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Whether work is to end. What waits or reads ends at once; what stores is finished first.

    One that is not `listening` is never asked. A second signal ends everything, as in any program.
    """

    def __init__(self) -> None:
        self._signal: int | None = None
        self._at_once = False

    @property
    def asked(self) -> bool:
        """Whether a signal has come."""
        return self._signal is not None

    @property
    def exit_code(self) -> int:
        """What a shell expects of a program that a signal ended: 130 after Ctrl-C, 143 after SIGTERM."""
        return 128 + (self._signal or 0)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take the signals while the context lasts; in the main thread only."""
        before = {number: signal.signal(number, self._ask) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler or signal.SIG_DFL)

    def until(self, items: Iterator[Item]) -> Iterator[Item]:
        """Yield items until one is asked to stop, be it while the next one is being read."""
        while found := self._interruptibly(lambda: list(itertools.islice(items, 1))):
            yield found[0]

    def sleep(self, seconds: float) -> None:
        """Wait, but no longer than until one is asked to stop."""
        self._interruptibly(lambda: time.sleep(seconds))

    def _interruptibly(self, work: Callable[[], Result]) -> Result | None:
        """Do what may be given up half-way; None if it was."""
        try:
            self._at_once = True
            try:
                return None if self.asked else work()
            finally:
                self._at_once = False
        except KeyboardInterrupt:
            if self.asked:
                return None
            raise

    def _ask(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  (the interface has it)
        again, at_once = self.asked, self._at_once
        self._signal, self._at_once = number, False
        if at_once or again:
            raise KeyboardInterrupt
