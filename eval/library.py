"""The library that a suite asks: one of its own with the articles of the cases, or the person's, opened when needed.

A run whose results are all in the cache opens none.
"""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from eval.cache import digest, files_version
from eval.cases import CaseSet
from rag import Newsroom
from rag.datatypes import to_json
from rag.settings import Settings


class Libraries:
    """Opens one newsroom for each set of articles, and closes them all."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open: dict[str, Newsroom] = {}
        self._stack = ExitStack()

    def of(self, cases: CaseSet) -> Newsroom:
        """Return the newsroom for a set of cases: the person's own, or a temporary one with the set's articles."""
        key = "own" if cases.own_library else self.version(cases)
        if key not in self._open:
            self._open[key] = self._stack.enter_context(self._made(cases))
        return self._open[key]

    def version(self, cases: CaseSet) -> str:
        """Return a hash of the articles that the newsroom for these cases holds."""
        if cases.own_library:
            return digest(entry.id for entry in self.of(cases).articles())
        return digest([files_version(cases.sources), json.dumps(to_json(cases.drafts))])

    def close(self) -> None:
        """Close every newsroom and delete the temporary ones."""
        self._open.clear()
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _made(self, cases: CaseSet) -> Newsroom:
        if cases.own_library:
            return Newsroom.open(self.settings)
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-eval-"))
        own = self.settings.model_copy(update={"data": Path(folder), "database": None, "chroma": None})
        newsroom = Newsroom.open(own)
        reports = [newsroom.add(list(cases.sources))] if cases.sources else []
        reports += [newsroom.add_drafts(cases.drafts)] if cases.drafts else []
        for report in reports:
            print(f"{cases.name}: {report.added} articles added in {report.seconds:.0f} s", file=sys.stderr)
        return newsroom
