"""The lock on the index folder: one process at a time, and a message that says which."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from rag.errors import LibraryError, LibraryLockedError


class IndexLock:
    """A lock on a folder, held until released or until the process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        # Beside the folder, not in it: the folder may be deleted and rebuilt at any time.
        # It is the process's, not the thread's: the app works on one library from many threads.
        self._lock = FileLock(folder.with_name(f"{folder.name}.lock"), blocking=False, thread_local=False)
        self._note = folder.with_name(f"{folder.name}.holder.json")

    @property
    def held(self) -> bool:
        """Whether this process holds it."""
        return self._lock.is_locked

    def acquire(self) -> None:
        """Take the lock, at once or not at all.

        Raises:
            LibraryLockedError: another process holds it; the message names it.
            LibraryError: the folder cannot be written.
        """
        if self.held:
            return
        try:
            self._lock.acquire()
        except Timeout:
            raise LibraryLockedError(
                f"The search index of this library is in use by {self._holder()}.",
                hint="Close that program, or do this in it. Articles can be added meanwhile: it will index them.",
            ) from None
        except OSError as error:
            raise LibraryError(f"The library folder cannot be locked: {error.strerror}.") from error
        self._write_note()

    def release(self) -> None:
        """Give the lock up."""
        self._lock.release()

    def _write_note(self) -> None:
        note = {
            "pid": os.getpid(),
            "program": Path(sys.argv[0]).name or "python",
            "since": datetime.now(UTC).strftime("%H:%M UTC on %Y-%m-%d"),
        }
        # On a full disk what needs no room must still work; others then learn that it is locked, not by whom.
        with contextlib.suppress(OSError):
            self._note.write_text(json.dumps(note), encoding="utf-8")

    def _holder(self) -> str:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            return f"process {note['pid']} ({note['program']}, since {note['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            # The holder has taken the lock and not yet written its note.
            return "another process"
