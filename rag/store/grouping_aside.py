"""Grouping in a process beside this one, while this one indexes: both follow the log by themselves."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rag.store.aside import end_process, end_with_input, start_process
from rag.store.catalogue import Catalogue
from rag.store.database import Database
from rag.store.groups import Groups

LONG = 2000
"""Changes from which on a process of its own is worth the second that it takes to start."""

_LOOK_EVERY = 0.5


class GroupingAside:
    """While the context lasts, the changes that are `waiting` are being grouped, if they are many."""

    def __init__(self, groups: Groups, waiting: int, url: str) -> None:
        self._groups = groups
        self._waiting = waiting
        long = waiting >= LONG
        self._process = start_process("from rag.store.grouping_aside import main; main()", url) if long else None

    def wait(self, progress: Callable[[int, int], None] | None) -> None:
        """Wait until it is done. `progress` is told (changes done, changes in all)."""
        while self._process is not None and self._process.poll() is None:
            if progress:
                progress(max(0, self._waiting - self._groups.behind()), self._waiting)
            time.sleep(_LOOK_EVERY)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            end_process(self._process)


def main() -> None:
    """Group what is to be grouped in the database that the input names."""
    database = Database.open(sys.stdin.readline().strip())
    end_with_input()
    Groups(database, Catalogue(database)).catch_up()
