"""What was produced before, by content: the same case, articles, writer, prompts and code give it back.

One SQLite file; several runs may share it. A run that was interrupted carries on where it was, a repeated one costs
nothing. What was produced is stored, not its scores: scoring again is cheap, and a changed scorer must not be hidden.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from eval.cases import Case
from rag.datatypes import to_json

ROOT = Path(__file__).resolve().parents[1]
_CODE = ("rag", "prompts", "eval/suites")
_OF_CODE = {".py", ".md", ".json", ".txt", ".npz"}


class Cache:
    """Produced results by key, from any thread. Without a file nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self._held: sqlite3.Connection | None = None
        self._lock = Lock()
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._held = sqlite3.connect(path, check_same_thread=False, timeout=30)
            self._held.execute("CREATE TABLE IF NOT EXISTS made (key TEXT PRIMARY KEY, value TEXT NOT NULL)")

    def get(self, key: str) -> Any | None:
        """Return what is held under a key, or None."""
        if self._held is None:
            return None
        with self._lock:
            row = self._held.execute("SELECT value FROM made WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, key: str, value: Any) -> None:
        """Hold a JSON value under a key, at once on disk."""
        if self._held is not None:
            with self._lock, self._held:
                self._held.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", (key, json.dumps(value)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            self._held.close()


def key_of(suite: str, case: Case, *parts: str) -> str:
    """Return the key of a case: of everything it says, and of the parts that say with what it is run."""
    return digest([suite, json.dumps(to_json(case), sort_keys=True), *parts])


def digest(parts: Iterable[str | bytes]) -> str:
    """Return one hash of all parts, in order, each with its length, so that no two lists share one."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(f"{len(data)}:".encode() + data)
    return found.hexdigest()[:32]


def code_version() -> str:
    """Return a hash of the code and data that produce answers: what changes it makes every cached result stale."""
    files = sorted(
        path for name in _CODE for path in (ROOT / name).rglob("*") if path.suffix in _OF_CODE and path.is_file()
    )
    return digest(part for path in files for part in (path.relative_to(ROOT).as_posix(), path.read_bytes()))


def files_version(sources: Iterable[Path]) -> str:
    """Return a hash of the files that articles are read from."""
    files = sorted(file for source in sources for file in ([source] if source.is_file() else source.rglob("*")))
    return digest(part for path in files if path.is_file() for part in (path.name, path.read_bytes()))
